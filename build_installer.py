"""Makes what a municipality can hand out, in dist/, with its SHA-256 in dist/SHA256SUMS. `make installer` does the set-up and runs it.

    python build_installer.py                       # this machine's: on Linux two .deb and a .tar.xz, on Windows an installer
    python build_installer.py --target source       # the last commit as .tar.gz
    python build_installer.py --target windows --python-embed FILE --sha256 SUM     # on Linux: of a Windows Python that is given

It exits with 2 and a plain sentence when something it needs is not there, and makes nothing then.
"""

import argparse
import importlib
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from installer.refusal import Refusal

ROOT = Path(__file__).parent
HERE = "windows" if sys.platform == "win32" else "linux"


def main(arguments: Sequence[str] | None = None) -> int:
    """Build what is asked for, and say what it is."""
    asked = parser().parse_args(arguments)
    try:
        {"linux": linux, "windows": windows, "source": source}[asked.target](asked)
    except Refusal as refusal:
        print(f"build_installer: {refusal}", file=sys.stderr)
        return 2
    print("Not for real families yet: see README.md.")
    return 0


def parser() -> argparse.ArgumentParser:
    """Return what the command line understands."""
    made = argparse.ArgumentParser(prog="build_installer.py", description=(__doc__ or "").splitlines()[0])
    made.add_argument("--target", choices=("linux", "windows", "source"), default=HERE)
    made.add_argument("--dist", type=Path, default=ROOT / "dist", help="the folder to write in")
    made.add_argument("--python-embed", type=Path, help="windows, on Linux: the embeddable package of CPython for amd64")
    made.add_argument("--sha256", default="", help="windows, on Linux: the SHA-256 that FILE must have, from where it was published")
    made.add_argument("--wheels", type=Path, help="windows, on Linux: a folder that keeps the fetched wheels (120 MB); else build/windows")
    return made


def linux(asked: argparse.Namespace) -> None:
    """Build the packages for Debian and the archive."""
    begun = time.monotonic()
    made = importlib.import_module("installer.linux").build(ROOT, asked.dist)
    sizes = " ".join(f"{name}={file.stat().st_size / 1e6:.1f} MB" for name, file in made.named())
    print(f"INSTALLER OK {sizes} seconds={time.monotonic() - begun:.0f}")


def windows(asked: argparse.Namespace) -> None:
    """Build the installer for Windows."""
    importlib.import_module("installer.windows").build(ROOT, asked.dist, asked.python_embed, asked.sha256, asked.wheels)


def source(asked: argparse.Namespace) -> None:
    """Build the source bundle."""
    bundle: Path = importlib.import_module("installer.source").build(ROOT, asked.dist)
    print(f"{bundle.name}  {bundle.stat().st_size // 1024} kB, for Debian 12 with `make run`")


if __name__ == "__main__":
    sys.exit(main())
