"""What lets a municipality's rows live beside another's, and the server on an engine that only speaks PostgreSQL."""

from pathlib import Path

import pytest
from sqlalchemy import Table, inspect
from sqlalchemy.engine.interfaces import ReflectedColumn

from app.server import tables
from tests.world import World

ROOT = Path(__file__).parent.parent.parent
NOT_EVERYWHERE = (
    "advisory_lock",
    "nextval",
    "Sequence(",
    "Identity(",
    "LISTEN ",
    "NOTIFY",
    "xmin",
    "ctid",
    "postgresql_where",
    "postgresql_concurrently",
)


@pytest.mark.parametrize("table", tables.metadata.sorted_tables, ids=lambda table: table.name)
def test_every_declared_key_begins_with_the_municipality(table: Table) -> None:
    assert next(iter(table.primary_key)).name == "municipality"


def test_every_key_in_the_database_begins_with_the_municipality_and_nothing_counts_by_itself(world: World) -> None:
    found = inspect(world.house.database.engine)
    names = set(found.get_table_names()) - {"alembic_version"}
    assert names == set(tables.metadata.tables)
    for name in names:
        assert found.get_pk_constraint(name)["constrained_columns"][0] == "municipality", name
        assert [column["name"] for column in found.get_columns(name) if counts(column)] == [], name
        assert found.get_foreign_keys(name) == []
    if world.house.database.engine.dialect.name == "postgresql":
        assert found.get_sequence_names() == []


def counts(column: ReflectedColumn) -> bool:
    """Tell whether the database gives the column a value that nobody wrote."""
    return column["default"] is not None or "identity" in column or "computed" in column


def test_the_server_asks_for_nothing_that_only_postgresql_has() -> None:
    files = [*sorted((ROOT / "app/server").rglob("*.py")), *sorted((ROOT / "app/changelog").rglob("*.py"))]
    found = [(file.name, word) for file in files for word in NOT_EVERYWHERE if word in file.read_text(encoding="utf-8")]
    assert found == []
