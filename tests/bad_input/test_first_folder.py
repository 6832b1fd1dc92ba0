"""The first start in a folder that cannot be used: a sentence with the folder in it, nothing made, and the code still good."""

import ctypes
import multiprocessing
import os
import resource
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from app.actions.opening import first_start, lock, unlock
from app.errors import UserProblem
from app.paths import Home, data_folder
from app.store.keyfile import FLOOR
from app.sync.server_link import ServerLink
from app.texts import problem_text
from tests.fakes import FakeClock, Line
from tests.store.old_file import WORDS, Municipality
from tests.world import ADDRESS, World

NOBODY = 65_534
CAPABILITIES_V3, READ_AND_SEARCH = 0x20080522, 1 << 2
"""Of Linux: how capset is asked, and the right to read whatever there is."""
KEYS = ("", "a fault", "home_not_usable", "home_no_room", "open_read_only", "store_exists", "copy_not_saved")


def in_a_process(work: Callable[[], object], *before: Callable[[], object]) -> str:
    """Do the work in a process of its own, after what it may do no more; return the key of its problem."""
    child = multiprocessing.get_context("spawn").Process(target=told, args=(work, *before))
    child.start()
    child.join()
    assert child.exitcode is not None
    return KEYS[child.exitcode]


def told(work: Callable[[], object], *before: Callable[[], object]) -> None:
    """Do the work and end with the number of its problem."""
    for one in before:
        one()
    try:
        work()
    except UserProblem as problem:
        sys.exit(KEYS.index(problem.key))


def leave_room(size: int) -> None:
    """Let no file of this process grow past so many bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def become_nobody() -> None:
    """Give up the rights of root, for whom no folder is closed."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def become_a_reader() -> None:
    """Become nobody who may still look everywhere: the project itself may lie in the folder of root."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setresuid(0, NOBODY, NOBODY)  # as root it is asked what it may (access), as nobody it does it
        header, rights = (ctypes.c_uint32 * 2)(CAPABILITIES_V3, 0), (ctypes.c_uint32 * 6)(READ_AND_SEARCH, READ_AND_SEARCH)
        assert ctypes.CDLL(None).capset(header, rights) == 0


def start(home: Home) -> None:
    """Start for the first time and close again."""
    lock(first_start(home, Municipality(), "none", WORDS, FakeClock(), FLOOR))


def refuse_enrolled(home: Home) -> None:
    """Do what a first start does first."""
    if home.enrolled:
        raise UserProblem("store_exists")


@pytest.fixture
def closed() -> Iterator[Path]:
    """A folder that everybody may read, and in which nobody but root may write; those of pytest are closed to others."""
    with tempfile.TemporaryDirectory() as kept:
        Path(kept).chmod(0o755)
        folder = Path(kept) / "gesloten"
        folder.mkdir()
        folder.chmod(0o555)
        yield folder
        for one in (folder, *folder.rglob("*")):
            one.chmod(0o700)


@pytest.mark.parametrize(
    "where", ["bestand/laptop", "bestand", f"{'x' * 300}/laptop", "/".join(["x" * 200] * 30), "/".join(["ő" * 90] * 3), "/proc/laptop"]
)
def test_a_folder_that_cannot_be_is_said_before_the_code_is_used(tmp_path: Path, where: str) -> None:
    (tmp_path / "bestand").write_text("x")
    town = World(tmp_path)
    line = Line(town.server)
    home = Home(tmp_path / where)
    assert not home.enrolled
    with pytest.raises(UserProblem, match="home_not_usable") as caught:
        first_start(home, ServerLink(ADDRESS, transport=line), town.code("Samira"), WORDS, FakeClock(), FLOOR)
    assert str(home.folder) in problem_text(caught.value)
    assert line.requests == []
    assert not home.enrolled
    town.close()


def test_a_folder_of_somebody_else_is_said_and_nothing_is_made(closed: Path) -> None:
    assert in_a_process(partial(start, Home(closed)), become_nobody) == "home_not_usable"
    assert list(closed.iterdir()) == []


def test_a_full_disk_is_said_before_the_code_is_used_and_nothing_is_left(tmp_path: Path) -> None:
    home = Home(tmp_path / "laptop")
    assert in_a_process(partial(start, home), partial(leave_room, 1_000_000)) == "home_no_room"
    assert list(home.folder.iterdir()) == []
    start(home)


def test_a_store_in_a_folder_that_became_read_only_is_said_and_not_one_byte_changes(closed: Path) -> None:
    closed.chmod(0o755)
    home = Home(closed / "laptop")
    start(home)
    inside = [*home.folder.rglob("*")]
    before = {one: one.read_bytes() for one in inside if one.is_file()}
    for one in (*inside, home.folder):
        one.chmod(0o555 if one.is_dir() else 0o444)
    hers = os.getuid() != 0  # her own program may give her the rights on her own files back, and does
    assert in_a_process(partial(unlock, home, WORDS, FakeClock()), become_a_reader) == ("" if hers else "open_read_only")
    assert hers or {one: one.read_bytes() for one in home.folder.rglob("*") if one.is_file()} == before


def test_a_folder_that_may_not_be_looked_into_is_never_taken_for_a_new_laptop(closed: Path) -> None:
    closed.chmod(0o755)
    home = Home(closed / "laptop")
    start(home)
    home.folder.chmod(0o000)
    assert in_a_process(partial(refuse_enrolled, home), become_nobody) == "store_exists"


def test_a_name_with_spaces_letters_of_everywhere_and_signs_of_addresses_is_a_name(tmp_path: Path) -> None:
    home = Home(tmp_path / "Mijn map" / "Łódź ’s ochtends" / "50% ? #1 & a=b" / ("x" * 150))
    start(home)
    lock(unlock(home, WORDS, FakeClock()))
    assert [one.name for one in home.folder.iterdir()] == ["kluis"]


def test_a_setting_for_the_folder_is_always_read_from_the_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for said, folder in (("~/kt", tmp_path / "kt"), ("kt", tmp_path / "kt"), (f" {tmp_path}/a/../kt ", tmp_path / "kt")):
        monkeypatch.setenv("KEUKENTAFEL_DATA", said)
        assert data_folder() == folder
    for said in ("", "  "):
        monkeypatch.setenv("KEUKENTAFEL_DATA", said)
        assert data_folder().name == "keukentafel"
