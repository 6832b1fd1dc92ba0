"""A handful of runs, and that what they stand on is still there (`make faults RUNS=500` is the whole measure)."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.demo.town import ROOT
from tests.faults.points import BY_NAME, DELAY, ERROR, KILL, LAPTOP, POINTS, SERVER, TRIES, Arms, Point, Trigger, place_of
from tests.faults.proxy import KINDS
from tests.faults.run import Outcome, turn
from tests.faults.scenes import SCENES
from tests.faults.tally import Figures, Tally

RUNS = 5


def test_whatever_goes_wrong_nothing_is_lost_and_nothing_is_stuck(tmp_path: Path) -> None:
    line = [sys.executable, "-m", "tests.faults", "--runs", str(RUNS), "--folder", str(tmp_path)]
    ended = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, f"{ended.stdout}\n{ended.stderr}"
    last = ended.stdout.splitlines()[-1]
    assert last.startswith(f"FAULTS OK runs={RUNS} lost=0 stuck=0 unopened=0 wrong=0"), ended.stdout
    assert "postgresql=1" in last


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.name)
def test_a_place_is_a_function_of_the_program(point: Point) -> None:
    assert callable(getattr(*place_of(point.function)))
    assert point.scene in SCENES
    assert set(point.ways) <= {KILL, ERROR, DELAY}
    assert point.side in (LAPTOP, SERVER)


def test_a_function_that_is_gone_is_noticed() -> None:
    with pytest.raises(AttributeError):
        place_of("app.sync.absorb:swallow")


def test_both_sides_have_a_dozen_places_of_their_own() -> None:
    sides = [point.side for point in BY_NAME.values()]
    assert min(sides.count(LAPTOP), sides.count(SERVER)) >= 12
    assert len(BY_NAME) == len(POINTS)


def test_everything_has_its_turn_before_anything_has_another() -> None:
    for deck in (TRIES, sorted(KINDS)):
        assert sorted(map(str, (turn(deck, number) for number in range(len(deck))))) == sorted(map(str, deck))


def test_a_place_strikes_when_it_was_passed_so_often_and_once(tmp_path: Path) -> None:
    arms = Arms(tmp_path / "arms")
    trigger = Trigger(arms)
    place = BY_NAME["laptop.logged"]
    arms.arm(place, ERROR, 2)
    trigger.passing("laptop.commit")
    trigger.passing(place.name)
    with pytest.raises(OSError, match="on purpose"):
        trigger.passing(place.name)
    trigger.passing(place.name)
    assert arms.struck() == {"laptop.logged:error": 1}


def test_results_add_up_and_say_what_never_happened(tmp_path: Path) -> None:
    tally = Tally(tmp_path / "runs.jsonl")
    one, other = Outcome(0, "sqlite"), Outcome(1, "postgresql")
    one.points["server.born:kill"] += 1
    other.points["server.born:error"] += 2
    other.lost.append("samira.1.1.")
    tally.add(one)
    assert Figures(tally.runs()).good(every=False)
    assert not Figures(tally.runs()).good(every=True)
    tally.add(other)
    figures = Figures(tally.runs())
    assert figures.by_point == {"server.born": 3}
    assert "server.born" not in figures.missed()
    assert not figures.good(every=False)
    assert figures.last(every=False).startswith("FAULTS MISS runs=2 lost=1 stuck=0 unopened=0 wrong=0 points=1/")
