"""kill -9 of the program and of the server while they exchange (`make kills KILLS=30` is the whole measure, on both databases)."""

from pathlib import Path

from tests.journeys.cutting import Cutting


def test_what_was_saved_survives_kill_9_of_either_side_in_an_exchange(tmp_path: Path) -> None:
    ended = Cutting(tmp_path).run(program=1, server=1)  # some seconds: five processes begin, and each opens an encrypted store
    assert ended.good(), [ended.line(), *ended.lost, *ended.unopened, *ended.trouble]
