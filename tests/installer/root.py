"""A root of a fresh Debian in a folder: nothing in it but what Debian calls essential. Needs root, debootstrap and Debian's packages."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SUITE = "bookworm"
KEYRINGS = Path("usr/share/keyrings")
BOOKKEEPING = ("var/lib/dpkg", "var/lib/apt", "var/cache", "var/log", "proc", "dev", "run", "sys", "tmp", "srv")
"""Where the system notes what was done: not what a package leaves."""
MARK = "srv/made-by-keukentafel"
PATH = "/usr/sbin:/usr/bin:/sbin:/bin"


def own(folder: Path) -> Path:
    """Return a folder that is new, empty, or a root made here before; raises SystemExit for any other, for packages come and go in it."""
    there = folder.resolve()
    nobodys = folder != Path() and there != there.parent  # nothing said is the folder one stands in; / is the machine itself
    if not nobodys or (there.exists() and not (there / MARK).exists() and any(there.iterdir())):
        raise SystemExit(f"{there} is no new folder, and no root that was made here. Name a new one.")
    return there


class FreshRoot:
    """The root in one folder; made when it is not there yet, with the package sources of this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = own(folder)
        if not (self.folder / "usr/bin/dpkg").exists():
            subprocess.run(["debootstrap", "--variant=minbase", SUITE, str(self.folder), source()], check=True, stdout=subprocess.DEVNULL)
        (self.folder / MARK).touch()
        shutil.copytree("/etc/apt", self.folder / "etc/apt", dirs_exist_ok=True, symlinks=True)
        shutil.copytree(Path("/") / KEYRINGS, self.folder / KEYRINGS, dirs_exist_ok=True)
        shutil.copy("/etc/resolv.conf", self.folder / "etc/resolv.conf")

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Lend it what a running system has; taken away again, whatever happens."""
        subprocess.run(["mount", "-t", "proc", "proc", str(self.folder / "proc")], check=True)
        try:
            yield
        finally:
            subprocess.run(["umount", "--lazy", str(self.folder / "proc")], check=True)

    def line(self, command: str, user: str = "root") -> list[str]:
        """Return the command line that runs something in here as a user."""
        home = "/root" if user == "root" else f"/home/{user}"
        group = user
        words = ["env", "-i", f"PATH={PATH}", f"HOME={home}", "LC_ALL=C.UTF-8", "DEBIAN_FRONTEND=noninteractive"]
        return ["chroot", f"--userspec={user}:{group}", str(self.folder), *words, "sh", "-c", f"cd {home}; {command}"]

    def run(self, command: str, user: str = "root") -> str:
        """Run something in here and return what it says; raises SystemExit with its own words when it fails."""
        done = subprocess.run(self.line(command, user), capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"INSTALLER PROOF MISS {command!r} ended with {done.returncode}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
        return done.stdout

    def files(self) -> set[str]:
        """Return every file that lies here, but for the system's bookkeeping."""
        found: set[str] = set()
        for folder, below, names in os.walk(self.folder):
            here = os.path.relpath(folder, self.folder)
            below[:] = [name for name in below if os.path.normpath(f"{here}/{name}") not in BOOKKEEPING]
            found |= {os.path.normpath(f"{here}/{name}") for name in names}
            found |= {os.path.normpath(f"{here}/{name}") for name in below if not os.listdir(os.path.join(folder, name))}
        return found

    def take(self, file: Path) -> str:
        """Copy a file in and return where it is here."""
        shutil.copy(file, self.folder / "srv")
        return f"/srv/{file.name}"


def source() -> str:
    """Return where this machine has Debian's packages from."""
    said = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(SITE)", "Created-By: Packages"], capture_output=True, text=True, check=True
    )
    return said.stdout.splitlines()[0]
