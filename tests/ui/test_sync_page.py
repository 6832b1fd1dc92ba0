"""The page about what is sent, waits and is kept apart: reached by pill, key and palette, usable by keys alone, quiet at the table."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.actions.families import NewFamily, new_family
from app.actions.syncing import Progress
from app.domain.ids import new_id
from app.domain.record import Id
from app.store.workspace import StreamState
from app.sync.pace import FIRST
from tests.builders import a_goal
from tests.ui.everything_open import come_to_rest
from tests.ui.looking import cut_off, nameless, too_small
from tests.ui.over_the_line import connect, press_f5
from tests.ui.table import Look, Seat, begin_family, sit_down, two_seats
from tests.world import World
from ui import theme
from ui.pages.held_card import HeldPart
from ui.widgets.sync_pill import SyncState
from ui.windows.window_commands import commands_of

LONG = "Gezin Van der Meer-Öztürk van Amstel Ploos van Amstel-Kowalska"


def opened(seat: Seat) -> list[str]:
    """Open the page; returns what its rows say."""
    seat.window.show_sync()
    come_to_rest(seat)
    return rows(seat)


def rows(seat: Seat) -> list[str]:
    """Return what a screen reader hears of each row."""
    model = seat.window.sync_page.model
    return [str(model.index(row).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(model.rowCount())]


def hold_some(seat: Seat, count: int = 1) -> None:
    """Let the municipality keep own work apart: it stands on somebody else's name."""
    town, workspace = seat.device.world, seat.device.workspace
    mine = workspace.identity
    workspace.identity = replace(mine, worker=Id(town.worker("Joost")))
    for number in range(count):
        seat.device.create(seat.family, a_goal(seat.family, f"{LONG} & doel {number}"))
    workspace.identity = mine
    press_f5(seat)


def test_the_pill_its_key_and_the_palette_lead_there_and_back(seat: Seat) -> None:
    window = seat.window
    [command] = [one for one in commands_of(window) if one.keys == "Shift+F5"]
    ways = [
        lambda: QTest.keyClick(window.sync.pill, Qt.Key.Key_Return),
        lambda: QTest.keyClick(window, Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier),
        command.call,
    ]
    for go in ways:
        go()
        assert window.pages.currentWidget() is window.sync_page
        assert window.sync_page.send.hasFocus()
        QTest.keyClick(window.sync_page.send, Qt.Key.Key_Tab)
        QTest.keyClick(window.sync_page.back, Qt.Key.Key_Return)
        assert window.pages.currentWidget() is window.family


def test_it_says_per_family_what_waits_and_what_was_sent_and_keeps_up(seat: Seat) -> None:
    page = connect(seat).window.sync_page
    assert opened(seat) == [
        "Gezin De Wit. 5 wijzigingen nog te versturen, de oudste van vandaag om 10.30. De gemeente kent dit gezin nog niet."
    ]
    assert page.contact.text() == "Deze laptop had nog geen contact met de gemeente."
    page.send.click()
    seat.settle()
    page.again.timeout.emit()
    seat.settle()
    sent = "Gezin De Wit. Alles bij de gemeente. Verstuurd: vandaag om 10.30. U bent de vaste hulpverlener (regisseur)."
    assert (rows(seat), page.word.text()) == ([sent], "Alles bij de gemeente")
    assert page.contact.text() == "Laatste contact met de gemeente: vandaag om 10.30."


@pytest.mark.logs("sync.held")
def test_what_is_kept_apart_says_why_and_opens_where_it_stands(seat: Seat) -> None:
    hold_some(connect(seat), 7)
    opened(seat)
    window = seat.window
    card = window.sync_page.held
    assert card.isVisible()
    [part] = card.rows.rows
    assert isinstance(part, HeldPart)
    first = part.buttons[0]
    assert len(part.buttons) == 5
    assert first.accessibleName().startswith(f"Bekijk doel: {LONG} & doel 0")
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Return)
    come_to_rest(seat)
    assert (window.pages.currentWidget(), window.family.tab) == (window.family, "plan")


def test_a_family_is_opened_by_arrows_and_enter_and_one_that_still_comes_is_not(seat: Seat) -> None:
    connect(seat)
    new_family(seat.device.workspace, NewFamily("Gezin Aarts", "Noor", "moeder"))
    press_f5(seat)
    with seat.device.workspace.write() as writing:
        writing.put_state(StreamState(bytes(new_id(1)), 1200, bytes(32), 1, "active", "colleague", arriving=1900))
    opened(seat)
    window, list_ = seat.window, seat.window.sync_page.list
    assert rows(seat)[0] == "Een gezin dat eraan komt. Dit gezin wordt opgehaald: 1.200 van 1.900 wijzigingen."
    list_.setFocus(Qt.FocusReason.TabFocusReason)
    list_.setCurrentIndex(window.sync_page.model.index(0))
    QTest.keyClick(list_, Qt.Key.Key_Return)
    assert window.pages.currentWidget() is window.sync_page
    QTest.keyClick(list_, Qt.Key.Key_Down)
    QTest.keyClick(list_, Qt.Key.Key_Return)
    seat.settle()
    assert window.pages.currentWidget() is window.family
    assert window.family.title.text() == "Gezin Aarts"


def test_a_family_that_goes_is_not_named_and_one_hears_what_still_waits(seat: Seat) -> None:
    with seat.device.workspace.write() as writing:
        writing.put_state(replace(writing.state(seat.family), state="frozen"))
    assert opened(seat) == []
    page = seat.window.sync_page
    assert page.leaving_words.text() == "Een gezin wordt van deze laptop gehaald: nog 5 wijzigingen te versturen."
    assert page.none.isVisible()


def test_at_the_table_no_other_family_is_named(seat: Seat) -> None:
    new_family(seat.device.workspace, NewFamily("Gezin Aarts", "Noor", "moeder"))
    assert len(opened(seat)) == 2
    seat.window.at_the_table(True)
    assert [row.split(".")[0] for row in rows(seat)] == ["Gezin De Wit"]
    assert [row.split(".")[0] for row in opened(seat)] == ["Gezin De Wit"]
    seat.window.at_the_table(False)
    assert len(rows(seat)) == 2


def test_a_first_download_counts_on_pill_and_page_and_shows_each_family_when_it_is_there(qtbot: QtBot, town: World) -> None:
    samira, joost, begun = two_seats(town)
    more = [samira.begin_family(f"Gezin {name}") for name in ("Aarts", "Bos", "Claassen")]
    for family in more:
        samira.create(family, *(a_goal(family) for _ in range(FIRST)))  # so many that each comes by itself
    samira.sync()
    seat = connect(sit_down(qtbot, joost, begun))
    for family in more:
        town.grant(family, "Joost")
    opened(seat)
    said: list[str] = []
    arrived: list[int] = []
    seat.window.sync.changed.connect(lambda: said.append(seat.window.sync.pill.text()))
    seat.window.sync.arrived.connect(lambda: arrived.append(seat.window.sync.progress.families_done))
    seat.window.sync.send_now()
    seat.wait_until(lambda: seat.window.sync.state is SyncState.DONE)
    seat.settle()
    assert {"Ophalen: 1 van 4 gezinnen", "Ophalen: 2 van 4 gezinnen", "Ophalen: 3 van 4 gezinnen"} & set(said)
    assert arrived == sorted(arrived)
    assert said[-1] == "Alles bij de gemeente"
    assert seat.window.sidebar.model.rowCount() == 4
    assert QApplication.activeModalWidget() is None


def test_families_that_come_in_one_after_another_are_asked_for_now_and_then(seat: Seat) -> None:
    sync = seat.window.sync
    seat.wait_until(lambda: sync.state is not SyncState.BUSY)
    arrived: list[int] = []
    sync.arrived.connect(lambda: arrived.append(sync.progress.families_done))
    sync.state = SyncState.BUSY
    for done in range(1, 30):
        sync.heard.emit(Progress(done, 30))
    assert arrived == [1]
    sync.news.timeout.emit()
    assert arrived == [1, 29]
    sync.news.stop()
    sync.heard.emit(Progress(29, 30))
    assert arrived == [1, 29]


def crowded(qtbot: QtBot, town: World, look: Look) -> Seat:
    """Sit down with sixty families with long names, of which one has work apart, some wait and one goes."""
    device = town.device("Samira")
    seat = connect(sit_down(qtbot, device, begin_family(device), look=look))
    families = [device.begin_family(f"{LONG} {number}") for number in range(59)]
    hold_some(seat, 7)
    for family in families[:5]:
        device.create(family, a_goal(family))
    with device.workspace.write() as writing:
        writing.put_state(replace(writing.state(families[0]), state="frozen"))
    return seat


@pytest.mark.logs("sync.held")
@pytest.mark.parametrize(
    ("look", "size"), [((theme.LIGHT, 100), (1326, 708)), ((theme.DARK, 100), (1280, 720)), ((theme.HIGH_CONTRAST, 150), (1326, 708))]
)
def test_sixty_long_names_fit_have_names_and_can_be_touched(qtbot: QtBot, town: World, look: Look, size: tuple[int, int]) -> None:
    seat = crowded(qtbot, town, look)
    seat.window.resize(*size)
    assert len(opened(seat)) == 59
    window, page = seat.window, seat.window.sync_page
    for state in SyncState:
        window.sync.state = state
        window.sync.show_state()
        come_to_rest(seat)
        assert (nameless(window), cut_off(window), too_small(window)) == ([], [], [])
    page.list.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(3):
        QTest.keyClick(page.list, Qt.Key.Key_End)
        come_to_rest(seat)
    row = page.list.visualRect(page.list.currentIndex())
    assert page.list.currentIndex().row() == 58
    assert page.viewport().rect().contains(page.list.mapTo(page.viewport(), row.center()))
    interface = QAccessible.queryAccessibleInterface(page.list)
    assert (interface.text(QAccessible.Text.Name), interface.childCount()) == ("Gezinnen op deze laptop", 59)
