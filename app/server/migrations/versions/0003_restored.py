"""Putting the server back from a reserve copy: until when it heals, who has reported since, and who brought back what."""

from alembic import op

from app.changelog.spelled import column, make_tables

revision = "0003"
down_revision = "0002"

TABLES = (("restored", 4, "municipality:code6 stream:id epoch:word first_seq:number last_seq:number! device:id! at:number!"),)
COLUMNS = (
    ("municipality", "restored_at:number"),
    ("municipality", "healing_until:number"),
    ("device", "epoch:word"),
    ("device", "seen_at:number"),
)


def upgrade() -> None:
    """Make the new table, and add the new columns, empty for every row."""
    make_tables(TABLES)
    for table, word in COLUMNS:
        op.add_column(table, column(word))
