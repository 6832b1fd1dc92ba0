"""The store at work: readers and writers beside each other, closing, and backups."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from app.domain.record import Id
from app.errors import ProgramFault, UserProblem
from app.store.copying import backup
from app.store.database import LASTING, check_integrity, close_store, open_engine, raw
from app.store.place import place_of
from tests.store.notebook import KEY, MARKER, OTHER, notes, problem_at_opening, refused

# ---------------------------------------------------------------- transactions


def test_a_reader_does_not_hold_the_place_of_a_writer(engine: Engine) -> None:
    with engine.connect() as reader:
        assert reader.execute(text("SELECT count(*) FROM note")).scalar() == 400
        with engine.execution_options(writes=True).begin() as writer:
            writer.execute(text("DELETE FROM note WHERE id = 1"))
        assert reader.execute(text("SELECT count(*) FROM note")).scalar() == 400
    assert notes(engine) == 399


def test_what_is_written_is_kept_as_what_it_is(engine: Engine) -> None:
    given: tuple[object, ...] = (b"", bytes(3), Id(bytes(16)), None, "", 0)
    with raw(engine) as connection:
        kinds = [connection.execute("SELECT typeof(?), ?", (one, one)).fetchone() for one in given]
    assert kinds == [("blob", b""), ("blob", bytes(3)), ("blob", bytes(16)), ("null", None), ("text", ""), ("integer", 0)]


def test_who_writes_waits_for_the_disk_unless_it_says_itself_that_it_does_not(engine: Engine) -> None:
    waits = []
    for options in ({}, {LASTING: False}, {}, {LASTING: False}, {LASTING: False}, {LASTING: True}):  # all by one connection
        with engine.execution_options(writes=True, **options).begin() as writer:
            waits.append(writer.exec_driver_sql("PRAGMA synchronous").scalar())
    assert waits == [2, 1, 2, 1, 1, 2]


def test_a_writer_that_fails_leaves_nothing_behind(engine: Engine) -> None:
    with engine.execution_options(writes=True).connect() as connection:
        connection.execute(text("DELETE FROM note"))
        with pytest.raises(DBAPIError):
            connection.execute(text("INSERT INTO nowhere VALUES (1)"))
    assert notes(engine) == 400


def test_four_writers_and_two_readers_lose_nothing(engine: Engine) -> None:
    def write(worker: int) -> int:
        for turn in range(25):
            with engine.execution_options(writes=True).begin() as connection:
                top = connection.execute(text("SELECT max(id) FROM note")).scalar_one()
                connection.execute(text("INSERT INTO note VALUES (:id, :words)"), {"id": top + 1, "words": f"{worker}/{turn}"})
        return 25

    def read(_: int) -> int:
        seen = [notes(engine) for _turn in range(25)]
        assert seen == sorted(seen)
        return 0

    with ThreadPoolExecutor(6) as pool:
        written = [*pool.map(write, range(4)), *pool.map(read, range(2))]
    assert notes(engine) == 400 + sum(written)


def test_who_waits_to_write_goes_before_who_has_just_written(engine: Engine) -> None:
    order: list[str] = []
    line = place_of(engine).line

    def wait_and_write() -> None:
        with engine.execution_options(writes=True).begin():
            order.append("who waited")

    with ThreadPoolExecutor(1) as pool:
        with engine.execution_options(writes=True).begin():
            waiting = pool.submit(wait_and_write)
            while not line.locked():
                pass
        with engine.execution_options(writes=True).begin():
            order.append("who had written")
        waiting.result()
    assert order == ["who waited", "who had written"]


def test_however_a_writer_ends_the_next_one_has_its_turn_at_once(engine: Engine) -> None:
    place, writes = place_of(engine), engine.execution_options(writes=True)
    free: list[bool] = []
    with writes.begin():
        assert place.turn.locked()
    free.append(not place.turn.locked())
    with pytest.raises(ZeroDivisionError), writes.begin():
        raise ZeroDivisionError
    free.append(not place.turn.locked())
    with raw(engine), writes.connect() as connection:
        for _ in range(2):  # twice on one connection, and it waits for nobody
            with connection.begin():
                connection.execute(text("DELETE FROM note WHERE id = 1"))
        connection.begin()
        connection.invalidate()
    free.append(not place.turn.locked())
    with raw(engine) as other:
        other.execute("PRAGMA busy_timeout=0")
        other.execute("BEGIN IMMEDIATE")
        with writes.connect() as connection:
            connection.connection.cursor().execute("PRAGMA busy_timeout=0")
            with pytest.raises(dbapi2.OperationalError):
                connection.begin()
        free.append(not place.turn.locked())
        other.rollback()
    assert free == [True] * 4
    assert notes(engine) == 399


def test_a_turn_that_is_not_given_back_delays_the_next_writer_and_does_not_stop_it(engine: Engine) -> None:
    place_of(engine).patience_s = 0.01
    place_of(engine).turn.acquire()
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("DELETE FROM note WHERE id = 1"))
    assert notes(engine) == 399


# ---------------------------------------------------------------- closing and backup


def test_a_closed_store_is_one_file_that_holds_everything(engine: Engine, path: Path) -> None:
    close_store(engine)
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert notes(open_engine(path, KEY)) == 400


def test_closing_moves_everything_into_the_file_also_when_another_program_looks_on(engine: Engine, path: Path) -> None:
    other = open_engine(path, KEY)
    assert notes(other) == 400
    close_store(engine)
    assert path.with_name(f"{path.name}-wal").stat().st_size == 0
    other.dispose()


def test_a_store_in_use_is_not_closed(engine: Engine) -> None:
    with engine.connect(), pytest.raises(ProgramFault):
        close_store(engine)
    assert notes(engine) == 400


def test_a_backup_is_an_encrypted_store_of_its_own(engine: Engine, path: Path) -> None:
    copy = backup(engine, path.parent / "reserve" / "kopie.db", KEY)
    assert [file.name for file in copy.parent.iterdir()] == [copy.name]
    assert MARKER.encode() not in copy.read_bytes()
    assert problem_at_opening(copy, OTHER) == "store_damaged"
    opened = open_engine(copy, KEY)
    assert notes(opened) == 400
    close_store(opened)
    refused(engine, f"ATTACH DATABASE '{copy}' AS again")


def test_a_backup_made_while_others_write_is_one_moment_of_the_store(engine: Engine, path: Path) -> None:
    written = Event()

    def write() -> None:
        while not written.is_set():
            with engine.execution_options(writes=True).begin() as connection:
                connection.execute(text("INSERT INTO note SELECT max(id) + 1, 'more' FROM note"))

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        try:
            for turn in range(4):
                backup(engine, path.parent / f"kopie{turn}.db", KEY)
        finally:
            written.set()
        writing.result()
    check_integrity(engine)


def test_a_backup_replaces_an_older_one_and_a_draft_left_by_a_crash(engine: Engine, path: Path) -> None:
    target = path.parent / "kopie.db"
    target.write_bytes(b"older")
    target.with_name("kopie.db.nieuw").write_bytes(b"half")
    opened = open_engine(backup(engine, target, KEY), KEY)
    assert notes(opened) == 400
    close_store(opened)


def test_a_backup_that_cannot_be_proven_is_not_kept(closed: Path) -> None:
    content = bytearray(closed.read_bytes())
    content[20 * 4096 + 7] ^= 1
    closed.write_bytes(content)
    engine = open_engine(closed, KEY)
    target = closed.parent / "kopie.db"
    target.write_bytes(b"older")
    with pytest.raises(UserProblem, match="store_damaged"):
        backup(engine, target, KEY)
    engine.dispose()
    assert target.read_bytes() == b"older"
    assert sorted(file.name for file in closed.parent.iterdir()) == ["keukentafel.db", "kopie.db"]


def test_a_backup_under_a_key_that_does_not_fit_is_not_kept(engine: Engine, path: Path) -> None:
    with pytest.raises(UserProblem, match="store_damaged"):
        backup(engine, path.parent / "kopie.db", OTHER)
    assert not (path.parent / "kopie.db").exists()
