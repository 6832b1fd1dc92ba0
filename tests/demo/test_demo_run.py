"""`make run`, without anybody in front of it: what it prepares, what it leaves, and that it leaves no process behind."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from app.actions.caseload import caseload
from app.actions.opening import lock, unlock
from app.actions.syncing import sync_now
from app.clock import SystemClock
from app.paths import Home
from app.server.demo_data import demo_data
from tests.demo.town import ROOT
from ui import demo_run


def names_on(folder: Path) -> list[str]:
    """Return the families on the first laptop after an exchange."""
    workspace = unlock(Home(folder / demo_run.WORKER), demo_run.SENTENCE, SystemClock())
    try:
        assert not sync_now(workspace).problem
        return [line.name for line in caseload(workspace)]
    finally:
        lock(workspace)


def with_fatma(family: dict[str, Any]) -> bool:
    """Tell whether a family is on the first laptop."""
    return demo_run.WORKER in (family["regisseur"], *family["colleagues"], *family.get("deputies", []))


def prepared(folder: Path) -> tuple[str, list[str]]:
    """Run the server, make the laptop ready and return the address and what is on it."""
    with demo_run.served(folder) as (address, codes):
        demo_run.enrol(folder, address, codes[demo_run.WORKER])
        return address, names_on(folder)


def test_the_second_time_opens_what_the_first_left(tmp_path: Path) -> None:
    address, names = prepared(tmp_path)
    assert len(names) == len([family for family in demo_data()["families"] if with_fatma(family)])
    device = (tmp_path / demo_run.WORKER).stat().st_ino
    assert prepared(tmp_path) == (address, names)
    assert (tmp_path / demo_run.WORKER).stat().st_ino == device
    assert not demo_run.answers(demo_run.kept_port(tmp_path))


def test_who_ends_make_run_ends_its_server_too(tmp_path: Path) -> None:
    surroundings = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", "ui.demo_run", str(tmp_path)], cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as run:
        assert run.stdout is not None
        said = b""
        while demo_run.SENTENCE.encode() not in said and select.select([run.stdout], [], [], 60)[0]:
            said += os.read(run.stdout.fileno(), 4096)
        assert demo_run.SENTENCE.encode() in said
        os.kill(run.pid, signal.SIGTERM)
        run.wait(60)
        run.stdout.read()  # ends only when the program and the server have let go of it
    assert not demo_run.answers(int((tmp_path / "port").read_text(encoding="ascii")))
