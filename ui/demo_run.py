"""`make run`: the server with the invented municipality, and the program on it. What was done stays in demo-data/; FRESH=1 begins anew."""

import os
import select
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from app.actions.opening import first_start, lock
from app.actions.syncing import link_to
from app.clock import SystemClock
from app.errors import UserProblem
from app.paths import Home
from app.texts import problem_text

ROOT = Path(__file__).parent.parent
WORKER = "fatma"
SENTENCE = "vijf rode fietsen in de regen"
"""Everybody may know it: nobody in this municipality exists."""
HERE = "127.0.0.1"
BLINK_S = 0.05
BLINKS = 600


def main(arguments: Sequence[str]) -> int:
    """Open the program on the demo and wait until it is closed."""
    folder = Path(arguments[0]) if arguments else ROOT / "demo-data"
    if os.environ.get("FRESH") == "1" and (folder / "port").exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    bell = ring_when_ended()
    try:
        with served(folder) as (address, codes):
            enrol(folder, address, codes[WORKER])
            print(welcome(folder, address, codes))
            wait_for_program(open_program(folder), bell)
    except UserProblem as problem:
        return told(problem_text(problem))
    except (RuntimeError, subprocess.CalledProcessError) as problem:
        return told(str(problem))
    return 0


def told(problem: str) -> int:
    """Say what went wrong."""
    print(f"make run: {problem}", file=sys.stderr)
    return 1


def welcome(folder: Path, address: str, codes: dict[str, str]) -> str:
    """Return what whoever tries the program has to know."""
    others = [login for login in codes if login != WORKER]
    return "\n".join(
        [
            "",
            "Keukentafel, een proef: niet voor echte gezinnen. Iedereen in de gemeente Waterdam is verzonnen.",
            f"  De wachtzin is:  {SENTENCE}",
            "  Een tweede laptop, voor een collega (een code werkt één keer):",
            *(f"    KEUKENTAFEL_DATA={folder}/{login} {sys.executable} -m ui.desktop   {address}   {codes[login]}" for login in others),
            f"  Alles blijft staan in {folder}. Opnieuw beginnen: FRESH=1 make run",
            "",
        ]
    )


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Run the server as a process of its own; gives its address and a one-time code per worker, and ends it by its own id."""
    line = [sys.executable, "-m", "app.server.admin", "--database", str(folder / "server.db")]
    if (folder / "server.db").exists():
        subprocess.run([*line, "migrate"], cwd=ROOT, check=True, capture_output=True)  # it may be of an older version
    loaded = subprocess.run([*line, "demo"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    codes = dict(row.split() for row in loaded.splitlines())
    port = kept_port(folder)
    with (folder / "server.log").open("ab") as log:
        server = subprocess.Popen([*line, "serve", "--port", str(port)], cwd=ROOT, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
    try:
        wait_for_server(server, port)
        yield f"http://{HERE}:{port}", codes
    finally:
        server.terminate()
        server.wait(30)


def kept_port(folder: Path) -> int:
    """Return the port of the first time: the laptops know the server by it."""
    file = folder / "port"
    if not file.exists():
        with socket.socket() as one:
            one.bind((HERE, 0))
            file.write_text(str(one.getsockname()[1]), encoding="ascii")
    port = int(file.read_text(encoding="ascii"))
    if answers(port):
        raise RuntimeError(f"something answers at port {port} already: is the demo open in another window?")
    return port


def wait_for_server(server: "subprocess.Popen[bytes]", port: int) -> None:
    """Return when the server answers; raises RuntimeError when it ended instead."""
    for _ in range(BLINKS):
        if answers(port):
            return
        try:
            server.wait(BLINK_S)
        except subprocess.TimeoutExpired:
            continue
        break
    raise RuntimeError("the server did not start, see server.log")


def answers(port: int) -> bool:
    """Tell whether somebody listens at a port of this machine."""
    with socket.socket() as one:
        one.settimeout(5)
        return one.connect_ex((HERE, port)) == 0


def enrol(folder: Path, address: str, code: str) -> None:
    """Make the laptop of the first worker ready, the first time."""
    home = Home(folder / WORKER)
    if not home.enrolled:
        with closing(link_to(address)) as link:
            lock(first_start(home, link, code, SENTENCE, SystemClock()))


def open_program(folder: Path) -> tuple["subprocess.Popen[bytes]", int]:
    """Start the program as its own process; gives it with the reading end of a pipe that it and every later lock screen hold open."""
    surroundings = {**os.environ, "KEUKENTAFEL_DATA": str(folder / WORKER)}
    ear, mouth = os.pipe()
    held = (mouth,) if os.name == "posix" else ()
    program = subprocess.Popen([sys.executable, "-m", "ui.desktop"], cwd=ROOT, env=surroundings, pass_fds=held)
    os.close(mouth)
    return program, ear


def ring_when_ended() -> int:
    """Return the reading end of a pipe that gets a byte when somebody ends this process; nothing is broken off half-way."""
    bell, rope = os.pipe()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os.write(rope, b"."))
    return bell


def wait_for_program(opened: tuple["subprocess.Popen[bytes]", int], bell: int) -> None:
    """Return when the last window is closed, or the bell rings: locking ends one process and starts another."""
    program, ear = opened
    try:
        if os.name == "posix":
            select.select([ear, bell], [], [])  # nobody writes to the ear: it only ends
        else:
            program.wait()
    finally:
        os.close(ear)
        if program.poll() is None:
            program.terminate()
            program.wait(30)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
