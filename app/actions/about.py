"""What the program says of itself: the worker's manual, and what it is made of, with the licence of each part."""

import re
from pathlib import Path

from app.paths import resources

INDEX = "LICENSES-THIRD-PARTY.txt"
"""What the installer writes: everything that is shipped, with its licence."""
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)
LONGEST_LICENCE = 60
MANUAL = "handleiding.md"


def manual() -> str:
    """Return the worker's manual, in Markdown."""
    return (resources() / MANUAL).read_text(encoding="utf-8")


def made_of() -> str:
    """Return the parts with version and licence, a line each: what the installer wrote, else what is installed here. Takes a moment."""
    index = resources() / INDEX
    if index.exists():
        return index.read_text(encoding="utf-8")
    lock = resources().parent / "requirements.txt"
    pins = PIN.findall(lock.read_text(encoding="utf-8")) if lock.exists() else []
    carried = [f"{name}: {licence}" for name, licence in carried_along(resources())]
    return "\n".join([*(f"{name} {version}: {licence_of(name)}" for name, version in sorted(pins)), *carried])


def licence_of(name: str) -> str:
    """Return the licence that an installed distribution states, in its own words; a question mark for none."""
    from importlib.metadata import PackageNotFoundError, metadata

    try:
        told = metadata(name)
    except PackageNotFoundError:
        return "?"
    classifiers = [line.rsplit(" :: ", 1)[-1] for line in told.get_all("Classifier") or [] if line.startswith("License :: OSI")]
    expression, words = (" ".join(told.get_all(field) or []) for field in ("License-Expression", "License"))
    return (expression or ", ".join(classifiers) or words or "?").splitlines()[0][:LONGEST_LICENCE]


def carried_along(folder: Path) -> list[tuple[str, str]]:
    """Return the fonts, drawings and words that lie beside the program, by folder, with the first line of their licence."""
    texts = sorted(path for path in folder.rglob("*") if path.is_file() and path.name.upper().startswith(("LICENSE", "OFL", "COPYING")))
    found = []
    for path in texts:
        lines = (line.strip() for line in path.read_text(encoding="utf-8", errors="replace").splitlines())
        found.append((path.parent.name, next((line for line in lines if line), "?")[:LONGEST_LICENCE]))
    return found
