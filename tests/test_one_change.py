"""That docs/architecture.md tells the truth: one edit in a real window goes through the functions it names, in its order."""

import re
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
import uvicorn
from pytestqt.qtbot import QtBot
from typing_extensions import override

from tests.ui.table import WORDS, Seat, sit_down, two_seats
from tests.world import World
from ui.background import Background

ROOT = Path(__file__).parent.parent
LINE = re.compile(r"^\| `([a-z_/]+\.py)` \| `([A-Za-z_.]+)` \|", re.MULTILINE)
Step = tuple[str, str]


def way() -> list[Step]:
    """Return the steps as the page tells them."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    return LINE.findall(page.split("## The way of one change")[1].split("\n## ")[0])


class Footprints:
    """Notes which of the steps are called, on every thread, in order."""

    def __init__(self, steps: list[Step]) -> None:
        self.wanted = {(str(ROOT / file), name): (file, name) for file, name in steps}
        self.seen: list[Step] = []
        self.on = False

    def note(self, frame: FrameType, event: str, _: object) -> None:
        """Note one call; the interpreter calls this."""
        if event == "call" and self.on:
            step = self.wanted.get((frame.f_code.co_filename, frame.f_code.co_qualname))
            if step is not None:
                self.seen.append(step)


class Watched(Background):
    """The program's own background, with the footprints noted on its threads too."""

    def __init__(self, footprints: Footprints) -> None:
        super().__init__()
        self.footprints = footprints

    @override
    def run(self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[BaseException], None]) -> None:
        sys.setprofile(self.footprints.note)
        super().run(work, done, failed)


@contextmanager
def serving(town: World) -> Iterator[str]:
    """Let the municipality's server listen on this machine, and tell its address."""
    server = uvicorn.Server(uvicorn.Config(town.app, log_config=None, lifespan="off", ws="none"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


@pytest.fixture
def footprints() -> Iterator[Footprints]:
    """Footprints on every thread of this process, until the test ends."""
    footprints = Footprints(way())
    threading.setprofile(footprints.note)
    sys.setprofile(footprints.note)
    yield footprints
    sys.setprofile(None)
    threading.setprofile(None)


def at_address(seat: Seat, address: str) -> Seat:
    """Let the laptop find the server, and sync once at F5."""
    workspace = seat.device.workspace
    workspace.identity = replace(workspace.identity, server=address)
    seat.window.sync.exchange()
    seat.settle()
    return seat


def first_missing(steps: list[Step], seen: list[Step]) -> Step | None:
    """Return the first step that does not come after the steps before it."""
    calls = iter(seen)
    return next((step for step in steps if step not in calls), None)


def test_every_step_names_a_function_that_is_there() -> None:
    steps = way()
    assert len(steps) > 30
    for file, name in steps:
        words = name.split(".")
        text = (ROOT / file).read_text(encoding="utf-8")
        assert f"def {words[-1]}(" in text, (file, name)
        assert len(words) == 1 or f"class {words[0]}" in text, (file, name)


def test_one_edit_in_the_window_goes_the_way_that_the_page_tells(qtbot: QtBot, tmp_path: Path, footprints: Footprints) -> None:
    town = World(tmp_path)
    samira, joost, begun = two_seats(town)
    with serving(town) as address:
        his, hers = (at_address(sit_down(qtbot, device, begun, Watched(footprints)), address) for device in (joost, samira))
        field = hers.goal_field("text")
        hers.leave()
        footprints.on = True
        hers.type_in(field, " Elke dag.")
        hers.leave()
        hers.window.sync.exchange()
        hers.settle()
        his.window.sync.exchange()
        his.settle()
        footprints.on = False
        assert his.goal_field("text").texts() == [f"{WORDS} Elke dag."]
        assert hers.window.sync.unsent == 0
        hers.window.sync.timer.stop()
        his.window.sync.timer.stop()
    town.close()
    assert first_missing(way(), footprints.seen) is None, footprints.seen
