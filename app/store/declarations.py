"""After an upgrade: what an older program could only keep in the log gets its place in the rows. Writes no change."""

import hashlib
import json

from app.changelog.apply import rebuild
from app.changelog.tables import columns_of
from app.domain.record import FieldSpec
from app.domain.records import specs
from app.log import get_log
from app.store.workspace import Workspace, Writing

log = get_log(__name__)

FACT = "declared"
"""The fact in `meta` that holds a digest of every record's declaration, as the program knew it that wrote the rows last."""


def rows_as_declared(workspace: Workspace) -> None:
    """Write the rows of those records anew whose declaration changed since this store was last open; most often there are none.

    Looking at what is parked would not do: a group that grew was known to the older program, so nothing of it was parked.
    """
    now = digests()
    with workspace.read() as reading:
        before = json.loads(reading.meta(FACT) or b"{}")
    changed = [name for name, digest in now.items() if before.get(name) != digest]
    if changed:
        with workspace.write() as writing:
            for state in writing.states():
                write_again(writing, state.stream, changed)
            writing.put_meta(FACT, json.dumps(now).encode())
        log.event("store.rows_as_declared", records=len(changed))


def write_again(writing: Writing, family: bytes, records: list[str]) -> None:
    """Write a family's rows of these records anew, from its log."""
    stream = writing.stream(family)
    for record in records:
        rebuild(stream, record)


def digests() -> dict[str, str]:
    """Return a digest of every record's columns, what they hold and what is searched, by the record's name."""
    return {
        name: hashlib.sha256(
            repr([(list(columns_of(field)), [_holds(leaf) for leaf in field.members or (field,)]) for field in spec.fields]).encode()
        ).hexdigest()
        for name, spec in specs().items()
    }


def _holds(leaf: FieldSpec) -> str:
    return f"{leaf.declared.kind.value}{' searched' if leaf.declared.searched else ''}"
