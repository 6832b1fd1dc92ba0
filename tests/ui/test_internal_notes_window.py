"""Internal notes in the window: a reason first, a count in sight, and nothing of them while the family looks along."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.actions.internal_notes import NewInternalNote, add_internal_note, internal_notes, internal_ref
from app.actions.visits import begin_visit
from tests.demo import seeing
from tests.ui.table import Seat, sit_down
from tests.ui.test_visits_window import begun, press, said, visits, write
from ui.pages.internal_notes_box import InternalNotesBox
from ui.pages.visit_card import VisitCard

WORDS_APART = "Vader vertelde over zijn broer."
ASKED = NewInternalNote(WORDS_APART, "privacy_of_other", "Het gaat over zijn broer.")
TELLS = ("erkaantekening", "broer")


def opened(seat: Seat) -> tuple[VisitCard, InternalNotesBox]:
    card = begun(seat)
    seat.settle()
    assert card.internal is not None
    press(card, "Werkaantekening maken")
    assert card.internal.text.edit.hasFocus()
    seat.settle()
    return card, card.internal


def kept(seat: Seat) -> list[str]:
    found = internal_notes(seat.device.workspace, seat.family)
    return [note.text for note in found.notes] if found else []


def everything_in(window: QWidget) -> str:
    """Return every word in the window, also of what is hidden."""
    widgets = window.findChildren(QWidget)
    words = [str(getattr(widget, "text", str)()) if isinstance(widget, QLabel) else "" for widget in widgets]
    return "\n".join([*words, *(widget.accessibleName() for widget in widgets), *seeing.words_in(window)])


def test_a_note_asks_for_a_reason_and_a_why_before_it_is_kept(seat: Seat) -> None:
    _, box = opened(seat)
    write(box.draft, WORDS_APART)
    press(box, "Bewaar werkaantekening")
    seat.settle()
    assert "Kies een reden" in box.reason.problem.text()
    press_key(box, "Het gaat over iemand anders")
    press(box, "Bewaar werkaantekening")
    seat.settle()
    assert box.why.has_problem()
    assert kept(seat) == []
    write(box.draft, "Het gaat over zijn broer.", 2)
    press(box, "Bewaar werkaantekening")
    seat.wait_until(lambda: kept(seat) == [WORDS_APART])
    seat.settle()
    assert box.count.text() == "1 werkaantekening"
    assert box.draft.texts() == ["", "", ""]
    assert "1 werkaantekening" in visits(seat).count.text()


def press_key(around: QWidget, name: str) -> None:
    key = next(thing for thing in seeing.parts(around.window(), seeing.Wanted("key", name)))
    QTest.mouseClick(key.widget, Qt.MouseButton.LeftButton)


def test_while_the_family_looks_along_nothing_tells_of_internal_notes(seat: Seat) -> None:
    visit = begin_visit(seat.device.workspace, seat.family)
    add_internal_note(seat.device.workspace, seat.family, visit, ASKED)
    seat.window.family.refresh()
    _, box = opened(seat)
    write(box.draft, "nog over de broer")
    assert WORDS_APART in everything_in(seat.window)
    seat.window.at_the_table(True)
    seat.settle()
    assert [word for word in TELLS if word in everything_in(seat.window)] == []
    seat.window.family.refresh()
    seat.settle()
    assert [word for word in TELLS if word in everything_in(seat.window)] == []
    seat.window.at_the_table(False)
    seat.settle()
    assert WORDS_APART in said(seat)


def test_what_was_typed_when_the_family_came_along_is_there_again_afterwards(seat: Seat) -> None:
    card, box = opened(seat)
    write(box.draft, "half")
    seat.window.at_the_table(True)
    seat.settle()
    seat.window.at_the_table(False)
    seat.settle()
    assert card.internal is not None
    assert card.internal.draft.texts()[0] == "half"


def test_closing_and_opening_the_visit_leaves_a_half_written_note_in_its_field(seat: Seat) -> None:
    card, box = opened(seat)
    write(box.draft, "half")
    for _ in range(2):
        card.toggle()
        seat.settle()
    assert box.draft.texts()[0] == "half"


def test_a_half_written_note_is_in_its_field_after_a_kill(qtbot: QtBot, seat: Seat) -> None:
    card, box = opened(seat)
    write(box.draft, "half")
    press_key(box, "Voor de veiligheid")
    box.draft.keep_draft()
    seat.settle()
    found = internal_notes(seat.device.workspace, seat.family)
    assert found is not None
    assert internal_ref(seat.device.workspace, seat.family, card.visit.id) in found.drafts
    later = sit_down(qtbot, seat.device, (seat.family, seat.goal, seat.action))
    again = visits(later)
    later.settle()
    internal = again.cards[card.visit.id].internal
    assert internal is not None
    assert internal.draft.texts() == ["half", "safety", ""]


def test_a_note_that_was_thrown_away_comes_back_with_the_bar(seat: Seat) -> None:
    visit = begin_visit(seat.device.workspace, seat.family)
    add_internal_note(seat.device.workspace, seat.family, visit, ASKED)
    seat.window.family.refresh()
    seat.settle()
    _, box = opened(seat)
    press(box, "Werkaantekening weggooien")
    seat.wait_until(lambda: kept(seat) == [])
    seat.settle()
    press(box, "Zet terug")
    seat.wait_until(lambda: kept(seat) == [WORDS_APART])
