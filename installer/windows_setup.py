"""Packs a folder with the program into an installer for Windows, with NSIS. What it does stands in keukentafel.nsi."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

from app.texts import t
from installer.refusal import Refusal
from installer.windows import makensis

HERE = Path(__file__).parent
KEY = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\Keukentafel"


@dataclass(frozen=True)
class Setup:
    """What is packed: the folder, the version, and the file in the folder that is in use while the program runs."""

    folder: Path
    version: str
    runs: PureWindowsPath
    moment: int


def pack(setup: Setup, work: Path, target: Path) -> Path:
    """Write the installer and return it; the same folder gives the same bytes with the same NSIS."""
    tool = makensis()
    work.mkdir(parents=True, exist_ok=True)
    for name, lines in (("texts", texts()), ("files", copying(setup.folder)), ("remove", removing(setup.folder))):
        # the mark of UTF-8 in front, or NSIS reads another alphabet
        (work / f"{name}.nsh").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8-sig")
    size = sum(file.stat().st_size for file in setup.folder.rglob("*") if file.is_file())
    given = {"TARGET": target, "WORK": work, "VERSION": setup.version, "KEY": KEY, "RUNS": setup.runs, "KILOBYTES": size // 1024}
    words = [tool, "-V2", "-WX", "-INPUTCHARSET", "UTF8", *(f"-D{name}={value}" for name, value in given.items())]
    moment = {**os.environ, "SOURCE_DATE_EPOCH": str(setup.moment)}
    done = subprocess.run([*words, str(HERE / "keukentafel.nsi")], capture_output=True, text=True, env=moment, check=False)
    if done.returncode:
        raise Refusal(f"makensis ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return target


def texts() -> Iterator[str]:
    """Yield the Dutch texts as NSIS reads them."""
    spoken = {
        "RUNNING": t("setup.running"),
        "PROGRAM": t("setup.program"),
        "DATA": t("setup.data"),
        "PROGRAM_MORE": t("setup.program_more"),
        "DATA_MORE": t("setup.data_more"),
        "START": t("setup.start"),
    }
    for name, text in spoken.items():
        yield f"LangString {name} ${{LANG_DUTCH}} {quoted(text)}"


def copying(folder: Path) -> Iterator[str]:
    """Yield what brings every file to its place, in order, so that it does not depend on the disk."""
    place = None
    for file in sorted(file for file in folder.rglob("*") if file.is_file()):
        inside = PureWindowsPath(file.relative_to(folder))
        if inside.parent != place:
            place = inside.parent
            yield f"SetOutPath {installed(place)}"
        yield f'File "{file}"'


def removing(folder: Path) -> Iterator[str]:
    """Yield what takes the program away: the folders that are its own, and its files; never the folder around them."""
    yield "!macro RemoveProgram"
    for place in sorted(folder.iterdir()):
        yield f"{'RMDir /r' if place.is_dir() else 'Delete'} {installed(PureWindowsPath(place.name))}"
    yield "!macroend"


def installed(place: PureWindowsPath) -> str:
    """Return a place in the folder where the program is installed."""
    return '"$INSTDIR"' if place == PureWindowsPath() else f'"$INSTDIR\\{str(place).replace("$", "$$")}"'


def quoted(text: str) -> str:
    """Return a text that NSIS takes as it is."""
    return '"' + text.replace("$", "$$").replace('"', '$\\"') + '"'
