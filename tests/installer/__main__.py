"""Installs both packages of dist/ in a fresh Debian without Python, uses them, removes them, and looks at what is left. As root:

python -m tests.installer FOLDER [DIST]
"""

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

from tests.installer.root import FreshRoot

WORKER = "samira"
HOME = f"home/{WORKER}"
DATABASE = f"{HOME}/proef.db"
STARTED_S = 60.0


def main(folder: Path, dist: Path) -> None:
    """Prove both packages, and say so in one line."""
    begun = time.monotonic()
    root = FreshRoot(folder)
    with root.entered():
        root.run("apt-get update -qq")
        root.run("dpkg --configure -a && apt-get -y -qq purge 'keukentafel*'; true")
        root.run(f"userdel --remove {WORKER}; useradd --create-home {WORKER}")
        without_python(root)
        said = prove_desktop(root, package(dist, "keukentafel"))
        families = prove_server(root, package(dist, "keukentafel-server"))
        without_python(root)
    print(f"INSTALLER PROOF OK {said} server_workers={families} seconds={time.monotonic() - begun:.0f}")


def package(dist: Path, name: str) -> Path:
    """Return the newest package of that name."""
    found = sorted(dist.glob(f"{name}_*.deb"), key=lambda file: file.stat().st_mtime)
    if not found:
        raise SystemExit(f"INSTALLER PROOF MISS no {name}_*.deb in {dist}: make installer")
    return found[-1]


def without_python(root: FreshRoot) -> None:
    """Stop when Python got in: the program brings its own."""
    found = sorted(str(file) for file in (root.folder / "usr/bin").glob("python*"))
    if found:
        raise SystemExit(f"INSTALLER PROOF MISS there is Python in the root: {' '.join(found)}")


def prove_desktop(root: FreshRoot, deb: Path) -> str:
    """Install, test as an ordinary worker, remove, and find nothing but what the worker made."""
    file = root.take(deb)
    root.run(f"apt-get install -y -qq --no-install-recommends {file}")
    tested = root.run("keukentafel --selftest", WORKER).splitlines()[-1]
    root.run("apt-get purge -y -qq keukentafel")
    before = root.files()
    left_of("keukentafel", before)
    root.run(f"apt-get install -y -qq --no-install-recommends {file}")
    used_a_while(root)
    root.run("apt-get purge -y -qq keukentafel")
    left = root.files() - before
    strangers = sorted(name for name in left if not name.startswith(f"{HOME}/"))
    if strangers or not left:
        raise SystemExit(f"INSTALLER PROOF MISS left behind: {strangers[:20]}, of the worker {len(left)}")
    return f"{' '.join(tested.split()[:2]).lower().replace(' ', '=')} left={len(left)} of the worker"


def left_of(name: str, files: set[str]) -> None:
    """Stop when something lies in the system that is called after the package."""
    found = sorted(file for file in files if name in file and not file.startswith(f"{HOME}/"))
    if found:
        raise SystemExit(f"INSTALLER PROOF MISS left behind by {name}: {found[:20]}")


def used_a_while(root: FreshRoot) -> None:
    """Let the worker start the program until its folder is there, and close it in order."""
    with subprocess.Popen(root.line("QT_QPA_PLATFORM=offscreen exec keukentafel", WORKER), stderr=subprocess.DEVNULL) as program:
        log = root.folder / HOME / ".local/share/keukentafel/gebeurtenissen.log"
        wait_until(log.exists)
        program.terminate()


def prove_server(root: FreshRoot, deb: Path) -> int:
    """Install, load the demo, serve it and ask whether it is well, remove; returns how many workers got a code."""
    root.run(f"apt-get install -y -qq --no-install-recommends {root.take(deb)}")
    root.run("keukentafel-server --help")
    root.run("id keukentafel-server && test -f /etc/keukentafel-server/settings.toml")
    root.run("grep -q '^ExecStart=/usr/bin/keukentafel-server serve' /usr/lib/systemd/system/keukentafel-server.service")
    (root.folder / DATABASE).unlink(missing_ok=True)
    ask = f"keukentafel-server --database /{DATABASE}"
    codes = [line for line in root.run(f"{ask} demo", WORKER).splitlines() if line.strip()]
    port = free_port()
    with subprocess.Popen(
        root.line(f"exec {ask} serve --port {port}", WORKER), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as served:
        wait_until(lambda: is_well(port))
        served.terminate()
    if served.returncode:
        raise SystemExit(f"INSTALLER PROOF MISS the service ended with {served.returncode}")
    root.run("keukentafel-server demo")
    root.run("test $(stat -c %U /var/lib/keukentafel-server/server.db) = keukentafel-server")
    root.run("apt-get purge -y -qq keukentafel-server")
    root.run("test -s /var/lib/keukentafel-server/server.db && rm -r /var/lib/keukentafel-server")  # the municipality's, so it was kept
    left_of("keukentafel", root.files())
    return len(codes)


def free_port() -> int:
    """Return a port of this machine that nobody has; the root shares the network."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def is_well(port: int) -> bool:
    """Ask the service whether it is well."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as line:
        try:
            line.request("GET", "/health")
            answer = line.getresponse()
            return answer.status == 200 and bool(json.loads(answer.read()))
        except OSError:
            return False


def wait_until(seen: object) -> None:
    """Wait for something to be seen, a minute at most."""
    until = time.monotonic() + STARTED_S
    while not (callable(seen) and seen()):
        if time.monotonic() > until:
            raise SystemExit("INSTALLER PROOF MISS it never came")
        subprocess.run(["sleep", "0.1"], check=True)


if __name__ == "__main__":
    if len(sys.argv) < 2 or os.getuid() != 0:
        raise SystemExit("As root: make installer-proof FOLDER=/an/empty/folder")
    main(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else "dist"))
