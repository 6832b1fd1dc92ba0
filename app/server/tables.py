"""The server's tables: the derived ones, and who may see what. Every key begins with the municipality."""

from typing import Any

from sqlalchemy import BigInteger, Column, Index, LargeBinary, MetaData, String, Table, Text

from app.changelog.tables import make_tables

metadata = MetaData()
SCOPE = ("municipality", "stream")
log_tables = make_tables(metadata, SCOPE)


def _of(**keys: int) -> list[Column[Any]]:
    """The key: the municipality's code, then ids of so many bytes; 0 is a whole number."""
    kinds = {name: LargeBinary(size) if size else BigInteger() for name, size in keys.items()}
    rest = [Column(name, kind, primary_key=True, autoincrement=False) for name, kind in kinds.items()]
    return [Column("municipality", String(6), primary_key=True), *rest]


municipality = Table(
    "municipality",
    metadata,
    *_of(),
    Column("name", String(200), nullable=False),
    Column("epoch", String(40), nullable=False),
    Column("restored_at", BigInteger),
    Column("healing_until", BigInteger),
    sqlite_with_rowid=False,
)
"""Whose server this is. `epoch` changes when the database is put back from a reserve copy; until `healing_until` (0003) it heals."""

worker = Table(
    "worker",
    metadata,
    *_of(worker=16),
    Column("login", String(60), nullable=False),
    Column("name", String(200), nullable=False),
    sqlite_with_rowid=False,
)

device = Table(
    "device",
    metadata,
    *_of(device=16),
    Column("worker", LargeBinary(16), nullable=False),
    Column("inc", BigInteger, nullable=False),
    Column("token_hash", LargeBinary(32), nullable=False),
    Column("status", String(10), nullable=False),
    Column("enrolled_at", BigInteger, nullable=False),
    Column("epoch", String(40)),
    Column("seen_at", BigInteger),
    Index("ix_device_token_hash", "token_hash"),
    Index("ix_device_worker", "municipality", "worker", "device", "status", "epoch"),
    sqlite_with_rowid=False,
)
"""A laptop; of its token only the hash is here. `status`: active or refused.

`epoch` is the last one in which it said that it has nothing more to bring back; `seen_at` its last contact, to the day.
"""

enrol_code = Table(
    "enrol_code",
    metadata,
    Column("municipality", String(6), primary_key=True),
    Column("number", String(4), primary_key=True),
    Column("secret_hash", LargeBinary(32), nullable=False),
    Column("worker", LargeBinary(16), nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("tries", BigInteger, nullable=False),
    Column("used_at", BigInteger),
    sqlite_with_rowid=False,
)
"""One-time codes. The first four signs find the row, so that wrong tries at the rest can be counted."""

stream = Table(
    "stream",
    metadata,
    *_of(stream=16),
    Column("head_seq", BigInteger, nullable=False),
    Column("head_hash", LargeBinary(32), nullable=False),
    Column("class", String(20), nullable=False),
    Column("held_mark", BigInteger),
    sqlite_with_rowid=False,
)
"""The head of each stream: who writes to a stream holds this row. `held_mark` rises with whatever is held of it, and each decision."""

grant = Table(
    "grant",
    metadata,
    *_of(stream=16, worker=16),
    Column("role", String(40), nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("until", BigInteger),
    Column("version", BigInteger, nullable=False),
    Index("ix_grant_worker", "municipality", "worker", "stream", "role", "until", "version"),
    sqlite_with_rowid=False,
)
"""Who may see and write which family, from when until when; only the server changes it.

The index has all that a sync reads of it: SQLite, which counts no rows, would else look for a worker's families among all there are.
"""

device_stream = Table(
    "device_stream",
    metadata,
    *_of(stream=16, device=16, inc=0),
    Column("last_ctr", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""Up to where the server has a device's changes of a stream, applied or held."""

held = Table(
    "held",
    metadata,
    *_of(stream=16, dev=16, inc=0, ctr=0, leaf=32),
    Column("seen", BigInteger, nullable=False),
    Column("tx", LargeBinary(16), nullable=False),
    Column("record", String(40), nullable=False),
    Column("row", LargeBinary(16), nullable=False),
    Column("grp", String(40), nullable=False),
    Column("val", LargeBinary, nullable=False),
    Column("salt", LargeBinary(16), nullable=False),
    Column("wall", BigInteger, nullable=False),
    Column("author", LargeBinary(16), nullable=False),
    Column("schema", BigInteger, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("reason", String(20), nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("clock_err", BigInteger, nullable=False),
    Column("owner", LargeBinary(16)),
    Column("decision", Text),
    Column("head", BigInteger),
    sqlite_with_rowid=False,
)
"""Work that was received and not applied, whole, until somebody decides. `leaf` is the hash of its content.

`decision` is empty until somebody decided not to take it over; then it stays here for good. `head` is the last number of the stream when
it came: nobody can have seen more.
"""

decision = Table(
    "decision",
    metadata,
    *_of(stream=16, dev=16, tx=16),
    Column("taken", BigInteger, nullable=False),
    Column("reason", String(20), nullable=False),
    Column("author", LargeBinary(16), nullable=False),
    Column("changes", BigInteger, nullable=False),
    Column("decided_by", LargeBinary(16), nullable=False),
    Column("decided_at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""Who decided on a gesture that was held, and when: `taken` into the family's history (1), or not (0); `reason` is why it was held."""

on_laptop = Table(
    "on_laptop",
    metadata,
    *_of(device=16, stream=16),
    Column("version", BigInteger, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("wiped_at", BigInteger),
    sqlite_with_rowid=False,
)
"""Which laptop was handed which family, under which version of the right to it, and when it said that it had wiped it."""

look = Table(
    "look",
    metadata,
    *_of(device=16, number=0, at=0),
    Column("stream", LargeBinary(16), nullable=False),
    Column("worker", LargeBinary(16), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("received_at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""Who opened or printed which family, and when."""

restored = Table(
    "restored",
    metadata,
    *_of(stream=16),
    Column("epoch", String(40), primary_key=True),
    Column("first_seq", BigInteger, primary_key=True, autoincrement=False),
    Column("last_seq", BigInteger, nullable=False),
    Column("device", LargeBinary(16), nullable=False),
    Column("at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""Which numbers of a stream a laptop brought back after the server was put back from a reserve copy, and when."""
