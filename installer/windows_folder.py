"""Lays out the folder that is installed on Windows: a Windows Python from outside, the locked wheels for Windows, and the program.

keukentafel.exe          starts the program without a console
runtime\\                 the Python, as its maker packed it
lib\\                     the distributions, without what no worker uses
program\\                 app, ui and resources
licences\\                every licence text
"""

import compileall
import fnmatch
import io
import shutil
import sys
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from py_compile import PycInvalidationMode

from installer import licences
from installer.refusal import Refusal
from installer.workshop import DESKTOP, version

RUNS = "runtime/pythonw.exe"
NEEDED = ("python3.dll", "python311.dll", "python311.zip", "pythonw.exe")
LAUNCHER = "distlib/w64.exe"
STARTS = "#!<launcher_dir>\\runtime\\pythonw.exe\n"
"""distlib's launcher reads this line behind itself; it knows the word for its own folder."""
BEGIN = f"import sys\n\nfrom {DESKTOP.starts} import main\n\nsys.exit(main())\n"
QT = ("Core", "Gui", "Widgets", "Svg", "Network", "DBus")
QT_KEPT = (
    "__init__.py", "_config.py", "_git_pyside_version.py", "support/*.py", "pyside6.abi3.dll", "msvcp140*.dll", "vcruntime140*.dll",
    *(f"Qt{part}.pyd" for part in QT), *(f"Qt6{part}.dll" for part in QT),
    "plugins/platforms/qwindows.dll", "plugins/platforms/qoffscreen.dll", "plugins/networkinformation/*.dll",
    "plugins/styles/*.dll", "plugins/iconengines/qsvgicon.dll",
    "plugins/imageformats/qsvg.dll", "plugins/imageformats/qjpeg.dll", "plugins/imageformats/qico.dll",
    "translations/qt*_nl.qm", "translations/qt*_en.qm",
)  # fmt: skip
"""Of PySide6 only this travels: no designer, no QML, no drivers for databases."""
UNUSED = (
    "*.pyi", "*.pyx", "*.pxd", "*.h", "*.lib", "*/py.typed", "*/tests/*", "*/test/*", "*.dist-info/sboms/*", "distlib/*",
    "phonenumbers/geodata/*", "phonenumbers/carrierdata/*", "phonenumbers/tzdata/*", "PIL/_avif*", "PIL/_imagingtk*",
    "shiboken6/vc[ac]*.dll", "shiboken6/concrt*.dll", "shiboken6/vcomp*.dll", "uharfbuzz/_harfbuzz_test.pyd",
)  # fmt: skip


@dataclass(frozen=True)
class Ingredients:
    """What the folder is made of: the packed Windows Python, the folder of wheels, and the project."""

    root: Path
    embed: Path
    wheels: Path


def lay_out(given: Ingredients, folder: Path) -> frozenset[str]:
    """Make the folder anew, all but the licences, and return the names of the distributions that stayed at home.

    Raises Refusal when an ingredient is not what it should be.
    """
    shutil.rmtree(folder, ignore_errors=True)
    unpack_runtime(given.embed, folder / "runtime")
    launcher, at_home = unpack_wheels(sorted(given.wheels.glob("*.whl")), folder / "lib")
    copy_program(given.root, folder / "program")
    for library in (folder / "lib" / "PySide6").glob("msvcp140*.dll"):
        shutil.copy(library, folder / "runtime")  # the folder of the exe: the only one where every library looks
    (folder / "runtime" / "python311._pth").write_text("python311.zip\n.\n..\\program\n..\\lib\n", encoding="ascii")
    (folder / "keukentafel.exe").write_bytes(launcher + STARTS.encode() + begin())
    compile_ahead(folder)
    return at_home


def unpack_runtime(embed: Path, target: Path) -> None:
    """Unpack the Windows Python; its sum has been checked by who calls."""
    with zipfile.ZipFile(embed) as archive:
        missing = set(NEEDED) - set(archive.namelist())
        if missing:
            raise Refusal(f"{embed.name} is not the embeddable Python 3.11 for 64-bit Windows: {', '.join(sorted(missing))} is not in it.")
        archive.extractall(target)


def unpack_wheels(wheels: Collection[Path], target: Path) -> tuple[bytes, frozenset[str]]:
    """Unpack what a worker's program uses of each wheel; returns the launcher that one of them brings, and whose wheels stayed packed."""
    launcher, at_home = b"", set()
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            inside = dict(placed(archive))
            if LAUNCHER in inside:
                launcher = archive.read(inside[LAUNCHER])
            if stays_home(inside):
                at_home.add(wheel.name.partition("-")[0].lower().replace("_", "-"))
                continue
            for name in filter(travels, inside):
                file = target / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(archive.read(inside[name]))
    if not launcher:
        raise Refusal(f"No wheel brings {LAUNCHER}, which starts the program without a console: is distlib in requirements-windows.txt?")
    return launcher, frozenset(at_home)


def placed(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield each file of a wheel: its place among the distributions, and its name in the wheel. Commands and manuals have no place."""
    for name in archive.namelist():
        top, _, rest = name.partition("/")
        if top.endswith(".data"):
            scheme, _, rest = rest.partition("/")
            if scheme in ("purelib", "platlib"):
                yield rest, name
        elif not name.endswith("/"):
            yield name, name


def stays_home(names: Collection[str]) -> bool:
    """Tell whether a wheel brings only modules that the worker's program does without."""
    tops = {name.split("/")[0].split(".")[0] for name in names if name.endswith((".py", ".pyd")) and ".dist-info/" not in name}
    return bool(tops) and tops <= set(DESKTOP.without)


def travels(name: str) -> bool:
    """Tell whether a file of a distribution is installed."""
    if name.startswith("PySide6/"):
        inside = name.removeprefix("PySide6/")
        return any(fnmatch.fnmatch(inside, pattern) for pattern in QT_KEPT)
    return licences.may_travel(name) and not any(fnmatch.fnmatch(name, pattern) for pattern in UNUSED)


def copy_program(root: Path, target: Path) -> None:
    """Copy our own packages and what they read."""
    shut_out = {name.replace(".", "/") for name in DESKTOP.without}
    for package in DESKTOP.packages:
        for file in sorted((root / package).rglob("*.py")):
            inside = file.relative_to(root)
            if not {inside.with_suffix("").as_posix(), *(parent.as_posix() for parent in inside.parents)} & shut_out:
                copy(file, target / inside)
    for name in DESKTOP.data:
        source = root / name
        if not source.exists():
            raise Refusal(f"{name} is not there. Run `make set-up` first: it compiles the texts.")
        for file in sorted(source.rglob("*")) if source.is_dir() else [source]:
            if file.is_file() and "__pycache__" not in file.parts:
                copy(file, target / file.relative_to(root))
    (target / "resources" / "version.txt").write_text(version(root), encoding="ascii")


def copy(source: Path, target: Path) -> None:
    """Copy one file, with the folders around it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def begin() -> bytes:
    """Return the program's first lines, packed as Python runs it from behind the launcher."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo("__main__.py", (1980, 1, 1, 0, 0, 0)), BEGIN)
    return packed.getvalue()


def compile_ahead(folder: Path) -> None:
    """Compile every module, so that the first start is as quick as the second and nothing is written where the program lies.

    Only by the same Python as the one that travels: the form differs from 3.11 to 3.12.
    """
    if sys.version_info[:2] == (3, 11):
        for part in ("lib", "program"):
            compileall.compile_dir(folder / part, quiet=2, stripdir=folder, invalidation_mode=PycInvalidationMode.UNCHECKED_HASH)
