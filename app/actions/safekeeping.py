"""Keeping what was typed while the disk of the laptop is in trouble: looking, trying again, and a copy in another place."""

import contextlib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from app.actions.fields import FieldRef, TypedText, storable
from app.clock import local, wall_ms
from app.errors import UserProblem
from app.paths import VAULT
from app.store import lifeboat
from app.store.place import place_of
from app.store.reserve import save_elsewhere
from app.store.workspace import Draft, Workspace

TROUBLES = frozenset({"disk_full", "disk_error", "store_read_only", "store_gone", "store_replaced", "store_damaged", "store_busy"})
"""The problems of the disk: what was typed is on the screen only, until they are over."""
TRIED = "tried"
"""The fact in `meta` that is written to see whether anything can be written."""


def look_at_store(workspace: Workspace) -> None:
    """Raise `store_gone`, `store_replaced` or `store_damaged` when nothing may be written; costs two looks at a folder."""
    place_of(workspace.engine).check_writable()


def keep_typed(workspace: Workspace, typed: Mapping[FieldRef, TypedText]) -> None:
    """Keep everything that could not be kept before, as drafts, all or none of it; raises what the disk still refuses."""
    wall = wall_ms(workspace.clock)
    with workspace.write() as writing:
        for ref, one in typed.items():
            writing.put_draft(Draft(ref.family, ref.record, ref.row, ref.field, storable(one.text), one.seen, wall))
        writing.put_meta(TRIED, b"%d" % wall)


def save_copy(workspace: Workspace, folder: Path) -> Path:
    """Write the open store into a new folder in the folder that the worker chose, and return it; opens with her passphrase.

    Raises `copy_not_saved` where it cannot be written or is not equal.
    """
    name = f"keukentafel-reservekopie-{local(workspace.clock.now()):%Y%m%d-%H%M%S}"
    made = folder.expanduser() / name
    try:
        save_elsewhere(workspace.engine, made / VAULT)
    except UserProblem as problem:
        with contextlib.suppress(OSError):
            made.rmdir()
        raise UserProblem("copy_not_saved") from problem
    return made


class PutOff(msgspec.Struct, array_like=True):
    """One text that could not be kept, with its field, as it lies in the lifeboat."""

    family: bytes
    record: str
    row: bytes
    field: str
    text: str
    seen: int
    typed_at: int


def put_in_lifeboat(workspace: Workspace, typed: Mapping[FieldRef, TypedText]) -> bool:
    """Seal what cannot be kept outside the store, because the program closes now; tells whether a folder took it."""
    wall = wall_ms(workspace.clock)
    boats = [
        PutOff(bytes(ref.family), ref.record, bytes(ref.row), ref.field, storable(one.text), one.seen, wall) for ref, one in typed.items()
    ]
    return lifeboat.put_off(place_of(workspace.engine), msgspec.json.encode(boats))


def take_from_lifeboat(workspace: Workspace) -> None:
    """Make drafts of what was put off at an earlier closing, as far as its family is still here. What a disk still refuses waits."""
    for file, content in lifeboat.found(place_of(workspace.engine)):
        with contextlib.suppress(UserProblem, OSError):
            _make_drafts(workspace, msgspec.json.decode(content, type=list[PutOff]))
            file.unlink()


def _make_drafts(workspace: Workspace, put_off: list[PutOff]) -> None:
    with workspace.write() as writing:
        here = {bytes(state.stream) for state in writing.states()}
        for one in put_off:
            field = (one.record, one.row, one.field)
            kept = [draft.typed_at for draft in writing.drafts(one.family) if (draft.record, draft.row, draft.grp) == field]
            if one.family in here and max(kept, default=0) <= one.typed_at:
                writing.put_draft(Draft(one.family, *field, one.text, one.seen, one.typed_at))
