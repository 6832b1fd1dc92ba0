"""What can happen to the disk under an open store: it is full, the file is taken away, another file lies there, bits change."""

import os
import secrets
import shutil
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from tests.ui.table import Seat

MOST = 1_073_741_823
LONG = ("Wij eten elke avond samen. " * 140).strip()
BESIDE = ("", "-wal", "-shm")


class Disk:
    """The disk of Samira's laptop: how much room there is for the store, and where its files are."""

    def __init__(self, seat: Seat) -> None:
        self.engine = seat.device.workspace.engine
        self.path = seat.device.path
        self.pages = MOST
        event.listen(self.engine, "checkout", self.limit)

    def limit(self, connection: object, _entry: ConnectionPoolEntry, _proxy: PoolProxiedConnection) -> None:
        """Give the connection as much room as there is."""
        execute = getattr(connection, "execute", None)
        if execute is not None:
            execute(f"PRAGMA max_page_count={self.pages}")

    def fill(self) -> None:
        """Leave no room for one page more."""
        self.pages = 1

    def clear(self) -> None:
        """Make room."""
        self.pages = MOST

    def take_away(self) -> Path:
        """Move the store to another folder, as when a stick is pulled out; returns the folder."""
        elsewhere = self.path.parent / "elders"
        elsewhere.mkdir()
        for more in BESIDE:
            beside(self.path, more).replace(beside(elsewhere / self.path.name, more))
        return elsewhere

    def put_back(self) -> None:
        """Move the store back to where it was."""
        for more in BESIDE:
            beside(self.path.parent / "elders" / self.path.name, more).replace(beside(self.path, more))

    def exchange(self) -> bytes:
        """Put a copy of the store in its place, as a program for backups does; returns its bytes."""
        copy = self.path.with_name("kopie.db")
        shutil.copyfile(self.path, copy)
        copy.replace(self.path)
        return self.path.read_bytes()

    def damage(self) -> None:
        """Write junk in the last page, past every guard: what the window reads and writes next does not touch it."""
        with self.path.open("r+b") as file:
            file.seek(-4000, os.SEEK_END)
            file.write(secrets.token_bytes(16))


def beside(path: Path, more: str) -> Path:
    """Return the store's file, or one that SQLite keeps beside it."""
    return path.with_name(f"{path.name}{more}")
