"""Words that may never lie open on a disk, and looking for them in every byte of every file. Knows nothing of the program."""

import base64
import math
import os
import secrets
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


def new_marker() -> str:
    """Return a word that stands nowhere else: letters only, so that every field of text takes it."""
    return "Merk" + "".join(secrets.choice(string.ascii_lowercase) for _ in range(12))


def forms(marker: str) -> dict[str, bytes]:
    """Return the marker as it could lie on a disk, by the name of the form."""
    plain = marker.encode()
    found = {"utf-8": plain, "utf-16-le": marker.encode("utf-16-le"), "utf-16-be": marker.encode("utf-16-be")}
    found |= {"hex": plain.hex().encode(), "HEX": plain.hex().upper().encode(), "lower": plain.lower(), "reversed": plain[::-1]}
    for shift in range(3):
        whole = base64.b64encode(bytes(shift) + plain)
        inner = whole[math.ceil(shift * 8 / 6) : (shift + len(plain)) * 8 // 6]  # what no neighbour has a bit in
        found[f"base64+{shift}"] = inner
        found[f"base64url+{shift}"] = inner.translate(bytes.maketrans(b"+/", b"-_"))
    return found


@dataclass(frozen=True)
class Hit:
    """Where a marker lies open: the file, and in which form."""

    file: str
    marker: str
    form: str


@dataclass(frozen=True)
class Scan:
    """What was looked through, and what was found."""

    files: tuple[str, ...]
    size: int
    hits: tuple[Hit, ...]


def scan(folders: Iterable[Path], markers: Iterable[str]) -> Scan:
    """Look for the markers in every byte of every file below the folders, also in the names."""
    wanted = [(marker, form, part) for marker in markers for form, part in forms(marker).items()]
    files, hits, size = [], [], 0
    for file in every_file(folders):
        data = file.read_bytes() + b"\0" + os.fsencode(file.name)
        files.append(file.name)
        size += len(data)
        hits += [Hit(str(file), marker, form) for marker, form, part in wanted if part in data]
    return Scan(tuple(files), size, tuple(hits))


def every_file(folders: Iterable[Path]) -> Iterator[Path]:
    """Yield every file below the folders."""
    for folder in folders:
        yield from sorted(file for file in folder.rglob("*") if file.is_file())
