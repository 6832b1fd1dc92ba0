"""Who comes too slowly, too large, too deep or too many at once: a line is closed, a request refused, and it goes on for everybody else."""

import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import httpx
import msgspec
import pytest
from sqlalchemy.pool import QueuePool

from app.domain.ids import as_text
from app.protocol.messages import SyncAnswer, decode
from app.protocol.packing import MOST_PACKED
from app.protocol.parts import MOST_CHANGES
from app.server import tables
from app.server.checking import Finding
from app.server.patience import MOST_HEAD
from tests.builders import some_id
from tests.restoring import found
from tests.server.asking import Asking, push
from tests.server.test_admin_serve import served
from tests.world import World

NOBODY, HALF_A_HEAD = b"", b"POST /v1/enrol HTTP/1.1\r\nhost: x\r\nx-more: "
HALF_A_BODY = b"POST /v1/enrol HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"
ANSWERED_EARLY = b"POST /v1/sync HTTP/1.1\r\nhost: x\r\ncontent-length: 100000\r\n\r\n{"
SECOND = b"GET /health HTTP/1.1\r\nhost: x\r\n\r\nGET /hea"
WAITS_S = 20


def all_of(line: socket.socket) -> bytes:
    """Return what comes over a line until the other side closes it."""
    line.settimeout(WAITS_S)
    return b"".join(iter(lambda: line.recv(65536), b""))


def test_nobody_keeps_a_line_by_being_slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEUKENTAFEL_SERVER_REQUEST_SECONDS", "1")
    with served(f"sqlite:///{tmp_path / 'eigen.db'}") as (_, address), ExitStack() as lines:
        host, port = re.findall(r"//(.*):(\d+)", address)[0]
        opened = []
        for begins in (NOBODY, HALF_A_HEAD, HALF_A_BODY, ANSWERED_EARLY, SECOND):
            line = lines.enter_context(closing(socket.create_connection((host, int(port)))))
            line.sendall(begins)
            opened.append(line)
        said = [all_of(line) for line in opened]
        with httpx.Client(trust_env=False) as client:
            assert client.get(f"{address}/health").status_code == 200
    assert [answer.split(b"\r\n")[0] for answer in said] == [
        b"",
        b"",
        b"HTTP/1.1 503 Service Unavailable",
        b"HTTP/1.1 401 Unauthorized",
        b"HTTP/1.1 200 OK",
    ]


@pytest.mark.parametrize(("size", "end"), [(6, b""), (6, b"\r\n\r\n"), (1.5, b"\r\n\r\n")], ids=["never_ends", "ends_late", "ends_soon"])
def test_a_head_is_read_no_further_than_the_limit(tmp_path: Path, size: float, end: bytes) -> None:
    head, said = b"GET /health HTTP/1.1\r\nhost: x\r\nx-more: " + b"x" * round(size * MOST_HEAD) + end, b""
    with served(f"sqlite:///{tmp_path / 'eigen.db'}") as (_, address), httpx.Client(trust_env=False) as client:
        host, port = re.findall(r"//(.*):(\d+)", address)[0]
        with closing(socket.create_connection((host, int(port)))) as line, suppress(ConnectionError):
            line.sendall(head)  # it may hang up before it has heard all of this
            said = all_of(line)
        assert said[:12] in (b"", b"HTTP/1.1 400")
        assert client.get(f"{address}/health", headers={"x-more": "x" * 60_000}).status_code == 200


def test_a_body_in_pieces_without_a_size_is_read_no_further_than_the_limit(tmp_path: Path) -> None:
    sent = 0

    def pieces() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(400):
            sent += 65_536
            yield b" " * 65_536

    with served(f"sqlite:///{tmp_path / 'eigen.db'}") as (_, address), httpx.Client(trust_env=False) as client:
        answer = client.post(f"{address}/v1/enrol", content=pieces())
        assert client.get(f"{address}/health").status_code == 200
        odd = client.post(f"{address}/v1/enrol", content=b"{}", headers={"x-long": "x" * 100_000})
    assert answer.status_code == 413
    assert sent >= MOST_PACKED
    assert odd.status_code == 400


@pytest.mark.logs("server.unable")
def test_where_every_connection_is_taken_the_laptop_is_asked_to_come_later(world: World, samira: Asking) -> None:
    engine = world.house.database.engine
    assert isinstance(engine.pool, QueuePool)
    vars(engine.pool)["_timeout"] = 0.05
    with ExitStack() as taken:
        for _ in range(engine.pool.size() + vars(engine.pool)["_max_overflow"]):
            taken.enter_context(engine.connect())
        assert samira.sync()[0] == 503
        assert samira.get("/health", token="") == (503, b'{"error":"later"}')
    assert samira.sync()[0] == 200


@pytest.mark.parametrize(("deep", "held"), [(32, []), (33, ["value"]), (980, ["value"]), (985, ["value"])])
def test_a_value_that_nests_deeper_than_a_laptop_reads_is_held(samira: Asking, deep: int, held: list[str]) -> None:
    family = samira.born()
    change = samira.change("goal", family, "of_a_later_release", "@")
    packed = msgspec.json.encode(samira.request(push(family, 2, change)))
    status, answer = samira.post("/v1/sync", packed.replace(b'"@"', b"[" * deep + b'"[["' + b"]" * deep))
    assert status == 200
    assert [kept.reason for kept in decode(SyncAnswer, answer).exceptions] == held


def test_a_request_hands_in_no_more_changes_than_an_answer_hands_out(samira: Asking) -> None:
    two = [some_id(), some_id()]
    half = [samira.birth(two[0])] * (MOST_CHANGES // 2 + 1)
    assert samira.sync(*(push(family, 1, *half) for family in two)) == (413, {"error": "too_large"})
    assert samira.world.dump(tables.stream) == samira.world.dump(tables.held) == []


def test_nobody_moves_a_counter_by_what_was_never_held_and_the_check_counts_without_a_list(samira: Asking) -> None:
    family = samira.born()
    identity, last = samira.device.identity, 2**53
    whose = {"device": as_text(identity.device), "inc": identity.inc, "epoch": identity.epoch}
    held = {"stream": as_text(family), "ctr": last, "reason": "value", "change": samira.change("goal", family, "text", "x")}
    assert samira.post("/v1/heal", msgspec.json.encode({"v": 1, **whose, "held": [held]})) == (409, b'{"error":"epoch"}')
    assert found(samira.world) == []
    counters = tables.device_stream
    with samira.world.house.database.write() as tx:
        tx.connection.execute(counters.update().values(last_ctr=last))
    assert found(samira.world) == [Finding("counters", family, last - 1)]
