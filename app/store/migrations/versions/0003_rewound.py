"""Which numbers of a stream were taken back on this laptop, after the municipality had given them anew."""

from alembic import op

from app.changelog.spelled import column

revision = "0003"
down_revision = "0002"

COLUMNS = (
    ("stream_state", "rewound_to:number"),
    ("stream_state", "rewound_from:number"),
)


def upgrade() -> None:
    """Add the columns, empty for every row."""
    for table, word in COLUMNS:
        op.add_column(table, column(word))
