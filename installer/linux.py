"""Makes what is handed out for Linux: two packages for Debian, the program as an archive, the sums and the lists of parts."""

import os
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from installer import archive, debian, pruning, workshop
from installer.refusal import Refusal
from installer.workshop import DESKTOP, SERVER, Program

SERVICE = (
    ("resources/server/keukentafel-server", "usr/bin/keukentafel-server"),
    ("resources/server/keukentafel-server.service", "usr/lib/systemd/system/keukentafel-server.service"),
    ("resources/server/keukentafel-server.sysusers.conf", "usr/lib/sysusers.d/keukentafel-server.conf"),
    ("resources/server/settings.toml", "etc/keukentafel-server/settings.toml"),
    ("docs/beheer.md", "usr/share/doc/keukentafel-server/beheer.md"),
    ("resources/server/Caddyfile", "usr/share/doc/keukentafel-server/examples/Caddyfile"),
    ("resources/server/nginx.conf", "usr/share/doc/keukentafel-server/examples/nginx.conf"),
)
"""Files of the project that the server's package puts in the system."""
TOOLS = ("dpkg-deb", "dpkg-shlibdeps", "objdump", "strip", "xz")
TESTED_S = 300


@dataclass(frozen=True)
class Made:
    """What came of it."""

    deb: Path
    server_deb: Path
    tar: Path

    def named(self) -> Iterable[tuple[str, Path]]:
        """Return each file with the name under which its size is told."""
        return [("deb", self.deb), ("server_deb", self.server_deb), ("tar", self.tar)]


def build(root: Path, dist: Path) -> Made:
    """Freeze, prune, try and pack both programs; raises Refusal, and hands out nothing that did not pass its own test."""
    missing = [name for name in TOOLS if shutil.which(name) is None]
    if missing:
        raise Refusal(f"These tools are missing: {', '.join(missing)}. `make installer` installs what brings them.")
    moment, version = workshop.moment(root), workshop.version(root)
    dist.mkdir(parents=True, exist_ok=True)
    desktop, server = (frozen(root, program) for program in (DESKTOP, SERVER))
    tried([desktop / DESKTOP.name, "--selftest"], "SELFTEST OK")
    tried([server / SERVER.name, "--help"], "usage: keukentafel-server")
    deb = packaged(root, dist, desktop, ())
    server_deb = packaged(root, dist, server, SERVICE)
    packed = archive.pack(loose(root, version, desktop), dist / f"keukentafel-{version}-linux-{debian.architecture()}.tar.xz", moment)
    lists = [shutil.copy(root / "build" / one.name / "papers" / f"{one.name}.cdx.json", dist) for one in (DESKTOP, SERVER)]
    archive.write_sums([deb, server_deb, packed, *map(Path, lists)], dist)
    return Made(deb, server_deb, packed)


def packaged(root: Path, dist: Path, bundle: Path, placed: Iterable[tuple[str, str]]) -> Path:
    """Return the package of a frozen program."""
    work = root / "build" / bundle.name
    files = tuple((root / name, where) for name, where in placed)
    package = debian.Package(bundle.name, workshop.version(root), bundle, work / "papers", files)
    return debian.build(package, work, dist, workshop.moment(root))


def frozen(root: Path, program: Program) -> Path:
    """Return the folder of a program that is frozen and pruned, its papers written beside it."""
    bundle = workshop.freeze(root, program)
    gone = pruning.prune(bundle)
    gone += debian.leave_to_debian(bundle / "_internal")
    papers = root / "build" / program.name / "papers"
    shutil.rmtree(papers, ignore_errors=True)
    papers.mkdir()
    words = [str(workshop.environment(root)), "-m", "installer.papers", str(papers), "--name", program.name]
    workshop.run([*words, "--target", f"linux-{debian.architecture()}", "--without", *program.without], root)
    print(f"{program.name}: {pruning.size_of(bundle) / 1e6:.0f} MB, after {gone / 1e6:.0f} MB that nobody needs", flush=True)
    return bundle


def loose(root: Path, version: str, bundle: Path) -> Path:
    """Return the folder for whoever has no dpkg: the program with its papers, under a name with the version."""
    folder = root / "build" / f"keukentafel-{version}"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(bundle, folder, symlinks=True)
    shutil.copytree(root / "build" / DESKTOP.name / "papers", folder / "doc")
    about = (Path(__file__).parent / "texts" / "LEESMIJ.txt").read_text(encoding="utf-8")
    (folder / "LEESMIJ.txt").write_text(about.replace("@LIBRARIES@", debian.depends_on(bundle)), encoding="utf-8")
    return folder


def tried(words: Iterable[object], wanted: str) -> None:
    """Run a frozen program as a worker without a display does; raises Refusal unless it says what it must."""
    line = [str(word) for word in words]
    alone = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "QT_", "KEUKENTAFEL_"))}
    done = subprocess.run(line, env=alone, cwd="/", capture_output=True, text=True, timeout=TESTED_S, check=False)
    print(next((line for line in done.stdout.splitlines() if wanted in line), ""), flush=True)
    if done.returncode or wanted not in done.stdout:
        raise Refusal(f"{Path(line[0]).name} {line[1]} did not say {wanted!r}:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
