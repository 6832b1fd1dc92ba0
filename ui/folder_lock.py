"""Keeps two programs out of one folder: the system gives the lock to one process, and takes it back when that ends in any way.

It also holds on a server of files, as far as that passes locks on. What stands in the file is where the holder listens.
"""

import contextlib
import os
import sys

from app.log import get_log
from app.paths import Home

log = get_log(__name__)
NAME = "venster.slot"
LONGEST = 1000
BEYOND = 1 << 30
"""Windows lets nobody read a locked byte, so a byte is locked where nothing stands."""


class FolderLock:
    """The lock of one folder, for as long as the process lives or until `free`."""

    def __init__(self, home: Home) -> None:
        self.path = home.vault.resolve().parent / NAME  # beside the real vault, by whatever way it is reached
        self._handle: int | None = None

    @property
    def held(self) -> bool:
        """Tell whether this process has the folder."""
        return self._handle is not None

    def take(self) -> bool:
        """Take the folder; False when another process has it. A folder that cannot be locked is nobody's, and its store will say so."""
        if self.held:
            return True
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            log.event("window.no_lock", kind=type(error).__name__)
            return True
        if not locked(handle):
            os.close(handle)
            return False
        self._handle = handle
        self.write("")
        return True

    def write(self, address: str) -> None:
        """Say where this process listens."""
        if self._handle is not None:
            with contextlib.suppress(OSError):  # without room on the disk a second start waits instead
                os.ftruncate(self._handle, 0)
                os.lseek(self._handle, 0, os.SEEK_SET)
                os.write(self._handle, os.fsencode(address))

    def read(self) -> str:
        """Return where the holder listens, or nothing."""
        try:
            with self.path.open("rb") as file:
                return os.fsdecode(file.read(LONGEST))
        except OSError:
            return ""

    def free(self) -> None:
        """Let the next process have the folder. The file stays: two processes must never lock two files of one name."""
        if self._handle is not None:
            self.write("")
            unlock(self._handle)
            os.close(self._handle)
            self._handle = None


if sys.platform == "win32":  # not run: there was no Windows to try it on
    import msvcrt

    def locked(handle: int) -> bool:
        """Lock the file for this process, or tell that another has it."""
        os.lseek(handle, BEYOND, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def unlock(handle: int) -> None:
        """Unlock the file."""
        os.lseek(handle, BEYOND, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def locked(handle: int) -> bool:
        """Lock the file for this process, or tell that another has it; a file system without locks locks nobody out."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            log.event("window.no_lock", kind=type(error).__name__)
        return True

    def unlock(handle: int) -> None:
        """Unlock the file."""
        fcntl.flock(handle, fcntl.LOCK_UN)
