"""What has not reached the municipality yet."""

from dataclasses import dataclass

from sqlalchemy import ClauseElement, func, select

from app.store import tables
from app.store.workspace import Reading


@dataclass(frozen=True)
class Unsent:
    """Of one family: changes still to send, and changes the server keeps apart."""

    waiting: int
    held: int


def unsent(reading: Reading) -> dict[bytes, Unsent]:
    """Return what is unsent, by stream; a stream with nothing is left out."""
    change = tables.log_tables.change

    def write() -> ClauseElement:
        return select(change.c.stream, func.count(), func.count(change.c.held)).where(change.c.seq.is_(None)).group_by(change.c.stream)

    found = reading.tx.rows(reading.log.write.own("unsent", (), write))
    return {stream: Unsent(total - held, held) for stream, total, held in found}
