"""Reading is noted too: who opened or printed which family, when (mission rule: the family can see who looked)."""

import secrets

from app.clock import wall_ms
from app.store import tables
from app.store.workspace import Workspace

OPENED, PRINTED = "opened", "printed"
MOST_APART = 1_000_000
"""Numbers rise by chance, so that two copies of one store do not give the same number to two looks."""


def note_look(workspace: Workspace, family: bytes, kind: str) -> None:
    """Note that a family was opened or printed, for the server at the next sync."""
    with workspace.write() as writing:
        last = int(writing.meta("looks") or b"0") + 1 + secrets.randbelow(MOST_APART)
        writing.put_meta("looks", b"%d" % last)
        insert = writing.log.write.insert(tables.look, ("number", "stream", "kind", "at"))
        writing.tx.run(insert, (last, family, kind, wall_ms(workspace.clock)))
