"""The pill that says where the work is, and what keeps it going: F5, rest, sleep, a network that comes back. Never a dialog."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtNetwork import QNetworkInformation
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.fakes import START
from tests.restoring import backed_up, put_back, wait_no_longer
from tests.ui.over_the_line import another_token, connect, press_f5, rest
from tests.ui.table import WORDS, Seat, begin_family, edit_of, sit_down, two_seats
from tests.world import World
from ui.network_signs import NetworkSigns, hear_network
from ui.widgets.sync_pill import SyncState

Reachability = QNetworkInformation.Reachability
SAFE = "Geen netwerk – alles is veilig op deze laptop"


def word(seat: Seat) -> str:
    """Return what the pill says."""
    return seat.window.sync.pill.text()


def write_more(seat: Seat) -> None:
    """Change one field and leave it."""
    seat.type_in(seat.goal_field("text"), " Elke dag.")
    seat.leave()


def test_without_a_network_it_says_that_all_is_safe_and_to_who_asks_how_much_waits(seat: Seat) -> None:
    rest(seat)
    assert word(seat) == SAFE
    assert seat.window.sync.pill.accessibleDescription().startswith("Er zijn nog 5 wijzigingen te versturen.")
    assert QApplication.activeModalWidget() is None


def test_it_counts_what_waits_and_says_when_all_is_there(seat: Seat) -> None:
    press_f5(connect(seat))
    assert (word(seat), seat.window.sync.pill.accessibleDescription()[:15]) == ("Alles bij de gemeente", "Laatste contact")
    write_more(seat)
    assert word(seat) == "1 wijziging nog te versturen"
    press_f5(seat)
    assert word(seat) == "Alles bij de gemeente"


def test_f5_exchanges_while_somebody_types_and_takes_nothing_from_her(seat: Seat) -> None:
    press_f5(connect(seat))
    field = seat.goal_field("text")
    seat.type_in(field, " En morgen")
    edit = edit_of(field)
    QTest.keyClick(edit, Qt.Key.Key_F5)
    seat.settle()
    assert seat.device.line.statuses[-1] in (200, 204)
    assert edit.hasFocus()
    QTest.keyClicks(edit, " weer.")
    field.keep_draft()
    seat.settle()
    assert [typed.text for typed in seat.drafts().values()] == [f"{WORDS} En morgen weer."]
    assert seat.page().goals[0].goal.text == WORDS


def test_what_was_written_is_sent_once_it_has_rested(seat: Seat) -> None:
    sync = seat.window.sync
    press_f5(connect(seat))
    assert not sync.rest.isActive()
    write_more(seat)
    assert sync.rest.isActive()
    assert 10_000 < sync.rest.interval() <= 30_000
    sync.rest.timeout.emit()
    seat.settle()
    assert (word(seat), sync.rest.isActive()) == ("Alles bij de gemeente", False)


def test_a_server_that_fails_makes_nobody_try_at_every_edit(seat: Seat) -> None:
    sync = seat.window.sync
    seat.wait_until(lambda: sync.state is SyncState.OFFLINE)
    assert sync.timer.isActive()
    write_more(seat)
    assert not sync.rest.isActive()


def test_two_exchanges_are_never_under_way_at_once(seat: Seat) -> None:
    sync = connect(seat).window.sync
    before = len(seat.device.line.statuses)
    for again in (sync.send_now, sync.exchange, sync.network_is_back, sync.network_is_gone, sync.rest.timeout.emit):
        again()
    assert sync.shown() is SyncState.BUSY
    seat.settle()
    in_one_round = len(seat.device.line.statuses) - before
    press_f5(seat)
    assert in_one_round <= 2
    assert sync.state is SyncState.DONE


def test_a_network_that_is_back_is_used_within_ten_seconds_and_not_at_every_blink(seat: Seat) -> None:
    sync = connect(seat).window.sync
    signs = hear_network(seat.window, sync.network_is_back, sync.network_is_gone)
    press_f5(seat)
    signs.hear(Reachability.Disconnected)
    assert word(seat) == SAFE
    sync.attempt = 12
    signs.hear(Reachability.Unknown)
    assert sync.attempt == 12
    signs.hear(Reachability.Online)
    assert (sync.attempt, 1_000 <= sync.timer.interval() <= 10_000) == (0, True)
    sync.attempt = 12
    sync.timer.start(500_000)
    signs.hear(Reachability.Disconnected)
    signs.hear(Reachability.Local)
    assert (sync.attempt, sync.timer.interval()) == (12, 500_000)
    seat.device.clock.advance(61)
    signs.hear(Reachability.Site)
    assert sync.attempt == 0


def test_the_system_is_heard_or_says_nothing_and_nobody_complains(qtbot: QtBot) -> None:
    assert NetworkSigns().listen() in (True, False)


@pytest.mark.parametrize(
    ("goes_wrong", "state", "says"),
    [
        (another_token, SyncState.REFUSED, "De gemeente kent deze laptop niet meer"),
        (lambda seat: seat.window.desk.unkept.trouble("disk_full"), SyncState.DISK, "De schijf van deze laptop vraagt aandacht"),
    ],
)
def test_what_stands_in_the_way_is_said_by_the_pill_and_what_to_do_on_its_page(
    seat: Seat, goes_wrong: Callable[[Seat], object], state: SyncState, says: str
) -> None:
    connect(seat)
    goes_wrong(seat)
    press_f5(seat)
    assert (seat.window.sync.shown(), word(seat)) == (state, says)
    seat.window.show_sync()
    seat.settle()
    page = seat.window.sync_page
    assert page.word.text() == says
    assert page.say.text().endswith(".")
    assert page.say.text() != says
    seat.window.desk.unkept.trouble("disk_full")
    assert page.say.text() == "De schijf van deze laptop vraagt aandacht. Lees boven aan het scherm wat u kunt doen."
    assert QApplication.activeModalWidget() is None


def test_a_clock_that_is_wrong_is_said_until_it_is_right_again(qtbot: QtBot, town: World) -> None:
    device = town.device("Samira")
    seat = connect(sit_down(qtbot, device, begin_family(device)))
    banner = seat.window.lasting.clock
    press_f5(seat)
    assert banner.isHidden()
    device.clock.skew = timedelta(minutes=63)
    press_f5(seat)
    assert banner.text.text() == (
        "Deze laptop loopt 1 u 03 min voor. Zet de klok goed en druk op F5. "
        "Na contact met de gemeente gaat dit bericht weg. Wat u schreef, is goed bewaard."
    )
    for _ in range(2):
        press_f5(seat)
        assert banner.isVisible()
    device.line.cut = True
    press_f5(seat)
    assert (word(seat), banner.isVisible()) == (SAFE, True)
    device.line.cut = False
    device.clock.skew = timedelta(seconds=-90)
    press_f5(seat)
    assert not seat.window.lasting.isVisible()
    device.clock.skew = timedelta(minutes=-5)
    press_f5(seat)
    assert banner.text.text().startswith("Deze laptop loopt 5 min achter. ")


def test_long_without_contact_is_said_calmly_from_the_twentieth_day_and_no_more_after_contact(seat: Seat) -> None:
    banner = connect(seat).window.lasting.lease
    press_f5(seat)
    seat.device.line.cut = True
    for days, shown in ((19, False), (22, True), (28, True)):
        seat.device.clock.moment = seat.device.world.clock.moment = START + timedelta(days=days)
        press_f5(seat)
        assert banner.isVisible() is shown
    assert "28 dagen geen contact" in banner.text.text()
    assert QApplication.activeModalWidget() is None
    seat.device.line.cut = False
    press_f5(seat)
    assert not seat.window.lasting.isVisible()


def test_while_the_municipality_mends_its_data_the_pill_says_so_and_afterwards_the_work_goes(qtbot: QtBot, town: World) -> None:
    samira, _, begun = two_seats(town)
    seat = connect(sit_down(qtbot, samira, begun))
    put_back(town, backed_up(town))
    write_more(seat)
    press_f5(seat)
    assert (word(seat), seat.window.sync.unsent) == ("De gemeente herstelt – alles is veilig op deze laptop", 1)
    assert seat.window.sync.pill.accessibleDescription().startswith("De gemeente herstelt haar gegevens.")
    seat.window.show_sync()
    assert seat.window.sync_page.say.text().startswith("De gemeente herstelt haar gegevens.")
    wait_no_longer(town)
    press_f5(seat)
    assert word(seat) == "Alles bij de gemeente"
