"""The service as a process of its own: it says where it is, answers, and stops when it is told to."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest

from app.server import tables
from tests.fakes import FakeClock
from tests.house_rules import ROOT
from tests.server.asking import Asking
from tests.server.running import Command
from tests.world import World

STOPS_WITHIN_S = 15
"""What still runs gets its time, and the machine may be busy."""


@contextmanager
def served(address: str, *more: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """Run the service on a free port; gives the process and where it listens."""
    line = [sys.executable, "-m", "app.server.admin", "serve", "--port", "0", "--database", address, "--json", *more]
    surroundings = {**os.environ, "KEUKENTAFEL_SERVER_LOGS": "json"}
    with subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=surroundings) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            assert said, process.communicate()[1]
            yield process, json.loads(said)["address"]
        finally:
            if process.poll() is None:
                process.kill()


def test_it_answers_and_stops_within_its_time_with_everything_closed(world: World) -> None:
    family = Asking(world, world.device("Samira")).born()
    with served(world.address) as (process, address), httpx.Client(trust_env=False) as client:
        answer = client.get(f"{address}/health")
        refused = client.post(f"{address}/v1/sync", content=b"{}", headers={"authorization": "Bearer x"})
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=STOPS_WITHIN_S)
    assert (answer.status_code, answer.content) == (200, b'{"status":"ok"}')
    assert refused.status_code == 401
    assert process.returncode == 0, log
    lines = [json.loads(line) for line in log.splitlines()]
    assert [line["event"] for line in lines if line["logger"].startswith("app.server.commands")] == ["server.open", "server.closed"]
    assert family.hex() not in log


def test_a_request_that_never_ends_does_not_keep_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEUKENTAFEL_SERVER_STOP_SECONDS", "1")
    with served(f"sqlite:///{tmp_path / 'eigen.db'}") as (process, address):
        host, port = re.findall(r"//(.*):(\d+)", address)[0]
        with closing(socket.create_connection((host, int(port)))) as line:
            line.sendall(b"POST /v1/enrol HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{")
            with httpx.Client(trust_env=False) as client:
                assert client.get(f"{address}/health").status_code == 200  # it has read the first by now
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=STOPS_WITHIN_S)
    assert process.returncode == 0
    assert [file.name for file in tmp_path.iterdir()] == ["eigen.db"], "the database was not closed"


def test_a_port_that_is_taken_is_one_plain_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = Command(f"sqlite:///{tmp_path / 'eigen.db'}", FakeClock(), capsys)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        told = run("serve", "--port", port, "--language", "nl")
        assert run.refused("serve", "--port", port) == (1, "address_taken")
    assert (told.code, told.out, told.err.count("\n")) == (1, "", 1)
    assert f"poort {port}" in told.err


@pytest.mark.logs("server.unable")
def test_health_says_that_it_cannot_serve_and_nothing_of_why(world: World, samira: Asking) -> None:
    with world.house.database.engine.execution_options(writes=True).begin() as connection:
        connection.execute(tables.municipality.delete())
    assert samira.get("/health", token="") == (200, b'{"status":"ok"}')
    with world.house.database.engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("DROP TABLE municipality")
    assert samira.get("/health", token="") == (503, b'{"error":"later"}')
