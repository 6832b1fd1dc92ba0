"""One story for each row of the merge policy (sync.md 3.6): two real laptops, a real server, and the same rows on all three."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from app.actions.choosing import both_texts, choose
from app.actions.family_page import FamilyPage, family_page
from app.actions.fields import FieldRef, change_field
from app.actions.goal_links import link_helper
from app.actions.network import NewContact, add_contact, delete_contact
from app.actions.planning import add_action, add_goal, delete_goal, delete_row, move_goal, new_action
from app.actions.printing import make_family_plan
from app.actions.safety import confirm_version, fix_version
from app.actions.signing import Said, sign
from app.actions.undoing import undo
from app.actions.visits import begin_visit, fix_note
from app.domain.record import Id
from app.domain.records.network import CirclePlace, NetworkContact, Ring, Sector
from app.domain.records.plan import Goal, When
from app.errors import UserProblem
from tests.agreed_family import FIRST, OTHER, SECOND, YES
from tests.sync.conftest import Shared
from tests.world import Device, World

pytestmark = pytest.mark.one_database


@dataclass
class Kitchen:
    """Two laptops with one family; `goals` were made in this order."""

    world: World
    samira: Device
    joost: Device
    family: bytes
    goals: tuple[Id[Goal], ...]
    oma: Id[NetworkContact]

    def meet(self) -> FamilyPage:
        """Let all exchange, and return the page, which is the same on both and as the municipality has it."""
        self.world.settle()
        pages = [family_page(device.workspace, self.family) for device in (self.samira, self.joost)]
        for device in (self.samira, self.joost):
            assert device.rows(self.family) == self.world.rows(self.family)
        ours, theirs = ([view.goal for view in page.goals] for page in pages)
        assert ours == theirs
        assert [page.safety for page in pages[:1]] == [page.safety for page in pages[1:]]
        return pages[0]

    def both(self, does: Callable[[Device], object], other: Callable[[Device], object]) -> FamilyPage:
        """Let each do something without having seen the other, and meet."""
        does(self.samira)
        self.world.clock.advance(60)
        other(self.joost)
        return self.meet()

    def page(self, device: Device) -> FamilyPage:
        """Return what a laptop shows."""
        return family_page(device.workspace, self.family)


@pytest.fixture
def kitchen(world: World, shared: Shared) -> Kitchen:
    """A family with three goals and oma Riet."""
    samira, joost, family = shared
    goals = []
    for text in ("Wij eten samen.", "Grip op het geld.", "Sem slaapt door."):
        goals.append(add_goal(samira.workspace, family, text))
        world.clock.advance(60)
    oma = add_contact(samira.workspace, family, NewContact("Oma Riet", "oma"))
    kitchen = Kitchen(world, samira, joost, family, tuple(goals), oma)
    kitchen.meet()
    return kitchen


def write(kitchen: Kitchen, where: tuple[str, bytes, str], value: object) -> Callable[[Device], object]:
    """Return what writes in a field on a laptop."""
    return lambda device: change_field(device.workspace, FieldRef(kitchen.family, *where), value)


def test_a_day_that_two_wrote_stands_twice_and_the_newest_is_displayed(kitchen: Kitchen) -> None:
    where = ("goal", kitchen.goals[0], "target_on")
    page = kitchen.both(write(kitchen, where, date(2027, 1, 1)), write(kitchen, where, date(2027, 2, 2)))
    [conflict] = page.conflicts
    assert [(one.value, one.written.by) for one in conflict.choices] == [(date(2027, 1, 1), "Samira"), (date(2027, 2, 2), "Joost")]
    assert page.goals[0].goal.target_on == date(2027, 2, 2)


def test_a_group_is_never_taken_by_halves(kitchen: Kitchen) -> None:
    action = add_action(kitchen.samira.workspace, kitchen.family, new_action(kitchen.samira.workspace, kitchen.goals[0]))
    kitchen.meet()
    mondays, party = When(text="elke maandag"), When(due_on=date(2026, 12, 5))
    where: tuple[str, bytes, str] = ("action", action, "timing")
    page = kitchen.both(write(kitchen, where, mondays), write(kitchen, where, party))
    assert [one.value for one in page.conflicts[0].choices] == [mondays, party]
    assert page.goals[0].actions[0].timing == party
    near, far = CirclePlace(ring=Ring.VERY_CLOSE, sector=Sector.RELATIVES), CirclePlace(ring=Ring.CLOSE, sector=Sector.FRIENDS)
    where = ("network_contact", kitchen.oma, "place")
    page = kitchen.both(write(kitchen, where, near), write(kitchen, where, far))
    assert {one.place for one in page.contacts} <= {near, far}


def test_of_a_long_text_both_are_kept_whole_and_may_go_under_each_other(kitchen: Kitchen) -> None:
    where = ("goal", kitchen.goals[0], "why_important")
    page = kitchen.both(write(kitchen, where, "Wij missen elkaar.\nElke dag."), write(kitchen, where, "Sem praat alleen aan tafel."))
    [conflict] = page.conflicts
    both = both_texts(conflict)
    assert both == "Wij missen elkaar.\nElke dag.\nSem praat alleen aan tafel."
    choose(kitchen.joost.workspace, conflict.ref, both, kitchen.page(kitchen.joost).cursor)
    page = kitchen.meet()
    assert (page.goals[0].goal.why_important, page.conflicts) == (both, ())


def helps(kitchen: Kitchen) -> Callable[[Device], object]:
    """Return what lets oma help with the first goal."""
    return lambda device: link_helper(device.workspace, kitchen.family, kitchen.goals[0], kitchen.oma)


def names(page: FamilyPage) -> list[str]:
    return [one.contact.name for one in page.goals[0].helpers]


def test_who_is_linked_twice_is_linked_once(kitchen: Kitchen) -> None:
    page = kitchen.both(helps(kitchen), helps(kitchen))
    assert (names(page), page.conflicts, page.asked) == (["Oma Riet"], (), ())


def test_putting_there_wins_from_taking_away_and_the_page_says_who_did_what(kitchen: Kitchen) -> None:
    helps(kitchen)(kitchen.samira)
    kitchen.samira.sync()
    helps(kitchen)(kitchen.joost)
    link = kitchen.page(kitchen.samira).goals[0].helpers[0].link
    delete_row(kitchen.samira.workspace, kitchen.family, "goal_helper", link.id)
    page = kitchen.meet()
    assert (names(page), page.asked) == (["Oma Riet"], ())
    [one] = page.goals[0].helpers
    assert (one.removed and one.removed.by, one.put and one.put.by) == ("Samira", "Joost")
    helps(kitchen)(kitchen.samira)
    page = kitchen.meet()
    assert (names(page), page.goals[0].helpers[0].removed) == (["Oma Riet"], None)
    delete_row(kitchen.joost.workspace, kitchen.family, "goal_helper", link.id)
    assert names(kitchen.meet()) == []
    helps(kitchen)(kitchen.samira)
    assert names(kitchen.meet()) == ["Oma Riet"]


def test_a_link_that_one_put_back_and_another_had_taken_away_again_stands(kitchen: Kitchen) -> None:
    helps(kitchen)(kitchen.samira)
    kitchen.meet()
    link = kitchen.page(kitchen.samira).goals[0].helpers[0].link
    delete_row(kitchen.samira.workspace, kitchen.family, "goal_helper", link.id)
    kitchen.meet()
    helps(kitchen)(kitchen.joost)
    helps(kitchen)(kitchen.samira)
    delete_row(kitchen.samira.workspace, kitchen.family, "goal_helper", link.id)
    page = kitchen.meet()
    assert names(page) == ["Oma Riet"]
    assert page.goals[0].helpers[0].removed is not None


def test_somebody_taken_out_of_the_circles_while_another_lets_them_help_stays(kitchen: Kitchen) -> None:
    page = kitchen.both(lambda device: delete_contact(device.workspace, kitchen.family, kitchen.oma), helps(kitchen))
    assert (names(page), [one.name for one in page.contacts]) == (["Oma Riet"], ["Oma Riet"])
    delete_contact(kitchen.samira.workspace, kitchen.family, kitchen.oma)
    page = kitchen.meet()
    assert (names(page), page.contacts) == ([], ())


def order(page: FamilyPage) -> list[str]:
    return [view.goal.text for view in page.goals]


def move(kitchen: Kitchen, goal: int, steps: int) -> Callable[[Device], object]:
    """Return what moves a goal."""
    return lambda device: move_goal(device.workspace, kitchen.family, kitchen.goals[goal], steps)


def test_two_goals_that_two_moved_both_stand_where_they_were_put(kitchen: Kitchen) -> None:
    before = kitchen.samira.rows(kitchen.family)["goal"]
    page = kitchen.both(move(kitchen, 2, -2), move(kitchen, 0, 1))
    assert order(page) == ["Sem slaapt door.", "Grip op het geld.", "Wij eten samen."]
    assert page.conflicts == ()
    assert len([row for row in kitchen.samira.rows(kitchen.family)["goal"] if row in before]) == 1


def test_one_goal_that_two_moved_asks_nobody_and_stands_where_it_was_put_last(kitchen: Kitchen) -> None:
    page = kitchen.both(move(kitchen, 0, 2), move(kitchen, 0, 1))
    assert (order(page)[1], page.conflicts) == ("Wij eten samen.", ())


def test_a_move_is_one_gesture_that_is_taken_back(kitchen: Kitchen) -> None:
    move(kitchen, 2, -1)(kitchen.samira)
    assert order(kitchen.meet()) == ["Wij eten samen.", "Sem slaapt door.", "Grip op het geld."]
    undo(kitchen.samira.workspace, kitchen.family)
    assert order(kitchen.meet()) == ["Wij eten samen.", "Grip op het geld.", "Sem slaapt door."]


def test_two_notes_of_one_visit_both_stand(kitchen: Kitchen) -> None:
    visit = begin_visit(kitchen.samira.workspace, kitchen.family)
    kitchen.meet()
    page = kitchen.both(
        lambda device: fix_note(device.workspace, kitchen.family, visit, "Wij aten soep."),
        lambda device: fix_note(device.workspace, kitchen.family, visit, "Sem lachte."),
    )
    assert [(note.text, note.noted_by) for note in page.visit_notes] == [("Wij aten soep.", "Samira"), ("Sem lachte.", "Joost")]
    assert page.conflicts == ()


def fixes(kitchen: Kitchen, texts: tuple[str, ...]) -> Callable[[Device], object]:
    """Return what fixes new safety agreements."""
    return lambda device: fix_version(device.workspace, kitchen.family, texts)


def confirms(kitchen: Kitchen, words: str) -> Callable[[Device], object]:
    """Return what lets the waiting version count in which these words stand."""

    def work(device: Device) -> None:
        page = kitchen.page(device)
        [version] = [one for one in page.safety.waiting if words in f"{one.who_does} {one.who_checks}"]
        confirm_version(device.workspace, kitchen.family, Id(version.id), YES, page.cursor)

    return work


def counts(page: FamilyPage) -> str | None:
    return page.safety.in_force.who_checks if page.safety.in_force else None


def test_two_new_safety_agreements_stand_side_by_side_and_neither_counts_before_people_say_yes(kitchen: Kitchen) -> None:
    fixes(kitchen, FIRST)(kitchen.samira)
    assert counts(kitchen.meet()) is None
    confirms(kitchen, "zondag")(kitchen.joost)
    assert counts(kitchen.meet()) == FIRST[5]
    page = kitchen.both(fixes(kitchen, SECOND), fixes(kitchen, OTHER))
    assert (counts(page), len(page.safety.waiting), page.conflicts) == (FIRST[5], 2, ())
    confirms(kitchen, "woensdag")(kitchen.samira)
    page = kitchen.meet()
    assert (counts(page), page.safety.waiting, len(page.safety.earlier)) == (OTHER[5], (), 2)


def test_of_two_yeses_without_network_the_one_that_comes_later_waits_to_be_said_again(kitchen: Kitchen) -> None:
    fixes(kitchen, SECOND)(kitchen.samira)
    fixes(kitchen, OTHER)(kitchen.samira)
    kitchen.meet()
    confirms(kitchen, "woensdag")(kitchen.joost)
    kitchen.world.clock.advance(3600)
    confirms(kitchen, "belt tante")(kitchen.samira)
    kitchen.samira.sync()
    page = kitchen.meet()
    assert counts(page) == SECOND[5]
    assert [one.id for one in page.safety.waiting] == [*page.safety.crossed]
    confirms(kitchen, "woensdag")(kitchen.samira)
    assert (counts(kitchen.meet()), kitchen.page(kitchen.joost).safety.waiting) == (OTHER[5], ())


def test_who_says_yes_on_a_page_of_before_another_counted_is_asked_to_look_first(kitchen: Kitchen) -> None:
    fixes(kitchen, SECOND)(kitchen.samira)
    fixes(kitchen, OTHER)(kitchen.samira)
    kitchen.meet()
    page = kitchen.page(kitchen.joost)
    confirms(kitchen, "woensdag")(kitchen.samira)
    kitchen.meet()
    with pytest.raises(UserProblem, match="safety_changed"):
        confirm_version(kitchen.joost.workspace, kitchen.family, Id(page.safety.waiting[0].id), YES, page.cursor)


def test_what_two_say_of_a_version_both_stands_and_stays_with_that_version(kitchen: Kitchen) -> None:
    make_family_plan(kitchen.samira.workspace, kitchen.family)
    [version] = kitchen.meet().versions
    page = kitchen.both(
        lambda device: sign(device.workspace, kitchen.family, version.id, Said("Noor", "agreed", "on_paper")),
        lambda device: sign(device.workspace, kitchen.family, version.id, Said("Kees", "not_agreed", "spoken", "Ik wil meer.")),
    )
    assert {(one.name, one.state.value, one.sha256) for one in page.signatures} == {
        ("Noor", "agreed", version.sha256),
        ("Kees", "not_agreed", version.sha256),
    }
    assert make_family_plan(kitchen.joost.workspace, kitchen.family).version == 1, "signing is no other content"
    move(kitchen, 2, -1)(kitchen.joost)
    assert make_family_plan(kitchen.joost.workspace, kitchen.family).version == 2
    page = kitchen.meet()
    assert {one.plan_version for one in page.signatures} == {version.id}
    assert [one.number for one in page.versions] == [1, 2]


def test_a_goal_thrown_away_while_another_writes_in_it_stays_and_asks(kitchen: Kitchen) -> None:
    goal = kitchen.goals[0]
    page = kitchen.both(
        lambda device: delete_goal(device.workspace, kitchen.family, goal), write(kitchen, ("goal", goal, "whose_words"), "Noor")
    )
    assert [(one.row, one.written.by) for one in page.asked] == [(goal, "Samira")]
    assert order(page)[0] == "Wij eten samen."


def test_a_goal_thrown_away_while_another_lets_somebody_help_with_it_stays(kitchen: Kitchen) -> None:
    page = kitchen.both(lambda device: delete_goal(device.workspace, kitchen.family, kitchen.goals[0]), helps(kitchen))
    assert (order(page)[0], names(page)) == ("Wij eten samen.", ["Oma Riet"])
