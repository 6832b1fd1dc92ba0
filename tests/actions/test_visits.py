"""Visits: begun in one press, the summary fixed for good, what was arranged on the spot, and two laptops at one visit."""

from datetime import date

import pytest

from app.actions.families import add_person
from app.actions.family_page import FamilyPage, family_page
from app.actions.fields import drafts_of, keep_draft
from app.actions.undoing import redo, undo
from app.actions.visits import Arranged, arrange_today, begin_visit, fix_note, hold_visit, note_ref, plan_visit
from app.clock import today
from app.domain.ids import new_id
from app.domain.record import Id, spec_of
from app.domain.records.family import PersonName
from app.domain.records.network import NetworkContact
from app.domain.records.plan import ActionStatus, ActorKind
from app.domain.records.visit import Visit, VisitNote
from app.domain.rules.visits import in_order
from app.errors import UserProblem
from app.server import tables as server_tables
from tests.actions.conftest import Case
from tests.world import Device

WORDS = "Wij spraken over school.\n\nSem gaat maandag weer."


def begin(case: Case) -> Id[Visit]:
    return begin_visit(case.workspace, case.family)


def typed(case: Case, visit: Id[Visit], text: str) -> None:
    keep_draft(case.workspace, note_ref(case.workspace, case.family, visit), text, 0)


def draft(case: Case, visit: Id[Visit]) -> str:
    kept = drafts_of(case.workspace, case.family).get(note_ref(case.workspace, case.family, visit))
    return kept.text if kept else ""


def texts(page: FamilyPage) -> list[str]:
    return [note.text for note in page.visit_notes]


def test_begin_is_one_press_and_twice_is_the_same_visit(case: Case) -> None:
    visit = begin(case)
    assert begin(case) == visit
    page = case.page()
    day = today(case.workspace.clock)
    assert [(one.id, one.visit_on, one.held_on) for one in page.visits] == [(visit, day, day)]
    assert page.visits[0].at_time.replace(".", "").isdigit()


def test_begin_holds_the_visit_that_was_planned_for_today(case: Case) -> None:
    planned = plan_visit(case.workspace, case.family)
    case.device.change(case.family, Visit(id=planned), visit_on=today(case.workspace.clock))
    assert begin(case) == planned
    assert case.page().visits[0].held_on == today(case.workspace.clock)


def test_a_planned_visit_is_held_on_its_own_day_also_when_it_is_noted_later(case: Case) -> None:
    planned = plan_visit(case.workspace, case.family)
    day = today(case.workspace.clock).replace(year=2020)
    case.device.change(case.family, Visit(id=planned), visit_on=day)
    hold_visit(case.workspace, case.family, planned)
    assert case.page().visits[0].held_on == day


def test_the_next_planned_visit_stands_first_and_then_the_newest_that_was_held() -> None:
    def visit(number: int, visit_on: date | None = None, held_on: date | None = None) -> Visit:
        return Visit(id=Id(bytes([number]) * 16), visit_on=visit_on, held_on=held_on)

    someday, later, soon = visit(1), visit(2, visit_on=date(2027, 5, 1)), visit(3, visit_on=date(2027, 4, 1))
    first, last = visit(4, held_on=date(2026, 1, 1)), visit(5, held_on=date(2026, 2, 1))
    order = in_order([someday, first, later, last, soon])
    assert order.planned == (soon, later, someday)
    assert order.held == (last, first)
    assert order.first_held is first


def test_a_note_is_fixed_as_it_was_typed_and_its_draft_goes(case: Case) -> None:
    visit = begin(case)
    typed(case, visit, WORDS)
    fix_note(case.workspace, case.family, visit, WORDS)
    note = case.page().visit_notes[0]
    assert (note.text, note.visit, note.noted_by) == (WORDS, visit, "Samira")
    assert note.noted_on == today(case.workspace.clock)
    assert draft(case, visit) == ""


def test_a_later_note_is_an_addition_and_the_first_stays(case: Case) -> None:
    visit = begin(case)
    for text in ("Eerst.", "Aanvulling."):
        case.device.clock.advance(60)
        fix_note(case.workspace, case.family, visit, text)
    assert texts(case.page()) == ["Eerst.", "Aanvulling."]


@pytest.mark.parametrize(
    ("text", "key"), [("", "note_empty"), (" \n ", "note_empty"), ("\u200b", "note_empty"), ("x" * 4001, "text_too_long")]
)
def test_a_note_that_cannot_be_kept_is_refused_with_its_draft_kept(case: Case, text: str, key: str) -> None:
    visit = begin(case)
    typed(case, visit, text)
    with pytest.raises(UserProblem) as refused:
        fix_note(case.workspace, case.family, visit, text)
    assert refused.value.key == key
    assert draft(case, visit) == text
    assert texts(case.page()) == []


def test_a_note_of_4000_characters_fits(case: Case) -> None:
    visit = begin(case)
    fix_note(case.workspace, case.family, visit, "é" * 4000)
    assert len(texts(case.page())[0]) == 4000


def test_a_fixed_note_that_is_undone_is_a_draft_again_and_redo_fixes_it(case: Case) -> None:
    visit = begin(case)
    fix_note(case.workspace, case.family, visit, WORDS)
    undo(case.workspace, case.family)
    assert (texts(case.page()), draft(case, visit)) == ([], WORDS)
    redo(case.workspace, case.family)
    assert (texts(case.page()), draft(case, visit)) == ([WORDS], "")


def test_undo_of_a_note_keeps_what_is_being_typed_since_and_so_does_redo(case: Case) -> None:
    visit = begin(case)
    fix_note(case.workspace, case.family, visit, "Eerst.")
    typed(case, visit, "Nog iets.")
    undo(case.workspace, case.family)
    assert draft(case, visit) == "Eerst.\n\nNog iets."
    redo(case.workspace, case.family)
    assert (texts(case.page()), draft(case, visit)) == (["Eerst."], "Nog iets.")


def test_a_draft_survives_the_program_and_belongs_to_one_laptop_only(case: Case) -> None:
    visit = begin(case)
    typed(case, visit, "half")
    case.restart()
    assert draft(case, visit) == "half"
    joost = colleague(case)
    assert drafts_of(joost.workspace, case.family) == {}
    assert note_ref(joost.workspace, case.family, visit) != note_ref(case.workspace, case.family, visit)


def colleague(case: Case) -> Device:
    case.device.sync()
    case.device.world.grant(case.family, "Joost")
    joost = case.device.world.device("Joost")
    joost.sync()
    return joost


def test_two_laptops_write_at_the_same_visit_and_both_notes_stay(case: Case) -> None:
    visit = begin(case)
    joost = colleague(case)
    fix_note(case.workspace, case.family, visit, "Van Samira.")
    fix_note(joost.workspace, case.family, visit, "Van Joost.")
    case.device.world.settle(3)
    for device in (case.device, joost):
        page = family_page(device.workspace, case.family)
        assert sorted(texts(page)) == ["Van Joost.", "Van Samira."]
        assert page.conflicts == ()


def test_a_visit_that_a_colleague_threw_away_stays_while_a_note_hangs_on_it(case: Case) -> None:
    visit = begin(case)
    joost = colleague(case)
    fix_note(case.workspace, case.family, visit, WORDS)
    joost.delete(case.family, Visit(id=visit))
    case.device.world.settle(3)
    assert [one.id for one in case.page().visits] == [visit]


@pytest.mark.logs("sync.held")
def test_the_server_holds_whoever_would_change_a_fixed_note(case: Case) -> None:
    visit = begin(case)
    note = fix_note(case.workspace, case.family, visit, WORDS)
    joost = colleague(case)
    forged = VisitNote(id=note, visit=visit, text="Anders.", noted_on=today(joost.clock), noted_by="Joost")
    with joost.workspace.write() as writing:
        gesture = writing.gesture(case.family)
        gesture.put(note, "visit_note", spec_of(VisitNote).field("text"), "Anders.")
        gesture.done()
    joost.create(case.family, forged)
    joost.sync()
    assert {row["reason"] for row in case.device.world.dump(server_tables.held)} == {"append_only"}
    case.device.sync()
    assert texts(case.page()) == [WORDS]


def test_what_was_arranged_is_made_and_done_in_one_gesture(case: Case) -> None:
    visit = begin(case)
    before = case.page().undo.tx
    arrange_today(case.workspace, case.family, visit, Arranged("Gebeld met de school", "Fatma"))
    page = case.page()
    done = page.arranged[0]
    day = today(case.workspace.clock)
    assert (done.what, done.doer.name, done.status, done.done_on) == ("Gebeld met de school", "Fatma", ActionStatus.DONE, day)
    assert (done.arranged_at, done.goal) == (visit, None)
    undo(case.workspace, case.family)
    assert (case.page().arranged, case.page().undo.tx) == ((), before)


def test_what_was_arranged_for_a_goal_stands_with_the_goal(case: Case) -> None:
    case.device.clock.advance(60)
    arrange_today(case.workspace, case.family, begin(case), Arranged("Gebeld", goal=case.goal))
    page = case.page()
    assert page.arranged == ()
    assert [action.what for action in page.goals[0].actions] == ["Om zes uur aan tafel", "Gebeld"]


@pytest.mark.parametrize(("what", "key"), [("  ", "arranged_empty"), ("x" * 4001, "text_too_long")])
def test_nothing_that_says_nothing_is_arranged(case: Case, what: str, key: str) -> None:
    visit = begin(case)
    with pytest.raises(UserProblem) as refused:
        arrange_today(case.workspace, case.family, visit, Arranged(what))
    assert refused.value.key == key


def test_who_arranged_it_is_known_by_name(case: Case) -> None:
    visit = begin(case)
    add_person(case.workspace, case.family, PersonName(call_name="Noor", surname="Yıldız"))
    case.device.create(case.family, NetworkContact(id=new_id(1), name="oma Riet"))
    for who in ("noor", "Noor Yıldız", "Oma Riet", "Samira", "iemand anders"):
        arrange_today(case.workspace, case.family, visit, Arranged("Gedaan", who))
    kinds = {action.doer.name: action.doer.kind for action in case.page().arranged}
    family, network, professional = ActorKind.FAMILY, ActorKind.NETWORK, ActorKind.PROFESSIONAL
    assert kinds == {"noor": family, "Noor Yıldız": family, "Oma Riet": network, "Samira": professional, "iemand anders": family}
