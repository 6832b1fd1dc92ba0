"""What somebody who mends the program may know of this laptop: versions and measures. No name, no path, no address, no text."""

import platform
import re
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QSysInfo
from PySide6.QtGui import QGuiApplication

from app import paths

LINE = re.compile(r"^\S+ \S+ (?:DEBUG|INFO|WARNING|ERROR|CRITICAL) (?P<name>(?:app|ui)[a-z_.]*) (?P<event>[a-z_.]{1,64})(?: |$)")
MOST_EVENTS = 30
LOG_TAIL = 20_000
VERSION = re.compile(r'^version = "([0-9a-z.]+)"$', re.MULTILINE)


def version() -> str:
    """Return the version: what the installer wrote, else what the source says."""
    written = paths.resources() / "version.txt"
    if written.exists():
        return written.read_text(encoding="ascii").strip()
    found = VERSION.search((paths.resources().parent / "pyproject.toml").read_text(encoding="utf-8"))
    return found[1] if found else "?"


def system_lines() -> Iterator[str]:
    """Yield what runs here."""
    yield f"Keukentafel {version()}"
    yield f"Python {platform.python_version()}, Qt {QLibraryInfo.version().toString()}"
    yield f"{QSysInfo.prettyProductName()}, {QSysInfo.kernelType()} {QSysInfo.kernelVersion()}, {QSysInfo.currentCpuArchitecture()}"


def screen_lines() -> Iterator[str]:
    """Yield the measures of each screen, and through what Qt draws."""
    yield f"Qt {QGuiApplication.platformName()}"
    for screen in QGuiApplication.screens():
        size = screen.size()
        yield f"{size.width()} x {size.height()}, {screen.devicePixelRatio() * 100:.0f} %"


def last_events(folder: Path) -> list[str]:
    """Return the names of what happened last, the oldest first; never what stood behind them."""
    try:
        with (folder / "gebeurtenissen.log").open("rb") as file:
            file.seek(max(file.seek(0, 2) - LOG_TAIL, 0))
            lines = file.read().decode("utf-8", "replace").splitlines()
    except OSError:
        return []
    found = (LINE.match(line) for line in lines)
    return [f"{match['name']} {match['event']}" for match in found if match][-MOST_EVENTS:]
