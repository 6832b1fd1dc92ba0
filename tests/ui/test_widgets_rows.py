"""Rows, bars, lists and pills: what a person does with them, and what they then tell."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextLayout
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from ui import theme
from ui.theme import Kind
from ui.widgets.avatar import Avatar
from ui.widgets.banner import Banner
from ui.widgets.buttons import HouseButton, LinkButton, PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.check_row import CheckRow
from ui.widgets.conflict_strip import ConflictStrip, Version, marked
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import TextLabel
from ui.widgets.pill import Pill
from ui.widgets.quote_card import QuoteCard
from ui.widgets.row_list import RowList
from ui.widgets.sync_pill import SHAPES, SyncPill, SyncState
from ui.widgets.undo_bar import UndoBar

VERSIONS = (Version("Elke dag samen eten", "Noor", "vandaag 15.42"), Version("Elke avond samen eten", "Kees", "gisteren 9.00"))


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    theme.choose(qapp, theme.LIGHT)


def show(qtbot: QtBot, widget: QWidget, width: int = 640) -> None:
    """Show a widget as a window and wait until it has the keyboard."""
    qtbot.addWidget(widget)
    widget.resize(width, max(widget.sizeHint().height(), 60))
    with qtbot.waitActive(widget):
        widget.show()


def test_an_avatar_says_the_whole_name(qtbot: QtBot) -> None:
    avatar = Avatar("Fatma Şahin", Kind.PROFESSIONAL)
    qtbot.addWidget(avatar)
    assert (avatar.text(), avatar.accessibleName()) == ("FŞ", "Fatma Şahin")


def test_a_pill_makes_room_for_another_word(qtbot: QtBot) -> None:
    pill = Pill("Nu")
    qtbot.addWidget(pill)
    before = pill.sizeHint().width()
    pill.show_status("Bewaard om 15.42", Kind.OK)
    assert pill.sizeHint().width() > before + 40


def test_a_row_is_ticked_by_its_box_its_words_and_the_space_bar(qtbot: QtBot) -> None:
    row = CheckRow("Ontbijt maken", "Noor · doorlopend")
    told: list[bool] = []
    row.toggled.connect(told.append)
    show(qtbot, row)
    QTest.mouseClick(row.box, Qt.MouseButton.LeftButton)
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=row.text.geometry().center())
    row.box.setFocus()
    QTest.keyClick(row.box, Qt.Key.Key_Space)
    assert (told, row.is_checked()) == ([True, False, True], True)


def test_a_row_ticked_by_the_program_tells_nobody(qtbot: QtBot) -> None:
    row = CheckRow("Ontbijt maken")
    told: list[bool] = []
    row.toggled.connect(told.append)
    show(qtbot, row)
    row.set_checked(True)
    assert (told, row.is_checked()) == ([], True)


def test_rows_that_stay_keep_the_keyboard(qtbot: QtBot) -> None:
    rows, first, second = RowList(), CheckRow("een"), CheckRow("twee")
    rows.show_rows([first, second])
    show(qtbot, rows)
    second.box.setFocus()
    rows.show_rows([second])
    assert second.box.hasFocus()


def test_the_undo_bar_puts_back_and_goes_away(qtbot: QtBot) -> None:
    bar = UndoBar()
    show(qtbot, bar)
    bar.show_for("Actie weggehaald")
    with qtbot.waitSignal(bar.undone):
        QTest.mouseClick(bar.button, Qt.MouseButton.LeftButton)
    assert bar.isHidden()


def test_the_undo_bar_goes_away_by_itself(qtbot: QtBot) -> None:
    bar = UndoBar()
    bar.move(900, 600)  # away from the mouse
    show(qtbot, bar)
    bar.button.clearFocus()
    bar.show_for("Actie weggehaald", shown_ms=1)
    qtbot.waitUntil(bar.isHidden)


def test_the_undo_bar_waits_for_a_person_who_is_on_it(qtbot: QtBot) -> None:
    bar = UndoBar()
    show(qtbot, bar)
    bar.show_for("Actie weggehaald")
    bar.button.setFocus()
    bar.time_over()
    assert bar.isVisible()


def test_choosing_a_version_gives_its_place(qtbot: QtBot) -> None:
    strip = ConflictStrip(VERSIONS, allow_both=True)
    show(qtbot, strip)
    chosen: list[object] = []
    strip.chosen.connect(chosen.append)
    strip.both_chosen.connect(lambda: chosen.append("both"))
    QTest.mouseClick(strip.cards[1].button, Qt.MouseButton.LeftButton)
    strip.cards[0].button.setFocus()
    QTest.keyClick(strip.cards[0].button, Qt.Key.Key_Space)
    QTest.mouseClick(strip.both, Qt.MouseButton.LeftButton)
    assert chosen == [1, 0, "both"]


def test_the_button_of_a_version_says_whose_it_is(qtbot: QtBot) -> None:
    strip = ConflictStrip(VERSIONS)
    qtbot.addWidget(strip)
    assert strip.cards[0].button.accessibleName() == "Kies de versie van Noor, vandaag 15.42"
    assert strip.both.isHidden()


def test_what_differs_is_marked_and_markup_stays_text() -> None:
    text = marked("Elke <b>dag</b> eten", "Elke avond eten")
    assert "&lt;b&gt;dag&lt;/b&gt;" in text
    assert text.count("underline") == 1


def test_a_version_that_was_emptied_is_said_in_words(qtbot: QtBot) -> None:
    strip = ConflictStrip((Version("", "Noor", "nu"), Version("Samen eten", "Kees", "toen")))
    qtbot.addWidget(strip)
    assert "(leeg gemaakt)" in [label.text() for label in strip.findChildren(QLabel)]


def test_versions_stand_under_each_other_when_there_is_no_room(qtbot: QtBot) -> None:
    strip = ConflictStrip(VERSIONS)
    show(qtbot, strip, 400)
    tops = [card.y() for card in strip.cards]
    strip.resize(900, strip.height())
    qtbot.waitUntil(lambda: strip.cards[0].y() == strip.cards[1].y())
    assert tops[0] < tops[1]


@pytest.mark.parametrize(
    ("state", "unsent", "fetching", "words"),
    [
        (SyncState.OFFLINE, 0, None, "Geen netwerk – alles is veilig op deze laptop"),
        (SyncState.OFFLINE, 3, None, "Geen netwerk – alles is veilig op deze laptop"),
        (SyncState.WAITING, 0, None, "Alles bij de gemeente"),
        (SyncState.WAITING, 1, None, "1 wijziging nog te versturen"),
        (SyncState.WAITING, 3, None, "3 wijzigingen nog te versturen"),
        (SyncState.BUSY, 0, None, "Bezig met opslaan bij de gemeente"),
        (SyncState.BUSY, 1, None, "1 wijziging wordt verstuurd"),
        (SyncState.BUSY, 3, None, "3 wijzigingen worden verstuurd"),
        (SyncState.BUSY, 3, (12, 60), "Ophalen: 12 van 60 gezinnen"),
        (SyncState.BUSY, 0, (0, 1), "Ophalen: 0 van 1 gezin"),
        (SyncState.DONE, 0, None, "Alles bij de gemeente"),
        (SyncState.HEALING, 3, None, "De gemeente herstelt – alles is veilig op deze laptop"),
        (SyncState.REFUSED, 3, None, "De gemeente kent deze laptop niet meer"),
        (SyncState.DISK, 3, None, "De schijf van deze laptop vraagt aandacht"),
        (SyncState.ATTENTION, 0, None, "Er is iets dat u moet weten"),
    ],
)
def test_where_the_work_is_stands_in_calm_words(
    qtbot: QtBot, state: SyncState, unsent: int, fetching: tuple[int, int] | None, words: str
) -> None:
    pill = SyncPill()
    qtbot.addWidget(pill)
    pill.show_state(state, unsent, fetching)
    assert pill.text() == words


def test_every_state_of_the_pill_has_a_shape_of_its_own() -> None:
    assert set(SHAPES) == set(SyncState)
    assert len({icon for icon, _ in SHAPES.values()}) == len(SyncState)


def test_a_banner_says_another_thing_with_another_button(qtbot: QtBot) -> None:
    banner = Banner("Alles is bewaard.", Kind.OK)
    show(qtbot, banner)
    assert banner.button.isHidden()
    banner.say("Er is een nieuwe versie.", Kind.INFO, "Bekijk")
    with qtbot.waitSignal(banner.acted):
        QTest.mouseClick(banner.button, Qt.MouseButton.LeftButton)
    assert banner.text.text() == "Er is een nieuwe versie."


def test_an_empty_page_has_one_button(qtbot: QtBot) -> None:
    empty = EmptyState("users", "Hier komen uw gezinnen.", "Nieuw gezin")
    show(qtbot, empty)
    assert empty.button is not None
    with qtbot.waitSignal(empty.acted):
        QTest.keyClick(empty.button, Qt.Key.Key_Space)


def test_the_wish_stands_between_quotes_and_invites_when_there_is_none(qtbot: QtBot) -> None:
    card = QuoteCard()
    qtbot.addWidget(card)
    assert card.words.text().startswith("Hier komen de woorden van het gezin.")
    card.show_quote("Weer samen lachen", "Gezegd door Noor")
    assert (card.words.text(), card.said_by.text()) == ("“Weer samen lachen”", "Gezegd door Noor")


def test_a_card_says_its_title_and_takes_another(qtbot: QtBot) -> None:
    card = Card("Doel")
    qtbot.addWidget(card)
    card.show_title("Samen rustig de dag beginnen")
    assert (card.title.text(), card.accessibleName()) == ("Samen rustig de dag beginnen", "Samen rustig de dag beginnen")


@pytest.mark.parametrize("make", [PrimaryButton, QuietButton, LinkButton])
def test_a_button_is_pressed_by_enter_space_and_its_access_key(qtbot: QtBot, make: type[HouseButton]) -> None:
    button = make("&Afdrukken", "printer")
    show(qtbot, button)
    pressed: list[int] = []
    button.clicked.connect(lambda: pressed.append(1))
    QTest.keyClick(button, Qt.Key.Key_Return)
    QTest.keyClick(button, Qt.Key.Key_Space)
    QTest.keyClick(button, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: len(pressed) == 3)


def test_the_sync_pill_says_why_work_waits_to_who_asks(qtbot: QtBot) -> None:
    pill = SyncPill()
    qtbot.addWidget(pill)
    pill.show_state(SyncState.HEALING, 3, None, "De gemeente herstelt haar gegevens.")
    assert pill.toolTip().startswith("De gemeente herstelt haar gegevens. ")
    assert pill.accessibleDescription() == pill.toolTip()


def test_the_sync_pill_is_pressed_by_enter(qtbot: QtBot) -> None:
    pill = SyncPill()
    show(qtbot, pill)
    with qtbot.waitSignal(pill.clicked):
        QTest.keyClick(pill, Qt.Key.Key_Return)


def test_no_line_of_facts_begins_with_the_dot_between_them() -> None:
    facts = "Marloes · over Lotte, Bram en Thijs · sinds altijd al"
    label = TextLabel(facts)
    label.setText(facts)
    assert label.text() == facts
    for width in range(60, 400, 5):
        layout = QTextLayout(QLabel.text(label), label.font())
        layout.beginLayout()
        starts = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            starts.append(layout.text()[line.textStart()])
        layout.endLayout()
        assert "·" not in starts
