"""What has not reached the municipality yet. Asked per stream: its key finds what has no number yet without reading the log."""

from dataclasses import dataclass

from sqlalchemy import ClauseElement, bindparam, func, literal_column, select

from app.changelog.change import LEFT
from app.changelog.log import Stream
from app.store import tables
from app.store.workspace import Reading


@dataclass(frozen=True)
class Unsent:
    """Of one family: changes still to send, and changes the server keeps apart."""

    waiting: int
    held: int


def unsent_in(stream: Stream) -> Unsent:
    """Return what is unsent of a stream."""
    change = tables.log_tables.change

    def write() -> ClauseElement:
        mine = (change.c.stream == bindparam("stream"), change.c.seq.is_(None))
        asks = func.nullif(change.c.held, literal_column(f"'{LEFT}'"))  # on what was left nobody decides any more
        return select(func.count(), func.count(change.c.held), func.count(asks)).where(*mine)

    [(total, held, asks)] = stream.tx.rows(stream.log.write.own("unsent", ("stream",), write), stream.scope)
    return Unsent(total - held, asks)


def all_waiting(reading: Reading) -> int:
    """Return how many changes of all streams on this laptop still have to be sent."""
    return sum(unsent_in(reading.stream(state.stream)).waiting for state in reading.states())
