"""That the worked example of CONTRIBUTING is true: one line and a migration, and nothing of an older laptop is lost."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.actions.families import NewFamily, new_family
from app.actions.opening import first_start, lock
from app.actions.planning import add_goal
from app.changelog.change import Cell
from app.domain.records import SCHEMA
from app.paths import Home
from app.store import tables
from app.store.keyfile import FLOOR
from app.sync.round import sync_once
from app.sync.server_link import ServerLink
from tests.after_the_field import FIELD, WORDS
from tests.fakes import FakeClock, Line
from tests.world import ADDRESS, World

ROOT = Path(__file__).parent.parent
PATCH = ROOT / "docs" / "examples" / "add-a-field.patch"
NEEDED = ("app", "resources", *(f"tests/{name}.py" for name in ("__init__", "after_the_field", "builders", "fakes", "ready_made", "world")))
SAID = "Ik wil buiten spelen."


@pytest.fixture
def patched(tmp_path: Path) -> Path:
    """The tree of the next version: this one with the patch applied and its texts compiled."""
    tree = tmp_path / "next"
    for name in NEEDED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__", "fonts", "LC_MESSAGES"))
        else:
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tree / name)
    subprocess.run(
        ["git", "apply", "--recount", str(PATCH)], cwd=tree, check=True, env={**os.environ, "GIT_CEILING_DIRECTORIES": str(tmp_path)}
    )
    subprocess.run([sys.executable, "resources/locale/build.py"], cwd=tree, check=True)
    return tree


def leave_an_old_laptop(folder: Path) -> tuple[Path, Path, Path]:
    """Let this version make a laptop, a colleague's laptop and a server on which a field of the next version arrived already."""
    (folder / "town").mkdir()
    town = World(folder / "town")
    joost = town.device("Joost")
    line = Line(town.server)
    home = Home(folder / "laptop")
    samira = first_start(home, ServerLink(ADDRESS, transport=line), town.code("Samira"), WORDS, FakeClock(), FLOOR)
    link = ServerLink(ADDRESS, samira.identity.token, line)
    family = new_family(samira, NewFamily("Gezin De Wit", "Fatma"))
    goal = add_goal(samira, family, "Wij spelen vaker.")
    sync_once(samira, link)
    town.grant(family, "Joost")
    joost.sync()
    joost.choose(family, Cell("goal", goal, FIELD), json.dumps(SAID).encode())
    joost.sync()
    sync_once(samira, link)
    with samira.read() as reading:
        [parked] = reading.tx.connection.execute(select(tables.log_tables.parked)).mappings()
    assert (parked["record"], parked["grp"]) == ("goal", FIELD)
    link.close()
    lock(samira)
    town.close()
    return home.folder, town.database, joost.path


def test_the_example_adds_one_line_to_a_record_and_one_step_to_each_side() -> None:
    added = re.findall(r"^\+\+\+ b/(\S+)|^\+(?!\+\+ )(.*)$", PATCH.read_text(encoding="utf-8"), re.MULTILINE)
    lines: dict[str, list[str]] = {}
    for file, line in added:
        lines.setdefault(file, []) if file else lines[list(lines)[-1]].append(line)
    assert [line.strip() for line in lines.pop("app/domain/records/plan.py")] == [
        f'{FIELD}: str = long_text(default="", paper=Paper.NEVER, since={SCHEMA + 1})'
    ]
    assert lines.pop("app/domain/records/__init__.py") == [f"SCHEMA = {SCHEMA + 1}"]
    assert f'msgid "goal.{FIELD}"' in lines.pop("resources/locale/nl/record.po")
    assert sorted(lines) == [f"app/{side}/migrations/versions/0005_{FIELD}.py" for side in ("server", "store")]


def test_contributing_shows_this_example() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert "docs/examples/add-a-field.patch" in text
    [line] = [line[1:].strip() for line in PATCH.read_text(encoding="utf-8").splitlines() if line.startswith(f"+    {FIELD}")]
    assert line in text


def test_after_the_upgrade_the_field_has_what_came_before_it_and_can_be_written_and_sent(tmp_path: Path, patched: Path) -> None:
    places = leave_an_old_laptop(tmp_path)
    command = [sys.executable, "-m", "tests.after_the_field", *map(str, places)]
    ended = subprocess.run(command, cwd=patched, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    found: dict[str, Any] = json.loads(ended.stdout)
    assert found == {
        "schema": SCHEMA + 1,
        "parked_before": [SAID],
        "colleague_before": [SAID],
        "server_before": [SAID],
        "differences": [],
        "backup": True,
        "colleague_after": ["Ik wil ook zwemmen."],
        "still_parked": 0,
    }
