"""`make kills KILLS=30`: kill -9 of the windowed program while it writes, and of program and server while they exchange.

So many times each, and some times a server on PostgreSQL; ends with one line.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

from tests.demo.laptop import MissedError
from tests.journeys.cutting import Cutting, Ended
from tests.journeys.killing import Killing, Outcome
from tests.postgres import running


def main() -> int:
    """Kill; 0 when nothing that was called saved is lost, every store and database opens, and both laptops are equal."""
    kills, began = int(os.environ.get("KILLS", "30")), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="keukentafel-kills-") as folder:
        written = write(Path(folder) / "window", kills)
        cut = [Cutting(made(Path(folder) / "sqlite")).run(kills, kills)]
        with running() as cluster, cluster.database() as address:
            cut.append(Cutting(made(Path(folder) / "postgresql"), address).run(0, max(1, kills // 6)))
    for trouble in (*written.lost, *written.unopened, *(one for ended in cut for one in (*ended.lost, *ended.unopened, *ended.trouble))):
        print(trouble)
    good = written.good() and all(ended.good() for ended in cut)
    print(f"KILLS {'OK' if good else 'MISS'} {line(written, cut)} seconds={time.monotonic() - began:.0f}")
    return 0 if good else 1


def made(folder: Path) -> Path:
    """Make a folder."""
    folder.mkdir()
    return folder


def write(folder: Path, kills: int) -> Outcome:
    """Kill the windowed program while somebody types."""
    killing = Killing(made(folder))
    try:
        killing.run(kills)
    except MissedError as missed:
        print(missed)
    return killing.outcome


def line(written: Outcome, cut: list[Ended]) -> str:
    """Return the figures of all three."""
    sqlite, postgresql = cut
    lost, unopened, equal = (len(written.lost), len(written.unopened), 0)
    for ended in cut:
        lost, unopened, equal = lost + len(ended.lost), unopened + len(ended.unopened), equal + ended.equal
    kinds = f"windowed={written.kills} syncing={sqlite.program} server={sqlite.server} server_postgresql={postgresql.server}"
    inside = sum(ended.inside for ended in cut)
    saved = written.saved + sum(ended.saved for ended in cut)
    figures = f"saved={saved} drafts={written.drafts} drafts_back={written.drafts_back} trouble={sum(len(ended.trouble) for ended in cut)}"
    return f"{kinds} inside={inside} {figures} lost={lost} unopened={unopened} equal={equal}/{2 * len(cut)}"


if __name__ == "__main__":
    sys.exit(main())
