"""Every way in which SQLCipher fails open, and what this store does instead."""

import logging
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from app.errors import ProgramFault, UserProblem
from app.store.copying import backup
from app.store.database import close_store, open_engine, raw
from app.store.disk import StorageGuard
from app.store.keyfile import StoreKey
from tests.store.notebook import KEY, MARKER, OTHER, notes, problem_at_opening, refused

# ---------------------------------------------------------------- encrypted, always


def test_the_standard_library_cannot_open_a_store(closed: Path) -> None:
    plain = sqlite3.connect(closed)
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        plain.execute("SELECT count(*) FROM sqlite_master")
    plain.close()


def test_no_file_of_a_store_in_use_holds_a_plain_word(engine: Engine, path: Path) -> None:
    assert notes(engine) == 400
    found = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert {file.name for file in path.parent.iterdir()} == {path.name, f"{path.name}-wal", f"{path.name}-shm"}
    for form in (MARKER.encode(), MARKER.encode("utf-16-le"), MARKER.encode().hex().encode()):
        assert form not in found
    assert b"SQLite format 3" not in found


def test_a_new_store_is_encrypted_from_its_first_byte(path: Path) -> None:
    close_store(open_engine(path, KEY, create=True))
    assert path.stat().st_size > 0
    assert not path.read_bytes().startswith(b"SQLite format 3")
    assert problem_at_opening(path, OTHER) == "store_damaged"


def test_a_plain_database_is_refused_and_left_alone(path: Path) -> None:
    path.parent.mkdir()
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE note (id INTEGER)")
    plain.close()
    before = path.read_bytes()
    assert problem_at_opening(path) == "store_not_encrypted"
    assert path.read_bytes() == before


@pytest.mark.parametrize("raw", [b"", b"kort", bytes(31), bytes(33)])
def test_a_key_that_would_pass_for_a_passphrase_never_reaches_the_database(path: Path, raw: bytes) -> None:
    short = object.__new__(StoreKey)  # past the check of StoreKey itself: the door has its own
    object.__setattr__(short, "raw", raw)
    with pytest.raises(ProgramFault, match="64 hex"):
        open_engine(path, short, create=True)
    assert not path.exists()


def test_another_key_opens_nothing(closed: Path) -> None:
    assert problem_at_opening(closed, OTHER) == "store_damaged"


# ---------------------------------------------------------------- no other file, no plain copy


def test_no_other_file_can_be_attached(engine: Engine, tmp_path: Path) -> None:
    for key in ("", " KEY ''", " KEY 'open'"):
        refused(engine, f"ATTACH DATABASE '{tmp_path / 'plain.db'}' AS plain{key}")
    assert not (tmp_path / "plain.db").exists()


def test_the_store_cannot_be_exported(engine: Engine) -> None:
    refused(engine, "SELECT sqlcipher_export('main')")
    refused(engine, "SELECT SQLCipher_Export('main')")


def test_no_copy_is_made_but_by_the_backup(engine: Engine, tmp_path: Path) -> None:
    with raw(engine) as connection, pytest.raises(dbapi2.DatabaseError, match="authorization denied"):
        connection.execute(f"VACUUM INTO '{tmp_path / 'copy.db'}'")
    assert not (tmp_path / "copy.db").exists()


@pytest.mark.parametrize(
    "pragma",
    [
        "key='open'",
        "rekey='open'",
        "hexrekey='00'",
        "Temp_Store=FILE",
        "temp_store_directory='/var/tmp'",
        "cipher_plaintext_header_size=32",
        "cipher_memory_security=ON",
        "cipher_log='/tmp/log'",
        "trusted_schema=ON",
        "writable_schema=ON",
    ],
)
def test_the_guards_cannot_be_changed_after_opening(engine: Engine, pragma: str) -> None:
    refused(engine, f"PRAGMA {pragma}")


def test_every_connection_has_every_setting(engine: Engine) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "temp_store": 2, "secure_delete": 1, "trusted_schema": 0}
    lent = [engine.connect() for _ in range(4)]
    for connection in lent:
        assert {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted} == wanted
        connection.close()


def test_sorting_leaves_no_temporary_file(engine: Engine, path: Path) -> None:
    with engine.connect() as connection:
        connection.execute(text("SELECT a.words FROM note a, note b ORDER BY b.words, a.words LIMIT 5")).all()
        held = {link.readlink().name for link in Path("/proc/self/fd").iterdir() if link.is_symlink() and "etilqs" in str(link.readlink())}
    assert held == set()


# ---------------------------------------------------------------- logs and errors


def test_neither_error_nor_debug_log_tells_a_value(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="sqlalchemy")
    with engine.execution_options(writes=True).connect() as connection:
        connection.execute(text("SELECT words FROM note WHERE words > :words"), {"words": MARKER}).all()
        with pytest.raises(DBAPIError) as caught:
            connection.execute(text("INSERT INTO note VALUES (1, :words)"), {"words": MARKER})
    assert MARKER not in caplog.text
    assert MARKER not in str(caught.value)
    assert KEY.raw.hex() not in caplog.text + repr(engine) + str(engine.url)


# ---------------------------------------------------------------- missing, empty, foreign, newer


def test_a_missing_store_is_missing_and_not_new(path: Path) -> None:
    assert problem_at_opening(path) == "store_missing"
    assert not path.exists()


def test_an_emptied_store_is_missing_and_not_new(closed: Path) -> None:
    closed.write_bytes(b"")
    assert problem_at_opening(closed) == "store_missing"
    assert closed.read_bytes() == b""


def test_a_store_emptied_while_open_gives_no_empty_answers(engine: Engine, path: Path) -> None:
    close_store(engine)
    path.write_bytes(b"")
    with pytest.raises(UserProblem, match="store_damaged"):
        notes(engine)


def test_a_store_that_vanished_while_open_is_not_made_again(engine: Engine, path: Path) -> None:
    close_store(engine)
    path.unlink()
    with pytest.raises(UserProblem, match="store_gone"), StorageGuard():
        notes(engine)
    assert not path.exists()


def test_a_store_is_never_made_over_another(closed: Path) -> None:
    before = closed.read_bytes()
    assert problem_at_opening(closed, OTHER, create=True) == "store_exists"
    closed.write_bytes(b"")
    assert problem_at_opening(closed, OTHER, create=True) == "store_exists"
    closed.write_bytes(before)
    assert notes(open_engine(closed, KEY)) == 400


def test_making_a_store_that_was_cut_off_begins_again(path: Path) -> None:
    path.parent.mkdir()
    path.with_name(f"{path.name}.nieuw").write_bytes(b"half")
    close_store(open_engine(path, KEY, create=True))
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(("pragma", "problem"), [("application_id=7", "store_damaged"), ("user_version=2", "store_newer_version")])
def test_an_encrypted_file_that_is_no_store_of_this_program_is_refused(engine: Engine, path: Path, pragma: str, problem: str) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql(f"PRAGMA {pragma}")
    close_store(engine)
    before = path.read_bytes()
    assert problem_at_opening(path) == problem
    assert path.read_bytes() == before


# ---------------------------------------------------------------- rights


def test_only_this_worker_may_touch_any_file_of_the_store(engine: Engine, path: Path) -> None:
    copy = backup(engine, path.parent / "reserve" / "kopie.db", KEY)
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert copy.parent.stat().st_mode & 0o777 == 0o700
    files = [file for file in path.parent.rglob("*") if file.is_file()]
    assert {file.name for file in files} == {path.name, f"{path.name}-wal", f"{path.name}-shm", copy.name}
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_rights_that_were_widened_are_taken_back_at_opening(closed: Path) -> None:
    closed.chmod(0o644)
    closed.parent.chmod(0o755)
    engine = open_engine(closed, KEY)
    assert notes(engine) == 400
    assert {file.stat().st_mode & 0o777 for file in closed.parent.iterdir()} == {0o600}
    assert closed.parent.stat().st_mode & 0o777 == 0o700
    close_store(engine)
