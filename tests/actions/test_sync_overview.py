"""How the work of each family stands: what waits, what is kept apart and why, what comes and goes; what asks for attention first."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.actions.internal_notes import NewInternalNote, add_internal_note
from app.actions.sync_overview import FamilyWork, Standing, sync_overview
from app.actions.syncing import by_how_much
from app.actions.visits import fix_note
from app.clock import local
from app.domain.ids import new_id
from app.domain.records.visit import InternalReason, VisitNote
from app.domain.rules.roles import COLLEAGUE, REGISSEUR
from app.store.workspace import StreamState
from app.sync.own_work import lay_aside
from app.sync.schedule import FIRST_S, RETURN_S, after_return
from tests.actions.conftest import Case
from tests.actions.test_visits import WORDS, begin, colleague
from tests.builders import a_goal
from tests.fakes import START
from tests.world import Device


def work_of(device: Device, family: bytes) -> FamilyWork:
    """Return how one family stands on a laptop."""
    [work] = [one for one in sync_overview(device.workspace).families if one.family == family]
    return work


def test_what_waits_is_counted_from_the_oldest_on_and_is_gone_when_it_was_sent(case: Case) -> None:
    device = case.device
    assert sync_overview(device.workspace).contact is None
    begun = work_of(device, case.family)
    assert (begun.standing, begun.waiting, begun.sent_at, begun.role) == (Standing.BEGUN, 5, None, "")
    assert begun.waiting_since == local(START)
    device.clock.advance(3600)
    device.sync()
    sent = work_of(device, case.family)
    assert (sent.standing, sent.waiting, sent.waiting_since, sent.role) == (Standing.SENT, 0, None, REGISSEUR)
    assert sent.sent_at == sync_overview(device.workspace).contact == local(START + timedelta(hours=1))
    case.write("text", "Wij eten elke dag samen.")
    assert work_of(device, case.family).standing is Standing.WAITING


def test_when_anybody_else_wrote_last_stands_beside_when_i_did(case: Case) -> None:
    device = case.device
    device.sync()
    device.clock.advance(600)
    case.colleague_writes("text", "Wij koken samen.")
    assert work_of(device, case.family).received_at is None
    device.sync()
    work = work_of(device, case.family)
    assert (work.sent_at, work.received_at) == (local(START), local(START + timedelta(minutes=10)))


def test_contact_counts_also_where_there_was_nothing_to_exchange(case: Case) -> None:
    case.device.sync()
    case.device.clock.advance(900)
    case.device.sync()
    assert case.device.line.statuses[-1] == 204
    assert sync_overview(case.workspace).contact == local(START + timedelta(minutes=15))


@pytest.mark.logs("sync.held")
def test_what_is_kept_apart_says_why_and_what_it_is_about(case: Case) -> None:
    visit = begin(case)
    note = fix_note(case.workspace, case.family, visit, WORDS)
    joost = colleague(case)
    joost.create(case.family, VisitNote(id=note, visit=visit, text="Anders.", noted_on=local(START).date(), noted_by="Joost"))
    joost.sync()
    work = work_of(joost, case.family)
    [held] = work.held
    assert (work.held_count, held.reason, held.count, held.since) == (1, "append_only", 1, local(START))
    assert [(row.record, row.row, row.what) for row in held.rows] == [("visit_note", note, "verslag van een bezoek")]
    assert (work.standing, work.to_decide) == (Standing.DECIDING, 1)
    assert work_of(case.device, case.family).held == ()


@pytest.mark.logs("sync.held")
def test_who_does_not_decide_sees_that_it_is_apart_and_then_that_it_was_left(case: Case) -> None:
    case.device.sync()
    case.device.world.grant(case.family, "Joost", COLLEAGUE)
    joost = case.device.world.device("Joost")
    joost.sync()
    joost.workspace.identity = replace(joost.identity, worker=case.device.identity.worker)
    joost.create(case.family, a_goal(case.family, "Anders."))
    joost.sync()
    work = work_of(joost, case.family)
    assert (work.standing, work.held_count, work.to_decide) == (Standing.HELD, 1, 0)
    with joost.workspace.write() as writing:
        lay_aside(writing.stream(case.family), writing.author, 1, 1)
    work = work_of(joost, case.family)
    assert (work.standing, work.held_count, [one.left for one in work.held]) == (Standing.SENT, 0, [True])


@pytest.mark.logs("sync.held")
def test_of_many_rows_that_are_kept_apart_the_first_are_named_and_the_others_counted(case: Case) -> None:
    joost = colleague(case)
    joost.workspace.identity = replace(joost.identity, worker=case.device.identity.worker)
    for number in range(7):
        joost.create(case.family, a_goal(case.family, f"Doel {number}"))
        joost.clock.advance(1)
    joost.sync()
    [held] = work_of(joost, case.family).held
    assert (held.reason, held.count, len(held.rows), held.more) == ("author", 7, 5, 2)
    assert held.rows[0].what == "doel: Doel 0"


def test_a_family_that_goes_has_no_name_any_more_and_says_what_still_waits(case: Case) -> None:
    case.device.sync()
    case.write("text", "Wij eten elke dag samen.")
    with case.workspace.write() as writing:
        writing.put_state(replace(writing.state(case.family), state="frozen"))
    work = work_of(case.device, case.family)
    assert (work.name, work.standing, work.waiting) == ("", Standing.LEAVING, 1)


def test_a_family_that_is_on_its_way_has_its_turn_before_what_waits(case: Case) -> None:
    case.device.sync()
    case.write("text", "Wij eten elke dag samen.")
    coming = bytes(new_id(1))
    with case.workspace.write() as writing:
        writing.put_state(StreamState(coming, 0, bytes(32), 1, "active", COLLEAGUE, arriving=900))
    families = sync_overview(case.workspace).families
    assert [(one.family, one.standing) for one in families] == [(coming, Standing.COMING), (case.family, Standing.WAITING)]


def test_what_stands_apart_of_a_family_counts_with_the_family(case: Case) -> None:
    visit = begin(case)
    case.device.sync()
    asked = NewInternalNote("Alleen voor mij.", InternalReason.SAFETY, "Het gaat over een ander.")
    add_internal_note(case.workspace, case.family, visit, asked)
    [work] = sync_overview(case.workspace).families
    assert work.family == case.family
    assert work.waiting > 0


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(2, "2 min"), (59, "59 min"), (63, "1 u 03 min"), (2879, "47 u 59 min"), (2880, "2 dagen"), (525_600, "365 dagen")],
)
def test_how_far_a_clock_is_off_is_said_in_words_that_fit(minutes: int, said: str) -> None:
    assert by_how_much(minutes) == said


def test_laptops_that_get_their_network_back_at_once_do_not_come_at_once() -> None:
    assert [after_return(chance) for chance in (0.0, 0.5, 1.0)] == pytest.approx([FIRST_S, (FIRST_S + RETURN_S) / 2, RETURN_S])
