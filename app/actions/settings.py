"""What a worker sets for this laptop, kept in her encrypted store: somebody else at the keyboard cannot make it less safe."""

import json
from dataclasses import dataclass

from app.store.workspace import Workspace

MINUTES = "lock_minutes"
PLACE = "last_place"
USUAL_MINUTES = 5
FEWEST, MOST = 1, 15


def lock_minutes(workspace: Workspace) -> int:
    """Return after how many minutes without a touch the program locks: 1 to 15."""
    with workspace.read() as reading:
        kept = reading.meta(MINUTES)
    return within(int(kept)) if kept is not None and kept.isdigit() else USUAL_MINUTES


def set_lock_minutes(workspace: Workspace, minutes: int) -> int:
    """Keep the number of minutes, and return it as it holds from now on."""
    kept = within(minutes)
    with workspace.write() as writing:
        writing.put_meta(MINUTES, b"%d" % kept)
    return kept


def within(minutes: int) -> int:
    """Return the minutes as far as they may go (security.md 3.4)."""
    return min(max(minutes, FEWEST), MOST)


@dataclass(frozen=True)
class LastPlace:
    """Where a worker was when the window closed: ids only. Without a field `record` and `field` are empty."""

    family: bytes
    tab: str
    record: str = ""
    row: bytes = b""
    field: str = ""


def keep_place(workspace: Workspace, place: LastPlace) -> None:
    """Keep where the worker is, to come back there."""
    words = [place.family.hex(), place.tab, place.record, place.row.hex(), place.field]
    with workspace.write() as writing:
        writing.put_meta(PLACE, json.dumps(words).encode())


def last_place(workspace: Workspace) -> LastPlace | None:
    """Return where the worker was; None for the first time, and for what another version kept."""
    with workspace.read() as reading:
        kept = reading.meta(PLACE)
    try:
        family, tab, record, row, field = json.loads(kept or b"[]")
        return LastPlace(bytes.fromhex(family), tab, record, bytes.fromhex(row), field)
    except (ValueError, TypeError):
        return None
