"""What somebody had destroyed is gone at the municipality and on every laptop, and the chain over the family's history still holds."""

import pytest

from app.changelog.chain import START, extend
from app.changelog.change import REDACT, Cell
from app.domain.records.plan import Goal
from app.domain.rules.roles import COLLEAGUE
from app.server import tables as server_tables
from app.server.checking import check
from app.server.problems import ServerProblem
from app.server.redacting import Asked, redact, rows_of
from app.store import tables
from app.sync.server_link import NoNetworkError
from tests.builders import a_goal, a_plan
from tests.restoring import backed_up, put_back, wait_no_longer
from tests.store.markers import new_marker
from tests.world import TOWN, Device, World

WHY = "op verzoek, 2026-114"


class Town:
    """Samira and Joost with one family, in which a goal holds a word that is to go."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.samira, self.joost = world.device("Samira"), world.device("Joost")
        self.family = self.samira.begin_family()
        self.word = new_marker()
        self.goal = a_goal(self.family, text=f"Eerst {self.word}.")
        self.samira.create(self.family, a_plan(self.family), self.goal, a_goal(self.family, text="Wij slapen weer."))
        self.samira.sync()
        world.grant(self.family, "Joost", COLLEAGUE)
        self.joost.sync()
        self.joost.change(self.family, self.goal, text=f"Daarna {self.word}.", why_important=self.word)
        world.settle()

    def destroy(self) -> int:
        """Have the goal's words destroyed."""
        return self.world.house.database.writing(
            lambda tx: redact(self.world.house, tx, (TOWN, self.family), Asked(bytes(self.goal.id), WHY))
        )

    def sound(self) -> bool:
        """Tell whether the municipality's own check finds nothing."""
        with self.world.house.database.read() as tx:
            return not check(self.world.house.database.log, tx).findings

    def agree(self) -> bool:
        """Tell whether all laptops have the same rows, history and chain as the municipality."""
        history = self.world.history(self.family)
        for device in self.world.devices:
            with device.workspace.read() as reading:
                there, state = reading.stream(self.family).history(), reading.state(self.family)
            whole = [change._replace(held=None) for change in there] == history
            if not whole or bytes(state.head_hash) != extend(START, self.family, history) or device.rows(self.family) != self.rows:
                return False
        return True

    @property
    def rows(self) -> dict[str, list[tuple[object, ...]]]:
        """Return the rows as the municipality has them."""
        return self.world.rows(self.family)


@pytest.fixture
def town(world: World) -> Town:
    """The town."""
    return Town(world)


def somewhere(device: Device, word: str) -> bool:
    """Tell whether a word is in any table of a laptop."""
    return any(word in repr(device.dump(table)) for table in tables.metadata.sorted_tables)


def test_the_words_are_gone_everywhere_and_the_rest_stands(town: Town) -> None:
    assert town.destroy() == 3
    assert town.word.encode() not in repr(town.world.rows(town.family)).encode()
    assert not any(town.word.encode() in bytes(change.val) for change in town.world.history(town.family))
    town.world.settle()
    for device in town.world.devices:
        assert not somewhere(device, town.word)
        assert sorted(goal.text for goal in device.all(town.family, Goal)) == ["", "Wij slapen weer."]
    assert town.sound()
    assert town.agree()


def test_that_it_was_written_by_whom_when_and_why_it_went_stays(town: Town) -> None:
    before = town.world.history(town.family)
    town.destroy()
    after = town.world.history(town.family)
    kept = [(one.dev, one.ctr, one.seq, one.author, one.wall, one.grp) for one in before]
    assert [(one.dev, one.ctr, one.seq, one.author, one.wall, one.grp) for one in after[:-1]] == kept
    assert [(one.salt, one.redacted is not None) for one in after[2:-1] if one.row == town.goal.id] == [(bytes(16), True)] * 3
    assert after[-1].kind == REDACT
    assert WHY.encode() in after[-1].val


def test_who_writes_in_the_row_afterwards_is_not_touched(town: Town) -> None:
    town.destroy()
    town.samira.change(town.family, town.goal, text="Iets anders.")
    town.world.settle()
    assert town.samira.find(town.family, town.goal).text == "Iets anders."
    assert town.sound()
    assert town.agree()
    assert town.destroy() == 1


def test_a_new_laptop_never_hears_the_words_and_its_chain_fits(town: Town) -> None:
    town.destroy()
    town.world.grant(town.family, "Fatiha", COLLEAGUE)
    fatiha = town.world.device("Fatiha")
    town.world.settle()
    assert not somewhere(fatiha, town.word)
    assert town.agree()


def test_work_whose_answer_was_lost_is_known_again_after_it_was_destroyed(town: Town) -> None:
    town.joost.change(town.family, town.goal, seen_when=town.word)
    town.joost.line.lose_answers = 1
    with pytest.raises(NoNetworkError):
        town.joost.sync()
    assert town.destroy() == 4
    town.world.settle()
    assert not somewhere(town.joost, town.word)
    assert not somewhere(town.samira, town.word)
    assert town.sound()
    assert town.agree()


def test_laptops_that_heal_a_server_destroy_it_there_again(town: Town) -> None:
    copy = backed_up(town.world)
    town.destroy()
    town.world.settle()
    put_back(town.world, copy)
    town.world.settle(3)
    assert town.word.encode() not in repr(town.world.rows(town.family)).encode()
    assert not any(town.word.encode() in bytes(change.val) for change in town.world.history(town.family))
    assert town.sound()
    assert town.agree()


def test_a_laptop_that_comes_late_to_a_forked_server_does_not_bring_the_words_back(town: Town) -> None:
    copy = backed_up(town.world)
    town.samira.change(town.family, town.goal, seen_when=town.word)
    town.world.settle()
    put_back(town.world, copy)
    wait_no_longer(town.world)
    town.world.grant(town.family, "Fatiha", COLLEAGUE)
    fatiha = town.world.device("Fatiha")
    fatiha.sync()
    fatiha.create(town.family, a_goal(town.family, text="Vroeg naar bed."))
    fatiha.sync()
    town.samira.sync()
    assert town.destroy() == 4
    town.world.settle(3)
    assert town.word.encode() not in repr([town.world.dump(table) for table in server_tables.metadata.sorted_tables]).encode()
    assert not any(somewhere(device, town.word) for device in town.world.devices)
    assert town.world.dump(server_tables.held) == []
    assert town.agree()


@pytest.mark.logs("sync.held")
def test_a_laptop_cannot_destroy_anything(town: Town) -> None:
    with town.joost.workspace.write() as writing:
        gesture = writing.gesture(town.family)
        gesture.put_raw(Cell("goal", town.goal.id, "text"), b'"x"')
        gesture.done()
    with town.joost.workspace.engine.execution_options(writes=True).begin() as connection:
        said = (b'{"reason":"","left":[]}',)
        connection.exec_driver_sql("UPDATE change SET kind = 'redact', grp = '_redacted', val = ? WHERE seq IS NULL", said)
    town.joost.sync()
    assert [one["reason"] for one in town.world.dump(server_tables.held)] == ["value"]
    assert town.word in repr(town.world.rows(town.family))


def test_a_row_that_is_not_there_is_refused(town: Town) -> None:
    town.destroy()
    with pytest.raises(ServerProblem):
        town.destroy()
    with town.world.house.database.read() as tx:
        listed = rows_of(town.world.house, tx, (TOWN, town.family))
    assert [one.record for one in listed] == ["family", "plan", "goal"]
