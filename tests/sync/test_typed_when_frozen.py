"""What was typed and not yet left when the right ended is not lost: it is held, for whoever is regisseur to read and decide on."""

import pytest

from app.actions.held_work import held_work
from app.clock import wall_ms
from app.domain.ids import confidential_of, derived_id, new_id
from app.domain.records.plan import Action
from app.domain.records.visit import Visit
from app.domain.rules.roles import COLLEAGUE, DEPUTY
from app.server import tables as server_tables
from app.store import tables
from app.store.workspace import Draft
from tests.builders import a_goal, a_plan
from tests.fakes import START
from tests.store.markers import new_marker
from tests.world import Device, World

pytestmark = pytest.mark.one_database


class Town:
    """Samira's family with a goal and a visit, also on Joost's laptop."""

    def __init__(self, world: World, role: str = COLLEAGUE) -> None:
        self.world, self.word = world, new_marker()
        self.samira, self.joost = world.device("Samira"), world.device("Joost")
        self.family = self.samira.begin_family()
        self.goal, self.visit = a_goal(self.family), Visit(id=new_id(wall_ms(world.clock)), visit_on=START.date())
        self.samira.create(self.family, a_plan(self.family), self.goal, self.visit)
        self.samira.sync()
        world.grant(self.family, "Joost", role)
        self.joost.sync()

    def types(self, record: str, row: bytes, grp: str, stream: bytes = b"") -> None:
        """Let Joost type the word somewhere, and go away from the laptop."""
        with self.joost.workspace.write() as writing:
            writing.put_draft(Draft(stream or self.family, record, row, grp, self.word, self.joost.cursor(self.family), writing.wall))

    def taken_from_joost(self) -> list[tuple[str, str]]:
        """End his right, let him sync, and return what is held of the word: record and reason."""
        self.world.revoke(self.family, "Joost")
        self.joost.sync()
        assert self.joost.state(self.family) == ""
        assert not any(self.word in repr(self.joost.dump(table)) for table in tables.metadata.sorted_tables)
        return [(one["record"], one["reason"]) for one in self.world.dump(server_tables.held) if self.word.encode() in bytes(one["val"])]

    def name(self, what: str) -> bytes:
        """Return the name under which Joost types something at the visit."""
        return derived_id(self.visit.id, f"{what}/{self.joost.identity.device.hex()}")


def offered_to(device: Device) -> bytes:
    """Return what a laptop was told that is held."""
    device.sync()
    return b"".join(bytes(row["said"]) for row in device.dump(tables.offered))


@pytest.mark.logs("sync.held")
def test_words_in_a_field_are_held_and_the_regisseur_reads_them(world: World) -> None:
    town = Town(world)
    town.types("goal", town.goal.id, "text")
    assert town.taken_from_joost() == [("goal", "grant_ended")]
    assert town.word.encode() in offered_to(town.samira)
    assert town.samira.find(town.family, town.goal).text == town.goal.text


@pytest.mark.logs("sync.held")
def test_a_report_that_was_not_fixed_is_held_as_a_report(world: World) -> None:
    town = Town(world)
    town.types("visit_note", town.name("draft"), "text")
    assert town.taken_from_joost() == [("visit_note", "grant_ended")]
    assert town.word.encode() in offered_to(town.samira)


@pytest.mark.logs("sync.held")
def test_an_internal_note_that_never_was_kept_reaches_nobody_but_regisseur_and_deputy(world: World) -> None:
    town = Town(world, DEPUTY)
    world.grant(town.family, "Fatiha", COLLEAGUE)
    fatiha = world.device("Fatiha")
    fatiha.sync()
    town.types("internal_note", town.name("internal"), "text", confidential_of(town.family))
    assert town.taken_from_joost() == [("internal_note", "grant_ended")]
    assert town.word.encode() in offered_to(town.samira)
    assert offered_to(fatiha) == b""


@pytest.mark.logs("sync.held")
@pytest.mark.parametrize(
    ("record", "grp", "typed"),
    [("action", "doer", "{word}\x1fmentor"), ("goal", "of_a_newer_program", "{word}"), ("newer_record", "text", "{word}")],
    ids=["the parts of a group", "a field of a newer program", "a record of a newer program"],
)
def test_words_that_the_field_does_not_take_as_they_are_stop_no_sync_and_are_held(world: World, record: str, grp: str, typed: str) -> None:
    town = Town(world)
    action = Action(id=new_id(wall_ms(world.clock)), what="Fietsen.")
    town.joost.create(town.family, action)
    town.joost.sync()
    rows: dict[str, bytes] = {"action": action.id, "goal": town.goal.id}
    row = rows.get(record, town.name("newer"))
    word = town.word
    town.word = typed.format(word=word)
    town.types(record, row, grp)
    town.word = word
    assert town.taken_from_joost() == [(record, "grant_ended")]
    town.samira.sync()
    assert (word in str(held_work(town.samira.workspace, town.family))) is (record == "action"), (
        "of what is not known only that it is there"
    )
    assert town.word.encode() in offered_to(town.samira)


def test_an_empty_field_and_half_a_day_are_no_work(world: World) -> None:
    town = Town(world)
    town.types("goal", town.goal.id, "target_on")
    town.word, word = " ", town.word
    town.types("goal", town.goal.id, "text")
    town.word = word
    assert town.taken_from_joost() == []
