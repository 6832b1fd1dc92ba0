"""The open store of one worker on this laptop: the only place that commits on the device."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace

from sqlalchemy import ClauseElement, Connection, Engine, bindparam, select

from app.changelog.chain import START
from app.changelog.gesture import Author, Gesture
from app.changelog.log import Log, Stream
from app.changelog.silent import moment, silent, transaction
from app.changelog.transaction import Tx
from app.clock import Clock, wall_ms
from app.domain.ids import confidential_of, new_id
from app.domain.record import Id
from app.errors import ProgramFault, UserProblem
from app.store import tables
from app.store.database import LASTING, begin
from app.store.disk import StorageGuard
from app.store.place import place_of


@dataclass(frozen=True)
class Identity:
    """Who this laptop is to the server, and whose it is. Kept inside the encrypted store only."""

    server: str
    device: bytes
    inc: int
    token: str
    worker: Id[object]
    worker_name: str
    municipality: str
    municipality_name: str
    epoch: str


@dataclass(frozen=True)
class StreamState:
    """How far this laptop is in a stream; `state` is new, active or frozen, `role` what the server granted.

    Numbers between `rewound_to` and `rewound_from` meant something else before the municipality gave them anew. Of the numbers up to
    `base_seq`, at which the chain was `base_hash`, the log has what stood there. `arriving` is a number up to which it comes for the
    first time, empty once it is here; `whole_at` when (ms) a worker last asked for its whole history.
    """

    stream: bytes
    cursor: int
    head_hash: bytes
    grant_version: int
    state: str
    role: str | None = None
    rewound_to: int | None = None
    rewound_from: int | None = None
    base_seq: int | None = None
    base_hash: bytes | None = None
    arriving: int | None = None
    whole_at: int | None = None

    @property
    def base(self) -> tuple[int, bytes]:
        """Return the number from which the log has every change, and the chain at it."""
        return (self.base_seq, bytes(self.base_hash)) if self.base_seq and self.base_hash else (0, START)

    @property
    def halfway(self) -> bool:
        """Tell whether only a part has come of what stood at the base."""
        return self.cursor < self.base[0]

    @property
    def usable(self) -> bool:
        """Tell whether what is here of the family can be opened: it is not underway for the first time."""
        return self.arriving is None

    @property
    def rewound(self) -> tuple[int, int]:
        """Return between which numbers a form that is still open may be of before."""
        return self.rewound_to or 0, self.rewound_from or 0


@dataclass(frozen=True)
class Reading:
    """One consistent moment of the store."""

    tx: Tx
    log: Log

    def stream(self, family: bytes) -> Stream:
        """Return the log of a family's stream."""
        return self.log.stream(self.tx, family)

    def states(self) -> list[StreamState]:
        """Return every stream on this laptop, by id."""
        query = self.log.write.select(tables.stream_state, STATE, (), ("stream",))
        return [StreamState(*row) for row in self.tx.rows(query)]

    def state(self, family: bytes) -> StreamState:
        """Return how far this laptop is in a stream; one it does not have stands at nought and is `new`."""
        rows = self.tx.rows(self.log.write.select(tables.stream_state, STATE, ("stream",)), (family,))
        return StreamState(*rows[0]) if rows else StreamState(family, 0, bytes(32), 0, "new")

    def is_here(self, stream: bytes) -> bool:
        """Tell whether a family is on this laptop; of what is kept apart of one, whether the family is."""
        families = {state.stream for state in self.states()}
        return stream in families or any(confidential_of(family) == stream for family in families)

    def drafts(self, family: bytes) -> list["Draft"]:
        """Return what was typed for a family and not yet left."""
        return [Draft(*row) for row in self.tx.rows(self.log.write.select(tables.draft, DRAFT, ("stream",)), (family,))]

    def incs(self, stream: bytes) -> tuple[int, ...]:
        """Return the incarnations in which this store wrote in a stream, oldest first; it writes on in the last (docs/decisions/0015)."""
        said = self.meta(f"inc:{stream.hex()}") or self.meta("inc") or b"1"
        return tuple(int(one) for one in said.split())

    def copied(self) -> frozenset[bytes]:
        """Return the streams in which this store wrote in another incarnation than its first."""
        return frozenset(self.known("inc"))

    def known(self, kind: str) -> list[bytes]:
        """Return the ids of which a fact of a kind is known, such as what a worker is called (`name`)."""
        meta = tables.meta

        def write() -> ClauseElement:
            return select(meta.c.name).where(meta.c.name.between(bindparam("first"), bindparam("last")))

        rows = self.tx.rows(self.log.write.own("known", ("first", "last"), write), (f"{kind}:", f"{kind};"))
        return [bytes.fromhex(name.partition(":")[2]) for (name,) in rows]

    def meta(self, name: str) -> bytes | None:
        """Return one fact about this laptop."""
        rows = self.tx.rows(self.log.write.select(tables.meta, ("value",), ("name",)), (name,))
        return bytes(rows[0][0]) if rows else None


@dataclass(frozen=True)
class Draft:
    """What was typed in one field and not yet left; `typed_at` in ms."""

    stream: bytes
    record: str
    row: bytes
    grp: str
    text: str
    seen: int
    typed_at: int


@dataclass(frozen=True)
class Writing(Reading):
    """One transaction that writes; it commits when its `with` ends well."""

    author: Author
    wall: int

    def gesture(self, family: bytes) -> Gesture:
        """Return an empty gesture on a family; call `done` to write it. Raises `row_gone` for a family that is not here any more."""
        state = self.state(family)
        if state.state == "new" and not self.is_here(family):
            raise UserProblem("row_gone")
        return Gesture(self.stream(family), self.author_in(family), new_id(self.wall), self.wall, state.cursor, state.rewound)

    def author_in(self, stream: bytes) -> Author:
        """Return who writes in a stream, in the incarnation in which this store writes there."""
        return replace(self.author, inc=self.incs(stream)[-1])

    def put_incs(self, stream: bytes, incs: tuple[int, ...]) -> None:
        """Remember in which incarnations this store wrote in a stream; it stays when the family is wiped, for no name is given twice."""
        self.put_meta(f"inc:{stream.hex()}", b" ".join(b"%d" % one for one in incs))

    def put_state(self, state: StreamState) -> None:
        """Write how far this laptop is in a stream."""
        self.tx.run(self.log.write.upsert(tables.stream_state, STATE), [getattr(state, name) for name in STATE])

    def put_meta(self, name: str, value: bytes) -> None:
        """Write one fact about this laptop."""
        self.put_metas({name: value})

    def put_metas(self, facts: Mapping[str, bytes]) -> None:
        """Write facts about this laptop, by name."""
        self.tx.many(self.log.write.upsert(tables.meta, ("name", "value")), facts.items())

    def put_draft(self, draft: Draft) -> None:
        """Keep what was typed; not in a family that is not here any more, for a field of it may be on the screen a moment longer."""
        if not self.is_here(draft.stream):
            return
        to, back_from = self.state(draft.stream).rewound
        seen = to if to < draft.seen <= back_from else draft.seen
        row = (draft.stream, draft.record, draft.row, draft.grp, draft.text, seen, draft.typed_at)
        self.tx.run(self.log.write.upsert(tables.draft, DRAFT), row)

    def drop_draft(self, family: bytes, record: str, row: bytes, grp: str) -> None:
        """Forget a draft that became a change."""
        self.tx.run(self.log.write.delete(tables.draft, DRAFT[:4]), (family, record, row, grp))


STATE = tuple(one.name for one in fields(StreamState))
DRAFT = ("stream", "record", "row", "grp", "text", "seen", "typed_at")


class Workspace:
    """The store with the worker who opened it. Used by one thread at a time per transaction; any number of them."""

    def __init__(self, engine: Engine, identity: Identity, clock: Clock) -> None:
        self.engine = engine
        self.identity = identity
        self.clock = clock
        self.log = Log(tables.log_tables, engine.dialect)
        self.silent = silent(engine)
        self._writes = {lasting: self.silent.execution_options(writes=True, **{LASTING: lasting}) for lasting in (True, False)}

    @property
    def author(self) -> Author:
        """Return who writes here."""
        return Author(self.identity.device, self.identity.inc, self.identity.worker)

    @property
    def begun(self) -> int:
        """Return how many transactions that write were begun since the store was opened."""
        return place_of(self.engine).begun

    @contextmanager
    def read(self) -> Iterator[Reading]:
        """Open one consistent moment of the store; nothing can be written in it."""
        with self._guarded(), moment(self.silent, begin) as connection:
            yield Reading(Tx(connection), self.log)

    @contextmanager
    def write(self, *, lasting: bool = True) -> Iterator[Writing]:
        """Open one transaction; commits when it ends well, else nothing of it happened. Raises UserProblem for a full or broken disk.

        One that is not `lasting` does not wait for the disk: a power cut may undo it, until the next that does wait has ended. It is only
        for what the server says again and nobody sees (docs/decisions/0023).
        """
        with self._guarded(), transaction(self._writes[lasting], begin) as connection:
            yield Writing(Tx(connection), self.log, self.author, wall_ms(self.clock))

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Name what the disk refuses. From the first damage on nothing is written: what is whole stays whole, and can be read."""
        try:
            with StorageGuard():
                yield
        except UserProblem as problem:
            if problem.key == "store_damaged":
                place_of(self.engine).damaged = True
            raise


def save_identity(connection: Connection, log: Log, identity: Identity) -> None:
    """Write who this laptop is into a fresh store."""
    facts = {
        "server": identity.server.encode(),
        "device": identity.device,
        "inc": b"%d" % identity.inc,
        "token": identity.token.encode(),
        "worker": bytes(identity.worker),
        "worker_name": identity.worker_name.encode(),
        "municipality": identity.municipality.encode(),
        "municipality_name": identity.municipality_name.encode(),
        "epoch": identity.epoch.encode(),
    }
    statement = log.write.upsert(tables.meta, ("name", "value"))
    Tx(connection).many(statement, list(facts.items()))


def load_identity(connection: Connection, log: Log) -> Identity:
    """Read who this laptop is; raises ProgramFault on a store that never was enrolled."""
    rows = Tx(connection).rows(log.write.select(tables.meta, ("name", "value"), ()))
    facts = {name: bytes(value) for name, value in rows}
    if "device" not in facts:
        raise ProgramFault("a store without a device")
    text = {name: value.decode() for name, value in facts.items() if name not in ("device", "worker")}
    return Identity(
        server=text["server"],
        device=facts["device"],
        inc=int(text["inc"]),
        token=text["token"],
        worker=Id(facts["worker"]),
        worker_name=text["worker_name"],
        municipality=text["municipality"],
        municipality_name=text["municipality_name"],
        epoch=text["epoch"],
    )
