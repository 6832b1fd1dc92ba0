"""Making what is handed out: the source bundle of a small repository, the archive, the package, and what goes into a program."""

import ast
import hashlib
import re
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import build_installer
from installer import archive, debian, linux, pruning, source, workshop
from installer.refusal import Refusal
from installer.workshop import DESKTOP, SERVER, Program

ROOT = Path(__file__).parent.parent
GIT = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.invalid", "-c", "commit.gpgsign=false"]
MOMENT = 1_800_000_000
AT_HOME = {"set_up.sh", "server", *(f"debian-packages{for_what}.txt" for for_what in ("", "-test", "-installer", "-windows"))}
"""What lies in resources/ and no program reads."""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A project of one committed file, with another that nobody committed."""
    root = tmp_path / "project"
    root.mkdir()
    (root / "pyproject.toml").write_text('[project]\nversion = "1.2.3"\n')
    for arguments in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message", "first"]):
        subprocess.run([*GIT, *arguments], cwd=root, check=True)
    (root / "notes.txt").write_text("not committed")
    return root


def test_the_source_bundle_holds_what_is_committed_and_nothing_else(repository: Path, tmp_path: Path) -> None:
    bundle = source.build(repository, tmp_path / "dist")
    assert bundle.name == "keukentafel-1.2.3.tar.gz"
    with tarfile.open(bundle) as opened:
        assert [member.name for member in opened if member.isfile()] == ["keukentafel-1.2.3/pyproject.toml"]


def test_the_sum_of_the_source_bundle_is_its_own_and_the_same_each_time(repository: Path, tmp_path: Path) -> None:
    bundle = source.build(repository, tmp_path / "dist")
    digest = hashlib.sha256(bundle.read_bytes()).hexdigest()
    assert (bundle.parent / "SHA256SUMS").read_text() == f"{digest}  {bundle.name}\n"
    assert source.build(repository, tmp_path / "again").read_bytes() == bundle.read_bytes()


def test_a_folder_without_a_commit_gets_a_plain_sentence_and_no_file(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1"\n')
    with pytest.raises(Refusal, match="made of the last commit"):
        source.build(tmp_path, tmp_path / "dist")
    assert not (tmp_path / "dist").exists()


def test_a_target_that_nobody_knows_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        build_installer.main(["--target", "amiga"])
    assert "amiga" in capsys.readouterr().err


def test_sums_of_other_files_stay_and_those_of_files_that_went_go(tmp_path: Path) -> None:
    for name in ("one", "two"):
        archive.write_sums([written(tmp_path / name)], tmp_path)
    (tmp_path / "one").unlink()
    archive.write_sums([written(tmp_path / "three")], tmp_path)
    checked = subprocess.run(["sha256sum", "--check", "SHA256SUMS"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert checked.stdout == "three: OK\ntwo: OK\n"


def test_the_archive_is_the_same_whoever_packs_it_and_when(tmp_path: Path) -> None:
    packed = []
    for turn in ("first", "second"):
        bundle = a_bundle(tmp_path / turn / "keukentafel-1")
        (bundle / "keukentafel").chmod(0o700 if turn == "first" else 0o755)
        packed.append(archive.pack(bundle, tmp_path / f"{turn}.tar.xz", MOMENT).read_bytes())
    assert packed[0] == packed[1]
    with tarfile.open(tmp_path / "first.tar.xz") as opened:
        modes = {member.name: member.mode for member in opened if member.isfile()}
    assert modes == {"keukentafel-1/keukentafel": 0o755, "keukentafel-1/_internal/resources/text.txt": 0o644}


def test_a_package_has_its_control_file_its_settings_and_files_that_nobody_but_root_may_change(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    package = a_package(tmp_path, "keukentafel-server", ((written(tmp_path / "server.toml"), "etc/keukentafel-server/settings.toml"),))
    (tree / "usr/lib/keukentafel-server").mkdir(parents=True)
    written(tree / "usr/lib/keukentafel-server/keukentafel-server").chmod(0o777)

    debian.place(package, tree)
    debian.control(package, tree, "libc6 (>= 2.35)")
    debian.settle(tree, package.name, MOMENT)

    said = {name: (tree / "DEBIAN" / name).read_text() for name in ("control", "conffiles", "md5sums")}
    assert "Version: 1.2.3\n" in said["control"]
    assert "systemd-sysusers, libc6 (>= 2.35)\n" in said["control"]
    assert "@" not in said["control"].replace("root@localhost", "")
    assert said["conffiles"] == "/etc/keukentafel-server/settings.toml\n"
    assert "usr/share/man/man8/keukentafel-server.8.gz" in said["md5sums"]
    assert "Keukentafel is licensed" in (tree / "usr/share/doc/keukentafel-server/copyright").read_text()
    files = [file for file in tree.rglob("*") if file.is_file()]
    assert {file.name: f"{file.stat().st_mode & 0o777:o}" for file in files if file.stat().st_mode & 0o100} == dict.fromkeys(
        ["keukentafel-server", "postinst", "prerm", "postrm"], "755"
    )
    assert {file.stat().st_mtime for file in files} == {MOMENT}


def test_the_service_that_the_system_starts_is_the_one_in_the_package(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    placed = tuple((ROOT / name, where) for name, where in linux.SERVICE)
    debian.place(a_package(tmp_path, SERVER.name, placed), tree)
    unit = (tree / "usr/lib/systemd/system/keukentafel-server.service").read_text()
    assert re.findall(r"^(?:ExecStart|User)=(.*)$", unit, re.MULTILINE) == ["/usr/bin/keukentafel-server serve", "keukentafel-server"]
    assert "/opt/" not in unit
    assert "u keukentafel-server " in (tree / "usr/lib/sysusers.d/keukentafel-server.conf").read_text()
    assert (tree / "etc/keukentafel-server/settings.toml").is_file()


def test_a_file_that_belongs_in_the_package_and_is_not_there_is_named(tmp_path: Path) -> None:
    package = a_package(tmp_path, "keukentafel", ((tmp_path / "gone.service", "usr/lib/gone.service"),))
    with pytest.raises(Refusal, match=r"gone\.service"):
        debian.place(package, tmp_path / "tree")


def test_a_library_that_is_debians_own_is_left_to_debian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    system, inside = tmp_path / "system", tmp_path / "inside"
    for folder in (system, inside):
        for name in ("libssl.so.3", "libpython3.11.so.1.0", "libz.so.1"):
            written(folder / name)
    (inside / "libz.so.1").write_text("another one")
    monkeypatch.setattr(debian, "SYSTEM", (system,))
    assert debian.leave_to_debian(inside) == len("libssl.so.3")
    assert sorted(file.name for file in inside.iterdir()) == ["libpython3.11.so.1.0", "libz.so.1"]


def test_of_qts_own_texts_dutch_and_english_stay(tmp_path: Path) -> None:
    inside = tmp_path / "_internal"
    texts = inside / "PySide6/Qt/translations"
    for name in ("qtbase_nl.qm", "qtbase_en.qm", "qtbase_de.qm"):
        written(texts / name)
    written(inside / pruning.UNUSED[-1])
    pruning.prune(tmp_path)
    assert sorted(file.name for file in inside.rglob("*") if file.is_file()) == ["qtbase_en.qm", "qtbase_nl.qm"]


@pytest.mark.parametrize("program", [DESKTOP, SERVER], ids=lambda program: program.name)
def test_nothing_that_is_shipped_imports_what_stays_at_home(program: Program) -> None:
    shipped = workshop.hidden(ROOT, program)
    assert program.starts in shipped
    at_home = (*program.without, *(f"{name}." for name in program.without))
    found = [(module, name) for module in shipped for name in imported(module)]
    assert [
        f"{module} imports {name}" for module, name in found if name in at_home or name.startswith(at_home[len(program.without) :])
    ] == []


def test_every_folder_of_resources_travels_or_is_known_to_stay() -> None:
    travels = {Path(name).parts[1] for program in (DESKTOP, SERVER) for name in program.data if name.startswith("resources/")}
    there = {place.name for place in (ROOT / "resources").iterdir() if place.name != "__pycache__"}
    assert there - AT_HOME == travels


def imported(module: str) -> Iterator[str]:
    """Yield what a module of ours imports; nothing for others' modules."""
    place = ROOT / Path(*module.split("."))
    file = place.with_suffix(".py") if place.with_suffix(".py").is_file() else place / "__init__.py"
    if file.is_file():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield from (node.module, *(f"{node.module}.{alias.name}" for alias in node.names))


def written(file: Path) -> Path:
    """Write a file with its own name in it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(file.name)
    return file


def a_bundle(folder: Path) -> Path:
    """A frozen program of two files."""
    written(folder / "keukentafel").chmod(0o755)
    written(folder / "_internal/resources/text.txt").chmod(0o640)
    return folder


def a_package(folder: Path, name: str, placed: tuple[tuple[Path, str], ...]) -> debian.Package:
    """A package with nothing in its program, and papers of one licence."""
    written(folder / "papers/licences/LICENSE")
    return debian.Package(name, "1.2.3", folder / "bundle", folder / "papers", placed)
