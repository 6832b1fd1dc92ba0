"""A worker at a laptop, in a process of its own: the real actions on the real encrypted store, and the real exchange.

Told line by line what to do; says at once what is kept for good (`saved`) and what is a draft (`typed`).
"""

import logging
import resource
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TextIO

from typing_extensions import override

from app.actions.caseload import caseload
from app.actions.families import NewFamily, new_family
from app.actions.fields import FieldRef, change_field, drafts_of, keep_draft
from app.actions.held_work import decide, held_work
from app.actions.internal_notes import NewInternalNote, add_internal_note
from app.actions.opening import lock, unlock
from app.actions.planning import add_goal, begin_plan
from app.actions.syncing import sync_now
from app.actions.undoing import redo, undo
from app.actions.visits import fix_note, plan_visit
from app.clock import SystemClock
from app.domain.record import Id
from app.domain.records.visit import InternalReason
from app.errors import UserProblem
from app.paths import Home
from app.sync import pace
from app.sync.compacting import compact_daily
from tests.faults.chance import Chance
from tests.faults.points import LAPTOP, Arms, install

WORDS = "molen kaas tulp klomp fiets"
SLICE = 6
"""How much goes into one transaction here: the histories are short, and must be cut too."""
WORTH = 3
"""From so many changes on the log is made shorter here, for the same reason."""
REFUSED = frozenset({"disk_full", "disk_error", "store_busy", "undo_changed_since", "nothing_to_undo", "nothing_to_redo"})
"""What a worker may be told at her work: nothing was kept then, and nothing was called so."""


class WrongClock(SystemClock):
    """A clock that is off by so much, or by something else each time it is asked."""

    def __init__(self) -> None:
        self.off = timedelta()
        self.jumps: Chance | None = None

    @override
    def now(self) -> datetime:
        """Return what this laptop takes for the moment."""
        off = self.off if self.jumps is None else timedelta(hours=self.jumps.uniform(-48, 48))
        return super().now() + off


@dataclass
class Told:
    """Where a worker's process finds its things."""

    name: str
    folder: Path
    arms: Arms
    seed: int


class Worker:
    """Does what it is told, at its laptop."""

    def __init__(self, told: Told, mouth: TextIO) -> None:
        self.told = told
        self.mouth = mouth
        self.chance = Chance(told.seed)
        self.clock = WrongClock()
        self.workspace = unlock(Home(told.folder), WORDS, self.clock)
        self.number = 0
        self.orders: dict[str, Callable[[list[str]], None]] = {
            "write": self.write,
            "sync": self.sync,
            "born": self.born,
            "clock": self.set_clock,
            "room": self.set_room,
            "compact": self.compact,
            "decide": self.decide,
        }

    def say(self, *words: object) -> None:
        """Print a line that is out when this returns."""
        self.mouth.write(" ".join(map(str, words)) + "\n")
        self.mouth.flush()

    def drafts(self) -> None:
        """Say what is typed and not left."""
        for line in caseload(self.workspace):
            for typed in drafts_of(self.workspace, line.family).values():
                self.say("draft", line.family.hex(), typed.text)

    def write(self, words: list[str]) -> None:
        """Do so many things that a worker does, in any family that is here."""
        for _ in range(int(words[0])):
            families: list[Id[Any]] = [line.family for line in caseload(self.workspace)]
            if families:
                self.one(self.chance.choice(families))

    def one(self, family: Id[Any]) -> None:
        """Do one thing; what the disk refuses was not kept, and not called so."""
        self.number += 1
        text = f"{self.told.name}.{self.told.seed}.{self.number}."
        do = self.chance.choice((self._goal, self._goal, self._wish, self._note, self._apart, self._draft, self._undo))
        try:
            do(family, text)
        except UserProblem as problem:
            self.say("refused" if problem.key in REFUSED else "problem", problem.key)

    def _goal(self, family: Id[Any], text: str) -> None:
        add_goal(self.workspace, family, text)
        self.say("saved", family.hex(), text)

    def _wish(self, family: Id[Any], text: str) -> None:
        ref = self._field(family)
        self.say("types", family.hex())
        change_field(self.workspace, ref, text, self._opened_on(family))
        self.say("saved", family.hex(), text)

    def _note(self, family: Id[Any], text: str) -> None:
        fix_note(self.workspace, family, plan_visit(self.workspace, family), text)
        self.say("saved", family.hex(), text)

    def _apart(self, family: Id[Any], text: str) -> None:
        asked = NewInternalNote(text, InternalReason.SAFETY, "Zij vroeg erom.")
        add_internal_note(self.workspace, family, plan_visit(self.workspace, family), asked)
        self.say("saved", family.hex(), text)

    def _draft(self, family: Id[Any], text: str) -> None:
        ref, seen = self._field(family), self._opened_on(family)
        self.say("types", family.hex())
        keep_draft(self.workspace, ref, text, seen)
        self.say("typed", family.hex(), text)
        if self.chance.random() < 0.5:
            self.say("types", family.hex())
            change_field(self.workspace, ref, text, seen)
            self.say("saved", family.hex(), text)

    def _undo(self, family: Id[Any], text: str) -> None:
        self._goal(family, text)
        undo(self.workspace, family)
        if self.chance.random() < 0.5:
            redo(self.workspace, family)

    def _field(self, family: Id[Any]) -> FieldRef:
        return FieldRef(family, "plan", begin_plan(self.workspace, family), "wish")

    def _opened_on(self, family: Id[Any]) -> int:
        with self.workspace.read() as reading:
            return max(0, reading.state(family).cursor - self.chance.choice((0, 0, 3)))

    def born(self, words: list[str]) -> None:
        """Begin a family."""
        family = new_family(self.workspace, NewFamily(f"Gezin {words[0]}", "Kim"))
        self.say("begun", family.hex())

    def sync(self, _words: list[str]) -> None:
        """Exchange, and say how that went."""
        self.say("syncing")
        news = sync_now(self.workspace)
        self.say("synced", news.outcome.value, news.sent + news.received, news.trouble or news.problem)

    def compact(self, _words: list[str]) -> None:
        """Keep of what was before now only what stood, as a laptop does once a day with what is long ago."""
        with self.workspace.write() as writing:
            writing.put_meta("compacted_at", b"0")
        try:
            self.say("dropped", compact_daily(self.workspace, 0, WORTH))
        except UserProblem as problem:
            self.say("refused" if problem.key in REFUSED else "problem", problem.key)

    def decide(self, _words: list[str]) -> None:
        """Decide on everything that waits for this worker: take most of it over."""
        for line in caseload(self.workspace):
            for piece in held_work(self.workspace, line.family).pieces:
                decide(self.workspace, piece, self.chance.random() < 0.8)

    def set_clock(self, words: list[str]) -> None:
        """Let the clock be off by so many minutes, or jump."""
        self.clock.jumps = Chance(self.told.seed) if words[0] == "jumps" else None
        self.clock.off = timedelta() if words[0] == "jumps" else timedelta(minutes=int(words[0]))

    def set_room(self, words: list[str]) -> None:
        """Let no file grow past so many bytes more than the store has now; none: as far as it likes."""
        hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        store = Home(self.told.folder).store
        ahead = store.with_name(f"{store.name}-wal")
        most = max(one.stat().st_size for one in (store, ahead) if one.exists()) + int(words[0]) if words else hard
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))


def work(told: Told, ear: TextIO, mouth: TextIO) -> None:
    """Be that process."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(relativeCreated)d %(levelname)s %(name)s %(message)s", force=True)
    vars(pace)["MOST"] = SLICE
    install(LAPTOP, told.arms)
    worker = Worker(told, mouth)
    worker.drafts()
    worker.say("ready")
    for line in ear:
        word, *rest = line.split()
        if word == "end":
            break
        worker.orders[word](rest)
        worker.say("did", word)
    lock(worker.workspace)
