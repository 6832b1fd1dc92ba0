"""Where the self-test takes place: a private folder that goes again, and a network that nobody gets through."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOWHERE = "127.0.0.1", 9
"""Where the invented server would be: the program may ask for it, and finds a closed door."""
ADDRESS_OF = {"socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1, "socket.getaddrinfo": 0}


class ClosedDoor:
    """Refuses every connection of this process from now on, as a laptop without network does, and knows who asked for another host."""

    def __init__(self) -> None:
        self.asked = 0
        self.elsewhere = 0
        sys.addaudithook(self.refuse)

    def refuse(self, event: str, given: tuple[object, ...]) -> None:
        """Look at what Python is about to do; a socket to a file of this machine is no network."""
        place = ADDRESS_OF.get(event)
        if place is None:
            return
        address = given[place]
        if not place:
            self.elsewhere += address not in (None, NOWHERE[0], NOWHERE[0].encode())
        elif isinstance(address, tuple):
            self.asked += 1
            self.elsewhere += address[:2] != NOWHERE
            raise ConnectionRefusedError("the self-test has no network")


@contextmanager
def private_place() -> Iterator[Path]:
    """Give an empty folder that only this user may enter, and let every library of this process keep its files there."""
    with tempfile.TemporaryDirectory(prefix="keukentafel-selftest-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        for kind in ("CONFIG", "CACHE", "DATA", "STATE"):
            os.environ[f"XDG_{kind}_HOME"] = str(folder / "home" / kind.lower())
        os.environ |= {"HOME": str(folder / "home"), "KEUKENTAFEL_DATA": str(folder / "data")}
        (folder / "home").mkdir()
        yield folder


def without_screen() -> bool:
    """Let Qt draw in memory when nobody can look; tells whether that is so."""
    here = sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    if here:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return here
