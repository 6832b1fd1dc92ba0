"""Work that came after a right had ended: the new regisseur hears of it, decides without a network, and everybody agrees on the outcome."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.actions.family_page import family_page
from app.actions.held_work import HeldPiece, Waiting, count_to_decide, decide, held_work, undecide
from app.changelog.change import LEFT
from app.domain.record import Id
from app.domain.records.plan import Goal
from app.domain.rules.roles import COLLEAGUE, DEPUTY, REGISSEUR
from app.protocol.messages import SyncAnswer
from app.server import tables
from app.server.held import judge_again
from app.store import tables as store_tables
from app.store.queries.unsent import Unsent, unsent_in
from app.sync.round import sync_once
from app.sync.server_link import NoNetworkError
from tests.builders import a_goal, a_plan, an_action
from tests.sync.links import Twisted, push_alone
from tests.world import TOWN, Device, World

pytestmark = pytest.mark.logs("sync.held")


@dataclass
class Town:
    """Samira began the family, Joost worked in it until his right ended, Anna is the new regisseur."""

    world: World
    samira: Device
    joost: Device
    anna: Device
    family: Id[object]
    goal: Goal

    def waiting(self, device: Device | None = None) -> Waiting:
        """Return what waits for a decision."""
        return held_work((device or self.anna).workspace, self.family)

    def decide(self, words: str, take: bool, device: Device | None = None) -> None:
        """Decide on the piece that says these words."""
        one = device or self.anna
        decide(one.workspace, self.piece(words, one), take)

    def piece(self, words: str, device: Device | None = None) -> HeldPiece:
        """Return the one piece in which these words are."""
        [found] = [one for one in self.waiting(device).pieces if words in "".join(line.after + line.about for line in one.lines)]
        return found

    def equal(self) -> None:
        """Check that every laptop that has the family shows what the municipality has, once each has synced."""
        for device in (self.samira, self.joost, self.anna):
            device.sync()
            if device.state(self.family):
                assert device.rows(self.family) == self.world.rows(self.family)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A town with a server; what is held is judged on each kind of database in tests/server."""
    made = World(tmp_path)
    yield made
    made.close()


@pytest.fixture
def town(world: World) -> Town:
    """The town, just before Anna's laptop hears of what is held: Joost wrote a goal with an action, and another text of a goal."""
    samira, joost, anna = world.device("Samira"), world.device("Joost"), world.device("Anna")
    family = samira.begin_family()
    goal = a_goal(family, text="Wij eten samen.")
    samira.create(family, a_plan(family), goal)
    samira.sync()
    world.grant(family, "Joost", COLLEAGUE)
    joost.sync()
    world.let_end(family, "Joost")
    joost.change(family, goal, text="Wij eten om zes uur.")
    new = a_goal(family, text="Naar oma.")
    joost.create(family, new)
    joost.create(family, an_action(new.id, what="De bus zoeken."))
    joost.sync()
    assert joost.state(family) == ""
    world.grant(family, "Anna", REGISSEUR)
    anna.sync()
    return Town(world, samira, joost, anna, family, goal)


def test_the_new_regisseur_reads_what_is_held_with_who_when_and_why(town: Town) -> None:
    one, other = town.waiting().pieces
    assert (one.by, one.why, one.cannot, one.taken) == ("Joost", "Joost schreef dit nadat het recht op dit gezin stopte.", "", None)
    [line] = one.lines
    assert (line.before, line.after) == ("Wij eten samen.", "Wij eten om zes uur.")
    assert [(line.about, line.after) for line in other.lines][:2] == [("Nieuw: doel", ""), ("Dit willen we bereiken", "Naar oma.")]
    assert [line.about for line in other.lines if line.about.startswith("Nieuw")] == ["Nieuw: doel", "Nieuw: actie"]
    assert len(other.txs) == 2
    assert count_to_decide(town.anna.workspace, town.family) == 2
    town.samira.sync()
    assert count_to_decide(town.samira.workspace, town.family) == 2


def test_one_piece_is_taken_over_and_the_other_is_not(town: Town) -> None:
    before = town.world.house.now()
    town.decide("Wij eten om zes uur.", take=True)
    town.decide("Naar oma.", take=False)
    assert count_to_decide(town.anna.workspace, town.family) == 0
    town.anna.sync()
    assert town.anna.dump(store_tables.decision) == []
    town.samira.sync()
    assert town.samira.find(town.family, town.goal).text == town.anna.find(town.family, town.goal).text == "Wij eten om zes uur."
    assert "Naar oma." not in [goal.text for goal in town.samira.all(town.family, Goal)]
    town.equal()
    [change] = [one for one in town.world.history(town.family) if one.author == town.joost.identity.worker]
    assert (change.ord, change.received_at) == (before, before)
    kept = town.world.dump(tables.held)
    assert [row["decision"] for row in kept] == [LEFT, LEFT]
    audit = town.world.dump(tables.decision)
    assert sorted((row["taken"], row["reason"], row["changes"]) for row in audit) == [
        (0, "grant_ended", 1),
        (0, "grant_ended", 1),
        (1, "grant_ended", 1),
    ]
    assert {row["decided_by"] for row in audit} == {town.anna.identity.worker}
    assert [(one.by, one.author, one.taken, one.changes) for one in town.waiting().settled] == [
        ("Anna", "Joost", True, 1),
        ("Anna", "Joost", False, 2),
    ]
    town.samira.sync()
    assert len(town.waiting(town.samira).settled) == 2


def test_a_decision_can_be_taken_back_until_it_is_handed_in(town: Town) -> None:
    town.decide("Wij eten om zes uur.", take=True)
    assert town.piece("Wij eten om zes uur.").taken is True
    undecide(town.anna.workspace, town.piece("Wij eten om zes uur."))
    town.anna.sync()
    assert [one.taken for one in town.waiting().pieces] == [None, None]
    assert town.world.dump(tables.decision) == []


def test_what_somebody_wrote_meanwhile_stands_beside_it_as_a_choice(town: Town) -> None:
    town.samira.change(town.family, town.goal, text="Wij eten om zeven uur.")
    town.samira.sync()
    town.anna.sync()
    assert town.piece("Wij eten om zes uur.").lines[0].before == "Wij eten om zeven uur."
    town.decide("Wij eten om zes uur.", take=True)
    town.anna.sync()
    town.samira.sync()
    for one in (town.anna, town.samira):
        [conflict] = one.conflicts(town.family)
        assert {option.value for option in conflict.options} == {"Wij eten om zes uur.", "Wij eten om zeven uur."}
    town.equal()


def test_of_two_who_decide_differently_the_first_to_come_counts_and_the_other_sees_it(town: Town) -> None:
    town.samira.sync()
    town.decide("Wij eten om zes uur.", take=False)
    town.decide("Wij eten om zes uur.", take=True, device=town.samira)
    town.anna.sync()
    town.samira.sync()
    assert town.samira.find(town.family, town.goal).text == "Wij eten samen."
    assert len(town.waiting(town.samira).pieces) == 1
    assert [(one.by, one.taken) for one in town.waiting(town.samira).settled] == [("Anna", False)]
    assert town.samira.dump(store_tables.decision) == []
    town.equal()


def test_who_lost_the_right_before_the_exchange_decides_nothing_and_keeps_nothing(town: Town) -> None:
    town.decide("Wij eten om zes uur.", take=True)
    town.world.revoke(town.family, "Anna")
    town.anna.sync()
    assert town.anna.state(town.family) == ""
    assert town.anna.dump(store_tables.offered) == town.anna.dump(store_tables.decision) == []
    assert len(town.world.dump(tables.held)) == 3
    assert town.world.dump(tables.decision) == []


def test_who_becomes_a_colleague_no_longer_has_what_is_held_and_has_it_again_as_deputy(town: Town) -> None:
    town.decide("Wij eten om zes uur.", take=True)
    town.world.grant(town.family, "Anna", COLLEAGUE)
    town.anna.sync()
    assert town.waiting() == Waiting()
    assert town.anna.dump(store_tables.offered) == town.anna.dump(store_tables.decision) == []
    assert town.world.dump(tables.decision) == []
    town.world.grant(town.family, "Anna", DEPUTY)
    town.anna.sync()
    assert [one.taken for one in town.waiting().pieces] == [None, None]


def test_an_answer_that_is_lost_costs_no_decision_and_makes_none_twice(town: Town) -> None:
    town.decide("Wij eten om zes uur.", take=True)

    def lost(_: SyncAnswer) -> SyncAnswer:
        raise NoNetworkError

    with pytest.raises(NoNetworkError):
        sync_once(town.anna.workspace, Twisted(town.anna, lost))
    assert [one.taken for one in town.waiting().pieces] == [True, None]
    town.anna.sync()
    assert len(town.world.dump(tables.decision)) == 1
    assert len(town.waiting().pieces) == 1
    town.equal()


def again_in(town: Town) -> Device:
    """Return Joost's laptop with work in the family that is held, while his right to it is back."""
    town.world.grant(town.family, "Joost", COLLEAGUE)
    town.joost.sync()
    town.world.revoke(town.family, "Joost")
    town.world.clock.advance(60)
    town.joost.change(town.family, town.goal, text="Wij eten om acht uur.")
    town.joost.link.close()
    push_alone(town.joost)
    town.world.grant(town.family, "Joost", COLLEAGUE)
    town.joost.sync()
    assert town.joost.state(town.family) == "active"
    return town.joost


def test_who_wrote_it_hears_that_it_was_taken_over(town: Town) -> None:
    joost = again_in(town)
    assert unsent(joost, town.family) == Unsent(0, 1)
    town.anna.sync()
    town.decide("Wij eten om acht uur.", take=True)
    town.anna.sync()
    joost.sync()
    assert unsent(joost, town.family) == Unsent(0, 0)
    assert joost.dump(store_tables.held_note) == []
    assert joost.find(town.family, town.goal).text == "Wij eten om acht uur."
    town.equal()


def test_who_wrote_it_hears_that_it_was_not_taken_over_and_it_stands_nowhere(town: Town) -> None:
    joost = again_in(town)
    town.anna.sync()
    town.decide("Wij eten om acht uur.", take=False)
    town.anna.sync()
    assert joost.find(town.family, town.goal).text == "Wij eten om acht uur."
    assert family_page(joost.workspace, town.family).undo.tx is not None
    joost.sync()
    assert family_page(joost.workspace, town.family).undo.tx is None
    assert unsent(joost, town.family) == Unsent(0, 0)
    assert [row["reason"] for row in joost.dump(store_tables.held_note)] == [LEFT]
    assert joost.find(town.family, town.goal).text == "Wij eten samen."
    assert [row["val"] for row in joost.dump(store_tables.log_tables.change) if row["held"] == LEFT] == [b'"Wij eten om acht uur."']
    town.equal()


def test_what_is_taken_over_after_later_work_of_the_same_laptop_is_the_same_everywhere(town: Town) -> None:
    joost = again_in(town)
    joost.change(town.family, town.goal, text="Wij eten om negen uur.")
    joost.sync()
    town.anna.sync()
    town.decide("Wij eten om acht uur.", take=True)
    town.anna.sync()
    town.equal()
    stand = {"Wij eten om zes uur.", "Wij eten om acht uur.", "Wij eten om negen uur."}
    for one in (joost, town.samira, town.anna):
        assert {option.value for conflict in one.conflicts(town.family) for option in conflict.options} == stand


def test_who_wrote_it_and_is_regisseur_again_decides_on_it_herself(town: Town) -> None:
    town.world.grant(town.family, "Joost", REGISSEUR)
    town.joost.sync()
    one = town.piece("Wij eten om zes uur.", town.joost)
    assert (one.mine, one.why) == (True, "U schreef dit nadat uw recht op dit gezin stopte.")
    town.decide("Wij eten om zes uur.", take=True, device=town.joost)
    town.joost.sync()
    assert town.joost.find(town.family, town.goal).text == "Wij eten om zes uur."
    assert [(row["author"], row["decided_by"]) for row in town.world.dump(tables.decision)] == [(town.joost.identity.worker,) * 2]
    town.equal()


def unsent(device: Device, family: bytes) -> Unsent:
    """Return what is unsent of a family."""
    with device.workspace.read() as reading:
        return unsent_in(reading.stream(family))


def test_held_work_that_goes_in_under_what_its_writer_wrote_later_is_a_choice_once_the_writer_hears_of_it(town: Town) -> None:
    world, joost, family, goal = town.world, town.joost, town.family, town.goal
    world.grant(family, "Joost", COLLEAGUE)
    joost.sync()
    world.let_end(family, "Joost")
    joost.change(family, goal, whose_words="Oma.")
    push_alone(joost)
    world.grant(family, "Joost", COLLEAGUE)
    joost.change(family, goal, whose_words="Opa.")
    joost.sync()
    judge_again(world.house, (TOWN, bytes(family)))
    assert (joost.find(family, goal).whose_words, joost.conflicts(family)) == ("Opa.", [])  # as far as this laptop knows
    world.settle()
    for device in (joost, town.anna):
        words = {conflict.cell.grp: [option.value for option in conflict.options] for conflict in device.conflicts(family)}
        assert sorted(words["whose_words"], key=str) == ["Oma.", "Opa."]
    town.equal()
