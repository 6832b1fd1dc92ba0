"""Freezes a program: PyInstaller in an environment of its own, with nothing in it but what is locked. The same on Linux and Windows."""

import hashlib
import os
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from installer.refusal import Refusal

LOCKS = ("requirements.txt", "requirements-build.txt", *(["requirements-windows.txt"] if sys.platform == "win32" else []))
PACKAGED = ("*.so*", "*.pyd", "*.dll")
NEVER = ("numpy", "tkinter", "matplotlib", "fontTools", "pyphen", "IPython", "setuptools", "pip", "pytest", "PIL.AvifImagePlugin",
         "zstandard.backend_cffi", "zstandard._cffi")  # fmt: skip
"""Nobody asks for these; PyInstaller finds them because some library could use them."""


@dataclass(frozen=True)
class Program:
    """What one bundle is made of. `without` are modules, ours or others', that may not be in it; `data` goes in as it lies in the tree."""

    name: str
    starts: str
    packages: tuple[str, ...]
    without: tuple[str, ...]
    data: tuple[str, ...]
    windowed: bool = False


DESKTOP = Program(
    name="keukentafel",
    starts="ui.desktop",
    packages=("app", "ui"),
    without=("app.server", "ui.demo_run", "fastapi", "starlette", "uvicorn", "pydantic", "pydantic_settings", "psycopg", "psycopg_binary"),
    data=("resources/fonts", "resources/icons", "resources/themes", "resources/spelling", "resources/locale/nl/LC_MESSAGES",
          "resources/help_lines.json", "resources/handleiding.md", "app/store/migrations"),
    windowed=True,
)  # fmt: skip
SERVER = Program(
    name="keukentafel-server",
    starts="app.server.admin",
    packages=("app",),
    without=("app.store", "app.sync", "app.pdf", "app.actions", "app.spelling", "ui", "PySide6", "shiboken6", "sqlcipher3", "reportlab",
             "pikepdf", "uharfbuzz", "bidi", "PIL", "spylls", "httpx"),
    data=("resources/demo", "resources/locale/nl/LC_MESSAGES", "app/server/migrations"),
)  # fmt: skip


def version(root: Path) -> str:
    """Return the version that pyproject.toml names."""
    return str(tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def moment(root: Path) -> int:
    """Return the seconds of the last commit, so that the same commit gives the same times; 0 where there is no commit."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    asked = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=root, capture_output=True, text=True, check=False)
    return int(asked.stdout.strip() or 0)


def environment(root: Path) -> Path:
    """Return the Python of the environment with the locked distributions and PyInstaller; it is made anew when a lock changed."""
    home = root / "build" / "venv"
    wanted = hashlib.sha256(b"".join((root / lock).read_bytes() for lock in LOCKS)).hexdigest()
    mark = home / "locks.sha256"
    python = home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if mark.is_file() and mark.read_text(encoding="ascii") == wanted:
        return python
    print("Installing the locked dependencies into build/venv (once, some minutes)", flush=True)
    run([base_python(), "-m", "venv", "--clear", str(home)], root)
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input", "--only-binary", ":all:", "--require-hashes"]
    run([str(python), "-m", "pip", "install", *quiet, *(word for lock in LOCKS for word in ("-r", lock))], root)
    mark.write_text(wanted, encoding="ascii")
    return python


def base_python() -> str:
    """Return the Python to freeze: the system's where it can make environments, for Debian keeps its libraries safe."""
    system = "/usr/bin/python3"
    asks = "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))"
    able = Path(system).is_file() and subprocess.run([system, "-c", asks], capture_output=True, check=False).returncode == 0
    return system if able else sys.executable


def freeze(root: Path, program: Program) -> Path:
    """Return the folder in which the program lies frozen, as PyInstaller made it."""
    python = environment(root)
    bench = root / "build" / program.name
    shutil.rmtree(bench, ignore_errors=True)
    stage(root, program, bench)
    begin = bench / f"{program.name}.py"
    begin.write_text(f"import sys\n\nfrom {program.starts} import main\n\nsys.exit(main())\n", encoding="utf-8")
    words = [
        *("--noconfirm", "--onedir", "--log-level", "WARN", "--name", program.name, "--paths", str(root)),
        *("--distpath", str(bench / "dist"), "--workpath", str(bench / "work"), "--specpath", str(bench)),
        *("--runtime-hook", str(root / "installer" / "own_libraries.py"), "--add-data", f"{bench / 'data'}{os.pathsep}."),
        *(word for name in hidden(root, program) for word in ("--hidden-import", name)),
        *(word for name in (*NEVER, *program.without) for word in ("--exclude-module", name)),
        *(("--windowed",) if program.windowed and sys.platform == "win32" else ()),
    ]
    run([str(python), "-m", "PyInstaller", *words, str(begin)], root, PYTHONHASHSEED="0", SOURCE_DATE_EPOCH=str(moment(root)))
    return bench / "dist" / program.name


def stage(root: Path, program: Program, bench: Path) -> None:
    """Lay out the files that travel as they are, at the place where the program looks for them."""
    data = bench / "data"
    for name in program.data:
        source, target = root / name, data / name
        if not source.exists():
            raise Refusal(f"{name} is not there. Run `make set-up` first: it compiles the texts.")
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "*.mako", "__main__.py"))
        else:
            shutil.copy(source, target)
    (data / "resources" / "version.txt").write_text(version(root), encoding="ascii")


def hidden(root: Path, program: Program) -> list[str]:
    """Return every module of ours, for many are imported late and by name; and what the migrations import, which travel as data."""
    found = ["alembic.context", "alembic.op", "alembic.ddl.sqlite", *(["tzdata"] if sys.platform == "win32" else [])]
    for package in program.packages:
        for file in sorted((root / package).rglob("*.py")):
            name = ".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
            shut_out = any(name == one or name.startswith(f"{one}.") for one in program.without)
            if not shut_out and ".migrations" not in name and not name.endswith("__main__"):
                found.append(name)
    return found


def run(words: list[str], folder: Path, **more: str) -> None:
    """Run a tool; what it says goes to the screen, and raises Refusal when it fails."""
    done = subprocess.run(words, cwd=folder, env={**os.environ, **more}, check=False)
    if done.returncode:
        raise Refusal(f"{Path(words[0]).name} {' '.join(words[1:3])} ended with {done.returncode}; its own words stand above.")
