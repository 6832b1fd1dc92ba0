"""Packs a folder so that the same content gives the same bytes, and writes the sums of what is handed out."""

import hashlib
import subprocess
import tarfile
from collections.abc import Collection
from pathlib import Path

from installer.refusal import Refusal

SUMS = "SHA256SUMS"


def pack(folder: Path, target: Path, moment: int) -> Path:
    """Write a folder as `.tar.xz`, its files in order, everybody's, and all of one moment.

    Always with the same number of threads: xz divides the work by it, and so the bytes depend on it.
    """
    with target.open("wb") as out, subprocess.Popen(["xz", "-6", "-T2", "-c"], stdin=subprocess.PIPE, stdout=out) as squeezed:
        with tarfile.open(fileobj=squeezed.stdin, mode="w|", format=tarfile.PAX_FORMAT) as archive:
            for file in sorted([folder, *folder.rglob("*")]):
                archive.add(file, f"{folder.name}/{file.relative_to(folder)}".removesuffix("/."), recursive=False, filter=Plain(moment))
        if squeezed.stdin is not None:
            squeezed.stdin.close()
        if squeezed.wait():
            raise Refusal("xz could not write the archive; its own words stand above.")
    return target


class Plain:
    """Makes an entry of an archive nobody's, of one moment, and readable to all."""

    def __init__(self, moment: int) -> None:
        self.moment = moment

    def __call__(self, entry: tarfile.TarInfo) -> tarfile.TarInfo:
        """Return the entry without its owner."""
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = "root"
        entry.mtime = self.moment
        entry.mode = 0o755 if entry.isdir() or entry.mode & 0o100 else 0o644
        return entry


def write_sums(files: Collection[Path], folder: Path) -> Path:
    """Write the SHA-256 of each file, as `sha256sum --check` reads them; sums of files that are still there and not given stay."""
    sums = folder / SUMS
    lines = dict(line.split("  ", 1)[::-1] for line in sums.read_text(encoding="utf-8").splitlines()) if sums.is_file() else {}
    lines = {name: digest for name, digest in lines.items() if (folder / name).is_file()}
    lines |= {file.name: digest_of(file) for file in files}
    sums.write_text("".join(f"{lines[name]}  {name}\n" for name in sorted(lines)), encoding="utf-8")
    return sums


def digest_of(file: Path) -> str:
    """Return the SHA-256 of a file, in hex."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
