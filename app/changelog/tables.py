"""Tables derived from the record declarations, and the tables of the log itself. The same on laptop and server.

Every key begins with a *scope*: `(stream,)` on the laptop, `(municipality, stream)` on the server. So a family is one
contiguous range, and one code serves both.
"""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import BigInteger, Column, Dialect, Index, LargeBinary, MetaData, String, Table, Text, UniqueConstraint
from sqlalchemy.types import TypeEngine

from app.changelog.transaction import Writer
from app.domain.record import FieldSpec, Kind
from app.domain.records import specs

NAMING = {"pk": "pk_%(table_name)s", "uq": "uq_%(table_name)s_%(column_0_name)s", "ix": "ix_%(table_name)s_%(column_0_name)s"}
LOG_FIELDS = ("dev", "inc", "ctr", "seq", "ord", "seen", "tx", "record", "row", "grp", "val", "salt", "wall", "author", "schema", "kind")
GONE = "deleted"
"""The column of a record's table that says whether the row stands (0), is gone (1), or was deleted by one and edited by another (2)."""


@dataclass(frozen=True)
class LogTables:
    """The tables of one side: `records` by wire name, the log with what stands in it, and on a laptop the folded texts of search.

    `writers` keeps the statements that were written for them, by dialect: writing one takes as long as a thousand rows.
    """

    metadata: MetaData
    scope: tuple[str, ...]
    change: Table
    head: Table
    frontier: Table
    parked: Table
    records: dict[str, Table]
    search: Table | None = None
    writers: dict[str, Writer] = field(default_factory=dict, compare=False, repr=False)

    def writer(self, dialect: Dialect) -> Writer:
        """Return what writes statements in a dialect, with those it wrote before."""
        return self.writers.setdefault(f"{dialect.name} {dialect.paramstyle}", Writer(dialect))


def columns_of(field: FieldSpec) -> tuple[str, ...]:
    """Return the column names of a field: its own, or one per member of its group, in order."""
    if field.declared.kind is Kind.GROUP:
        return tuple(f"{field.name}_{member.name}" for member in field.members)
    return (field.name,)


def make_tables(metadata: MetaData, scope: tuple[str, ...], *, searchable: bool = False) -> LogTables:
    """Return all derived tables, registered in `metadata`; `searchable` also keeps the folded texts that Ctrl+K looks through."""
    metadata.naming_convention = NAMING
    return LogTables(
        metadata,
        scope,
        change=_change(metadata, scope),
        head=_cell_table("head", metadata, scope, ()),
        frontier=_cell_table("frontier", metadata, scope, ("dev", "inc", "ctr")),
        parked=_parked(metadata, scope),
        records={name: _record_table(name, metadata, scope) for name in specs()},
        search=_search(metadata, scope) if searchable else None,
    )


def _scope(scope: tuple[str, ...]) -> list[Column[Any]]:
    kinds: dict[str, TypeEngine[Any]] = {"municipality": String(6), "stream": LargeBinary(16)}
    return [Column(name, kinds[name], primary_key=True) for name in scope]


def _change(metadata: MetaData, scope: tuple[str, ...]) -> Table:
    """Every change there is on this side; `seq` and `ord` are empty until the server has numbered it."""
    return Table(
        "change",
        metadata,
        *_scope(scope),
        Column("dev", LargeBinary(16), primary_key=True),
        Column("inc", BigInteger, primary_key=True, autoincrement=False),
        Column("ctr", BigInteger, primary_key=True, autoincrement=False),
        Column("seq", BigInteger),
        Column("ord", BigInteger),
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
        Column("held", String(20)),
        Column("received_at", BigInteger),
        Column("clock_err", BigInteger),
        Column("redacted", LargeBinary(32)),
        UniqueConstraint(*scope, "seq", name="uq_change_seq"),
        sqlite_with_rowid=False,
    )


def _cell_table(name: str, metadata: MetaData, scope: tuple[str, ...], more_key: tuple[str, ...]) -> Table:
    """`head`: the shown change of each cell and how many stand (`n`). `frontier`: all that stand, where more than one does."""
    kinds: dict[str, TypeEngine[Any]] = {"dev": LargeBinary(16), "inc": BigInteger(), "ctr": BigInteger()}
    source = [Column(c, k, primary_key=c in more_key, autoincrement=False, nullable=False) for c, k in kinds.items()]
    count = [] if more_key else [Column("n", BigInteger, nullable=False)]
    return Table(
        name,
        metadata,
        *_scope(scope),
        Column("record", String(40), primary_key=True),
        Column("row", LargeBinary(16), primary_key=True),
        Column("grp", String(40), primary_key=True),
        *source,
        Column("seq", BigInteger),
        Column("ord", BigInteger),
        *count,
        sqlite_with_rowid=False,
    )


def _parked(metadata: MetaData, scope: tuple[str, ...]) -> Table:
    """Cells that this version of the program does not know: logged and ordered, only not written into a row."""
    return Table(
        "parked",
        metadata,
        *_scope(scope),
        Column("record", String(40), primary_key=True),
        Column("row", LargeBinary(16), primary_key=True),
        Column("grp", String(40), primary_key=True),
        Column("reason", String(20), nullable=False),
        sqlite_with_rowid=False,
    )


def _search(metadata: MetaData, scope: tuple[str, ...]) -> Table:
    """The folded text of each searched field, beside its row and wiped with it: no index that keeps words after a wipe (sync.md 2.7)."""
    return Table(
        "search_text",
        metadata,
        *_scope(scope),
        Column("record", String(40), primary_key=True),
        Column("row", LargeBinary(16), primary_key=True),
        Column("grp", String(40), primary_key=True),
        Column("text", Text, nullable=False),
        sqlite_with_rowid=False,
    )


def _record_table(name: str, metadata: MetaData, scope: tuple[str, ...]) -> Table:
    """All columns may be empty: parts of a row can arrive later. What is required is a rule of the record, not of the table."""
    columns = [
        Column(column, _column_type(leaf))
        for field in specs()[name].fields
        for column, leaf in zip(columns_of(field), field.members or (field,), strict=True)
    ]
    table = Table(
        name,
        metadata,
        *_scope(scope),
        Column("id", LargeBinary(16), primary_key=True),
        *columns,
        Column(GONE, BigInteger),
        sqlite_with_rowid=False,
    )
    for link in specs()[name].fields:
        if link.declared.kind is Kind.LINK:
            Index(f"ix_{name}_{link.name}", *(table.c[s] for s in scope), table.c[link.name])
    return table


def _column_type(field: FieldSpec) -> TypeEngine[Any]:
    match field.declared.kind:
        case Kind.LINK:
            return LargeBinary(16)
        case Kind.NUMBER | Kind.FLAG:
            return BigInteger()
        case Kind.DAY:
            return String(10)
        case Kind.CHOICE:
            return String(40)
        case _:
            return Text()
