"""The people around a family: one gesture each, so one undo each, and nobody who is somebody's mentor is taken out unseen."""

import pytest

from app.actions.families import NewFamily, new_family
from app.actions.family_page import family_page
from app.actions.network import NewContact, add_contact, delete_contact, move_contact
from app.actions.undoing import put_back, undo
from app.clock import today
from app.domain.ids import mentor_of
from app.domain.records.mentor import Mentor, MentorStatus
from app.domain.records.network import CirclePlace, NetworkContact, Ring, Sector
from app.domain.rules.circles import who_is_around
from app.errors import UserProblem
from tests.actions.conftest import Case

FRIENDS = CirclePlace(ring=Ring.VERY_CLOSE, sector=Sector.FRIENDS)


def contacts(case: Case) -> list[NetworkContact]:
    return [*case.page().contacts]


def a_mentor(case: Case, contact: bytes, status: MentorStatus) -> Mentor:
    """Note somebody of the circles as the mentor of the family's first person."""
    youth = case.page().persons[0].id
    mentor = Mentor(id=mentor_of(youth, contact), youth=youth, contact=contacts(case)[0].id, status=status)
    case.device.create(case.family, mentor)
    return mentor


@pytest.mark.parametrize("name", ["Kim", "محمد الأحمد", "Nguyễn Thị Hạnh", "x" * 60, "İbrahim Øster", "Jan\u200b \u202eKlaas"])
def test_any_name_is_put_in_the_circles_in_one_gesture(case: Case, name: str) -> None:
    add_contact(case.workspace, case.family, NewContact(f"  {name}\n", " oma ", FRIENDS))
    [made] = contacts(case)
    assert (made.relation, made.place) == ("oma", FRIENDS)
    assert made.name == name or not set("\u200b\u202e") & set(made.name)
    undo(case.workspace, case.family)
    assert contacts(case) == []


def test_a_name_that_is_too_long_is_refused_with_a_sentence(case: Case) -> None:
    with pytest.raises(UserProblem, match="text_too_long"):
        add_contact(case.workspace, case.family, NewContact("x" * 121))
    assert contacts(case) == []


def test_moving_is_one_change_of_ring_and_part_of_life_together(case: Case) -> None:
    contact = add_contact(case.workspace, case.family, NewContact("Kim"))
    assert move_contact(case.workspace, case.family, contact, FRIENDS)
    assert not move_contact(case.workspace, case.family, contact, FRIENDS)
    assert contacts(case)[0].place == FRIENDS
    assert case.page().undo.says == "undo.changed.network_contact"
    undo(case.workspace, case.family)
    assert contacts(case)[0].place == CirclePlace()


def test_who_was_taken_out_comes_back_with_everything(case: Case) -> None:
    contact = add_contact(case.workspace, case.family, NewContact("Kim", "vriendin", FRIENDS))
    before = contacts(case)
    gesture = delete_contact(case.workspace, case.family, contact)
    assert contacts(case) == []
    put_back(case.workspace, case.family, gesture)
    assert contacts(case) == before


@pytest.mark.parametrize("status", sorted({*MentorStatus} - {MentorStatus.CANDIDATE, MentorStatus.SAID_NO, MentorStatus.STOPPED}))
def test_a_mentor_is_not_taken_out_of_the_circles_before_that_has_ended(case: Case, status: MentorStatus) -> None:
    contact = add_contact(case.workspace, case.family, NewContact("Oma Riet"))
    a_mentor(case, contact, status)
    with pytest.raises(UserProblem, match="contact_is_mentor") as refused:
        delete_contact(case.workspace, case.family, contact)
    assert refused.value.values == {"name": "Oma Riet", "youth": "Fatma"}
    assert [one.name for one in contacts(case)] == ["Oma Riet"]


@pytest.mark.parametrize("status", [MentorStatus.CANDIDATE, MentorStatus.STOPPED])
def test_who_was_only_thought_of_or_has_stopped_goes_and_comes_back_as_a_whole(case: Case, status: MentorStatus) -> None:
    contact = add_contact(case.workspace, case.family, NewContact("Oma Riet"))
    mentor = a_mentor(case, contact, status)
    gesture = delete_contact(case.workspace, case.family, contact)
    assert (case.page().contacts, case.page().mentors) == ((), ())
    put_back(case.workspace, case.family, gesture)
    assert [one.id for one in case.page().mentors] == [mentor.id]


def test_a_family_without_anybody_has_only_its_regisseur_around_it(case: Case) -> None:
    family = new_family(case.workspace, NewFamily("Gezin Kim", "Kim"))
    assert [one.under for one in who_is_around(family_page(case.workspace, family), today(case.workspace.clock)).people] == ["regisseur"]
