"""What goes wrong beside the line: old answers, a kill in the middle, forged work, a history that somebody changed."""

import os
from dataclasses import dataclass

import msgspec
from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError
from sqlcipher3 import dbapi2

from app.changelog.change import WHOLE_ROW, Change
from app.changelog.values import encoded_row
from app.domain.ids import as_text
from app.domain.record import spec_of
from app.domain.records import SCHEMA
from app.domain.records.situation import Strength
from app.errors import KeukentafelError, UserProblem
from app.protocol.heal_messages import HealAnswer, HealRequest
from app.protocol.messages import Push, SyncAnswer, SyncRequest
from app.protocol.wire import pushed
from app.server import tables
from app.sync.pending import Terms, collect
from app.sync.round import sync_once
from app.sync.server_link import OutOfStepError
from tests.builders import some_id
from tests.proof.audit import everything
from tests.proof.chain import chained
from tests.proof.gestures import Laptop
from tests.proof.machine import Machine, ahead, pick, who, word
from tests.proof.oracle import Life
from tests.proof.reading import all_of
from tests.proof.screens import COUNTS

FORGED = 999_999
"""An incarnation that no laptop ever had."""


class KilledError(Exception):
    """The end of the program, in the middle of what it was doing."""


@dataclass
class OldLine:
    """A line on which an answer of before comes once more."""

    answer: SyncAnswer | None

    def sync(self, _: SyncRequest) -> SyncAnswer | None:
        """Give that answer, and then nothing."""
        answer, self.answer = self.answer, None
        return answer

    def heal(self, _: HealRequest) -> HealAnswer:
        """Refuse: nothing was put back."""
        raise OutOfStepError("epoch", None)


def a_strength(life: Life, author: bytes, text: str, wall: int) -> Change:
    """Return a change as a laptop hands it in: what goes well, in whose name one likes."""
    strength = Strength(id=some_id(), text=text or "niets")
    return Change(
        dev=life[0],
        inc=life[1],
        ctr=1,
        seq=None,
        ord=None,
        seen=0,
        tx=os.urandom(16),
        record="strength",
        row=bytes(strength.id),
        grp=WHOLE_ROW,
        val=encoded_row(spec_of(Strength), strength),
        salt=os.urandom(16),
        wall=wall,
        author=author,
        schema=SCHEMA,
        kind="set",
    )


class Trouble(Machine):
    """The rules of what goes wrong."""

    @rule(place=who, number=pick)
    def an_old_answer_comes(self, place: int, number: int) -> None:
        """Let an answer come twice: whatever is in it, the laptop stays as it was, and may say that something is wrong."""
        laptop = self.table(place)
        with laptop.device.workspace.read() as reading:
            rights = {(as_text(one.stream), one.grant_version) for one in reading.states() if one.state == "active"}
        plain = [one for one in laptop.answers if {(grant.stream, grant.version) for grant in one.grants} == rights]
        fit = [one for one in plain if one.pages and not (one.exceptions or one.held or one.collisions)]
        if self.ledger.silent or not fit:
            return
        try:
            with laptop.program():
                sync_once(laptop.device.workspace, OldLine(fit[number % len(fit)]))
        except UserProblem:
            COUNTS["old answers"] += 1
        except (SQLAlchemyError, KeukentafelError, dbapi2.Error) as error:
            raise AssertionError(f"I5 idempotent: an answer that came twice broke the store: {type(error).__name__}") from error

    @rule(place=who, number=pick, ahead=ahead, text=word)
    def the_program_is_killed_in_a_sync(self, place: int, number: int, ahead: int, text: str) -> None:
        """Let others write, and kill the program between two transactions of taking that in; then it starts again."""
        laptop = self.table(place)
        other = self.other(laptop, ahead)
        if self.ledger.silent or not (self.ledger.lasts(laptop.place) and self.ledger.lasts(other.place)):
            return
        for _ in range(3 if other is not laptop else 0):
            other.add_goal(text)
        other.sync()
        laptop.dies_in_a_sync(number % 4 + 1, KilledError)
        COUNTS["killed"] += 1

    @rule(place=who, ahead=ahead, text=word)
    def somebody_writes_in_anothers_name(self, place: int, ahead: int, text: str) -> None:
        """Hand in a change that says that another worker wrote it: it may be held, and never be part of the history as that."""
        laptop = self.table(place)
        worker = bytes(self.laptops[(self.ledger.people[laptop.place] + ahead) % 4].device.identity.worker)
        if self.ledger.silent or not self.ledger.lasts(laptop.place):
            return
        made = a_strength((laptop.device.identity.device, FORGED + self.forged), worker, text, self.now)
        push = Push(as_text(laptop.family), 1, [pushed(made)], inc=made.inc)
        request, *_ = collect(laptop.device.workspace, self.now, Terms(with_cursors=True))
        asked = msgspec.structs.replace(request, push=[push], cursors=request.cursors or {}, looks=[])
        laptop.device.link.sync(asked)
        self.forged += 1
        COUNTS["forged"] += 1

    @rule(place=who, number=pick, flipped=st.integers(0, 15))
    def the_history_is_changed_at_the_municipality(self, place: int, number: int, flipped: int) -> None:
        """Change an old change at the server, with a chain that fits: every laptop that has it as it was must notice at its next page."""
        laptop = self.table(place)
        if self.ledger.silent or not self.ledger.lasts(laptop.place):
            return
        laptop.sync()
        cursor, base = laptop.device.cursor(laptop.family), laptop.base
        if cursor <= base + 1:
            return
        seq = base + 1 + number % (cursor - base)
        before = everything(self.world)["change"]
        [salt] = [row["salt"] for row in before if (row["stream"], row["seq"]) == (laptop.family, seq)]
        other = bytes(byte ^ (1 << flipped % 8) if at == flipped else byte for at, byte in enumerate(salt))
        self._salts(laptop, seq, other)
        laptop.add_goal("")
        noticed = laptop.hears("sync_histories_differ")
        self._salts(laptop, seq, salt)
        laptop.handed_in_unheard()
        assert noticed, f"I10 audit: the history was changed at {seq} of {cursor}, and laptop {laptop.place} did not notice"
        laptop.sync()
        COUNTS["tampered"] += 1

    def _salts(self, laptop: Laptop, seq: int, salt: bytes) -> None:
        """Write another salt at a number, and a chain over the history as it is then."""
        change, stream = tables.log_tables.change, tables.stream
        with self.world.house.database.write() as tx:
            tx.connection.execute(update(change).where(change.c.stream == laptop.family, change.c.seq == seq).values(salt=salt))
        rows = sorted(all_of(self.world.house.database.engine, change, laptop.family), key=lambda row: int(row["seq"]))
        head = chained(laptop.family, rows)
        with self.world.house.database.write() as tx:
            tx.connection.execute(update(stream).where(stream.c.stream == laptop.family).values(head_hash=head))
