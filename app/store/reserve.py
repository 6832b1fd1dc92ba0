"""Copies of the store: those kept from before an upgrade, and the one that a worker makes when the disk is in trouble.

Every copy is encrypted as the store is. One from before an upgrade holds every family of that day: it goes when one of them must
leave this laptop (sync.md 3.9), and when it is a month old and the store was found whole.
"""

import shutil
from contextlib import ExitStack, suppress
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from app.clock import from_ms
from app.errors import UserProblem
from app.log import get_log
from app.store.copying import copy_alone, copy_into, write_copy
from app.store.disk import StorageGuard, new_private_file
from app.store.keyfile import NAMES, read_copy
from app.store.place import Place, place_of

log = get_log(__name__)

RESERVE = "reserve"
KEPT = timedelta(days=30)


def forget_copies(engine: Engine) -> None:
    """Delete every copy from before an upgrade; raises what the disk refuses, so that the wipe is tried again later."""
    for copy in copies_of(place_of(engine)):
        with StorageGuard():
            copy.unlink(missing_ok=True)
        log.event("reserve.forgotten", why="wiped")


def forget_old_copies(engine: Engine, now: datetime) -> None:
    """Delete the copies from before an upgrade that are a month old. Only after the store was found whole.

    A clock that is years ahead deletes one too early: by then the new store has been read from its first page to its last.
    """
    for copy in copies_of(place_of(engine)):
        with StorageGuard():
            if now - from_ms(int(copy.stat().st_mtime * 1000)) >= KEPT:
                copy.unlink()
                log.event("reserve.forgotten", why="old")


def copies_of(place: Place) -> list[Path]:
    """Return what was kept from before an upgrade, halves of copies too."""
    folder = place.path.parent / RESERVE
    return sorted(one for one in folder.iterdir() if one.is_file()) if folder.is_dir() else []


def save_elsewhere(engine: Engine, vault: Path) -> None:
    """Write the open store and its key file into a new folder, as a vault that opens with the passphrase.

    Works too when the store lies nowhere any more: what is open holds everything. A damaged store is copied as it is, for
    somebody who can mend it; then there is nothing to prove.
    """
    place = place_of(engine)
    sealed = key_file_of(place)
    with StorageGuard(), ExitStack() as unless_saved:
        vault.mkdir(mode=0o700, parents=True)  # no chmod: a stick has no rights to set, and the copy is encrypted
        unless_saved.callback(shutil.rmtree, vault, ignore_errors=True)
        for name in NAMES:
            new_private_file(vault / name)
            (vault / name).write_bytes(sealed)
        if place.damaged:
            copy_as_it_is(place.path, vault / place.path.name)
        else:
            write_copy(engine, vault / place.path.name, place.key, copy_into if in_place(place) else copy_alone)
        unless_saved.pop_all()
    log.event("reserve.saved_elsewhere", damaged=place.damaged)


def remember_key_file(engine: Engine) -> None:
    """Keep the key file as it is now with the open store: the folder may go while the store is open."""
    place = place_of(engine)
    place.sealed = key_file_of(place)


def key_file_of(place: Place) -> bytes:
    """Return the key file that lies beside the store now, else as it was at opening."""
    for name in NAMES:
        with suppress(UserProblem):
            return read_copy(place.path.with_name(name))
    return place.sealed


def in_place(place: Place) -> bool:
    """Tell whether the store still lies where it was opened."""
    try:
        place.look()
    except UserProblem:
        return False
    return True


def copy_as_it_is(path: Path, target: Path) -> None:
    """Copy the file and its write-ahead log byte for byte."""
    with StorageGuard():
        for name in (path.name, f"{path.name}-wal"):
            if path.with_name(name).is_file():
                new_private_file(target.with_name(name))
                shutil.copyfile(path.with_name(name), target.with_name(name))
