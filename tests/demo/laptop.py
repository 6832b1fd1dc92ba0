"""One laptop of the demo: the real program in its own process with its own folder, and somebody who plays it."""

import json
import os
import select
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.demo.town import ROOT

PATIENCE_S = 25.0


class MissedError(Exception):
    """Something that should be on the screen was not there in time."""


class Laptop:
    """Plays one laptop. Each call is an order to the player in the process; one that is not done in time raises MissedError."""

    player = "tests.demo.player"

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None
        self.rest = b""

    def start(self, **environment: str) -> None:
        """Start the program and wait for its first window."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.rest = b""
        own = {"QT_QPA_PLATFORM": "offscreen", "KEUKENTAFEL_DATA": str(self.folder / "data"), "HOME": str(self.folder)}
        with (self.folder / "said.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", self.player],
                cwd=ROOT,
                env={**os.environ, **own, **environment},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
            )
        self._answer("start", 60.0)

    def close(self) -> None:
        """Close the window and wait until the program has ended."""
        self.order("close")
        process = self._running()
        process.wait(60)
        self._put_away(process)

    def kill(self) -> None:
        """End the program with kill -9."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(20)
            self._put_away(self.process)

    def order(self, do: str, seconds: float = PATIENCE_S, **what: Any) -> Any:
        """Give one order and return the answer."""
        self.send(do, seconds, **what)
        return self._answer(" ".join([do, *(str(word) for word in what.values())]), seconds + 30.0)

    def send(self, do: str, seconds: float = PATIENCE_S, **what: Any) -> None:
        """Give one order and do not wait for it."""
        pipe = self._running().stdin
        if pipe is None:
            raise MissedError(f"{self.name}: nobody listens")
        pipe.write(json.dumps({"do": do, "seconds": seconds, **what}).encode() + b"\n")
        pipe.flush()

    def click(self, role: str, name: str, near: str = "") -> None:
        """Click a button, key, box, tab or row."""
        self.order("click", role=role, name=name, near=near)

    def write(self, name: str, text: str, near: str = "") -> None:
        """Click into a field, make it empty and type."""
        self.click("field", name, near)
        self.order("press", keys="Ctrl+A")
        self.order("type", text=text)

    def press(self, keys: str) -> None:
        """Press keys together."""
        self.order("press", keys=keys)

    def see(self, text: str, seconds: float = PATIENCE_S) -> None:
        """Wait until the window shows these words."""
        self.order("see", seconds, text=text)

    def see_in(self, name: str, text: str, near: str = "", role: str = "field") -> None:
        """Wait until a field or another control shows these words."""
        self.order("see", role=role, name=name, text=text, near=near)

    def gone(self, text: str) -> None:
        """Wait until the window no longer shows these words."""
        self.order("gone", text=text)

    def read(self) -> list[str]:
        """Return everything the window shows."""
        said: list[str] = self.order("read")
        return said

    def picture(self, path: Path) -> None:
        """Keep a picture of the window."""
        self.order("picture", path=str(path))

    def _running(self) -> "subprocess.Popen[bytes]":
        if self.process is None:
            raise MissedError(f"{self.name}: the program does not run")
        return self.process

    def _answer(self, about: str, seconds: float) -> Any:
        pipe = self._running().stdout
        if pipe is None:
            raise MissedError(f"{self.name}: {about}: nobody answers")
        while b"\n" not in self.rest:
            if not select.select([pipe], [], [], seconds)[0]:
                raise MissedError(f"{self.name}: {about}: no answer in {seconds:.0f} s")
            part = os.read(pipe.fileno(), 65536)
            if not part:
                raise MissedError(f"{self.name}: {about}: the program ended, see {self.folder / 'said.log'}")
            self.rest += part
        line, self.rest = self.rest.split(b"\n", 1)
        said = json.loads(line)
        if "missed" in said:
            raise MissedError(f"{self.name}: {about}\n  on the screen: {' | '.join(said['missed'])}")
        return said.get("value")

    def _put_away(self, process: "subprocess.Popen[bytes]") -> None:
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        self.process = None
