"""Makes a `.deb` of a frozen program. What belongs to the package and not to the program lies in `installer/debian/<name>/`."""

import filecmp
import functools
import gzip
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from installer.pruning import elf_files, remove, size_of
from installer.refusal import Refusal

HERE = Path(__file__).parent / "debian"
SYSTEM = (Path("/usr/lib/x86_64-linux-gnu"), Path("/lib/x86_64-linux-gnu"), Path("/usr/lib/aarch64-linux-gnu"))
OURS_ALL_THE_SAME = "libpython"
"""Debian has it too, but with all of Python behind it."""
COPYRIGHT = """Keukentafel is licensed under the EUPL-1.2, which stands below. The parts of others, their licences and how to replace
Qt are listed in licences/LICENSES-THIRD-PARTY.txt, in this folder."""
ELSEWHERE = (
    (re.compile(rb"/opt/keukentafel-server/\S*keukentafel-server(?=\s)"), b"/usr/bin/keukentafel-server"),
    (re.compile(rb"/opt/keukentafel-server/docs/"), b"/usr/share/doc/keukentafel-server/"),
)
"""Where the systemd unit has the service and its manual when it is installed by hand, and where the package has them."""
SCRIPTS = ("postinst", "prerm", "postrm")


@dataclass(frozen=True)
class Package:
    """What a package is made of: the frozen program, papers that go with it, and files of the project by their place in the system."""

    name: str
    version: str
    bundle: Path
    papers: Path
    placed: tuple[tuple[Path, str], ...] = ()


def build(package: Package, work: Path, dist: Path, moment: int) -> Path:
    """Write the package and return it; its files are root's and of one moment."""
    tree = work / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    inside = tree / "usr" / "lib" / package.name
    shutil.copytree(package.bundle, inside, symlinks=True)
    place(package, tree)
    command = tree / "usr" / "bin" / package.name
    if not command.exists():
        command.parent.mkdir(parents=True, exist_ok=True)
        command.symlink_to(f"../lib/{package.name}/{package.name}")
    libraries = depends_on(package.bundle)
    control(package, tree, libraries)
    settle(tree, package.name, moment)
    target = dist / f"{package.name}_{package.version}_{architecture()}.deb"
    tool(["dpkg-deb", "--root-owner-group", "-Zzstd", "-z15", "--build", str(tree), str(target)], SOURCE_DATE_EPOCH=str(moment))
    return target


def leave_to_debian(inside: Path) -> int:
    """Take out every library that is Debian's own, byte for byte, and return how many bytes that were.

    Debian keeps them safe, and the package asks for them; so nothing of them has to be licensed or mended here.
    """
    before = size_of(inside)
    for file in inside.glob("lib*.so*"):
        if file.is_symlink() or file.name.startswith(OURS_ALL_THE_SAME):
            continue
        if any((place / file.name).is_file() and filecmp.cmp(file, place / file.name, shallow=False) for place in SYSTEM):
            remove(file)
    return before - size_of(inside)


def place(package: Package, tree: Path) -> None:
    """Put in what is not the program: papers, icon, manual, what the system must know of it."""
    papers = tree / "usr" / "share" / "doc" / package.name
    shutil.copytree(package.papers, papers)
    own = (papers / "licences" / "LICENSE").read_text(encoding="utf-8")
    (papers / "copyright").write_text(f"{COPYRIGHT}\n\n{own}", encoding="utf-8")
    ours = HERE / package.name / "root"
    for file in sorted(file for file in ours.rglob("*") if file.is_file()):
        put(file.read_bytes(), tree / file.relative_to(ours), package.version)
    for file, where in package.placed:
        if not file.is_file():
            raise Refusal(f"{file.name} belongs in the package {package.name}, and is not there.")
        put(file.read_bytes(), tree / where, package.version)


def put(content: bytes, target: Path, version: str) -> None:
    """Write one file at its place; manuals are packed, as Debian wants them, and what names the program finds it where it is."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for by_hand, packaged in ELSEWHERE:
        content = by_hand.sub(packaged, content)
    if "/man/" in target.as_posix():
        packed = gzip.compress(content.replace(b"@VERSION@", version.encode()), 9, mtime=0)
        target.with_name(f"{target.name}.gz").write_bytes(packed)
    else:
        target.write_bytes(content)


@functools.cache
def depends_on(inside: Path) -> str:
    """Return the packages, with their least versions, that hold the libraries which the program asks of the system."""
    files = elf_files(inside)
    private = sorted({str(file.parent) for file in files})
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "debian").mkdir()
        (Path(folder) / "debian" / "control").write_text("Source: keukentafel\n\nPackage: keukentafel\nArchitecture: any\n")
        words = ["dpkg-shlibdeps", "-O", "--ignore-missing-info", "--warnings=0", *(f"-l{name}" for name in private)]
        said = tool([*words, *(f"-e{file}" for file in files)], folder)
    found = next((line for line in said.splitlines() if line.startswith("shlibs:Depends=")), "")
    if not found:
        raise Refusal("dpkg-shlibdeps named no library that the program needs, which cannot be.")
    return found.partition("=")[2]


def control(package: Package, tree: Path, libraries: str) -> None:
    """Write what dpkg must know: the control file, the scripts, the settings it may not write over, and the sums."""
    about = tree / "DEBIAN"
    about.mkdir()
    own = HERE / package.name
    known = {"VERSION": package.version, "ARCHITECTURE": architecture(), "LIBRARIES": libraries, "SIZE": str(size_of(tree) // 1024)}
    text = (own / "control").read_text(encoding="utf-8")
    for name, value in known.items():
        text = text.replace(f"@{name}@", value)
    (about / "control").write_text(text, encoding="utf-8")
    for name in SCRIPTS:
        if (own / name).is_file():
            shutil.copyfile(own / name, about / name)
    files = sorted(file for file in tree.rglob("*") if file.is_file() and not file.is_symlink() and about not in file.parents)
    settings = [f"/{file.relative_to(tree)}" for file in files if file.relative_to(tree).parts[0] == "etc"]
    if settings:
        (about / "conffiles").write_text("".join(f"{name}\n" for name in settings), encoding="utf-8")
    sums = (f"{hashlib.md5(file.read_bytes(), usedforsecurity=False).hexdigest()}  {file.relative_to(tree)}\n" for file in files)
    (about / "md5sums").write_text("".join(sums), encoding="utf-8")


def settle(tree: Path, name: str, moment: int) -> None:
    """Let every file be of one moment, readable to all and writable to none but root."""
    runs = {tree / "usr" / "lib" / name / name, tree / "usr" / "bin" / name, *(tree / "DEBIAN" / script for script in SCRIPTS)}
    for file in sorted(tree.rglob("*"), reverse=True):
        if not file.is_symlink():
            file.chmod(0o755 if file.is_dir() or file in runs else 0o644)
        os.utime(file, (moment, moment), follow_symlinks=False)
    tree.chmod(0o755)
    os.utime(tree, (moment, moment))


def architecture() -> str:
    """Return what Debian calls this machine."""
    return tool(["dpkg", "--print-architecture"]).strip()


def tool(words: list[str], folder: str | None = None, **more: str) -> str:
    """Run a tool and return what it says; raises Refusal with its own words when it fails."""
    done = subprocess.run(words, cwd=folder, env={**os.environ, **more}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Refusal(f"{words[0]} failed: {done.stderr.strip()[-800:]}")
    return done.stdout
