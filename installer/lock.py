"""Reads the lock files: which distributions are shipped, at which version, and the sums that their files may have."""

import re
from dataclasses import dataclass
from pathlib import Path

from installer.refusal import Refusal

PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[\S+\])?==(?P<version>\S+)(?P<rest>(?:.*\\\n)*.*)", re.MULTILINE)
SUM = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Pin:
    """One distribution of a lock file; a file of it is right when its SHA-256 is one of `sums`."""

    name: str
    version: str
    sums: tuple[str, ...]


def read_lock(file: Path) -> list[Pin]:
    """Return the pins of the file by name; raises Refusal for a pin without a sum."""
    pins = [
        Pin(found["name"].lower().replace("_", "-"), found["version"], tuple(sorted(SUM.findall(found["rest"]))))
        for found in PIN.finditer(file.read_text(encoding="utf-8"))
    ]
    bare = [pin.name for pin in pins if not pin.sums]
    if bare or not pins:
        raise Refusal(f"{file.name} must pin every distribution with its sums; this one does not: {', '.join(bare) or 'it is empty'}.")
    return sorted(pins, key=lambda pin: pin.name)
