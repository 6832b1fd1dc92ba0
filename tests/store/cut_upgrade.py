"""Upgrades of every released store that are cut off: by kill -9 at any moment, or by a disk that takes no more bytes.

Each leaves the old store or the new one, whole; the copy from before is whole as soon as it has its name; the next opening goes on.
`python -m tests.store.cut_upgrade RUNS` prints one line. A fresh process per run is a fork of this one: it has everything loaded.
"""

import json
import os
import random
import resource
import select
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from app.actions.opening import unlock
from app.clock import SystemClock
from app.errors import UserProblem
from app.paths import STORE, VAULT, Home
from app.store.database import check_integrity, close_store, looking, one, open_engine
from app.store.keyfile import StoreKey, open_keyfile
from app.store.migrate import backup_path, migrate
from tests.store.old_file import CONTENTS, FILES, WORDS, contents

VERSIONS = sorted(folder.name for folder in FILES.iterdir() if folder.is_dir())
REFUSED = frozenset({"upgrade_no_room", "upgrade_failed", "backup_failed"})
REVISION = "SELECT version_num FROM alembic_version"
PAST_IT = 1.1
DONE, TOLD, WRONG = 0, 3, 4


@dataclass
class Tally:
    """What the cuts left behind."""

    left: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def line(self) -> str:
        """Return the figures."""
        left = " ".join(f"{what}={count}" for what, count in sorted(self.left.items()))
        return f"cut_upgrade runs={self.left.total()} {left} wrong={len(self.wrong)} {'MISS' if self.wrong else 'OK'}"


def run(runs: int) -> Tally:
    """Cut off so many upgrades of each released version: two of three by a kill, the third by a full disk."""
    tally = Tally()
    for version in VERSIONS:
        key = open_keyfile(FILES / version / VAULT, WORDS)
        whole = in_a_fork(partial(upgrade, key=key), version).seconds
        no_room_for_the_copy(tally, version, key)
        for number in range(runs):
            cut_one(tally, version, key, number, whole)
    return tally


def cut_one(tally: Tally, version: str, key: StoreKey, number: int, whole: float) -> None:
    """Cut off one upgrade and look what it left."""
    chance = random.SystemRandom()
    if number % 3 == 2:
        size = (FILES / version / VAULT / STORE).stat().st_size
        limit = chance.randrange(4096, 3 * size, 512)
        cut = in_a_fork(partial(upgrade, key=key, limit=limit), version, keep=True)
        how = f"full {limit}"
    else:
        after = chance.uniform(0, whole * PAST_IT)
        cut = in_a_fork(partial(upgrade, key=key), version, keep=True, kill_after=after)
        how = f"kill {after:.4f}"
    try:
        what = look(cut.folder, key, version)
        if cut.code not in (DONE, TOLD, -signal.SIGKILL):
            raise AssertionError(f"ended with {cut.code}")
        tally.left[f"{'full' if number % 3 == 2 else 'kill'}_{what}"] += 1
    except (AssertionError, UserProblem, OSError) as error:
        tally.left["wrong"] += 1
        tally.wrong.append(f"{version} {how}: {error!r}")
    finally:
        shutil.rmtree(cut.folder.parent)


def no_room_for_the_copy(tally: Tally, version: str, key: StoreKey) -> None:
    """Upgrade where the copy from before does not fit: it is told, and not one byte changes."""
    size = (FILES / version / VAULT / STORE).stat().st_size
    cut = in_a_fork(partial(upgrade, key=key, limit=size - 4096), version, keep=True)
    same = all((cut.folder / file.relative_to(FILES / version)).read_bytes() == file.read_bytes() for file in every_file(FILES / version))
    more = {file.name for file in every_file(cut.folder)} - {file.name for file in every_file(FILES / version)}
    if not same or cut.code != TOLD or more - {f"{STORE}-wal", f"{STORE}-shm"}:
        tally.wrong.append(f"{version} no room: same={same} code={cut.code} more={sorted(more)}")
    tally.left["full_early"] += 1
    shutil.rmtree(cut.folder.parent)


def every_file(folder: Path) -> list[Path]:
    """Return the files in a folder, however deep."""
    return [one for one in folder.rglob("*") if one.is_file()]


@dataclass(frozen=True)
class Ended:
    """How a fork ended: its code, or minus the signal; the laptop's folder; and how long it took."""

    code: int
    folder: Path
    seconds: float


def in_a_fork(work: Callable[[Path], int], version: str, keep: bool = False, kill_after: float | None = None) -> Ended:
    """Do the work on a copy of a released store in a process of its own, which may be killed on the way."""
    folder = Path(tempfile.mkdtemp()) / "laptop"
    shutil.copytree(FILES / version, folder)
    clock = SystemClock()
    begun = clock.monotonic()
    child = os.fork()
    if not child:
        code = WRONG
        try:
            code = work(folder)
        finally:
            os._exit(code)
    over = os.pidfd_open(child)
    if kill_after is not None and not select.select([over], [], [], kill_after)[0]:
        os.kill(child, signal.SIGKILL)
    ended = Ended(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), folder, clock.monotonic() - begun)
    os.close(over)
    if not keep:
        shutil.rmtree(folder.parent)
    return ended


def upgrade(folder: Path, key: StoreKey, limit: int | None = None) -> int:
    """Upgrade as opening does, with the key at hand; on a full disk no file may grow past the limit."""
    if limit is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    path = Home(folder).store
    try:
        migrate(open_engine(path, key), path, key)
    except UserProblem as problem:
        early = problem.key in ("disk_full", "disk_error")  # before there was anything to upgrade
        return TOLD if problem.key in REFUSED or early else WRONG
    return DONE


def look(folder: Path, key: StoreKey, version: str) -> str:
    """Return whether the store is old or new; after that it opens, and everything of then is in it and in the copy from before."""
    home = Home(folder)
    before = revision(FILES / version / VAULT / STORE, key)
    now = revision(home.store, key)
    saved = backup_path(home.store, before)
    assert saved.is_file() or now == before, "new, and nothing from before was kept"
    workspace = unlock(home, WORDS, SystemClock())
    then = json.loads((folder / CONTENTS).read_text())
    shown = [{name: family[name] for name in kept} for family, kept in zip(contents(workspace), then, strict=True)]
    assert shown == then, "something of then is not there"
    check_integrity(workspace.engine)
    close_store(workspace.engine)
    assert revision(saved, key) == before, "the copy is not of then"
    kept_copy = open_engine(saved, key)
    check_integrity(kept_copy)
    close_store(kept_copy)
    return "old" if now == before else "new"


def revision(path: Path, key: StoreKey) -> str:
    """Return which form a store has, without touching it."""
    with looking(path, key) as connection:
        return str(one(connection, REVISION))


if __name__ == "__main__":
    found = run(int(sys.argv[1]))
    print(found.line(), *found.wrong, sep="\n")
    sys.exit(bool(found.wrong))
