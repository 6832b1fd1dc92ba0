"""What goes wrong beside the places: kills at any moment, a full disk, a store cut short, two programs in one folder, a wrong clock."""

import shutil
from collections.abc import Callable

from sqlalchemy import Engine, select

from app.actions.opening import lock, unlock
from app.changelog.apply import rebuild
from app.clock import SystemClock
from app.domain.ids import as_text
from app.domain.records import specs
from app.errors import UserProblem
from app.paths import Home
from app.store import tables
from app.store.database import check_integrity, close_store
from app.store.workspace import Workspace
from tests.faults.laptop import WORDS
from tests.faults.scenes import cloned, compact, grant, lost_a_right, put_back, restore, settled, work
from tests.faults.stage import Stage
from tests.faults.window import windowed

MOMENT_S = 0.12
HOUR, DAY, DECADE = 60, 24 * 60, 10 * 365 * 24 * 60
CLOCKS = {
    "hour_ahead": str(HOUR),
    "hour_behind": str(-HOUR),
    "day_ahead": str(DAY),
    "day_behind": str(-DAY),
    "decade_behind": str(-DECADE),
    "jumps": "jumps",
}


def sigkill_laptop(stage: Stage) -> None:
    """Kill a laptop at some moment of its work."""
    victim = stage.chance.choice(stage.seats)
    stage.give("write 6", "sync", "write 3", "sync")
    if not victim.process.ended_within(stage.chance.uniform(0, MOMENT_S)):
        victim.process.kill()
    stage.attend()


def sigkill_server(stage: Stage) -> None:
    """Kill the server at some moment of an exchange."""
    stage.give("write 4", "sync", "write 2", "sync")
    if not stage.server.process.ended_within(stage.chance.uniform(0, MOMENT_S)):
        stage.server.process.kill()
    stage.attend()


def lines_break(stage: Stage) -> None:
    """End the server's connections with PostgreSQL amid the work, some times."""
    stage.give("write 4", "sync", "write 2", "sync", "write 2", "sync")
    for _ in range(4):
        stage.server.process.ended_within(stage.chance.uniform(0, MOMENT_S / 3))
        stage.done["lines_broken"] += stage.ground.break_lines()
    stage.attend()


def no_room(stage: Stage) -> None:
    """Let the disk of one laptop be full for a while."""
    seat = stage.chance.choice(stage.seats)
    seat.give(f"room {stage.chance.randint(0, 60_000)}", "write 8", "sync", "room")
    seat.attend()
    work(stage)


def server_full(stage: Stage) -> None:
    """Let the server's disk be full for a while."""
    stage.server.process.stop()
    stage.server.start(room=stage.chance.randint(0, 40_000))
    for _ in range(2):
        stage.give("write 6", "sync")
        stage.attend()
    stage.server.process.kill()


def cut_short(stage: Stage) -> None:
    """Kill a laptop, copy its store with a write-ahead log that ends at any byte, see what that opens as, and work on with it."""
    seat = stage.chance.choice(stage.seats)
    stage.give("write 8", "sync")
    seat.process.ended_within(stage.chance.uniform(0, MOMENT_S))
    seat.process.kill()
    stage.attend()
    copy = Home(stage.folder / f"copy-{seat.name}")
    shutil.rmtree(copy.folder, ignore_errors=True)
    shutil.copytree(seat.folder, copy.folder)
    ahead = copy.store.with_name(f"{copy.store.name}-wal")
    if ahead.exists():
        with ahead.open("r+b") as file:
            file.truncate(stage.chance.randint(0, ahead.stat().st_size))
    copy.store.with_name(f"{copy.store.name}-shm").unlink(missing_ok=True)
    stage.revive()
    seat.end()  # whole, it is one file again
    stage.findings.unopened += [f"{seat.name} cut short: {fault}" for fault in faults_in(copy, Home(seat.folder))]
    stage.done["stores_cut"] += 1
    seat.start()
    seat.forget_drafts()
    clone = stage.twin_of(seat, copy.folder)
    clone.give("write 2")
    settled(stage, clone)


def faults_in(cut: Home, whole: Home) -> list[str]:
    """Return what is wrong with a store that was cut short, against the whole one: it must be as that was at some moment."""
    try:
        one = unlock(cut, WORDS, SystemClock())
    except UserProblem as problem:
        return [problem.key]
    other = unlock(whole, WORDS, SystemClock())
    faults = []
    try:
        check_integrity(one.engine)
    except UserProblem as problem:
        faults.append(problem.key)
    there, here = gestures_in(one.engine), gestures_in(other.engine)
    faults += ["half a gesture" for name, found in there.items() if name in here and found != here[name]]
    faults += [] if rows_in(one) == again(one) else ["rows that are not what the log makes of them"]
    lock(one)
    close_store(other.engine)
    return faults


def gestures_in(engine: Engine) -> dict[bytes, set[tuple[bytes, int]]]:
    """Return the names of the changes of every gesture in the log."""
    change, found = tables.log_tables.change, dict[bytes, set[tuple[bytes, int]]]()
    with engine.connect() as connection:
        connection.begin()
        for tx, dev, ctr in connection.execute(select(change.c.tx, change.c.dev, change.c.ctr)):
            found.setdefault(tx, set()).add((dev, ctr))
    return found


def rows_in(workspace: Workspace) -> dict[str, list[str]]:
    """Return every row of every record."""
    with workspace.engine.connect() as connection:
        connection.begin()
        records = tables.log_tables.records.items()
        return {name: sorted(map(repr, connection.execute(select(table)).all())) for name, table in records}


def again(workspace: Workspace) -> dict[str, list[str]]:
    """Return the rows as the log makes them anew."""
    with workspace.write() as writing:
        for state in writing.states():
            for record in specs():
                rebuild(writing.stream(state.stream), record)
    return rows_in(workspace)


def two_programs(stage: Stage) -> None:
    """Let a second program work in the folder of a laptop at the same time."""
    seat = stage.chance.choice(stage.seats)
    seat.forget_drafts()
    twin = stage.twin_of(seat, seat.folder)
    stage.give("write 4", "sync", "write 4", "sync")
    twin.give("write 4", "sync", "write 4", "sync")
    twin.attend()
    stage.attend()
    twin.revive()
    twin.end()


def wrong_clock(stage: Stage) -> None:
    """Let one laptop's clock be wrong for a while."""
    seat = stage.chance.choice(stage.seats)
    which = stage.chance.choice(sorted(CLOCKS))
    stage.done[f"clock_{which}"] += 1
    seat.give(f"clock {CLOCKS[which]}")
    work(stage)
    stage.give("write 2")
    seat.give("clock 0")
    stage.give("sync")
    stage.attend()


def rights(stage: Stage) -> None:
    """End the right for good: what is left of the family on that laptop is looked at in the end."""
    if not stage.ended:
        stage.second.give("write 4")
        stage.server.must("revoke", as_text(stage.ground.family), stage.second.name)
        lost_a_right(stage)
    stage.second.give("sync")
    stage.attend()


SPECIALS: dict[str, Callable[[Stage], None]] = {
    "sigkill_laptop": sigkill_laptop,
    "sigkill_server": sigkill_server,
    "no_room": no_room,
    "server_full": server_full,
    "cut_short": cut_short,
    "two_programs": two_programs,
    "wrong_clock": wrong_clock,
    "rights_given": grant,
    "rights_ended": rights,
    "restored": restore,
    "lines_break": lines_break,
    "put_back": put_back,
    "cloned": cloned,
    "compacted": compact,
    "windowed": windowed,
}
