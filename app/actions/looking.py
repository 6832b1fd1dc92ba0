"""Reading is noted too: who opened or printed which family, when (mission rule: the family can see who looked)."""

from app.clock import wall_ms
from app.store import tables
from app.store.workspace import Workspace

OPENED, PRINTED = "opened", "printed"


def note_look(workspace: Workspace, family: bytes, kind: str) -> None:
    """Note that a family was opened or printed, for the server at the next sync."""
    with workspace.write() as writing:
        last = int(writing.meta("looks") or b"0") + 1
        writing.put_meta("looks", b"%d" % last)
        insert = writing.log.write.insert(tables.look, ("number", "stream", "kind", "at"))
        writing.tx.run(insert, (last, family, kind, wall_ms(workspace.clock)))
