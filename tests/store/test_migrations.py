"""A store of an older form becomes one of this form, or stays exactly what it was."""

import ast
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Column, Engine, Integer, MetaData, Table, Text, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from app.errors import UserProblem
from app.store.database import check_integrity, close_store, open_engine
from app.store.migrate import STEPS, backup_path, differences, migrate, revision_of
from app.store.migrations.__main__ import draft_step
from app.store.tables import metadata
from tests.store.notebook import KEY


def step(revision: str, before: str | None, *lines: str) -> str:
    """Return a step as a builder would write it."""
    head = f"import os, signal\nimport sqlalchemy as sa\nfrom alembic import op\nrevision = {revision!r}\ndown_revision = {before!r}\n"
    return "\n    ".join([head + "def upgrade():", *lines]) + "\n"


FIRST = (
    'op.create_table("note", sa.Column("id", sa.Integer, primary_key=True), sa.Column("words", sa.Text))',
    "op.execute(\"INSERT INTO note VALUES (1, 'een'), (2, 'twee')\")",
)
SECOND = (
    'with op.batch_alter_table("note") as table:',
    '    table.add_column(sa.Column("page", sa.Integer))',
    '    table.alter_column("words", nullable=False, existing_type=sa.Text())',
    'op.execute("UPDATE note SET page = id")',
)
BROKEN = (*SECOND, 'op.execute("INSERT INTO nowhere VALUES (1)")')
KILLED = (*SECOND, "os.kill(os.getpid(), signal.SIGKILL)")
LARGE = (*SECOND, 'op.execute("CREATE TABLE large AS SELECT zeroblob(9000000) AS room")')


@pytest.fixture
def steps(tmp_path: Path) -> Path:
    """A folder of steps of its own, with the first of them."""
    folder = tmp_path / "steps"
    shutil.copytree(STEPS, folder, ignore=shutil.ignore_patterns("versions", "__pycache__"))
    (folder / "versions").mkdir()
    add(folder, FIRST, "0001", None)
    return folder


@pytest.fixture
def old(path: Path, steps: Path) -> Path:
    """A closed store of the first form, with two notes."""
    engine = open_engine(path, KEY, create=True)
    migrate(engine, path, KEY, steps)
    close_store(engine)
    return path


def add(steps: Path, lines: tuple[str, ...], revision: str = "0002", before: str | None = "0001") -> None:
    (steps / "versions" / f"{revision}_step.py").write_text(step(revision, before, *lines))


def rows(engine: Engine) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text("SELECT * FROM note ORDER BY id"))]


def is_still_old(path: Path) -> None:
    engine = open_engine(path, KEY)
    assert revision_of(engine) == "0001"
    assert rows(engine) == [(1, "een"), (2, "twee")]
    check_integrity(engine)
    close_store(engine)


# ---------------------------------------------------------------- the program's own steps


def test_a_new_store_gets_every_declared_table_and_no_backup(path: Path) -> None:
    engine = open_engine(path, KEY, create=True)
    migrate(engine, path, KEY)
    assert differences(engine, metadata) == []
    close_store(engine)
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_every_table_is_laid_out_as_it_is_declared(path: Path) -> None:
    engine = open_engine(path, KEY, create=True)
    migrate(engine, path, KEY)
    with engine.connect() as connection:
        laid_out = {row.name: not row.wr for row in connection.execute(text("PRAGMA table_list")) if row.name in metadata.tables}
    assert laid_out == {name: table.dialect_options["sqlite"]["with_rowid"] for name, table in metadata.tables.items()}
    close_store(engine)


def test_a_store_of_this_form_is_left_as_it_is(path: Path) -> None:
    engine = open_engine(path, KEY, create=True)
    migrate(engine, path, KEY)
    close_store(engine)
    before = path.read_bytes()
    engine = open_engine(path, KEY)
    migrate(engine, path, KEY)
    close_store(engine)
    assert path.read_bytes() == before


def test_no_step_leans_on_the_program_that_will_have_changed() -> None:
    for step in (STEPS / "versions").glob("*.py"):
        imported = [node for node in ast.walk(ast.parse(step.read_text())) if isinstance(node, ast.Import | ast.ImportFrom)]
        names = {alias.name for node in imported if isinstance(node, ast.Import) for alias in node.names}
        names |= {node.module or "" for node in imported if isinstance(node, ast.ImportFrom)}
        leans = {name for name in names if name.split(".")[0] in ("app", "ui")}
        assert not leans - {"app.changelog.spelled"}, step.name  # the words that steps are spelled in never change


# ---------------------------------------------------------------- from one form to the next


def test_an_older_store_is_backed_up_and_brought_up_to_date(old: Path, steps: Path) -> None:
    add(steps, SECOND)
    engine = open_engine(old, KEY)
    migrate(engine, old, KEY, steps)
    assert rows(engine) == [(1, "een", 1), (2, "twee", 2)]
    assert revision_of(engine) == "0002"
    close_store(engine)
    is_still_old(backup_path(old, "0001"))


def test_a_step_that_fails_leaves_the_store_as_it_was(old: Path, steps: Path) -> None:
    add(steps, BROKEN)
    engine = open_engine(old, KEY)
    with pytest.raises(DBAPIError, match="nowhere"):
        migrate(engine, old, KEY, steps)
    close_store(engine)
    is_still_old(old)
    is_still_old(backup_path(old, "0001"))


def test_a_step_that_fails_takes_the_steps_before_it_along(old: Path, steps: Path) -> None:
    add(steps, SECOND)
    add(steps, ('op.execute("CREATE TABLE other (id)")', 'op.execute("INSERT INTO nowhere VALUES (1)")'), "0003", "0002")
    engine = open_engine(old, KEY)
    with pytest.raises(DBAPIError, match="nowhere"):
        migrate(engine, old, KEY, steps)
    close_store(engine)
    is_still_old(old)
    (steps / "versions" / "0003_step.py").unlink()
    engine = open_engine(old, KEY)
    migrate(engine, old, KEY, steps)
    assert rows(engine) == [(1, "een", 1), (2, "twee", 2)]
    close_store(engine)


def test_a_step_killed_halfway_leaves_the_store_as_it_was(old: Path, steps: Path) -> None:
    add(steps, KILLED)
    program = (
        "import sys; from pathlib import Path; from tests.store.notebook import KEY; from app.store.database import open_engine; "
        "from app.store.migrate import migrate; path = Path(sys.argv[1]); migrate(open_engine(path, KEY), path, KEY, Path(sys.argv[2]))"
    )
    ended = subprocess.run([sys.executable, "-c", program, str(old), str(steps)], cwd=STEPS.parents[2], check=False)
    assert ended.returncode == -signal.SIGKILL
    is_still_old(old)


def test_a_disk_that_is_full_halfway_leaves_the_store_as_it_was(old: Path, steps: Path) -> None:
    add(steps, LARGE)
    engine = open_engine(old, KEY)

    def full(connection: object, _entry: ConnectionPoolEntry, _proxy: PoolProxiedConnection) -> None:
        assert hasattr(connection, "execute")
        connection.execute("PRAGMA max_page_count=100")

    event.listen(engine, "checkout", full)
    with pytest.raises(UserProblem, match="upgrade_no_room"):
        migrate(engine, old, KEY, steps)
    close_store(engine)
    is_still_old(old)


def test_a_store_of_a_newer_program_is_refused_and_left_as_it_is(old: Path, steps: Path) -> None:
    engine = open_engine(old, KEY)
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    close_store(engine)
    before = old.read_bytes()
    engine = open_engine(old, KEY)
    with pytest.raises(UserProblem, match="store_newer_version"):
        migrate(engine, old, KEY, steps)
    close_store(engine)
    assert old.read_bytes() == before
    assert [file.name for file in old.parent.iterdir()] == [old.name]


def test_a_field_more_is_one_line_and_a_drafted_step(old: Path, steps: Path) -> None:
    declared = MetaData()
    Table("note", declared, Column("id", Integer, primary_key=True), Column("words", Text), Column("place", Text))
    draft_step("place of a note", declared, steps)
    drafted = (steps / "versions" / "0002_place_of_a_note.py").read_text()
    assert "batch_op.add_column(sa.Column('place', sa.Text(), nullable=True))" in drafted
    engine = open_engine(old, KEY)
    migrate(engine, old, KEY, steps)
    assert differences(engine, declared) == []
    assert rows(engine) == [(1, "een", None), (2, "twee", None)]
    close_store(engine)
