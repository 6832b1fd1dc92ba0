"""That the tests are strict: what conftest.py and pyproject.toml promise, tried on tests that are wrong on purpose."""

import asyncio
import inspect
import re
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from hypothesis.internal.conjecture import engine

from tests.conftest import SHRINK_S, NetworkTouched
from tests.fakes import InProcess

ROOT = Path(__file__).parent.parent
WRONG = """
import logging, warnings, pytest

def test_that_warns():
    warnings.warn("old")

def test_that_logs_trouble():
    logging.getLogger("app.sync").warning("sync.odd count=1")

def test_that_makes_qt_complain():
    from PySide6.QtCore import qWarning
    qWarning("something about a layout")

@pytest.mark.logs("sync.odd")
def test_that_expects_trouble_which_stays_away():
    pass

@pytest.mark.xfail
def test_that_should_fail_and_does_not():
    pass
"""
RIGHT = """
import logging, pytest

@pytest.mark.logs("sync.odd")
def test_that_says_which_trouble_it_makes():
    logging.getLogger("app.sync").warning("sync.odd count=1")
"""


def run(file: Path, text: str) -> str:
    """Run the text as a test file under this project's settings, and return what pytest says."""
    file.write_text(text)
    options = ["-c", str(ROOT / "pyproject.toml"), "-p", "tests.conftest", "-p", "no:randomly", "-rfE"]
    command = [sys.executable, "-m", "pytest", *options, str(file)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout


def test_a_warning_an_odd_log_line_and_a_qt_message_fail_a_test(tmp_path: Path) -> None:
    said = run(tmp_path / "test_wrong.py", WRONG)
    bad = set(re.findall(r"^(?:FAILED|ERROR) \S*::(\w+)", said, re.MULTILINE))
    assert bad == set(re.findall(r"def (test_\w+)", WRONG)), said


def test_trouble_that_is_named_is_no_failure(tmp_path: Path) -> None:
    assert "1 passed" in run(tmp_path / "test_right.py", RIGHT)


def test_an_unknown_marker_is_refused(tmp_path: Path) -> None:
    said = run(tmp_path / "test_marker.py", "import pytest\n\n@pytest.mark.sloow\ndef test_x():\n    pass\n")
    assert "'sloow' not found" in said


@pytest.mark.parametrize("address", [("192.0.2.1", 9), ("example.invalid", 443), ("2001:db8::1", 9)])
def test_an_address_that_is_not_this_machine_is_never_asked(address: tuple[str, int]) -> None:
    with pytest.raises(NetworkTouched):
        socket.create_connection(address, timeout=0.1)


def test_loopback_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()


def test_a_failing_proof_is_made_smaller_for_seconds_only() -> None:
    assert engine.MAX_SHRINKING_SECONDS == SHRINK_S < 60
    assert "MAX_SHRINKING_SECONDS" in inspect.getsource(engine.ConjectureRunner)


class Alarm(BaseException):
    """What pytest-timeout's alarm raises, wherever the main thread happens to be."""


def test_an_alarm_in_the_event_loop_ends_the_request_and_leaves_no_word_in_the_log() -> None:
    service = FastAPI()

    @service.get("/")
    async def never() -> None:
        asyncio.get_running_loop().call_soon(ring)
        await asyncio.Event().wait()

    def ring() -> None:
        raise Alarm

    server = InProcess(service)
    with pytest.raises(Alarm):
        server.answer(httpx.Request("GET", "http://127.0.0.1/"))
    server.close()
