"""A damaged file and a disk that refuses: found, named for a person, and nothing lost."""

import resource
import secrets
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from app.errors import UserProblem
from app.store.copying import backup
from app.store.database import check_integrity, close_store, open_engine, unlocked
from app.store.disk import StorageGuard, storage_problem
from tests.store.notebook import KEY, notes, words_of

# ---------------------------------------------------------------- damage


def test_twenty_flipped_bits_are_all_found_and_none_gives_a_wrong_answer(closed: Path, capfd: pytest.CaptureFixture[str]) -> None:
    content = closed.read_bytes()
    bits = len(content) * 8
    for place in range(secrets.randbelow(bits // 20), bits, bits // 20):
        damaged = bytearray(content)
        damaged[place // 8] ^= 1 << place % 8
        closed.write_bytes(damaged)
        assert damage_found(closed) == "store_damaged", f"bit {place}"
    assert capfd.readouterr().err == ""  # SQLCipher's own log goes past ours


@pytest.mark.parametrize("cut", [1, 100, 4095, 4096, 4097, 40960])
def test_a_truncated_store_is_found(closed: Path, cut: int) -> None:
    closed.write_bytes(closed.read_bytes()[:-cut])
    assert damage_found(closed) == "store_damaged"


@pytest.mark.parametrize("left", [1, 16, 100, 4096])
def test_a_store_of_which_little_is_left_is_damaged_and_not_new(closed: Path, left: int) -> None:
    closed.write_bytes(closed.read_bytes()[:left])
    assert damage_found(closed) == "store_damaged"


def test_a_page_too_many_and_a_page_of_another_store_are_found(closed: Path, tmp_path: Path) -> None:
    content = closed.read_bytes()
    closed.write_bytes(content + bytes(4096))
    assert damage_found(closed) == "store_damaged"
    other = open_engine(tmp_path / "ander.db", KEY, create=True)
    with other.execution_options(writes=True).begin() as connection:
        connection.execute(text("CREATE TABLE note (id INTEGER PRIMARY KEY, words TEXT)"))
    close_store(other)
    closed.write_bytes(content[:4096] + (tmp_path / "ander.db").read_bytes()[4096:8192] + content[8192:])
    assert damage_found(closed) == "store_damaged"


def test_an_index_that_does_not_fit_its_table_is_found_and_never_backed_up(closed: Path) -> None:
    forger = unlocked(closed, KEY)  # with the key, past every guard: pages that are right, in a tree that is not
    forger.execute("CREATE INDEX first_notes ON note (id) WHERE id < 100")
    forger.execute("PRAGMA writable_schema=ON")
    forger.execute("UPDATE sqlite_master SET sql = 'CREATE INDEX first_notes ON note (id)' WHERE name = 'first_notes'")
    forger.close()
    engine = open_engine(closed, KEY)
    assert notes(engine) == 100
    with pytest.raises(UserProblem, match="store_damaged"):
        check_integrity(engine)
    with pytest.raises(UserProblem, match="backup_failed"):
        backup(engine, closed.parent / "kopie.db", KEY)
    assert not list(closed.parent.glob("kopie*"))
    engine.dispose()


def test_a_whole_store_is_found_whole_while_in_use(engine: Engine) -> None:
    check_integrity(engine)
    assert notes(engine) == 400


def damage_found(path: Path) -> str:
    """Open, read all and check; return the problem that a person would be told, after checking that nothing wrong was read."""
    try:
        engine = open_engine(path, KEY)
    except UserProblem as problem:
        return problem.key
    try:
        try:
            with StorageGuard(), engine.connect() as connection:
                words = connection.execute(text("SELECT id, words FROM note")).all()
            if any(said != words_of(number) for number, said in words):
                return "a wrong answer"
        except UserProblem as problem:
            if problem.key != "store_damaged":
                return problem.key
        check_integrity(engine)
    except UserProblem as problem:
        return problem.key
    finally:
        engine.dispose()
    return "not found"


# ---------------------------------------------------------------- the disk refuses


def leave_no_room(engine: Engine) -> None:
    """From now on the store of this engine may not grow by a page, on any of its connections."""

    def full(connection: object, _entry: ConnectionPoolEntry, _proxy: PoolProxiedConnection) -> None:
        assert hasattr(connection, "execute")
        connection.execute("PRAGMA max_page_count=1")  # SQLite takes the present size where that is more

    event.listen(engine, "checkout", full)


def test_a_full_disk_says_so_and_loses_nothing(engine: Engine, path: Path) -> None:
    leave_no_room(engine)
    with (
        pytest.raises(UserProblem, match="disk_full"),
        StorageGuard(),
        engine.execution_options(writes=True).begin() as connection,
    ):
        connection.execute(text("INSERT INTO note SELECT id + 1000, words FROM note"))
    assert notes(engine) == 400
    check_integrity(engine)
    close_store(engine)
    assert notes(open_engine(path, KEY)) == 400


def test_a_disk_that_takes_no_more_bytes_says_so_and_loses_nothing(engine: Engine, path: Path) -> None:
    room = path.with_name(f"{path.name}-wal").stat().st_size + 4096
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    writes = engine.execution_options(writes=True)
    try:
        with pytest.raises(UserProblem, match=r"disk_full|disk_error"), StorageGuard(), writes.begin() as connection:
            connection.execute(text("INSERT INTO note SELECT id + 1000, words FROM note"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert notes(engine) == 400
    check_integrity(engine)


def test_a_store_that_may_not_be_written_says_so(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only=ON")
        with pytest.raises(UserProblem, match="store_read_only"), StorageGuard():
            connection.execute(text("DELETE FROM note"))


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (OSError(28, "No space left on device"), "disk_full"),
        (PermissionError(13, "Permission denied"), "store_read_only"),
        (OSError(30, "Read-only file system"), "store_read_only"),
        (OSError(5, "Input/output error"), "disk_error"),
    ],
)
def test_what_the_system_refuses_has_a_name_for_a_person(error: OSError, key: str) -> None:
    problem = storage_problem(error)
    assert problem is not None
    assert problem.key == key


def test_an_error_that_is_not_of_the_disk_stays_what_it_is(engine: Engine) -> None:
    assert storage_problem(ValueError()) is None
    with StorageGuard(), engine.connect() as connection, pytest.raises(DBAPIError, match="syntax"):
        connection.exec_driver_sql("SELEKT")
