"""The program as `make installer` made it: its start against a bare Qt window from source, its memory, and what is downloaded.

Reported, not judged: beside each figure stands what the design measured on a prototype. What was not built gets no figure.
"""

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.actions.opening import lock
from app.paths import Home
from benchmarks.figures import Figure
from benchmarks.laptop import new_laptop
from benchmarks.unlock_paint import BARE, until_painted

DIST = Path(__file__).parent.parent / "dist"
ROUNDS = 7
BLINK_S = 0.002
PATIENCE_S = 60.0
PAINTED = b"desktop.painted"


@dataclass(frozen=True, slots=True)
class Beside(Figure):
    """A figure with what the design says of it."""

    design: str = ""

    def __str__(self) -> str:
        """Return the line, with the design's figure behind it."""
        return f"{Figure.__str__(self)} (design: {self.design})"


@dataclass(frozen=True, slots=True)
class NotBuilt(Figure):
    """A figure that there is not: the installer was not made here."""

    @property
    def verdict(self) -> str:
        """It is no figure: nobody counts it."""
        return "NOT BUILT"

    def __str__(self) -> str:
        """Return the line that says what to do."""
        return f"{self.name} not built: make installer"


def newest(pattern: str) -> Path | None:
    """Return the newest file of that name that the installer made."""
    found = sorted(DIST.glob(pattern), key=lambda file: file.stat().st_mtime)
    return found[-1] if found else None


def sizes() -> list[Figure]:
    """Return what a laptop and a server download."""
    wanted = (
        ("installed_deb_size", "keukentafel_*.deb", "67 xz, 81 zstd"),
        ("installed_server_deb_size", "keukentafel-server_*.deb", "none"),
        ("installed_archive_size", "keukentafel-*-linux-*.tar.xz", "none"),
    )
    found = [(name, newest(pattern), design) for name, pattern, design in wanted]
    return [
        NotBuilt(name, 0) if file is None else Beside(name, file.stat().st_size / 1e6, unit="MB", design=design)
        for name, file, design in found
    ]


def seconds_until_painted(program: Path, environment: Mapping[str, str], log: Path) -> float:
    """Start the installed program and return the seconds until its log says that the first window is painted."""
    log.unlink(missing_ok=True)
    begin = time.perf_counter()
    with subprocess.Popen([program], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        while not (log.exists() and PAINTED in log.read_bytes()):
            if time.perf_counter() > begin + PATIENCE_S:
                child.terminate()
                raise SystemExit("the installed program was never painted")
            time.sleep(BLINK_S)
        took = time.perf_counter() - begin
        child.terminate()
    return took


def start_figures(program: Path) -> list[Figure]:
    """Return how long the installed program takes to its first paint, and how many times that of a bare Qt window from source."""
    with tempfile.TemporaryDirectory() as folder:
        lock(new_laptop(Path(folder)))
        environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "KEUKENTAFEL_DATA": folder}
        log = Home(Path(folder)).folder / "gebeurtenissen.log"
        times, ratios = [], []
        for number in range(ROUNDS + 1):
            ours = seconds_until_painted(program, environment, log)
            bare = until_painted(BARE, "QWidget", environment)
            if number:  # the first round reads the disk for both
                times.append(ours)
                ratios.append(ours / bare)
    return [
        Beside("installed_first_paint", statistics.median(times) * 1000, unit="ms", design="423 of 1000"),
        Beside("installed_first_paint_to_bare_qt", statistics.median(ratios), design="423/296 = 1.43x"),
    ]


def memory_figure(program: Path) -> Figure:
    """Return what the installed program has in memory with a family open, as its own test tells it."""
    said = subprocess.run([program, "--selftest"], capture_output=True, text=True, check=True).stdout
    line = next(line for line in said.splitlines() if line.startswith("ok   memory: "))
    return Beside("installed_memory_family_open", float(line.split()[2]), unit="MB", design="82, a prototype without store")


def measure() -> list[Figure]:
    """Unpack the package of the desktop program and measure it."""
    deb = newest("keukentafel_*.deb")
    if deb is None:
        return [NotBuilt("installed_program", 0)]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["dpkg-deb", "--extract", str(deb), folder], check=True)
        home = Path(folder) / "usr" / "lib" / "keukentafel"
        program = home / "keukentafel"
        files = (file for file in home.rglob("*") if not file.is_symlink() and file.is_file())
        size = Beside("installed_size", sum(file.stat().st_size for file in files) / 1e6, unit="MB", design="210")
        return [*start_figures(program), memory_figure(program), size, *sizes()]


if __name__ == "__main__":
    for figure in measure():
        print(figure)
