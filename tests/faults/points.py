"""Where a process can be let down on purpose: named functions of the program, entered or left. The program knows nothing of it.

A process that plays along calls `install`; from then on it looks, at each of these places, whether its file of arms names it
(`point:way:times`). Then it is killed, refused by its disk or database, or kept waiting. Each time it is written down first.
"""

import errno
import importlib
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy.exc import OperationalError

from app.clock import rest

BEFORE, AFTER = "before", "after"
KILL, ERROR, DELAY = "kill", "error", "delay"
LAPTOP, SERVER = "laptop", "server"
DELAY_S = 0.15
OURS = ("app.", "ui.", "tests.faults.", "tests.store.cut_upgrade")
COMMIT = "sqlalchemy.engine.default:DefaultDialect.do_commit"


@dataclass(frozen=True)
class Point:
    """A place: the function, whether it is entered or left there, what has to happen for it to be reached, and what can go wrong there.

    `most` is how often it may be passed before it strikes.
    """

    name: str
    function: str
    when: str
    scene: str
    ways: tuple[str, ...] = (KILL,)
    most: int = 1

    @property
    def side(self) -> str:
        """Return whose place it is: the laptop's or the server's."""
        return self.name.split(".", maxsplit=1)[0]


POINTS = (
    Point("laptop.typed", "app.actions.fields:keep_draft", AFTER, "write"),
    Point("laptop.logged", "app.changelog.apply:write_rows", BEFORE, "work", (KILL, ERROR), 8),
    Point("laptop.commit", COMMIT, BEFORE, "work", (KILL, ERROR, DELAY), 16),
    Point("laptop.committed", COMMIT, AFTER, "work", (KILL,), 16),
    Point("laptop.pulling", COMMIT, BEFORE, "pull", (KILL, ERROR), 4),
    Point("laptop.pulled", COMMIT, AFTER, "pull", (KILL, DELAY), 4),
    Point("laptop.collected", "app.sync.pending:collect", AFTER, "work", (KILL, DELAY), 2),
    Point("laptop.answered", "app.sync.absorb:absorb", BEFORE, "work"),
    Point("laptop.numbered", "app.sync.own_work:take_numbers", AFTER, "work", (KILL, ERROR)),
    Point("laptop.slice", "app.sync.taking_pages:_take_slice", BEFORE, "work", (KILL, ERROR), 3),
    Point("laptop.in_slice", "app.sync.taking_pages:_take_slice", AFTER, "work", (KILL, ERROR), 3),
    Point("laptop.page", "app.sync.wipe:wipe_frozen", BEFORE, "lose"),
    Point("laptop.wipes", "app.store.reserve:forget_copies", BEFORE, "lose", (KILL, ERROR)),
    Point("laptop.wiped", "app.store.reserve:forget_copies", AFTER, "lose"),
    Point("laptop.trace", "app.sync.wiped:leave_no_trace", BEFORE, "lose"),
    Point("laptop.heals", "app.sync.server_link:ServerLink.heal", AFTER, "restore", (KILL, DELAY), 3),
    Point("laptop.brings", "app.sync.server_link:ServerLink.heal", BEFORE, "restore", (KILL,), 3),
    Point("laptop.steps_aside", "app.sync.copies:_make_way", AFTER, "cloned", (KILL, ERROR)),
    Point("laptop.begins_anew", "app.sync.copies:begin_anew", AFTER, "lose", (KILL, ERROR)),
    Point("laptop.base", "app.sync.taking_bases:_lay", AFTER, "lose", (KILL, ERROR), 2),
    Point("laptop.compacts", "app.sync.compacting:_forget", AFTER, "compact", (KILL, ERROR)),
    Point("laptop.compacted", "app.sync.compacting:_drop", AFTER, "compact"),
    Point("laptop.upgrade", "app.store.copying:write_copy", AFTER, "old_store"),
    Point("laptop.upgraded", "app.store.migrate:migrate", AFTER, "old_store"),
    Point("server.entered", "app.server.exchange:known", AFTER, "work", (KILL, DELAY)),
    Point("server.locked", "app.server.ledger:locked_head", AFTER, "work", (KILL, ERROR, DELAY)),
    Point("server.inserted", "app.changelog.log:Stream.append", AFTER, "work", (KILL, ERROR)),
    Point("server.commit", COMMIT, BEFORE, "work", (KILL, ERROR), 2),
    Point("server.committed", COMMIT, AFTER, "work", (KILL, DELAY), 2),
    Point("server.stream", "app.server.streams:Counter.take", AFTER, "born", (KILL, ERROR)),
    Point("server.answers", "app.server.main:packed", BEFORE, "work", (KILL, DELAY)),
    Point("server.born", "app.server.ledger:begin_stream", AFTER, "born", (KILL, ERROR)),
    Point("server.holds", "app.server.ledger:hold", AFTER, "lose", (KILL, ERROR)),
    Point("server.heals", "app.server.tails:heal", AFTER, "restore", (KILL, DELAY), 3),
    Point("server.reports", "app.server.healing:report", AFTER, "restore", (KILL, ERROR)),
    Point("server.backup", "app.server.backup:dump", AFTER, "backup"),
    Point("server.restore", "app.server.restoring:brought_forward", AFTER, "restore"),
    Point("server.granted", "app.server.rights:give", AFTER, "grant"),
    Point("server.revoked", "app.server.rights:end", AFTER, "grant"),
    Point("server.again", "app.server.held:_laptop_again", AFTER, "lose"),
    Point("server.decides", "app.server.deciding:Deciding.decide", AFTER, "lose", (KILL, ERROR)),
    Point("server.base", "app.server.bases:base_of", AFTER, "lose", (KILL, DELAY)),
    Point("server.forward", "app.server.form:bring_forward", AFTER, "old_server"),
    Point("server.stops", "sqlalchemy.engine.base:Engine.dispose", BEFORE, "stop"),
)
BY_NAME = {point.name: point for point in POINTS}
TRIES = tuple((point, way) for point in POINTS for way in point.ways)
"""Everything that can go wrong at a place: each has its turn."""


@dataclass
class Arms:
    """One process's file of what is to go wrong, and beside it what did."""

    file: Path

    @property
    def hits(self) -> Path:
        """Return the file in which every strike is a line."""
        return self.file.with_name("hits")

    def arm(self, point: Point, way: str, times: int = 1) -> None:
        """Let it go wrong at this place, when it is passed so many times."""
        draft = self.file.with_name(f"{self.file.name}.new")
        draft.write_text(f"{point.name}:{way}:{times}", encoding="ascii")
        draft.replace(self.file)

    def disarm(self) -> None:
        """Let nothing go wrong any more."""
        self.file.unlink(missing_ok=True)

    def struck(self) -> Counter[str]:
        """Return how often something went wrong where."""
        return Counter(self.hits.read_text(encoding="ascii").split()) if self.hits.exists() else Counter()


class Trigger:
    """What a place calls when it is passed."""

    def __init__(self, arms: Arms) -> None:
        self.arms = arms
        self.passed: Counter[str] = Counter()

    def passing(self, name: str) -> None:
        """Strike if it is this place's turn; the first of several threads does."""
        try:
            told = self.arms.file.read_text(encoding="ascii")
        except FileNotFoundError:
            return
        armed, _, rest_ = told.partition(":")
        if armed != name:
            return
        way, _, times = rest_.partition(":")
        self.passed[told] += 1
        if self.passed[told] != int(times):
            return
        self.passed.clear()
        self.arms.disarm()
        with self.arms.hits.open("a", encoding="ascii") as hits:
            hits.write(f"{name}:{way}\n")
        strike(name, way)


def strike(name: str, way: str) -> None:
    """Do it: end this process now, raise what a full disk or a lost database raises, or wait."""
    if way == KILL:
        os.kill(os.getpid(), signal.SIGKILL)
    if way == DELAY:
        rest(DELAY_S)
    if way == ERROR and name.startswith(LAPTOP):
        raise OSError(errno.ENOSPC, "on purpose")
    if way == ERROR:
        raise OperationalError("on purpose", {}, sqlite_full())


def sqlite_full() -> Exception:
    """Return what a full disk raises at the server."""
    import sqlite3

    return sqlite3.OperationalError("database or disk is full")


def install(side: str, arms: Arms) -> None:
    """Put a trigger at every place of one side, in this process only."""
    trigger = Trigger(arms)
    for function in dict.fromkeys(point.function for point in POINTS if point.side == side):
        here = [point for point in POINTS if (point.function, point.side) == (function, side)]
        before = [point.name for point in here if point.when == BEFORE]
        after = [point.name for point in here if point.when == AFTER]
        owner, name = place_of(function)
        put_in_place(owner, name, watched(getattr(owner, name), trigger, (before, after)))


def place_of(function: str) -> tuple[Any, str]:
    """Return where a named function lives, module or class, and its name there; raises AttributeError where there is none."""
    module, _, path = function.partition(":")
    owner: Any = importlib.import_module(module)
    *classes, name = path.split(".")
    for one in classes:
        owner = getattr(owner, one)
    if not callable(getattr(owner, name)):
        raise AttributeError(function)
    return owner, name


def watched(function: Callable[..., Any], trigger: Trigger, points: tuple[list[str], list[str]]) -> Callable[..., Any]:
    """Return the function with triggers before and after it."""

    @wraps(function)
    def passed(*given: Any, **named: Any) -> Any:
        for name in points[0]:
            trigger.passing(name)
        result = function(*given, **named)
        for name in points[1]:
            trigger.passing(name)
        return result

    return passed


def put_in_place(owner: Any, name: str, new: Callable[..., Any]) -> None:
    """Let every module of ours that knows the function know the other one instead."""
    old = getattr(owner, name)
    setattr(owner, name, new)
    if isinstance(owner, ModuleType):
        for module in [one for named, one in sys.modules.items() if named.startswith(OURS)]:
            for known in [known for known, what in vars(module).items() if what is old]:
                setattr(module, known, new)
