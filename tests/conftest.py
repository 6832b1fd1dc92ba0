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
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from coverage import Coverage

if TYPE_CHECKING:
    from _pytest.terminal import TerminalReporter

    from tests.postgres import Cluster

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before Qt is loaded
os.environ.pop("KEUKENTAFEL_DATA", None)  # a test never sees the worker's own store

LOCALE = Path(__file__).parent.parent / "resources" / "locale" / "build.py"
DATABASES = ("sqlite", "postgresql")
SHRINK_S = 20
LONGEST = {"demo", "journeys", "proof", "test_convergence.py", "test_no_plaintext.py", "test_people.py", "test_accessible_everywhere.py"}
MEASURED = ("actions", "server", "store", "sync")
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


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the second database where it makes no difference; begin with what takes longest, so that no process is last with it."""
    twice = [item for item in items if item.get_closest_marker("one_database") and "postgresql" in item.name]
    config.hook.pytest_deselected(items=twice)
    items[:] = [item for item in items if item not in twice]
    items.sort(key=lambda item: LONGEST.isdisjoint({item.path.name, item.path.parent.name}))


def pytest_collection_finish() -> None:
    """Let hypothesis make a failing example smaller for seconds, not minutes: the alarm of the test's time would end it halfway."""
    engine = sys.modules.get("hypothesis.internal.conjecture.engine")
    if engine is not None:
        vars(engine)["MAX_SHRINKING_SECONDS"] = SHRINK_S


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Count branches only where tests are there to reach each of them: being watched makes every other test a quarter slower."""
    watching = Coverage.current()
    if watching is None or item.path.parent.name in MEASURED:
        return (yield)
    watching.stop()
    try:
        return (yield)
    finally:
        watching.start()


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


@pytest.fixture(scope="module", autouse=True)
def program_as_it_was() -> Iterator[None]:
    """Fail a file of tests that leaves another program behind than it found: what runs after it in this process differs each time."""
    found = {(module, name): value for module, name, value in declared()}
    yield
    left = [f"{module}.{name}" for module, name, value in declared() if found.get((module, name), value) is not value]
    assert not left, f"not as these tests found it: {left}"


def declared() -> Iterator[tuple[str, str, object]]:
    """Yield what stands in the modules of the program under a public name."""
    for module, loaded in list(sys.modules.items()):
        if module.split(".")[0] in ("app", "ui"):
            yield from ((module, name, value) for name, value in vars(loaded).items() if not name.startswith("_"))


@pytest.fixture(scope="session")
def cluster() -> "Iterator[Cluster]":
    """The tests' own PostgreSQL, begun when the first test asks for it; where there is none, that test fails."""
    from tests.postgres import running

    with running() as one:
        yield one


@pytest.fixture(params=DATABASES)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a server's database with its tables and no rows: a test that asks for it runs on each kind."""
    kind: str = request.param
    request.node.user_properties.append(("database", kind))
    if kind == "postgresql":
        cluster: Cluster = request.getfixturevalue("cluster")
        with cluster.database() as lent:
            yield lent
    else:
        from tests.world import server_file

        yield server_file(tmp_path)


def pytest_terminal_summary(terminalreporter: "TerminalReporter") -> None:
    """Say on which database how many of the server's tests ran."""
    ran = [report for kind in ("passed", "failed") for report in terminalreporter.getreports(kind)]
    kinds = [value for report in ran if report.when == "call" for name, value in report.user_properties if name == "database"]
    if kinds:
        terminalreporter.write_line("server tests: " + ", ".join(f"{kind} {kinds.count(kind)}" for kind in DATABASES))
