"""The municipal server in a process of its own, and its commands, each in one: the real `keukentafel-server`, let down on purpose."""

import json
import resource
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

import app.server.main
import app.server.patience
from app.server import access, admin
from tests.faults.forked import Forked
from tests.faults.points import SERVER, Arms, install

LOADED = (app.server.main, app.server.patience)
"""What `serve` imports when it is called: here it is loaded once, before the fork."""


LONG_AGO_MS, BASE_WORTH = 200, 10
"""What is long ago here, and how much of it is worth a base: a run lasts seconds."""


@dataclass
class Server:
    """The service on one address and one database, and what whoever runs it does with it."""

    address: str
    port: int
    folder: Path
    arms: Arms
    unopened: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.process = Forked("server", self.folder / "server.log")

    def start(self, room: int | None = None) -> None:
        """Start it, and wait until it listens; nothing happens when it runs. `room`: its files grow by so many bytes at most."""
        if not self.process.alive():
            self.process.begin(lambda ear, mouth: self._serve(mouth, room))
            if not self.process.until("listening"):
                self.unopened.append(f"the server ended with {self.process.code} before it listened")

    def command(self, *words: str) -> tuple[int | None, dict[str, object]]:
        """Run a command; returns how it ended and what it said."""
        said: list[str] = []
        one = Forked(words[0], self.folder / "commands.log", said.append)
        one.begin(lambda ear, mouth: self._told(words, mouth))
        code = one.to_end()
        found: dict[str, object] = json.loads(said[-1]) if said and said[-1].startswith("{") else {}
        return code, found

    def must(self, *words: str) -> dict[str, object]:
        """Run a command until it is done: one that was killed or refused by its database is given once more."""
        code, said = self.command(*words)
        if code != 0:
            self.arms.disarm()
            code, said = self.command(*words)
        if code != 0:
            self.unopened.append(f"{' '.join(words)} ended with {code}")
        return said

    def again(self, *words: str) -> None:
        """Run a command that may have nothing to do."""
        if self.command(*words)[0] not in (0, 1):
            self.arms.disarm()
            code, _ = self.command(*words)
            self.unopened.extend([] if code in (0, 1) else [f"{' '.join(words)} ended with {code}"])

    def _serve(self, mouth: TextIO, room: int | None) -> None:
        sys.stdout = mouth
        if room is not None:
            largest = max((file.stat().st_size for file in self.folder.glob("*.db*")), default=0)
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest + room, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
        install(SERVER, self.arms)
        init = vars(access.House)["__init__"]
        init.__defaults__ = (*init.__defaults__[:-2], LONG_AGO_MS, BASE_WORTH)
        words = ["--database", self.address, "--language", "en", "serve", "--port", str(self.port)]
        sys.exit(admin.main(words))

    def _told(self, words: tuple[str, ...], mouth: TextIO) -> None:
        sys.stdout = mouth
        install(SERVER, self.arms)
        sys.exit(admin.main(["--database", self.address, "--json", *words]))
