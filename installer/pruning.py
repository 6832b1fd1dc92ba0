"""Takes out of a frozen program what no worker uses: parts of Qt, libraries that nobody needs after that, and debugging symbols."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

UNUSED = (
    "PySide6/Qt/plugins/egldeviceintegrations",
    "PySide6/Qt/plugins/generic",
    "PySide6/Qt/plugins/tls",
    "PySide6/Qt/plugins/platforms/libqeglfs.so",
    "PySide6/Qt/plugins/platforms/libqlinuxfb.so",
    "PySide6/Qt/plugins/platforms/libqminimal.so",
    "PySide6/Qt/plugins/platforms/libqminimalegl.so",
    "PySide6/Qt/plugins/platforms/libqvkkhrdisplay.so",
    "PySide6/Qt/plugins/platforms/libqvnc.so",
    "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
    "PySide6/Qt/plugins/imageformats/libqgif.so",
    "PySide6/Qt/plugins/imageformats/libqicns.so",
    "PySide6/Qt/plugins/imageformats/libqtga.so",
    "PySide6/Qt/plugins/imageformats/libqtiff.so",
    "PySide6/Qt/plugins/imageformats/libqwbmp.so",
    "PySide6/Qt/plugins/imageformats/libqwebp.so",
    "PySide6/Qt/plugins/wayland-shell-integration/libfullscreen-shell-v1.so",
    "PySide6/Qt/plugins/wayland-shell-integration/libivi-shell.so",
)
LANGUAGES = ("_nl.qm", "_en.qm")
MAGIC = b"\x7fELF"
LOADED_BY_NAME = ("libpython", "libssl.", "libcrypto.")
"""The program that starts Python asks for it by name, and so do cryptographic parts for theirs: no file says that it needs them."""


def prune(bundle: Path) -> int:
    """Take everything out that is not needed; returns how many bytes went."""
    before = size_of(bundle)
    inside = bundle / "_internal"
    for name in UNUSED:
        remove(inside / name)
    for file in (inside / "PySide6").glob("Qt/translations/*.qm"):
        if not file.name.endswith(LANGUAGES):
            remove(file)
    while gone := orphans(inside):
        for file in gone:
            remove(file)
    for file in inside.rglob("*"):
        if file.is_symlink() and not file.exists():
            remove(file)
    strip(bundle)
    return before - size_of(bundle)


def orphans(inside: Path) -> list[Path]:
    """Return the libraries that no file of the bundle names any more."""
    needed = {name for file in elf_files(inside) for name in needs(file)}
    libraries = [*inside.glob("lib*.so*"), *inside.glob("PySide6/Qt/lib/lib*.so*"), *inside.glob("*.libs/*.so*")]
    return [file for file in libraries if file.name not in needed and not file.name.startswith(LOADED_BY_NAME)]


def needs(file: Path) -> Iterator[str]:
    """Yield the names of the libraries that the loader must find for a file."""
    said = subprocess.run(["objdump", "-p", str(file)], capture_output=True, text=True, check=True).stdout
    for line in said.splitlines():
        words = line.split()
        if words[:1] == ["NEEDED"]:
            yield words[1]


def strip(bundle: Path) -> None:
    """Take out the symbols for debugging; what auditwheel rewrote (`*.libs`) is left alone, for strip can break it."""
    for file in elf_files(bundle):
        if ".libs" not in file.parent.name:
            subprocess.run(["strip", "--strip-debug", str(file)], check=True)


def elf_files(folder: Path) -> list[Path]:
    """Return the programs and libraries in a folder, each once."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file() and not file.is_symlink())
    return [file for file in files if starts_with(file, MAGIC)]


def starts_with(file: Path, magic: bytes) -> bool:
    """Tell whether a file begins with these bytes."""
    with file.open("rb") as opened:
        return opened.read(len(magic)) == magic


def remove(place: Path) -> None:
    """Remove a file or a folder, if it is there."""
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)


def size_of(folder: Path) -> int:
    """Return the bytes of all files in a folder."""
    return sum(file.lstat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())
