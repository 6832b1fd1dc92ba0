"""What an upgrade may do to a store of before, and how long its copy from before stays."""

import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from app.actions.opening import check_store, lock, unlock
from app.errors import UserProblem
from app.paths import VAULT, Home
from app.store.migrate import backup_path
from app.store.reserve import KEPT, RESERVE
from app.store.workspace import Workspace
from tests.fakes import START, FakeClock
from tests.house_rules import ROOT
from tests.store.cut_upgrade import VERSIONS
from tests.store.old_file import FILES, WORDS
from tests.ui.table import begin_family
from tests.world import World


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A laptop on which the first version was the last to run."""
    shutil.copytree(FILES / VERSIONS[0], tmp_path / "laptop")
    return Home(tmp_path / "laptop")


@pytest.fixture
def town(tmp_path: Path) -> World:
    """A municipality with its server."""
    return World(tmp_path)


def files(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def kept(home: Home) -> list[str]:
    folder = home.vault / RESERVE
    return sorted(file.name for file in folder.iterdir()) if folder.is_dir() else []


def test_an_upgrade_that_is_cut_off_anywhere_leaves_the_old_store_or_the_new_one() -> None:
    """In a process of its own, for it forks and kills; RUNS=100 for the whole measure."""
    command = [sys.executable, "-m", "tests.store.cut_upgrade", os.environ.get("RUNS", "3")]
    ended = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert ended.stdout.startswith("cut_upgrade runs=")


def newer(home: Home, *statements: str) -> Path:
    """Let a newer program write in the store and be killed; return the folder as it left it, with its write-ahead log."""
    workspace = unlock(home, WORDS, FakeClock())
    with workspace.engine.execution_options(writes=True).begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    killed = home.folder.with_name("killed")
    shutil.copytree(home.folder, killed, ignore=shutil.ignore_patterns("*-shm"))
    lock(workspace)
    return killed


@pytest.mark.parametrize("statement", ["UPDATE alembic_version SET version_num = '9999'", "PRAGMA user_version = 2"])
def test_a_newer_store_is_refused_and_not_one_byte_of_it_changes_also_in_its_log(home: Home, statement: str) -> None:
    killed = Home(newer(home, statement))
    before = files(killed.folder)
    assert before[f"{VAULT}/gezinnen.db-wal"]
    for _ in range(2):
        with pytest.raises(UserProblem, match="store_newer_version"):
            unlock(killed, WORDS, FakeClock())
        after = files(killed.folder)
        after.pop(f"{VAULT}/gezinnen.db-shm", None)
        assert after == before


def opened(home: Home, later: timedelta = timedelta()) -> Workspace:
    """Open the store, and let every page of it be read, so much later."""
    clock = FakeClock()
    clock.moment = START + later
    workspace = unlock(home, WORDS, clock)
    [copy] = (home.vault / RESERVE).iterdir()
    os.utime(copy, (START.timestamp(), START.timestamp()))
    return workspace


def test_the_copy_from_before_stays_for_a_month_in_which_the_store_is_whole(home: Home) -> None:
    name = backup_path(home.store, "0001").name
    for later in (timedelta(), KEPT - timedelta(hours=1)):
        workspace = opened(home, later)
        check_store(workspace)
        assert kept(home) == [name]
        lock(workspace)
    workspace = opened(home, KEPT)
    assert kept(home) == [name]
    check_store(workspace)
    assert kept(home) == []
    lock(workspace)


def test_the_copy_from_before_stays_when_the_store_is_not_whole(home: Home) -> None:
    workspace = opened(home, KEPT * 2)
    with home.store.open("ab") as file:
        file.write(bytes(4096))
    with pytest.raises(UserProblem, match="store_damaged"):
        check_store(workspace)
    assert len(kept(home)) == 1
    workspace.engine.dispose()


def test_a_family_that_leaves_the_laptop_leaves_the_copies_from_before_too(town: World) -> None:
    device = town.device("Samira")
    family = begin_family(device)[0]
    device.sync()
    town.grant(family, "Joost")
    copies = [device.path.parent / RESERVE / name for name in ("a-0001.db", "a-0002.db.nieuw")]
    copies[0].parent.mkdir()
    for copy in copies:
        copy.write_bytes(b"x")
    device.sync()
    assert all(copy.exists() for copy in copies)
    town.revoke(family, "Samira")
    town.settle(3)
    assert device.state(family) == ""
    assert not any(copy.exists() for copy in copies)
    town.close()
