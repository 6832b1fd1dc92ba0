"""On a real X display, with the program in a process of its own, a screen reader unlocks it, reads names and ticks a box."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.actions.families import NewFamily, new_family
from app.actions.family_page import family_page
from app.actions.opening import first_start, lock, unlock
from app.actions.planning import add_action, add_goal, new_action
from app.clock import SystemClock
from app.domain.records.plan import Action, ActionStatus, Doer
from app.paths import Home
from app.store.keyfile import FLOOR
from app.sync.server_link import ServerLink
from tests.fakes import Line
from tests.world import ADDRESS, World

WORDS = "molen kaas tulp klomp fiets"
FAMILY = "Gezin Łukasiewicz"
WHAT = "Samen de tafel dekken"
BUS = next((one for one in ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher") if Path(one).exists()), "")
PLAY = """
openbox & {bus} --launch-immediately &
{python} -m ui.desktop & program=$!
/usr/bin/python3 {reader} "$1" "$2" "$3"; kill $program; wait $program 2>/dev/null; exit 0
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A laptop with one family, one goal and one action, locked; its server is out of reach."""
    world = World(tmp_path)
    home = Home(tmp_path / "laptop")
    workspace = first_start(home, ServerLink(ADDRESS, transport=Line(world.server)), world.code("Samira"), WORDS, SystemClock(), FLOOR)
    family = new_family(workspace, NewFamily(FAMILY, "Małgorzata"))
    action = new_action(workspace, add_goal(workspace, family, "Samen eten"))
    add_action(workspace, family, Action(id=action.id, goal=action.goal, what=WHAT, doer=Doer(name="Małgorzata")))
    lock(workspace)
    world.close()
    return home


def read_aloud(home: Home) -> dict[str, Any]:
    """Let the program run and a screen reader use it; returns what the reader found."""
    needed = ("xvfb-run", "dbus-run-session", "openbox")
    assert [one for one in needed if shutil.which(one) is None] == [], "see resources/debian-packages-test.txt"
    assert BUS, "at-spi2-core is missing: see resources/debian-packages-test.txt"
    script = PLAY.format(bus=BUS, python=sys.executable, reader=Path(__file__).with_name("reader.py"))
    env = {
        **{name: value for name, value in os.environ.items() if name not in ("QT_QPA_PLATFORM", "DISPLAY", "DBUS_SESSION_BUS_ADDRESS")},
        "KEUKENTAFEL_DATA": str(home.folder),
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "XDG_RUNTIME_DIR": str(home.folder.parent),
    }
    command = ["xvfb-run", "-a", "-s", "-screen 0 1366x768x24", "dbus-run-session", "--", "sh", "-c", script, "sh", WORDS, FAMILY, WHAT]
    played = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=False)
    lines = [line for line in played.stdout.splitlines() if line.startswith("{")]
    assert lines, played.stderr[-2000:]
    found: dict[str, Any] = json.loads(lines[-1])
    return found


def test_a_screen_reader_unlocks_reads_names_and_ticks_a_box(home: Home) -> None:
    found = read_aloud(home)
    assert found["left"] == 0, found
    assert WHAT in found["box"]
    assert (found["before"], found["after"]) == (False, True)
    assert found["nameless"] == []
    assert len(found["tabs"]) == 5
    workspace = unlock(home, WORDS, SystemClock())
    page = family_page(workspace, next(iter(states(workspace))))
    assert [action.status for view in page.goals for action in view.actions] == [ActionStatus.DONE]
    lock(workspace)


def states(workspace: Any) -> list[bytes]:
    """Return the families of a laptop."""
    with workspace.read() as reading:
        return [state.stream for state in reading.states()]
