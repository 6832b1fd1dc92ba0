"""Proves the installer for Windows under wine, in silence: what it brings, what it refuses, what it leaves. Prints one line for each.

    python -m tests.installer.on_wine [SETUP]

Without SETUP it packs a small folder of its own. The Python in it is a stand-in that only writes down how it was started, so this
says nothing about the program itself: that has not run on Windows. Needs wine64 and nsis (`make windows-proof` says how).
"""

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

from installer import windows_folder, windows_setup
from installer.windows import makensis
from installer.workshop import version
from tests.house_rules import ROOT
from tests.installer.test_windows import LAUNCHER, STAND_IN

KEY = rf"HKCU\{windows_setup.KEY}"
STARTED = r"""
Target amd64-unicode
SilentInstall silent
RequestExecutionLevel user
OutFile "${TARGET}"
Section
  FileOpen $0 "$TEMP\started.txt" w
  FileWrite $0 "$CMDLINE"
  FileClose $0
  wait:
  IfFileExists "$TEMP\stay.txt" 0 done
  Sleep 100
  Goto wait
  done:
SectionEnd
"""
LIMIT_S = 120


@dataclass(frozen=True)
class Laptop:
    """A Windows of its own in a folder."""

    prefix: Path

    @property
    def user(self) -> Path:
        """Return the worker's own folder."""
        return next(place for place in (self.prefix / "drive_c" / "users").iterdir() if place.name != "Public")

    @property
    def program(self) -> Path:
        """Return where the program is installed."""
        return self.user / "AppData" / "Local" / "Programs" / "Keukentafel"

    @property
    def data(self) -> Path:
        """Return where the worker's store lies."""
        return self.user / "AppData" / "Local" / "keukentafel"

    @property
    def shortcut(self) -> Path:
        """Return the entry in the start menu."""
        return self.user / "AppData" / "Roaming" / "Microsoft" / "Windows" / "Start Menu" / "Programs" / "Keukentafel.lnk"

    @property
    def temp(self) -> Path:
        """Return the folder in which a started stand-in writes."""
        return self.user / "Temp"

    def environment(self) -> dict[str, str]:
        """Return what wine needs to be this laptop and to be quiet."""
        return {**os.environ, "WINEPREFIX": str(self.prefix), "WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml="}

    def run(self, *words: str) -> int:
        """Run a program to its end, and return its exit code."""
        done = subprocess.run(
            ["wine", *words], env=self.environment(), stdin=subprocess.DEVNULL, capture_output=True, timeout=LIMIT_S, check=False
        )
        return done.returncode

    def uninstall(self, *words: str) -> int:
        """Run the uninstaller where it lies, so that its exit code is seen; it cannot take away itself then."""
        place = "Z:" + str(self.program).replace("/", "\\")
        return self.run(str(self.program / "uninstall.exe"), "/S", *words, f"_?={place}")

    def registered(self) -> bool:
        """Tell whether Windows lists the program."""
        return self.run("reg", "query", KEY) == 0


def said(what: str, right: bool) -> None:
    """Print one line; the first that is not right ends the proof."""
    print(f"{what:<88} {'OK' if right else 'MISS'}", flush=True)
    if not right:
        sys.exit(1)


def small_folder(work: Path) -> Path:
    """Return a small folder as it would be installed, with the stand-in that writes down how it was started."""
    folder = work / "folder"
    (folder / "runtime").mkdir(parents=True)
    (folder / "lib").mkdir()
    script = work / "started.nsi"
    script.write_text(STARTED, encoding="utf-8")
    subprocess.run([makensis(), "-V1", f"-DTARGET={folder / 'runtime' / 'pythonw.exe'}", str(script)], check=True, capture_output=True)
    (folder / "lib" / "bidi é.py").write_bytes(STAND_IN)
    (folder / "keukentafel.exe").write_bytes(LAUNCHER.read_bytes() + windows_folder.STARTS.encode() + windows_folder.begin())
    return folder


def packed(folder: Path, work: Path) -> Path:
    """Return the installer of a folder."""
    setup = windows_setup.Setup(folder, version(ROOT), PureWindowsPath(windows_folder.RUNS), 0)
    return windows_setup.pack(setup, work / "nsis", work / "keukentafel-setup.exe")


def installs(laptop: Laptop, setup: Path, folder: Path | None) -> None:
    """It brings every file, a shortcut and an entry in Windows' list."""
    said("a silent install ends with 0", laptop.run(str(setup), "/S") == 0)
    there = {file.relative_to(laptop.program): file.read_bytes() for file in laptop.program.rglob("*") if file.is_file()}
    there.pop(Path("uninstall.exe"))
    if folder is not None:
        meant = {file.relative_to(folder): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
        said(f"{len(there)} files lie there, byte for byte as they were packed", there == meant)
    else:
        said(f"{len(there)} files lie there", len(there) > 1_000)
    said("the start menu has it", laptop.shortcut.is_file())
    said("Windows lists it", laptop.registered())


def starts(laptop: Laptop) -> None:
    """The launcher starts the Python beside it, with itself as the program, and hands on what was asked."""
    laptop.run(str(laptop.program / "keukentafel.exe"), "--selftest", "a b")
    line = (laptop.temp / "started.txt").read_text(encoding="utf-8", errors="replace")
    said("keukentafel.exe starts the Python beside it", "runtime\\pythonw.exe" in line and "keukentafel.exe" in line)
    said("and hands on what was asked", line.rstrip().endswith('--selftest "a b"'))


def refuses_while_open(laptop: Laptop, setup: Path) -> None:
    """Nothing is changed under a program that runs."""
    (laptop.temp / "stay.txt").touch()
    (laptop.temp / "started.txt").unlink()
    running = subprocess.Popen(["wine", str(laptop.program / "keukentafel.exe")], env=laptop.environment(), stderr=subprocess.DEVNULL)
    while not (laptop.temp / "started.txt").exists() and running.returncode is None:
        with suppress(subprocess.TimeoutExpired):
            running.wait(0.2)
    (laptop.program / "lib" / "older.py").touch()
    said("while the program is open an install ends with 3", laptop.run(str(setup), "/S") == 3)
    said("and so does a removal", laptop.uninstall() == 3)
    said("and nothing is changed", (laptop.program / "lib" / "older.py").is_file() and laptop.registered())
    (laptop.temp / "stay.txt").unlink()
    running.wait(LIMIT_S)


def upgrades(laptop: Laptop, setup: Path) -> None:
    """Of an older version nothing stays."""
    laptop.run(str(setup), "/S")
    said("a second install takes away what an older version had", not (laptop.program / "lib" / "older.py").exists())


def leaves(laptop: Laptop, setup: Path) -> None:
    """What the worker made outlives the program, unless it is told otherwise."""
    laptop.data.mkdir()
    (laptop.data / "venster.ini").write_bytes(b"the worker's")
    (laptop.program / "mine.txt").write_bytes(b"the worker's")
    said("a silent removal ends with 0", laptop.uninstall() == 0)
    left = {file.name for file in laptop.program.iterdir()}
    said("the program is gone, the worker's own file beside it is not", left <= {"mine.txt", "uninstall.exe"} and "mine.txt" in left)
    said("shortcut and entry are gone", not laptop.shortcut.exists() and not laptop.registered())
    said("the worker's data is still there", (laptop.data / "venster.ini").is_file())
    laptop.run(str(setup), "/S")
    said("with /DELETEDATA it is gone", laptop.uninstall("/DELETEDATA") == 0 and not laptop.data.exists())


def main() -> None:
    """Go through all of it on a new laptop."""
    given = Path(sys.argv[1]).resolve() if sys.argv[1:] else None
    if shutil.which("wine") is None:
        sys.exit("wine64 is missing: apt-get install wine wine64. It runs the installer for Windows; nothing was tried.")
    with tempfile.TemporaryDirectory() as place:
        work = Path(place)
        laptop = Laptop(work / "laptop")
        laptop.run("wineboot", "-i")
        folder = small_folder(work)
        small = packed(folder, work)
        try:
            if given:
                installs(laptop, given, None)
                leaves(laptop, given)
            else:
                installs(laptop, small, folder)
                starts(laptop)
                refuses_while_open(laptop, small)
                upgrades(laptop, small)
                leaves(laptop, small)
        finally:
            subprocess.run(["wineserver", "-k"], env=laptop.environment(), check=False)
    print("WINDOWS SETUP OK (under wine, with a stand-in for Python; the program itself: not run)")


if __name__ == "__main__":
    main()
