"""The tables of a laptop's store: the derived ones, and what only this laptop knows."""

from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, String, Table, Text

from app.changelog.tables import make_tables

metadata = MetaData()
log_tables = make_tables(metadata, ("stream",), searchable=True)

meta = Table(
    "meta",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""Who this laptop is: device, incarnation, token, worker, server, epoch."""

stream_state = Table(
    "stream_state",
    metadata,
    Column("stream", LargeBinary(16), primary_key=True),
    Column("cursor", BigInteger, nullable=False),
    Column("head_hash", LargeBinary(32), nullable=False),
    Column("grant_version", BigInteger, nullable=False),
    Column("state", String(8), nullable=False),
    Column("role", String(40)),
    Column("rewound_to", BigInteger),
    Column("rewound_from", BigInteger),
    Column("base_seq", BigInteger),
    Column("base_hash", LargeBinary(32)),
    Column("arriving", BigInteger),
    Column("whole_at", BigInteger),
    sqlite_with_rowid=False,
)
"""How far this laptop is in each stream. `state`: new (begun here, the server has not said yes), active, frozen.

`role` is what the worker is to the family, as the server granted it; empty until it has. The numbers between `rewound_to` and
`rewound_from` meant something else before the municipality gave them anew (docs/decisions/0012). Up to `base_seq` the log has what
stood there, and the chain was `base_hash`; `arriving` is how far a family still comes, `whole_at` when its whole history was asked
for (docs/decisions/0016).
"""

draft = Table(
    "draft",
    metadata,
    Column("stream", LargeBinary(16), primary_key=True),
    Column("record", String(40), primary_key=True),
    Column("row", LargeBinary(16), primary_key=True),
    Column("grp", String(40), primary_key=True),
    Column("text", Text, nullable=False),
    Column("seen", BigInteger, nullable=False),
    Column("typed_at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""What was typed and not yet left; never synced. `seen` is the cursor when the field got the focus."""

held_note = Table(
    "held_note",
    metadata,
    Column("stream", LargeBinary(16), primary_key=True),
    Column("first_ctr", BigInteger, primary_key=True, autoincrement=False),
    Column("last_ctr", BigInteger, nullable=False),
    Column("reason", String(20), nullable=False),
    sqlite_with_rowid=False,
)
"""Own work that the server received and keeps apart until somebody decides."""

offered = Table(
    "offered",
    metadata,
    Column("stream", LargeBinary(16), primary_key=True),
    Column("waits", BigInteger, nullable=False),
    Column("said", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
"""Others' work that the server keeps apart until this worker decides: how much, and what the server said of it, as it came."""

decision = Table(
    "decision",
    metadata,
    Column("stream", LargeBinary(16), primary_key=True),
    Column("dev", LargeBinary(16), primary_key=True),
    Column("tx", LargeBinary(16), primary_key=True),
    Column("txs", LargeBinary, nullable=False),
    Column("taken", BigInteger, nullable=False),
    Column("decided_at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""What this worker decided on it, until the server has said what became of it: the gestures of one piece, by the first of them."""

wiped = Table(
    "wiped",
    metadata,
    Column("stream", LargeBinary(16), primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("wiped_at", BigInteger, nullable=False),
    Column("proven", BigInteger, nullable=False),
    Column("told", String(40)),
    sqlite_with_rowid=False,
)
"""Families that were wiped from this laptop, each with the version of the right it had: `proven` (1) when nothing of it was found any
more, `told` in which epoch the municipality heard of it."""

look = Table(
    "look",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("stream", LargeBinary(16), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""Who opened or printed which family, until the server has it (security.md 3.5)."""
