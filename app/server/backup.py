"""The whole database in one file that is the same for SQLite and PostgreSQL: JSON, a line for each row, packed with zstd.

The first line says what it is, each table begins with its columns and what they hold, and the last line has the counts, the
heads of the chains and the SHA-256 of every line before it. A file without that last line is not whole.
"""

import base64
import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import zstandard
from sqlalchemy import BigInteger, Column, Connection, LargeBinary, MetaData, Table, Text, select
from sqlalchemy.types import Integer, String, TypeEngine

from app import VERSION
from app.changelog.chain import START, extend
from app.changelog.change import Change
from app.clock import from_ms
from app.domain.ids import as_text
from app.errors import ProgramFault
from app.server.form import form_of
from app.server.problems import ServerProblem

FORMAT = "keukentafel-server backup 1"
LEVEL = 9
OF_ALEMBIC = "alembic_version"
KINDS: dict[str, type[TypeEngine[Any]]] = {"bytes": LargeBinary, "number": BigInteger, "text": Text}
"""What a column may hold. Another kind in a new form needs another FORMAT."""
AT_ONCE = 500

Scope = tuple[str, bytes]
"""Municipality and stream."""


@dataclass(frozen=True)
class Manifest:
    """What a backup is of, and what is in it."""

    version: str
    form: str
    made_at: str
    epochs: Mapping[str, str]
    rows: Mapping[str, int]
    heads: Mapping[str, str]
    sha256: str


def damaged(why: str) -> ServerProblem:
    """Return what is said of a backup that cannot be believed; `why` is one word for whoever mends it."""
    return ServerProblem(
        "backup_damaged", "This backup is not whole or was changed ({why}). Nothing was changed. Take another one.", why=why
    )


def dump(connection: Connection, out: BinaryIO, now: int) -> Manifest:
    """Write the database as the connection's one moment shows it."""
    packed = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True).stream_writer(out, closefd=False)
    lines = _Lines(packed)
    tables = tables_of(connection)
    epochs: dict[str, str] = {}
    if "municipality" in tables:
        town = tables["municipality"]
        epochs = {row[0]: row[1] for row in connection.execute(select(town.c.municipality, town.c.epoch))}
    head: dict[str, Any] = {
        "version": VERSION,
        "form": form_of(connection) or "",
        "made_at": from_ms(now).isoformat(timespec="seconds"),
        "epochs": epochs,
    }
    lines.put({"format": FORMAT, **head})
    counts: dict[str, int] = {}
    heads: dict[str, str] = {}
    for name, table in tables.items():
        lines.put({"table": name, "columns": {column.name: _kind(column) for column in table.c}})
        counts[name] = 0
        for row in _rows(connection, table):
            lines.put([base64.b64encode(cell).decode() if isinstance(cell, bytes) else cell for cell in row])
            counts[name] += 1
            if name == "stream":
                heads[as_text(row[list(table.c.keys()).index("stream")])] = row[list(table.c.keys()).index("head_hash")].hex()
    end: dict[str, Any] = {"rows": counts, "heads": heads, "sha256": lines.sum.hexdigest()}
    lines.put({"end": end})
    packed.flush(zstandard.FLUSH_FRAME)
    return Manifest(**head, **end)


def tables_of(connection: Connection) -> dict[str, Table]:
    """Return the tables that the database has now, whatever its form, without that of alembic."""
    found = MetaData()
    found.reflect(connection)
    return {name: found.tables[name] for name in sorted(found.tables) if name != OF_ALEMBIC}


def _rows(connection: Connection, table: Table) -> Iterator[Sequence[Any]]:
    """Yield the rows in the order of their key; changes in the order of their numbers, so that a chain can be followed."""
    key = ("municipality", "stream", "seq") if table.name == "change" else tuple(column.name for column in table.primary_key)
    query = select(table).order_by(*(table.c[name] for name in key)).execution_options(yield_per=AT_ONCE)
    for row in connection.execute(query):
        yield [bytes(cell) if isinstance(cell, memoryview) else cell for cell in row]


def _kind(column: Column[Any]) -> str:
    for kind, holds in (("bytes", LargeBinary), ("number", Integer), ("text", String)):
        if isinstance(column.type, holds):
            return kind
    raise ProgramFault(f"a column that no backup can hold: {column.name}")


class _Lines:
    """Lines on their way into a file, with the sum of all before."""

    def __init__(self, out: Any) -> None:
        self._out = out
        self.sum = hashlib.sha256()

    def put(self, what: object) -> None:
        """Write one line."""
        line = json.dumps(what, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        self.sum.update(line)
        self._out.write(line)


@dataclass(frozen=True)
class Part:
    """Some rows of one table, by column."""

    table: Table
    rows: list[dict[str, Any]]


@dataclass
class Backup:
    """A backup that is being read; it can be believed only when `parts` has ended well, and then it has its `manifest`."""

    source: BinaryIO
    manifest: Manifest | None = None
    _chains: dict[Scope, tuple[int, bytes]] = field(default_factory=dict)
    _heads: dict[Scope, tuple[int, bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._sum = hashlib.sha256()
        self._lines = io.BufferedReader(zstandard.ZstdDecompressor().stream_reader(self.source, closefd=False))
        self.head = self._line()
        if not isinstance(self.head, dict) or self.head.pop("format", None) != FORMAT:
            raise damaged("format")

    @property
    def form(self) -> str:
        """Return the form of the database that it is of."""
        return str(self.head.get("form", ""))

    def parts(self) -> Iterator[Part]:
        """Yield every table's rows, some at a time; raises ServerProblem at anything that does not fit together."""
        counts: dict[str, int] = {}
        table: Table | None = None
        rows: list[dict[str, Any]] = []
        while True:
            before = self._sum.hexdigest()
            line = self._line()
            if table is not None and rows and (isinstance(line, dict) or len(rows) == AT_ONCE):
                yield self._followed(Part(table, rows))
                rows = []
            if isinstance(line, list):
                if table is None:
                    raise damaged("order")
                rows.append(_row(table, line))
                counts[table.name] += 1
            elif "end" in line:
                self._ended(line["end"], counts, before)
                return
            else:
                table = _table(line)
                counts[table.name] = 0

    def _line(self) -> Any:
        try:
            line = self._lines.readline()
            self._sum.update(line)
            return json.loads(line)
        except (zstandard.ZstdError, ValueError) as error:
            raise damaged("end" if isinstance(error, ValueError) else "packing") from error

    def _followed(self, part: Part) -> Part:
        """Follow the chains through the changes, and keep the heads they should come out at."""
        for row in part.rows if part.table.name == "change" else ():
            scope = (row["municipality"], row["stream"])
            seq, head = self._chains.get(scope, (0, START))
            found: dict[str, Any] = {name: row.get(name) for name in Change._fields}
            change = Change(**found)
            self._chains[scope] = (seq + (change.seq == seq + 1), extend(head, scope[1], [change]))
        for row in part.rows if part.table.name == "stream" else ():
            self._heads[row["municipality"], row["stream"]] = (row["head_seq"], row["head_hash"])
        return part

    def _ended(self, end: dict[str, Any], counts: dict[str, int], sha256: str) -> None:
        if end.get("sha256") != sha256 or end.get("rows") != counts:
            raise damaged("sum")
        if self._chains != {scope: head for scope, head in self._heads.items() if head[0]}:
            raise damaged("chain")
        self.manifest = Manifest(**self.head, **end)


def _table(line: Mapping[str, Any]) -> Table:
    try:
        columns = [Column(name, KINDS[kind]()) for name, kind in line["columns"].items()]
        return Table(line["table"], MetaData(), *columns)
    except (KeyError, AttributeError, TypeError) as error:
        raise damaged("table") from error


def _row(table: Table, cells: Sequence[Any]) -> dict[str, Any]:
    if len(cells) != len(table.c):
        raise damaged("row")
    try:
        pairs = zip(table.c, cells, strict=True)
        return {column.name: _cell(column, cell) for column, cell in pairs}
    except ValueError as error:
        raise damaged("row") from error


def _cell(column: Column[Any], cell: Any) -> Any:
    is_bytes = isinstance(column.type, LargeBinary) and cell is not None
    return base64.b64decode(cell, validate=True) if is_bytes else cell
