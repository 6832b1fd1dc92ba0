"""A bare machine in a folder: a fresh Debian with python3, make and git, and the package settings of the machine it stands on."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.installer.root import PATH, FreshRoot

ROOT = Path(__file__).parent.parent.parent
REPOSITORY = "/srv/keukentafel.git"
AUTHORITIES = Path("usr/local/share/ca-certificates")
PIP = Path("etc/pip.conf")
OF_PIP = re.compile(r"PIP_\w+|SSL_CERT_\w+|REQUESTS_CA_BUNDLE|(https?|no)_proxy", re.IGNORECASE)
WORKER = "samira"
LONG_S = 1800


class BareError(Exception):
    """The bare machine did not do what it should."""


@dataclass(frozen=True)
class Said:
    """How a command ended."""

    code: int
    text: str
    seconds: float

    @property
    def last(self) -> str:
        """Return its last line that is not make's own."""
        return next((line for line in reversed(self.text.splitlines()) if line.strip() and not line.startswith("make")), "")


class BareMachine(FreshRoot):
    """The machine, with main in a repository of its own."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        for file in (AUTHORITIES, PIP):
            there, here = Path("/") / file, self.folder / file
            if there.is_dir():
                shutil.copytree(there, here, dirs_exist_ok=True)
            elif there.exists():
                shutil.copy(there, here)

    def furnish(self) -> None:
        """Put in what a reader of README.md is asked to have, an ordinary worker, and the last commit."""
        self.run("apt-get update -qq && apt-get install -y -qq --no-install-recommends python3 make git")
        self.run(f"id {WORKER} >/dev/null 2>&1 || useradd --create-home {WORKER}")
        bare = self.folder / REPOSITORY.lstrip("/")
        shutil.rmtree(bare, ignore_errors=True)
        subprocess.run(["git", "clone", "--quiet", "--bare", str(ROOT), str(bare)], check=True)
        self.run("git config --system --replace-all safe.directory '*'")

    def clone(self, place: str, user: str = "root") -> str:
        """Clone main to a folder, as a user; what was there goes."""
        self.words(["rm", "-rf", place])
        said = self.words(["git", "clone", "--quiet", REPOSITORY, place], user=user)
        if said.code:
            raise BareError(said.text)
        return place

    def words(self, command: Sequence[str], *, user: str = "root", network: bool = True, home: str = "/root") -> Said:
        """Run a command in here with as little environment as can be; without a network when asked; no HOME when it is empty."""
        begun = time.monotonic()
        done = subprocess.run(
            self.inside(command, user=user, network=network, home=home),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=LONG_S,
        )
        return Said(done.returncode, done.stdout, time.monotonic() - begun)

    def inside(self, command: Sequence[str], *, user: str = "root", network: bool = True, home: str = "/root") -> list[str]:
        """Return the command line that does so."""
        kept = [f"{name}={value}" for name, value in os.environ.items() if OF_PIP.fullmatch(name)]
        settings = [f"PATH={PATH}", *([f"HOME={home}"] if home else []), *kept]
        alone = [] if network else ["unshare", "--net"]
        return [*alone, "chroot", f"--userspec={user}:{user}", str(self.folder), "env", "-i", *settings, *command]

    def left_in(self, place: str) -> list[str]:
        """Return what lies in a clone that is not of the repository."""
        said = self.words(["git", "-C", place, "status", "--short", "--ignored"])
        return [line for line in said.text.splitlines() if not line.endswith("__pycache__/")]

    def running(self) -> list[str]:
        """Return the programs that still run in here."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if Path(os.readlink(process / "root")) == self.folder:
                    found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace"))
            except OSError:
                continue  # it ended while we looked
        return found

    def has(self, package: str) -> bool:
        """Tell whether a Debian package is installed in here."""
        return "ok installed" in self.words(["dpkg-query", "-W", "-f", "${Status}", package]).text
