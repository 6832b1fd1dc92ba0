"""What the store asks of the disk: private files, writes that happen whole or not at all, and what a refusal means to a person."""

import contextlib
import errno
import os
from pathlib import Path
from types import TracebackType

from sqlalchemy.exc import DBAPIError

from app.errors import UserProblem

SQLITE_PROBLEMS = {
    5: "store_busy",
    8: "store_read_only",
    10: "disk_error",
    11: "store_damaged",
    13: "disk_full",
    14: "disk_error",
    26: "store_damaged",
}
SYSTEM_PROBLEMS = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EFBIG: "disk_full",
    errno.EROFS: "store_read_only",
    errno.EACCES: "store_read_only",
    errno.EPERM: "store_read_only",
}


FIRST_ROOM = 2_000_000
"""Bytes that a first start must be able to write: key, store and its write-ahead log."""
LONGEST_FOLDER = 450
"""Bytes; SQLite opens no file with a path of more than 512."""


def check_room(folder: Path) -> None:
    """Raise `home_not_usable` or `home_no_room`, with the folder, where a store cannot be made; leaves nothing behind."""
    probe = folder / "proef.nieuw"
    if len(os.fsencode(os.path.realpath(folder))) > LONGEST_FOLDER:
        raise UserProblem("home_not_usable", folder=folder)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            write_whole(probe, bytes(FIRST_ROOM))
        finally:
            probe.unlink(missing_ok=True)
    except OSError as error:
        full = SYSTEM_PROBLEMS.get(error.errno or 0) == "disk_full"
        raise UserProblem("home_no_room" if full else "home_not_usable", folder=folder) from error


def private_folder(folder: Path) -> None:
    """Make the folder if it is not there, and close it to everybody but this worker."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)


def new_private_file(path: Path) -> None:
    """Make an empty file that nobody else could ever read; one that exists already is an error."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def close_to_others(path: Path) -> None:
    """Take every right of others away from a file and from what SQLite keeps beside it."""
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm", f"{path.name}-journal"):
        with contextlib.suppress(FileNotFoundError):
            path.with_name(name).chmod(0o600)


def write_whole(path: Path, content: bytes) -> None:
    """Put the content in place of the file, so that a power cut leaves the old or the new one and never a half."""
    draft = path.with_name(f"{path.name}.nieuw")
    draft.unlink(missing_ok=True)
    try:
        new_private_file(draft)
        draft.write_bytes(content)
        put_in_place(draft, path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def put_in_place(draft: Path, path: Path) -> None:
    """Give a finished file its name, after every byte of it is on the disk."""
    with draft.open("rb+") as file:
        os.fsync(file.fileno())
    draft.replace(path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def storage_problem(error: BaseException) -> UserProblem | None:
    """Return what a failed read or write means to a person; None when the error has nothing to do with the disk."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", None)
    if isinstance(code, int):
        key = SQLITE_PROBLEMS.get(code & 0xFF)
        return UserProblem(key) if key else None
    if isinstance(cause, OSError):
        return UserProblem(SYSTEM_PROBLEMS.get(cause.errno or 0, "disk_error"))
    return None


class StorageGuard:
    """Around work on the disk: what leaves it is a `UserProblem` where the disk or the file was the cause."""

    def __enter__(self) -> None:
        """Begin the work."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Turn an error of the disk into what a person can do about it; leave any other error alone."""
        problem = storage_problem(error) if error is not None else None
        if problem is not None:
            raise problem from error
