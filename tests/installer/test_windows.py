"""The installer for Windows as far as another system can see it: what it asks for, what it refuses, what it lays out and packs."""

import hashlib
import importlib.metadata
import io
import shutil
import struct
import subprocess
import sys
import zipfile
from pathlib import Path, PureWindowsPath

import pytest
from packaging.requirements import Requirement

import build_installer
from installer import windows, windows_folder, windows_make, windows_setup
from installer.lock import read_lock
from installer.parts import name_of
from installer.refusal import Refusal
from installer.windows_libraries import missing_libraries
from tests.house_rules import ROOT

STAND_IN = b"A stand-in for a test. This is not Python.\n"
LAUNCHER = Path(str(importlib.metadata.distribution("distlib").locate_file("distlib/w64.exe")))


@pytest.fixture
def embed(tmp_path: Path) -> Path:
    """A stand-in for the Windows Python: the right names, and nothing that runs."""
    return stand_in(tmp_path / "python-3.11.9-embed-amd64.zip")


def stand_in(file: Path) -> Path:
    """Write the stand-in."""
    with zipfile.ZipFile(file, "w") as archive:
        for name in (*windows_folder.NEEDED, "LICENSE.txt"):
            archive.writestr(name, STAND_IN)
    return file


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that is installed, of the stand-in and of three small wheels."""
    place = tmp_path_factory.mktemp("windows")
    given = windows_folder.Ingredients(ROOT, stand_in(place / "python-3.11.9-embed-amd64.zip"), small_wheels(place / "wheels"))
    assert windows_folder.lay_out(given, place / "folder") == {"fastapi"}
    return place / "folder"


def small_wheels(folder: Path) -> Path:
    """Write a wheel with all kinds of files, one that only the server uses, and the one with the launcher."""
    folder.mkdir()
    wheel(folder / "PySide6_Essentials-1-cp310-abi3-win_amd64.whl", {
        "PySide6/__init__.py": b"", "PySide6/QtCore.pyd": STAND_IN, "PySide6/QtQml.pyd": STAND_IN, "PySide6/designer.exe": STAND_IN,
        "PySide6/QtCore.pyi": b"", "PySide6/translations/qtbase_nl.qm": STAND_IN, "PySide6/translations/qtbase_fr.qm": STAND_IN,
        "PySide6/msvcp140.dll": STAND_IN,
        "PySide6_Essentials-1.data/purelib/beside.py": b"", "PySide6_Essentials-1.data/scripts/x.exe": b"",
        "reportlab/fonts/DarkGardenMK.pfb": STAND_IN,
    })  # fmt: skip
    wheel(folder / "fastapi-1-py3-none-any.whl", {"fastapi/__init__.py": b"", "fastapi-1.dist-info/METADATA": b""})
    wheel(folder / "distlib-1-py2.py3-none-any.whl", {"distlib/w64.exe": LAUNCHER.read_bytes(), "distlib/__init__.py": b""})
    return folder


def wheel(file: Path, content: dict[str, bytes]) -> None:
    """Write a wheel with this content."""
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)


def sum_of(file: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_without_a_windows_python_it_says_what_it_needs_and_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build_installer.main(["--target", "windows", "--dist", str(tmp_path / "dist")]) == 2
    said = capsys.readouterr()
    assert "python-3.11.x-embed-amd64.zip" in said.err
    assert "--python-embed FILE --sha256 SUM" in said.err
    assert not (tmp_path / "dist").exists()


@pytest.mark.parametrize(
    ("name", "given", "says"),
    [
        ("python-3.11.9-embed-amd64.zip", "0" * 64, "is not the file that was meant"),
        ("python-3.11.9-embed-amd64.zip", "", "64 hexadecimal digits"),
        ("python-3.12.1-embed-amd64.zip", "0" * 64, "another name"),
        ("python-3.11.9-embed-win32.zip", "0" * 64, "another name"),
        ("gone.zip", "0" * 64, "is not there"),
    ],
)
def test_a_windows_python_that_is_not_the_one_meant_is_refused(name: str, given: str, says: str, embed: Path) -> None:
    if name.startswith("python"):
        embed = embed.rename(embed.with_name(name))
    with pytest.raises(Refusal, match=says):
        windows.checked(embed.with_name(name), given)


def test_the_one_that_is_meant_is_taken(embed: Path) -> None:
    assert windows.checked(embed, sum_of(embed)) == embed


def test_a_packed_file_with_the_right_sum_that_is_no_python_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "python-3.11.9-embed-amd64.zip"
    wheel(file, {"readme.txt": STAND_IN})
    with pytest.raises(Refusal, match=r"python311\.dll"):
        windows_folder.unpack_runtime(file, tmp_path / "runtime")
    assert not (tmp_path / "runtime").exists()


def test_without_nsis_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refusal, match="apt-get install nsis"):
        windows.makensis()


def test_only_what_a_worker_uses_is_laid_out(folder: Path) -> None:
    laid = {file.relative_to(folder / "lib").as_posix() for file in (folder / "lib").rglob("*") if file.is_file() and file.suffix != ".pyc"}
    assert laid == {"PySide6/__init__.py", "PySide6/QtCore.pyd", "PySide6/msvcp140.dll", "PySide6/translations/qtbase_nl.qm", "beside.py"}
    for name in ("ui/desktop.py", "app/store/database.py", "resources/spelling/nl_NL.dic", "resources/version.txt"):
        assert (folder / "program" / name).is_file(), name
    assert list((folder / "program" / "app" / "store" / "migrations").rglob("*.py"))
    for name in ("app/server", "ui/demo_run.py", "tests", "resources/demo"):
        assert not (folder / "program" / name).exists(), name
    assert (folder / "runtime" / "msvcp140.dll").is_file()
    assert (folder / "runtime" / "python311._pth").read_text().split() == ["python311.zip", ".", "..\\program", "..\\lib"]


def test_the_launcher_holds_the_line_that_it_reads_and_a_program_that_python_can_run(folder: Path, tmp_path: Path) -> None:
    exe = (folder / "keukentafel.exe").read_bytes()
    assert exe.startswith(LAUNCHER.read_bytes() + b"#!<launcher_dir>\\runtime\\pythonw.exe\n")
    assert "<launcher_dir>\\".encode("utf-16-le") in LAUNCHER.read_bytes()
    with zipfile.ZipFile(io.BytesIO(exe)) as archive:
        assert b"from ui.desktop import main" in archive.read("__main__.py")
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui" / "desktop.py").write_text("def main() -> int:\n    return 7\n")
    started = subprocess.run([sys.executable, folder / "keukentafel.exe"], env={"PYTHONPATH": str(tmp_path)}, check=False)
    assert started.returncode == 7


def test_a_wheel_with_another_sum_than_the_lock_accepts_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "fetched").mkdir()
    wheel(tmp_path / "fetched" / "alembic-1.20.1-py3-none-any.whl", {"alembic/__init__.py": b"print('not the one')"})
    with pytest.raises(Refusal, match="No wheel with a sum that the lock accepts for alembic"):
        windows_make.right_wheels(ROOT, tmp_path / "fetched", tmp_path / "right")


def test_the_locks_hold_all_that_windows_asks_for() -> None:
    locked = {pin.name: pin.version for lock in windows.LOCKS for pin in read_lock(ROOT / lock)}
    there = {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64", "extra": ""}
    asked = {
        (wanted.name.lower().replace("_", "-"), name_of(installed))
        for installed in importlib.metadata.distributions()
        if name_of(installed) in locked
        for wanted in map(Requirement, installed.requires or ())
        if wanted.marker is None or wanted.marker.evaluate(there)
    }
    assert {(name, by) for name, by in asked if name not in locked} == set()
    assert "tzdata" in locked, "Windows has no list of time zones, and app.clock asks for Europe/Amsterdam"


def program_that_asks_for(*names: str) -> bytes:
    """Return the smallest Windows library with a table of imports: one section, loaded where it lies in the file."""
    table = b"".join(struct.pack("<12xI4x", 0x200 + 20 * (len(names) + 1) + 32 * number) for number in range(len(names))) + bytes(20)
    section = table + b"".join(name.encode().ljust(32, b"\0") for name in names)
    head = b"MZ".ljust(0x3C, b"\0") + struct.pack("<I", 0x40) + b"PE\0\0" + struct.pack("<2xH12xH2x", 1, 240)
    optional = struct.pack("<H", 0x20B).ljust(112, b"\0") + struct.pack("<8xII", 0x200, len(table)).ljust(128, b"\0")
    place = struct.pack("<8s4I", b".idata", len(section), 0x200, len(section), 0x200).ljust(40, b"\0")
    return (head + optional + place).ljust(0x200, b"\0") + section


def test_a_library_that_nobody_brings_is_named_with_who_asks_for_it(tmp_path: Path) -> None:
    (tmp_path / "asks.pyd").write_bytes(program_that_asks_for("KERNEL32.dll", "Beside.dll", "gone.dll", "api-ms-win-crt-heap-l1-1-0.dll"))
    (tmp_path / "beside.DLL").write_bytes(STAND_IN)
    assert missing_libraries(tmp_path) == {"gone.dll": ["asks.pyd"]}


def test_the_real_launcher_asks_only_for_what_windows_has(tmp_path: Path) -> None:
    shutil.copy(LAUNCHER, tmp_path)
    assert missing_libraries(tmp_path) == {}


def test_nsis_packs_the_folder_and_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    for name in ("keukentafel.exe", "runtime/pythonw.exe", "lib/a b/c.py", "program/ui/désk.py"):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(STAND_IN)
    setup = windows_setup.Setup(folder, "1.2.3", PureWindowsPath("runtime/pythonw.exe"), 1_700_000_000)
    made = [windows_setup.pack(setup, tmp_path / "work", tmp_path / f"{number}-setup.exe") for number in (1, 2)]
    assert made[0].read_bytes()[:2] == b"MZ"
    assert sum_of(made[0]) == sum_of(made[1])


def test_the_installer_says_its_texts_in_dutch_and_takes_away_only_what_it_brought(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "keukentafel.exe").write_bytes(STAND_IN)
    (tmp_path / "lib" / "b.py").write_bytes(STAND_IN)
    (tmp_path / "lib" / "a.py").write_bytes(STAND_IN)
    copied = [line.rpartition("/")[2] for line in windows_setup.copying(tmp_path)]
    assert copied == ['SetOutPath "$INSTDIR"', 'keukentafel.exe"', 'SetOutPath "$INSTDIR\\lib"', 'a.py"', 'b.py"']
    assert list(windows_setup.removing(tmp_path)) == [
        "!macro RemoveProgram", 'Delete "$INSTDIR\\keukentafel.exe"', 'RMDir /r "$INSTDIR\\lib"', "!macroend",
    ]  # fmt: skip
    said = dict(line.removeprefix("LangString ").split(" ${LANG_DUTCH} ") for line in windows_setup.texts())
    script = (ROOT / "installer" / "keukentafel.nsi").read_text(encoding="utf-8")
    assert all(f"$({name})" in script for name in said)
    assert said["RUNNING"].startswith('"Keukentafel staat nog open.')
