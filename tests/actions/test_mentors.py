"""The steps of a youth's mentor on a real store: who decides what, and that nobody disappears in silence (domain.md 3)."""

from datetime import date, timedelta

import pytest

from app.actions import mentors
from app.actions.mentor_card import make_mentor_card
from app.actions.mentors import MentorAnswer, Stopper
from app.actions.undoing import undo
from app.clock import today
from app.domain.records.mentor import ChosenBy, Initiator, MentorStatus, MetHow, ParentAnswer
from app.domain.records.network import NetworkContact
from app.domain.rules.mentor import card_topics, chosen_mentors, days_to_mentor, printable_mentors
from app.domain.rules.mentor_steps import Step
from app.texts import t
from tests.actions.mentor_table import Table, a_table
from tests.builders import some_id
from tests.pdf.read_back import text_of
from tests.world import World


@pytest.fixture
def table(town: World) -> Table:
    """A family with Sem of thirteen."""
    return a_table(town)


def test_a_youth_of_thirteen_names_her_aunt_and_the_father_says_a_grumpy_yes(table: Table) -> None:
    """Scenario 3 of domain.md 9.1, with the card that is printed."""
    row = table.think_of(table.aunt.id)
    assert (table.mentor(row).status, table.question(row)) == (MentorStatus.CANDIDATE, (Step.CHOOSE, ""))
    table.choose(row)
    assert table.question(row) == (Step.ASK, "")
    table.ask(row)
    assert (table.mentor(row).asking.went_along, table.question(row)) == ("Fatma", (Step.ANSWER, ""))
    table.parent(row, table.noor, ParentAnswer.YES)
    table.parent(row, table.kees, ParentAnswer.GRUMPY_YES)
    table.answer(row)
    mentor = table.mentor(row)
    assert (mentor.status, mentor.accepted_on) == (MentorStatus.ACTIVE, today(table.device.clock))
    assert table.question(row) == (Step.SHARE, "")
    table.device.change(table.family, mentor, share_home="yes", share_school="no")
    assert card_topics(table.mentor(row)) == ("share_home",)
    assert printable_mentors(table.page) == (table.mentor(row),)
    card = text_of(make_mentor_card(table.device.workspace, table.family, row).pdf)
    assert t("mentor.share_home") in card
    assert t("mentor.share_school") not in card


def test_choosing_without_anybody_who_chose_is_refused_and_so_is_asking(table: Table) -> None:
    row = table.think_of(table.aunt.id)
    with table.refused("mentor_not_chosen"):
        table.choose(row, None)
    with table.refused("mentor_not_chosen"):
        table.ask(row)
    assert table.mentor(row).status is MentorStatus.CANDIDATE


def test_nobody_answers_before_the_youth_asked(table: Table) -> None:
    row = table.think_of(table.aunt.id)
    table.choose(row)
    with table.refused("mentor_not_asked"):
        table.answer(row)


def test_a_parent_does_not_choose_for_a_youth_of_twelve(town: World) -> None:
    table = a_table(town, 12)
    row = table.think_of(table.aunt.id)
    for by in (ChosenBy.PARENT, ChosenBy.CHILD_WITH_PARENT):
        with table.refused("mentor_youth_chooses"):
            table.choose(row, by, "Bij haar mag ik alles zeggen.")
    table.choose(row)


def test_a_child_of_eleven_chooses_with_a_parent_and_in_its_own_words(town: World) -> None:
    table = a_table(town, 11)
    row = table.think_of(table.aunt.id)
    assert table.question(row) == (Step.CHOOSE_TOGETHER, "")
    with table.refused("mentor_child_chooses_with_parent"):
        table.choose(row, ChosenBy.YOUTH)
    with table.refused("mentor_child_said_nothing"):
        table.choose(row, ChosenBy.CHILD_WITH_PARENT)
    table.choose(row, ChosenBy.CHILD_WITH_PARENT, "Bij haar mag ik alles zeggen.")
    assert table.mentor(row).choosing.child_said == "Bij haar mag ik alles zeggen."


def test_a_parent_is_not_a_mentor_however_written_down(table: Table) -> None:
    father = NetworkContact(id=some_id(), name="Kees de  Wit", relation="")
    stepfather = NetworkContact(id=some_id(), name="Ahmed", relation="stiefvader van Sem")
    table.device.create(table.family, father, stepfather)
    for who in (table.noor.id, table.kees.id, father.id, stepfather.id):
        with table.refused("mentor_is_parent"):
            table.think_of(who)
    with table.refused("mentor_self"):
        table.think_of(table.sem.id)
    assert table.page.mentors == ()


def test_the_mother_of_a_friend_and_a_grown_up_sister_may_be_the_mentor(table: Table) -> None:
    mother = NetworkContact(id=some_id(), name="Ans", relation="moeder van vriend Bas")
    table.device.create(table.family, mother)
    assert table.mentor(table.think_of(mother.id)).contact == mother.id
    assert table.mentor(table.think_of(table.lina.id)).person == table.lina.id


def test_a_yes_before_the_parents_were_heard_leads_to_a_talk_and_their_yes_ends_it(table: Table) -> None:
    row = table.up_to_yes()
    assert (table.mentor(row).status, table.question(row)) == (MentorStatus.IN_TALKS, (Step.PARENT, "Noor"))
    table.parent(row, table.noor, ParentAnswer.YES)
    assert (table.mentor(row).status, table.question(row)) == (MentorStatus.IN_TALKS, (Step.PARENT, "Kees"))
    table.parent(row, table.kees, ParentAnswer.GRUMPY_YES)
    assert table.mentor(row).status is MentorStatus.ACTIVE


def test_a_parents_no_leads_to_a_talk_and_never_to_a_stop(table: Table) -> None:
    row = table.up_to_yes()
    table.parent(row, table.noor, ParentAnswer.YES)
    table.parent(row, table.kees, ParentAnswer.NO)
    assert (table.mentor(row).status, table.question(row)) == (MentorStatus.IN_TALKS, (Step.TALK, ""))
    with table.refused("mentor_parent_said_no"):
        mentors.talked(table.device.workspace, table.family, row)
    assert printable_mentors(table.page) == (table.mentor(row),)
    table.parent(row, table.kees, ParentAnswer.GRUMPY_YES)
    assert table.mentor(row).status is MentorStatus.ACTIVE


def test_without_a_parent_who_can_be_asked_people_talk_and_go_on(town: World) -> None:
    table = a_table(town)
    for one in (table.noor, table.kees):
        table.device.delete(table.family, one)
    row = table.up_to_yes()
    assert table.mentor(row).status is MentorStatus.IN_TALKS
    mentors.talked(table.device.workspace, table.family, row)
    assert table.mentor(row).status is MentorStatus.ACTIVE


def test_from_sixteen_on_the_youth_decides_alone(town: World) -> None:
    table = a_table(town, 16)
    row = table.up_to_yes()
    assert table.mentor(row).status is MentorStatus.ACTIVE
    with table.refused("mentor_decides_alone"):
        table.parent(row, table.kees, ParentAnswer.NO)
    assert table.page.mentor_consents == ()


def test_a_workers_worry_needs_a_reason_and_leads_to_a_talk_with_the_mentor_still_there(table: Table) -> None:
    row = table.up_to_yes()
    for parent in (table.noor, table.kees):
        table.parent(row, parent, ParentAnswer.YES)
    with table.refused("mentor_objection_reason"):
        mentors.object_to(table.device.workspace, table.family, row, "Fatma", "  ")
    mentors.object_to(table.device.workspace, table.family, row, "Fatma", "Zij drinkt veel.")
    mentor = table.mentor(row)
    assert (mentor.status, mentor.objection.reason) == (MentorStatus.IN_TALKS, "Zij drinkt veel.")
    assert printable_mentors(table.page) == (mentor,)
    table.parent(row, table.kees, ParentAnswer.GRUMPY_YES)
    assert table.mentor(row).status is MentorStatus.IN_TALKS
    mentors.talked(table.device.workspace, table.family, row)
    assert table.mentor(row).status is MentorStatus.ACTIVE


def test_the_youth_stops_at_once_and_without_a_reason_and_what_was_stays_to_be_read(table: Table) -> None:
    row = table.up_to_yes()
    mentors.note_contact(table.device.workspace, table.family, row, MetHow.SEEN)
    mentors.stop(table.device.workspace, table.family, row, Stopper.YOUTH)
    mentor = table.mentor(row)
    assert (mentor.status, mentor.stopping.stopped_by, mentor.stopping.reason) == (MentorStatus.STOPPED, "Sem", "")
    assert (mentor.stopping.stopped_on, mentor.accepted_on) == (today(table.device.clock),) * 2
    assert len(table.page.mentor_contacts) == 1
    assert printable_mentors(table.page) == ()
    assert card_topics(mentor) == ()


@pytest.mark.parametrize("far", ["thought of", "asked", "paused"])
def test_stopping_is_possible_from_everywhere(table: Table, far: str) -> None:
    row = table.think_of(table.aunt.id)
    if far != "thought of":
        table.choose(row)
        table.ask(row)
    if far == "paused":
        for parent in (table.noor, table.kees):
            table.parent(row, parent, ParentAnswer.YES)
        table.answer(row)
        mentors.pause(table.device.workspace, table.family, row, True)
    mentors.stop(table.device.workspace, table.family, row, Stopper.MENTOR)
    assert (table.mentor(row).status, table.mentor(row).stopping.stopped_by) == (MentorStatus.STOPPED, "Tante Samira")


def test_who_stopped_can_be_named_again_and_is_asked_anew(table: Table) -> None:
    row = table.up_to_yes()
    mentors.stop(table.device.workspace, table.family, row, Stopper.YOUTH)
    assert table.think_of(table.aunt.id) == row
    mentor = table.mentor(row)
    assert (mentor.status, mentor.accepted_on, mentor.choosing.chosen_by) == (MentorStatus.CANDIDATE, None, None)
    with table.refused("mentor_not_chosen"):
        table.ask(row)


def test_who_said_no_after_thinking_can_be_asked_again(table: Table) -> None:
    row = table.think_of(table.aunt.id)
    table.choose(row)
    table.ask(row)
    for said, status in ((MentorAnswer.THINKING, MentorStatus.THINKING), (MentorAnswer.NO, MentorStatus.SAID_NO)):
        table.answer(row, said)
        assert table.mentor(row).status is status
    table.ask(row)
    assert table.mentor(row).status is MentorStatus.ASKED


def test_a_second_mentor_is_not_chosen_beside_the_first(table: Table) -> None:
    table.up_to_yes()
    sister = table.think_of(table.lina.id)
    with table.refused("mentor_has_another"):
        table.choose(sister)


def test_two_laptops_that_each_note_a_mentor_lose_neither_and_the_youth_is_asked(town: World) -> None:
    table = a_table(town)
    table.device.sync()
    town.grant(table.family, "Joost")
    joost = town.device("Joost")
    joost.sync()
    other = Table(joost, table.family, table.sem, table.noor, table.kees, table.lina, table.aunt)
    aunt, sister = table.up_to_yes(), other.up_to_yes(table.lina.id)
    town.settle(3)
    assert table.device.rows(table.family) == joost.rows(table.family) == town.rows(table.family)
    assert [one.id for one in chosen_mentors(table.page.mentors, table.sem.id)] == sorted([aunt, sister])
    mentors.keep_one(joost.workspace, table.family, sister)
    town.settle()
    assert [one.id for one in chosen_mentors(table.page.mentors, table.sem.id)] == [sister]
    assert table.mentor(aunt).status is MentorStatus.STOPPED
    undo(joost.workspace, table.family)
    assert len(chosen_mentors(other.page.mentors, table.sem.id)) == 2


def test_two_laptops_that_name_the_same_aunt_make_one_mentor(town: World) -> None:
    table = a_table(town)
    table.device.sync()
    town.grant(table.family, "Joost")
    joost = town.device("Joost")
    joost.sync()
    assert mentors.think_of(joost.workspace, table.family, table.sem.id, table.aunt.id) == table.think_of(table.aunt.id)
    town.settle(3)
    assert len(table.page.mentors) == 1
    assert table.page.conflicts == ()


def test_a_contact_is_a_day_and_a_way_and_nothing_of_what_was_said(table: Table) -> None:
    row = table.up_to_yes()
    day = today(table.device.clock)
    mentors.note_contact(table.device.workspace, table.family, row, MetHow.CALLED, Initiator.MENTOR, day - timedelta(days=6))
    [contact] = table.page.mentor_contacts
    assert (contact.mentor, contact.met_on, contact.how, contact.initiated_by) == (
        row,
        day - timedelta(days=6),
        MetHow.CALLED,
        Initiator.MENTOR,
    )
    with table.refused("mentor_contact_to_come"):
        mentors.note_contact(table.device.workspace, table.family, row, MetHow.SEEN, on=day + timedelta(days=1))


def test_one_step_is_one_undo(table: Table) -> None:
    row = table.up_to_yes()
    table.parent(row, table.kees, ParentAnswer.NO)
    undo(table.device.workspace, table.family)
    assert (table.page.mentor_consents, table.mentor(row).status) == ((), MentorStatus.IN_TALKS)
    undo(table.device.workspace, table.family)
    assert (table.mentor(row).status, table.mentor(row).accepted_on) == (MentorStatus.ASKED, None)


def test_the_proposed_agreements_name_the_youth_and_the_regisseur() -> None:
    offered = mentors.suggested_agreements("Sem", "Fatma Şahin")
    assert offered[0] == "Ik luister naar Sem."
    assert len(offered) == 7
    assert any("Fatma Şahin" in line for line in offered)
    assert not any("{" in line for line in offered)


def test_a_mentor_takes_the_time_it_takes(table: Table) -> None:
    row = table.up_to_yes()
    assert days_to_mentor(table.mentor(row), today(table.device.clock) - timedelta(days=33)) == 33
    assert days_to_mentor(table.mentor(row), date(2200, 1, 1)) == 0
