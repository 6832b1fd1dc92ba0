"""`make guide ROOT=folder [DATABASE=sqlite|postgresql]`: follows docs/beheer.md in a fresh Debian, with two laptops. As root.

Each block is printed with what was seen. What a script cannot have is played and named: systemd, DNS, and the workers' hands.
"""

import argparse
import os
import re
import shutil
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from tests.guide.comparing import equal, old_form
from tests.guide.laptops import PATIENCE_S, Laptop
from tests.guide.machine import GuideError, Server, Typed
from tests.guide.reading import ENGINES, GUIDE, Block, Play, filled_in, missing, parts

VALUES = {
    "GEMEENTECODE": "GM9999",
    "GEMEENTENAAM": "Voorbeeldstad",
    "SERVERNAAM": "keukentafel.gemeente.example",
    "LOGIN1": "samira",
    "NAAM1": "Samira Voorbeeld",
    "LOGIN2": "joris",
    "NAAM2": "Joris Voorbeeld",
}
PASSPHRASES = ("vijf rode fietsen in regen", "zeven stille uilen op zolder")
QUARTER_MINUTES = 15
SIGNS_A_MINUTE = 180
"""How fast somebody types over what stands before her; what the machine does comes on top."""
ID = re.compile(r"^([\w-]{22})\s", re.MULTILINE)
COPY = re.compile(r"^(\d{8}-\d{6})\.age$", re.MULTILINE)
TAKEN = {"KENMERK": ("rights --worker", ID), "LAPTOP": ("device --worker", ID), "KOPIE": ("ls /var/backups", COPY)}
"""What the reader takes from what a command says."""
CODE = re.compile(r"^[A-Z0-9]{4}(-[A-Z0-9]{4}){3}$", re.MULTILINE)
PLAYED = "played: systemctl by a stand-in, DNS by /etc/hosts, the laptops' workers by key and pointer on the installed program"


class Follower:
    """Types the guide and plays what others do meanwhile."""

    def __init__(self, server: Server, engine: str, version: str, laptops: ExitStack) -> None:
        self.server = server
        self.engine = engine
        self.off = laptops
        self.values = {**VALUES, "VERSIE": version}
        self.laptops: dict[str, Laptop] = {}
        self.code = ""
        self.steps = self.plays = self.signs = 0
        self.seconds = 0.0
        self.minutes = 0.0
        self.written: set[str] = set()

    def follow(self) -> None:
        """Do everything in the guide's order."""
        for part in parts(GUIDE.read_text(encoding="utf-8")):
            if isinstance(part, Play):
                self.play(part)
            elif part.is_for(self.engine):
                self.step(part)

    def step(self, block: Block) -> None:
        """Type a block and look whether what the guide promises comes of it."""
        text = filled_in(block.text, self.values)
        print(f"{self.steps + 1:3d} beheer.md:{block.line} {' '.join(block.marks)}".rstrip())
        print("".join(f"      $ {line}\n" for line in text.splitlines()), end="", flush=True)
        typed = self.server.type(text)
        self.keep(text, typed)
        outcome = [filled_in(line, self.values) for line in block.outcome]
        lacking = missing(outcome, typed.said)
        if lacking:
            raise GuideError(f"beheer.md:{block.line} promises {lacking!r}, and this was said:\n{typed.said[-3000:]}")
        seen = [line for line in typed.said.splitlines() if line.strip()][-max(3, len(outcome)) :]
        print("".join(f"      | {line}\n" for line in seen) + f"      {typed.seconds:.1f} s", flush=True)
        self.steps += 1
        self.signs += len(text)
        self.seconds += typed.seconds

    def keep(self, text: str, typed: Typed) -> None:
        """Keep what the reader takes from one block to a later one."""
        for name, (command, pattern) in TAKEN.items():
            if command in text:
                found = pattern.findall(typed.said)
                if not found:
                    raise GuideError(f"nothing to be taken as {name} from:\n{typed.said}")
                self.values[name] = found[-1]
        codes = [match.group() for match in CODE.finditer(typed.said)]
        self.code = codes[-1] if codes else self.code

    def play(self, part: Play) -> None:
        """Let the others do what the guide says they do."""
        what, *words = (filled_in(word, self.values) for word in part.words)
        begun = time.monotonic()
        seen = PLAYS[what](self, *words)
        self.plays += 1
        print(f"    > {' '.join([what, *words])}: {seen} ({time.monotonic() - begun:.1f} s)", flush=True)
        if what == "aanmelden":
            self.seconds += time.monotonic() - begun

    def ask(self, command: str) -> str:
        """Ask the server something the guide does not ask."""
        return self.server.type(command).said

    # ------------------------------------------------------------ what others do
    def enrols(self, login: str) -> str:
        """A worker starts the program on a new laptop and fills in the first window."""
        laptop = Laptop(self.server, login, PASSPHRASES[len(self.laptops)], 90 + os.getpid() % 400 * 2 + len(self.laptops))
        self.laptops[login] = laptop
        self.off.enter_context(laptop.on())
        laptop.enrol(f"https://{self.values['SERVERNAAM']}", self.code)
        return "enrolled over https and synced"

    def quarter(self) -> str:
        """Say how long it took until here: the machine's time, and typing over every block."""
        self.minutes = self.seconds / 60 + self.signs / SIGNS_A_MINUTE
        if self.engine == ENGINES[0] and self.minutes > QUARTER_MINUTES:
            raise GuideError(f"until two laptops {self.minutes:.1f} minutes, and the guide says {QUARTER_MINUTES}")
        return f"{self.minutes:.1f} minutes: machine {self.seconds / 60:.1f}, typing {self.signs} signs {self.signs / SIGNS_A_MINUTE:.1f}"

    def begins(self, login: str) -> str:
        """A worker begins a family and writes its question."""
        name = f"Gezin Proef {len(self.written) + 1}"
        self.laptops[login].begin_family(name)
        self.written.add(name)
        return f"{name} sent"

    def receives(self, login: str) -> str:
        """A worker presses F5 until something comes."""
        laptop = self.laptops[login]
        before = laptop.pulled()
        laptop.sync_until("family", lambda: laptop.pulled() > before)
        return f"{laptop.pulled() - before} changes came"

    def work_on(self, *logins: str) -> str:
        """Everybody works after the copy was made: in the shared family, and in new ones."""
        text = "Wij willen op zondag weer samen zwemmen."
        self.laptops[logins[0]].write_question(text)
        self.written.add(text)
        return ", ".join([f"{logins[0]} wrote in the shared family", *(self.begins(login) for login in logins)])

    def disaster(self) -> str:
        """The database is gone."""
        lost = "rm /var/lib/keukentafel-server/server.db*"
        self.ask(lost if self.engine == "sqlite" else "runuser -u postgres -- dropdb --force keukentafel")
        return "the database is deleted, while the service runs"

    def bring_back(self, *logins: str) -> str:
        """Every laptop comes by; then the server and the laptops must have the same, and all of it."""
        for login in logins:
            self.laptops[login].sync_until("report", partial(self.has_reported, login))
        end = time.monotonic() + PATIENCE_S
        while True:
            for login in logins:
                self.laptops[login].hands("key", "F5", "sleep", "2")
            try:
                return equal(self.server, list(self.laptops.values()), self.written)
            except GuideError:
                if time.monotonic() > end:
                    raise

    def has_reported(self, login: str) -> bool:
        """Tell whether the server waits for a worker's laptop no longer."""
        return f" {login} " not in self.ask("keukentafel-server heal")

    def newest_copy(self) -> str:
        """The reader takes the newest copy."""
        self.values["KOPIE"] = COPY.findall(self.ask("ls /var/backups/keukentafel"))[-1]
        return self.values["KOPIE"]

    def of_old_form(self) -> str:
        """A database as 0.2.0 made it, with this town's work in it, is brought forward by the installed program."""
        return old_form(self.server, self.ask)

    def systemd(self) -> str:
        """Let the real systemd look at the units, which it can without running."""
        units = "/usr/lib/systemd/system/keukentafel-server.service /etc/systemd/system/keukentafel-reservekopie.timer"
        said = self.ask(f"systemd-analyze verify --man=no {units}; systemd-analyze calendar --iterations=1 '*-*-* 01:30' | tail -1")
        return "the real systemd-analyze verifies both units" + "".join(f"; {line.strip()}" for line in said.splitlines() if line.strip())

    def loses(self, login: str) -> str:
        """The right ended: at the next contact the family goes from the laptop."""
        laptop = self.laptops[login]
        laptop.sync_until("family wiped", lambda: " wiped " in laptop.log())
        return "the family is wiped there"

    def is_refused(self, login: str) -> str:
        """The laptop is let in no more; its worker can still open what is on it."""
        laptop = self.laptops[login]
        log = self.server.folder / "run/played/keukentafel-server.log"
        before = log.read_text(encoding="utf-8").count(f" device={self.values['LAPTOP']}")
        laptop.hands("key", "F5", "sleep", "4")
        if log.read_text(encoding="utf-8").count(f" device={self.values['LAPTOP']}") != before:
            raise GuideError(f"{login}'s laptop was let in after it was refused")
        with laptop.opened() as workspace, workspace.read() as reading:
            kept = len(list(reading.states()))
        return f"the server let it in no more; what is on it still opens: {kept} families"


PLAYS: dict[str, Callable[..., str]] = {
    "aanmelden": Follower.enrols,
    "kwartier": Follower.quarter,
    "gezin": Follower.begins,
    "ontvangt": Follower.receives,
    "doorwerken": Follower.work_on,
    "ramp": Follower.disaster,
    "terugbrengen": Follower.bring_back,
    "nieuwste": lambda self, _copy: self.newest_copy(),
    "oude": lambda self, _form: self.of_old_form(),
    "systemd": Follower.systemd,
    "kwijt": Follower.loses,
    "geweigerd": Follower.is_refused,
}


def main() -> int:
    """Follow the guide, and say how it went in one last line."""
    asked = argparse.ArgumentParser(prog="make guide")
    asked.add_argument("root", type=Path, help="a new folder for the fresh Debian")
    asked.add_argument("--dist", type=Path, default=Path("dist"), help="where the packages are")
    asked.add_argument("--database", choices=ENGINES, default=ENGINES[0])
    given = asked.parse_args()
    debs = [max(given.dist.glob(f"{name}_*.deb"), default=None) for name in ("keukentafel-server", "keukentafel")]
    lacking = [name for name in ("debootstrap", "Xvfb", "xdotool") if not shutil.which(name)]
    if os.geteuid() or lacking or None in debs:
        print(f"GUIDE MISS needs root, {' '.join(lacking)} and both packages in {given.dist} (make installer)")
        return 1
    packages = [deb for deb in debs if deb is not None]
    print(PLAYED, flush=True)
    begun = time.monotonic()
    server = Server(given.root, packages, VALUES["SERVERNAAM"])
    try:
        with server.working(), ExitStack() as laptops:
            follower = Follower(server, given.database, packages[0].name.split("_")[1], laptops)
            follower.follow()
    except GuideError as error:
        print(f"{error}\nGUIDE MISS kept={given.root}")
        return 1
    print(
        f"GUIDE OK steps={follower.steps} plays={follower.plays} database={given.database} "
        f"minutes={follower.minutes:.1f} (of {QUARTER_MINUTES} with sqlite) seconds={time.monotonic() - begun:.0f}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
