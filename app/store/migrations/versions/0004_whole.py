"""What a sync that loses nothing keeps beside the log."""

from alembic import op

from app.changelog.spelled import Spelled, column, make_tables

revision = "0004"
down_revision = "0003"

TABLES: tuple[Spelled, ...] = ()
COLUMNS: tuple[tuple[str, str], ...] = ()


def upgrade() -> None:
    """Make the new tables, and add the new columns, empty for every row."""
    make_tables(TABLES)
    for table, word in COLUMNS:
        op.add_column(table, column(word))
