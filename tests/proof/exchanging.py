"""What happens on a laptop without a worker: its exchanges with the server, what it forgets, and its program's start."""

import contextlib
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from app.actions.caseload import caseload
from app.domain.ids import confidential_of
from app.errors import UserProblem
from app.store.declarations import rows_as_declared
from app.sync.compacting import compact_daily
from app.sync.round import RoundResult, sync_once
from app.sync.whole_history import fetch_history
from tests.proof.laptop import Lap
from tests.proof.oracle import Life, Name
from tests.proof.own import GESTURES, LIVES, RECEIVED, TAKEN_IN, Remembering
from tests.proof.reading import one
from tests.proof.screens import COUNTS
from tests.proof.small import TAIL_MS, WORTH
from tests.proof.traces import nothing_left


class Exchanging(Lap):
    """A laptop that exchanges; each time the oracle says beforehand or after what must have come of it."""

    def sync(self) -> RoundResult:
        """Exchange everything, and tell the oracle."""
        before, waited = self.state, len(self.ledger.held)
        begins = self.base
        with self.understanding():
            result = sync_once(self.device.workspace, Remembering(self.device.link, self.answers), lambda _: self.reads_whole_gestures())
        rewound = self.ledger.exchanged(self.place, self.moment, here=bool(self.state))
        self.ledger.came_as(self.at_the_server())
        self.ledger.behind.discard(self.place)
        self._goes_on()
        self.reads_whole_gestures()
        if self.base != begins:
            self._forgets()
            COUNTS["bootstraps"] += 1
        if rewound is not None:
            COUNTS["forks"] += 1
            self.cursor = 0
            self.form = self.form and replace(self.form, seen=self.form.seen & rewound)
        COUNTS["syncs"] += 1
        COUNTS["held"] += len(self.ledger.held) - waited
        self._has_what_it_may(before)
        return result

    @contextlib.contextmanager
    def understanding(self) -> Iterator[None]:
        """Exchange by the program of this laptop's version; raises the AssertionError of the invariant when the two no longer can."""
        try:
            with self.program():
                yield
        except UserProblem as problem:
            what = "I13 restore" if self.ledger.lasts(self.place) else "I8 rights"
            raise AssertionError(f"{what}: laptop {self.place} and the server no longer understand each other: {problem.key}") from problem

    def meets(self) -> None:
        """Exchange, and tell the oracle nothing."""
        with self.understanding():
            self.device.sync()

    def dies_in_a_sync(self, after: int, how: type[Exception]) -> None:
        """End in the middle of a sync, after so many transactions, and start again."""
        calls = itertools.count(1)

        def told(_: object) -> None:
            if next(calls) == after:
                raise how

        with self.program(), contextlib.suppress(how):
            sync_once(self.device.workspace, self.device.link, told)
        self.device.put_back(self.device.kept())
        self.is_started()
        self.handed_in_unheard()
        self.ledger.has_up_to(self.place, self.at_the_server(self.device.cursor(self.family)))
        self._goes_on()

    def handed_in_unheard(self) -> None:
        """Tell the oracle of an exchange that broke off: what got to the server."""
        rows = one(self.device.world.house.database.engine, RECEIVED, bytes(self.family), bytes(self.family))
        salts = {salt for (salt,) in rows}
        came = {name for name in self.ledger.waiting(self.place) if self.named[name] in salts}
        self.ledger.handed_in(self.place, self.moment, came)

    def hears(self, problem: str) -> bool:
        """Sync; tells whether the program said that there is this problem."""
        try:
            with self.program():
                sync_once(self.device.workspace, self.device.link)
        except UserProblem as said:
            return said.key == problem
        return False

    def at_the_server(self, most: int = 2**60) -> list[Name]:
        """Return the facts that the server has taken in, in its order, up to a number."""
        names = {salt: name for name, salt in self.named.items()}
        salts = one(self.device.world.house.database.engine, TAKEN_IN, bytes(self.family), most)
        return [names[salt] for (salt,) in salts if salt in names]

    def _goes_on(self) -> None:
        """Hear in which life each change of this laptop goes on: where a copy of its store was first, it steps aside.

        Of what was wiped here, as soon as it was handed in, only the server can tell.
        """
        device = self.device.identity.device
        moved = self._elsewhere(one(self.device.world.house.database.engine, LIVES, device, device)) | self.lives_behind()
        if moved:
            self.oracle.steps_aside(moved)
            self.ledger.behind |= {
                place for place, other in enumerate(self.ledger.laptops) if place != self.place and moved.keys() & other.mine
            }
            COUNTS["stepped aside"] += 1
        for stack in (self.gestures, self.taken_back):
            stack[:] = [gesture for gesture in stack if gesture[0].life == self.life]  # undo goes no further back than this life

    def lives_behind(self) -> dict[Name, Life]:
        """Return the changes of this laptop that lie here under the name of another life than the oracle knows, with that life."""
        return self._elsewhere((own.salt, own.inc) for own in self.own())

    def _elsewhere(self, found: Iterable[Sequence[Any]]) -> dict[Name, Life]:
        """Return those of these changes, by salt and incarnation, that the oracle has in another life."""
        names = {salt: name for name, salt in self.named.items()}
        device = self.device.identity.device
        lives = {names[salt]: (device, inc) for salt, inc in found if salt in names}
        return {name: life for name, life in lives.items() if self.oracle.facts[name].life != life}

    def _has_what_it_may(self, before: str) -> None:
        """Check that the family is here if the right to it lasts, and is gone, or only waits to be handed in, if not."""
        waits = self.ledger.waiting(self.place) or (self.unfinished and self.ledger.takes_nothing)
        wanted = "active" if self.ledger.lasts(self.place) else ("frozen" if waits else "")
        if wanted == "active" and self.state == "active":
            [(head,)] = one(self.device.world.house.database.engine, "SELECT head_seq FROM stream WHERE stream = ?", bytes(self.family))
            assert self.device.cursor(self.family) == head, f"I1 convergence: a sync ended before laptop {self.place} had everything"
        assert self.state == wanted, f"I8 rights: on laptop {self.place} the family is {self.state!r}, by the oracle {wanted!r}"
        if wanted == "frozen":
            shown = [line.family for line in caseload(self.device.workspace)]
            assert self.family not in shown, "I8 rights: a family is shown though the right to it ended"
        if wanted == "" and before:
            self.form, self.cursor = None, 0
            self.drafts.clear()
            self._forgets()
            apart = bytes(confidential_of(self.family))
            if not (self.ledger.takes_nothing and any(own.stream == apart and own.seq is None for own in self.own())):
                nothing_left(self.device, self.family, apart)
            COUNTS["wipes"] += 1

    # ------------------------------------------------------------ what is long ago
    @property
    def base(self) -> int:
        """Return the number up to which only what stood then is here."""
        with self.device.workspace.read() as reading:
            return reading.state(self.family).base[0]

    def _forgets(self) -> None:
        """Note that what was written before can no longer be taken back here."""
        self.gestures.clear()
        self.taken_back.clear()

    def compacts(self) -> int:
        """Let the program drop what was replaced long ago; returns how many changes."""
        with self.device.workspace.write() as writing:
            writing.put_meta("compacted_at", b"0")
        with self.program():
            dropped = compact_daily(self.device.workspace, TAIL_MS, WORTH)
        if self.base:
            self._forgets()
        return dropped

    def fetches_all(self) -> int:
        """Let the program fetch the whole history; returns how many changes came."""
        self._forgets()
        with self.program():
            return fetch_history(self.device.workspace, self.device.link, self.family)

    def reads_whole_gestures(self) -> None:
        """Look at the log as somebody who reads while a sync is underway: of every gesture there is all, or nothing."""
        with self.device.workspace.read() as reading:
            state = reading.state(self.family)
        base, cursor = state.base[0], state.cursor
        rows = one(self.device.workspace.engine, GESTURES, bytes(self.family), base)
        mine = self.device.identity.device
        numbered = sorted(seq for _, seq, dev in rows if seq is not None and (seq <= cursor or dev != mine))
        assert numbered == list(range(base + 1, cursor + 1)) or cursor < base, f"I6 contiguous: cursor {cursor}, there is {numbered}"
        there = Counter(tx for tx, _, _ in rows) if cursor >= base else Counter[bytes]()
        for tx, count in there.items():
            whole = self.sizes.get(tx, count)
            assert count == whole, f"I12 gesture: {count} of {whole} changes of a gesture are there"

    # ------------------------------------------------------------ the program
    def is_started(self) -> None:
        """Let the program open this store, as `unlock` does."""
        with self.program():
            rows_as_declared(self.device.workspace)

    def is_upgraded(self) -> None:
        """Let this laptop start with the program of now, as `unlock` does."""
        self.older = False
        self.is_started()
        COUNTS["upgrades"] += 1

    def falls_behind(self) -> None:
        """Let this laptop have had the program of the version before from the first: its rows hold no more than that knew."""
        self.older = True
        self.is_started()
