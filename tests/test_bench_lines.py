"""What `make bench` says of a figure: its bar, and whether it was kept."""

import json
from pathlib import Path

import pytest

from benchmarks import pouchdb
from benchmarks.__main__ import outcome
from benchmarks.costs import Cost, spread
from benchmarks.figures import Figure, NotRun
from benchmarks.installed import Beside, NotBuilt
from benchmarks.one_edit import EditFigure
from benchmarks.relay import Counter


@pytest.mark.parametrize(
    ("figure", "line"),
    [
        (Figure("paint", 2.999, 3.0), "paint 3.00x 3.00x OK"),
        (Figure("paint", 3.01, 3.0), "paint 3.01x 3.00x MISS"),
        (Figure("push", 7.5), "push 7.50x - REPORT"),
        (Beside("start", 423, unit="ms", design="400"), "start 423.00ms - REPORT (design: 400)"),
        (NotBuilt("start", 0), "start not built: make installer"),
        (NotRun("sync_pouchdb", why="npm is missing"), "sync_pouchdb - - NOT RUN (npm is missing)"),
        (spread("push", [Cost(9, 1), Cost(7, 3), Cost(8, 2, 10)]), "push 8.00ms - REPORT (7.0-9.0, cpu 2.0 ms)"),
        (spread("push", [Cost(9, 1, 4)]), "push 9.00ms - REPORT (9.0-9.0, cpu 1.0 + 4.0 ms)"),
    ],
)
def test_a_figure_is_one_line_with_its_bar_and_verdict(figure: Figure, line: str) -> None:
    assert str(figure) == line


@pytest.mark.parametrize(
    ("times", "extra_ms", "verdict"),
    [(1.9, 0.3, "OK"), (1.9, 4.0, "OK"), (3.0, 0.3, "OK"), (2.0, 0.5, "OK"), (3.0, 0.6, "MISS")],
)
def test_one_edit_keeps_its_bar_when_it_is_within_either(times: float, extra_ms: float, verdict: str) -> None:
    figure = EditFigure("one_edit", times, extra_ms=extra_ms)
    assert figure.verdict == verdict
    assert str(figure) == f"one_edit {times:.2f}x/{extra_ms:+.2f}ms 2.00x|+0.50ms {verdict}"


RIGHT, WRONG, LEFT_OUT = Figure("paint", 1.0, 2.0), Figure("push", 3.0, 2.0), NotRun("sync_pouchdb", why="npm is missing")


@pytest.mark.parametrize(
    ("found", "line", "code"),
    [
        ([RIGHT, NotBuilt("start", 0)], "BENCH OK 1 figures", 0),
        ([RIGHT, WRONG], "BENCH MISS push", 1),
        ([RIGHT, LEFT_OUT], "BENCH NOT RUN sync_pouchdb", 3),
        ([LEFT_OUT, WRONG], "BENCH MISS push, NOT RUN sync_pouchdb", 1),
    ],
)
def test_what_could_not_be_run_is_never_ok(found: list[Figure], line: str, code: int) -> None:
    assert outcome(found) == (line, code)


def test_without_node_there_is_no_figure_of_pouchdb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(pouchdb.NotHereError, match="node is missing"):
        pouchdb.installed(tmp_path)


def test_the_lock_of_the_peers_names_no_host() -> None:
    lock = json.loads((pouchdb.PEERS / "package-lock.json").read_text())
    packages = [package for name, package in lock["packages"].items() if name]
    assert packages
    assert not any("resolved" in package for package in packages)
    assert all("integrity" in package for package in packages)


def test_a_relay_counts_every_byte_and_each_request_also_one_in_two_pieces() -> None:
    counter, rest = Counter(0), b""
    pieces = [b"POST /v1/sync HT", b"TP/1.1\r\ncontent-length: 2\r\n\r\nab", b"GET /health HTTP/1.1\r\n\r\n", bytes(2000)]
    for piece in pieces:
        rest = counter.note(rest, piece)
    assert (counter.up, counter.requests) == (sum(map(len, pieces)), 2)
