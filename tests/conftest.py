"""What holds for every test: Qt without a screen, no network but this machine, no unexpected word in the log, texts compiled.

pyproject.toml adds: warnings and Qt messages are errors, markers are known, and pytest-randomly puts the tests in another order each time.
"""

import fcntl
import ipaddress
import logging
import os
import runpy
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before Qt is loaded
os.environ.pop("KEUKENTAFEL_DATA", None)  # a test never sees the worker's own store

LOCALE = Path(__file__).parent.parent / "resources" / "locale" / "build.py"
ADDRESS_OF = {"socket.connect": 1, "socket.bind": 1, "socket.sendto": 1, "socket.sendmsg": 1, "socket.getaddrinfo": 0}


class NetworkTouched(BaseException):
    """A test asked for an address that is not this machine; no handler of the program may swallow it."""


def is_here(host: object) -> bool:
    """Tell whether the host is this machine's loopback, or nothing that leaves it."""
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


def stay_on_this_machine(event: str, given: tuple[object, ...]) -> None:
    """Refuse every connection beyond loopback; an audit hook sees all of Python's sockets, also those of libraries."""
    place = ADDRESS_OF.get(event)
    if place is None:
        return
    address = given[place]
    host = address[0] if isinstance(address, tuple) else address
    names_a_host = place == 0 or isinstance(address, tuple)  # anything else is a path on this machine
    if names_a_host and not is_here(host):
        raise NetworkTouched(f"{event} {host!r}")


def compile_texts() -> None:
    """Compile the texts when a part is newer than the catalogue; one test process at a time."""
    with (Path(tempfile.gettempdir()) / f"keukentafel-texts-{os.getuid()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        build = runpy.run_path(str(LOCALE))
        if build["stale"]():
            build["build"]()


def pytest_configure() -> None:
    """Set up the process before the first test module is imported."""
    compile_texts()
    sys.addaudithook(stay_on_this_machine)


@pytest.fixture(autouse=True)
def quiet_log(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test that logs WARNING or above without saying so in `@pytest.mark.logs("event", ...)`."""
    yield
    marks = request.node.iter_markers("logs")
    expected = tuple(str(event) for mark in marks for event in mark.args)
    records = [record for phase in ("setup", "call") for record in caplog.get_records(phase)]
    lines = [f"{record.name}: {record.getMessage()}" for record in records if record.levelno >= logging.WARNING]
    surprises = [line for line in lines if not line.split(": ", maxsplit=1)[1].startswith(expected or ("\0",))]
    assert not surprises, "unexpected in the log:\n" + "\n".join(surprises)
    missing = [event for event in expected if not any(line.split(": ", maxsplit=1)[1].startswith(event) for line in lines)]
    assert not missing, f"never logged: {missing}"
