"""Opening and closing the program: every way it can go wrong is a sentence, and nothing is ever made over what is there."""

import json
import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from app.actions.caseload import caseload
from app.actions.families import NewFamily, new_family
from app.actions.family_page import family_page
from app.actions.opening import check_store, first_start, lock, strong_enough, unlock
from app.actions.planning import add_goal
from app.errors import UserProblem
from app.paths import Home
from app.store.declarations import FACT, digests
from app.store.keyfile import FLOOR, NAMES
from app.store.workspace import Workspace
from app.sync.server_link import ServerLink
from tests.fakes import FakeClock, Line
from tests.world import ADDRESS, World

WORDS = "molen kaas tulp klomp fiets"


@pytest.fixture
def link(town: World) -> ServerLink:
    """A line to the municipality for a laptop that it does not know yet."""
    return ServerLink(ADDRESS, transport=Line(town.server))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Where the worker's data will lie."""
    return Home(tmp_path / "laptop")


@pytest.fixture
def enrolled(home: Home, town: World, link: ServerLink) -> Home:
    """A laptop with one family, locked."""
    workspace = begin(home, town, link)
    new_family(workspace, NewFamily("Gezin De Wit", "Fatma"))
    lock(workspace)
    return home


def begin(home: Home, town: World, link: ServerLink) -> Workspace:
    return first_start(home, link, town.code("Samira"), WORDS, FakeClock(), FLOOR)


def files(home: Home) -> dict[str, bytes]:
    return {str(file.relative_to(home.folder)): file.read_bytes() for file in home.folder.rglob("*") if file.is_file()}


def refused(home: Home, key: str, passphrase: str = WORDS) -> None:
    """Opening is refused with this problem, and not one byte changes."""
    before = files(home)
    with pytest.raises(UserProblem, match=key):
        unlock(home, passphrase, FakeClock())
    after = files(home)
    assert {name: content for name, content in after.items() if not name.endswith(("-shm", "-wal"))} == before


def test_what_was_made_is_there_with_the_passphrase_after_a_restart(enrolled: Home) -> None:
    workspace = unlock(enrolled, WORDS, FakeClock())
    assert [line.name for line in caseload(workspace)] == ["Gezin De Wit"]
    assert workspace.identity.worker_name == "Samira"
    check_store(workspace)
    lock(workspace)


def test_nothing_that_was_written_can_be_read_in_a_file(enrolled: Home) -> None:
    for content in files(enrolled).values():
        assert b"De Wit" not in content
        assert b"Fatma" not in content


def test_a_wrong_passphrase_is_refused(enrolled: Home) -> None:
    refused(enrolled, "wrong_passphrase", f"{WORDS}s")


def test_a_missing_key_file_is_mended_from_its_copy_and_refused_without_one(enrolled: Home) -> None:
    (enrolled.vault / NAMES[0]).unlink()
    lock(unlock(enrolled, WORDS, FakeClock()))
    assert (enrolled.vault / NAMES[0]).is_file()
    for name in NAMES:
        (enrolled.vault / name).unlink()
    refused(enrolled, "keyfile_missing")


@pytest.mark.parametrize(
    ("damage", "key"),
    [
        (lambda store: store.unlink(), "store_missing"),
        (lambda store: store.write_bytes(b""), "store_missing"),
        (lambda store: store.write_bytes(store.read_bytes()[:5000]), "store_damaged"),
        (lambda store: store.write_bytes(b"x" * store.stat().st_size), "store_damaged"),
        (lambda store: store.write_bytes(b"SQLite format 3\x00" + bytes(4080)), "store_not_encrypted"),
    ],
)
def test_a_store_that_is_gone_or_damaged_is_refused_and_left_as_it_is(enrolled: Home, damage: object, key: str) -> None:
    assert callable(damage)
    damage(enrolled.store)
    refused(enrolled, key)


def test_a_store_of_a_newer_program_is_refused(enrolled: Home) -> None:
    workspace = unlock(enrolled, WORDS, FakeClock())
    with workspace.engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    lock(workspace)
    refused(enrolled, "store_newer_version")


def test_a_first_start_never_goes_over_what_lies_there(enrolled: Home, town: World, link: ServerLink) -> None:
    before = files(enrolled)
    with pytest.raises(UserProblem, match="store_exists"):
        begin(enrolled, town, link)
    assert files(enrolled) == before


@pytest.mark.logs("enrol.refused")
def test_a_code_works_once(enrolled: Home, town: World, link: ServerLink, tmp_path: Path) -> None:
    code = town.code("Joost")
    lock(first_start(Home(tmp_path / "one"), link, code, WORDS, FakeClock(), FLOOR))
    other = Home(tmp_path / "other")
    with pytest.raises(UserProblem):
        first_start(other, link, code, WORDS, FakeClock(), FLOOR)
    assert not other.enrolled


def test_without_a_network_nothing_is_made_and_the_code_still_works(home: Home, town: World) -> None:
    line = Line(town.server, cut=True)
    link = ServerLink(ADDRESS, transport=line)
    code = town.code("Samira")
    with pytest.raises(UserProblem, match="server_unreachable"):
        first_start(home, link, code, WORDS, FakeClock(), FLOOR)
    assert not home.enrolled
    line.cut = False
    lock(first_start(home, link, code, WORDS, FakeClock(), FLOOR))
    assert home.enrolled


def test_a_first_start_that_was_interrupted_leaves_nothing_that_looks_like_a_store(enrolled: Home, town: World, link: ServerLink) -> None:
    half = Home(enrolled.folder.with_name("half"))
    making = half.vault.with_name(f"{half.vault.name}.nieuw")
    shutil.copytree(enrolled.vault, making)
    (making / enrolled.store.name).unlink()
    assert not half.enrolled
    lock(begin(half, town, link))
    assert [folder.name for folder in half.folder.iterdir()] == [half.vault.name]


@pytest.mark.parametrize("words", ["een", "a" * 40, "een een een een een", "Welkom01"])
def test_a_passphrase_that_is_guessed_in_days_is_refused_before_the_code_is_used(home: Home, town: World, words: str) -> None:
    line = Line(town.server)
    with pytest.raises(UserProblem, match="passphrase_weak"):
        first_start(home, ServerLink(ADDRESS, transport=line), town.code("Samira"), words, FakeClock(), FLOOR)
    assert line.requests == []
    assert not home.enrolled


def test_five_words_or_twenty_characters_are_enough() -> None:
    assert strong_enough(WORDS)
    assert strong_enough("correcthorsebatterystaple")


def goals_without_their_row(home: Home, declared: bytes | None) -> int:
    """Lose the row of the only goal, say which declarations the rows were written by, and count the goals after opening again."""
    workspace = unlock(home, WORDS, FakeClock())
    [line] = caseload(workspace)
    add_goal(workspace, line.family, "Wij eten samen.")
    with workspace.write() as writing:
        writing.tx.connection.execute(text("DELETE FROM goal"))
        if declared is not None:
            writing.put_meta(FACT, declared)
    lock(workspace)
    workspace = unlock(home, WORDS, FakeClock())
    goals = family_page(workspace, line.family).goals
    lock(workspace)
    return len(goals)


def test_rows_are_written_anew_from_the_log_when_a_record_was_declared_otherwise(enrolled: Home) -> None:
    assert goals_without_their_row(enrolled, json.dumps({**digests(), "goal": "otherwise"}).encode()) == 1


def test_rows_are_left_alone_when_nothing_was_declared_otherwise(enrolled: Home) -> None:
    assert goals_without_their_row(enrolled, None) == 0
