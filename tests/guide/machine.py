"""The server of the guide: a fresh Debian in a folder, and one shell in which the administrator types.

The root is not started by systemd, so `systemctl` is a stand-in (the file beside this one). DNS is a line in /etc/hosts.
"""

import contextlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.installer.root import PATH, FreshRoot

END = "--- einde van dit blok"
SAID = "srv/gezegd"
BLINK_S = 0.1
LONGEST_S = 900.0
PORTS = (80, 443, 5432, 8420)
DISPLAYS = Path("tmp/.X11-unix")


class GuideError(Exception):
    """The guide does not do what it says."""


@dataclass(frozen=True)
class Typed:
    """What a block said, and how long it took."""

    said: str
    seconds: float


class Server(FreshRoot):
    """The root, with the packages where the administrator begins."""

    def __init__(self, folder: Path, debs: list[Path], name: str) -> None:
        super().__init__(folder)
        for deb in debs:
            shutil.copy(deb, self.folder / "root")
        shutil.copy(Path(__file__).with_name("systemctl"), self.folder / "usr/local/sbin/systemctl")
        (self.folder / "etc/hosts").write_text(f"127.0.0.1 localhost {name}\n", encoding="ascii")
        (self.folder / DISPLAYS).mkdir(mode=0o1777, exist_ok=True)
        self.shell: subprocess.Popen[str] | None = None

    @contextmanager
    def working(self) -> Iterator[None]:
        """Lend it what a running machine has, and end whatever was started in here."""
        taken = [port for port in PORTS if is_taken(port)]
        if taken:
            raise GuideError(f"somebody listens on port {taken[0]} of this machine, which the server of the guide shares")
        with self.entered():
            subprocess.run(["mount", "--bind", f"/{DISPLAYS}", str(self.folder / DISPLAYS)], check=True)
            try:
                self.shell = self._shell()
                yield
            finally:
                if self.shell is not None:
                    self.shell.kill()
                    self.shell.wait()
                self.end_all()
                subprocess.run(["umount", str(self.folder / DISPLAYS)], check=True)

    def _shell(self) -> "subprocess.Popen[str]":
        """Begin a shell; what it says goes to a file, for a daemon that is started in it would hold a pipe open."""
        surroundings = [f"PATH=/usr/local/sbin:/usr/local/bin:{PATH}", "HOME=/root", "LC_ALL=C.UTF-8", "DEBIAN_FRONTEND=noninteractive"]
        line = ["chroot", str(self.folder), "env", "-i", *surroundings, "bash", "-c", "cd; exec bash -s"]
        with (self.folder / SAID).open("wb") as said:
            return subprocess.Popen(line, stdin=subprocess.PIPE, stdout=said, stderr=subprocess.STDOUT, text=True)

    def type(self, text: str) -> Typed:
        """Type a block into the one shell; raises GuideError when a command in it fails."""
        shell = self.shell
        if shell is None or shell.stdin is None:
            raise GuideError("nobody is logged in")
        (self.folder / "srv/blok").write_text(text, encoding="utf-8")
        before = self._said()
        begun = time.monotonic()
        shell.stdin.write(f"set -e -o pipefail; . /srv/blok </dev/null; set +e; echo; echo '{END}'\n")
        shell.stdin.flush()
        while not (said := self._said()[len(before) :]).endswith(f"{END}\n"):
            if shell.poll() is not None or time.monotonic() - begun > LONGEST_S:
                raise GuideError(f"a command failed (the shell ended with {shell.poll()}):\n{said[-3000:]}")
            with contextlib.suppress(subprocess.TimeoutExpired):
                shell.wait(BLINK_S)
        return Typed(said.removesuffix(f"{END}\n"), time.monotonic() - begun)

    def _said(self) -> str:
        return (self.folder / SAID).read_text(encoding="utf-8", errors="replace")

    def end_all(self) -> None:
        """End the programs that run in here, and no others."""
        for process in Path("/proc").glob("[0-9]*"):
            try:
                inside = os.readlink(process / "root") == str(self.folder)
            except OSError:
                continue  # it ended while we looked
            if inside:
                subprocess.run(["kill", "-KILL", process.name], check=False, stderr=subprocess.DEVNULL)


def is_taken(port: int) -> bool:
    """Tell whether somebody listens there."""
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0
