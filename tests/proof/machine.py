"""Four laptops, one family and chance: hypothesis does what workers do, and the invariants are checked after every step."""

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition

from app.clock import wall_ms
from app.domain.rules.roles import COLLEAGUE, DEPUTY, REGISSEUR
from app.server import held, tables
from app.sync.server_link import NoNetworkError
from tests.proof.audit import held_as_it_must_be, server_is_sound
from tests.proof.checks import all_agree, apart_is_apart, log_is_a_prefix, nothing_is_lost, received_by, screen_is_true
from tests.proof.gestures import Laptop
from tests.proof.ledger import Ledger, Lying, Right
from tests.proof.older import version
from tests.proof.oracle import Cell, Name, Oracle
from tests.proof.own import Salt
from tests.proof.people import NEVER_WRITTEN_OVER, WORDS
from tests.proof.reading import all_of
from tests.proof.screens import COUNTS
from tests.proof.small import small
from tests.proof.watched import Watched
from tests.world import TOWN, World

WORKERS = ("Samira", "Joost", "Fatiha", "Noor")
ROLES = (REGISSEUR, DEPUTY, COLLEAGUE)
"""What each of them is at first; to the last nothing is granted yet."""
MOST_ROUNDS = 8
who = st.integers(0, len(WORKERS) - 1)
ahead = st.integers(1, len(WORKERS) - 1)
pick = st.integers(0, 11)
word = st.sampled_from(WORDS)


class Machine(RuleBasedStateMachine):
    """One example: what was done is in the names of the rules, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.world = World(Path(self.folder.name))
        self.world.server.close()
        self.world.server = Watched(self.world)
        self.limits = ExitStack()
        self.limits.enter_context(small(self.world))
        self.laptops: list[Laptop] = []
        self.ledger = Ledger(Oracle(), [Lying() for _ in WORKERS], list(range(len(WORKERS))))
        self.named: dict[Name, Salt] = {}
        self.sizes: dict[bytes, int] = {}
        self.begun = self.ended = 0
        self.copied = False
        self.forged = 0
        self.turn: Laptop | None = None

    @initialize(goals=st.integers(0, 2), lost=st.integers(0, 2), behind=st.sampled_from([None, 1, 1, 2, 2, 3]))
    def a_family_on_three_laptops(self, goals: int, lost: int, behind: int | None) -> None:
        """Let one worker begin a family and two be granted it: without a plan, or with one and its goals; one laptop may be behind."""
        self.begun = 1
        devices = [self.world.device(name) for name in WORKERS]
        family = devices[0].begin_family("Gezin Kwikstaart, een kwikstaart")
        self.laptops = [Laptop(place, device, family, self.ledger, self.named, sizes=self.sizes) for place, device in enumerate(devices)]
        self.laptops[0].remember()
        if behind is not None:
            self.laptops[behind].falls_behind()
        self.ledger.rights[0] = Right(REGISSEUR)
        for _ in range(lost):
            self.loses_the_answer(self.laptops[0])
        devices[0].sync()
        for place in range(1, len(ROLES)):
            self.grants(place, ROLES[place])
        for _ in range(goals):
            self.laptops[0].add_goal("")
        self.until_quiet()
        COUNTS["examples"] += 1
        self.ended = self.begun

    def grants(self, place: int, role: str) -> None:
        """Give somebody a right on the family; what was unfinished when an earlier one ended is handed in before that."""
        self.hands_in_unfinished([laptop for laptop in self.laptops if self.ledger.people[laptop.place] == place])
        self.world.grant(self.laptops[place].family, WORKERS[place], role)
        self.ledger.rights[place] = Right(role)

    def hands_in_unfinished(self, laptops: Sequence[Laptop]) -> None:
        """Let the server have what was unfinished on these when a right ended: the oracle knows no such words once the right is back."""
        if any(laptop.unfinished for laptop in laptops):
            self.until_quiet()

    # ------------------------------------------------------------ whose turn it is
    def at(self, place: int) -> Laptop:
        """Let time pass and give the turn to a laptop, whether or not the family is there."""
        self.copies_come()
        return self._turn_to(self.laptops[place])

    def table(self, place: int) -> Laptop:
        """Let time pass and give the turn to a laptop on which the family is there."""
        self.copies_come()
        there = [laptop for laptop in self.laptops if laptop.there]
        return self._turn_to(there[place % len(there)])

    def other(self, laptop: Laptop, ahead: int) -> Laptop:
        """Return another laptop on which the family is there; the same, if it is nowhere else."""
        there = [one for one in self.laptops if one.there]
        return there[(there.index(laptop) + ahead) % len(there)]

    def copies_come(self) -> None:
        """Let those come of whose work something became on the way that they do not know: the oracle knows of one life, and one place."""
        for place in sorted(self.ledger.behind):
            self.laptops[place].sync()

    def _turn_to(self, laptop: Laptop) -> Laptop:
        self.begun += 1
        self.world.clock.advance(5)
        self.turn = laptop
        COUNTS["steps"] += 1
        return laptop

    def touchable(self, laptop: Laptop, number: int) -> Cell | None:
        """Return one of the fields on a laptop's screen."""
        rows = [row for row in laptop.oracle.rows(laptop.seen, "stands", "asks") if laptop.there and row[0] not in NEVER_WRITTEN_OVER]
        cells = [Cell(row, name) for row in rows if laptop.knows(row[0]) for name in laptop.fields(row[0])]
        return cells[number % len(cells)] if cells else None

    # ------------------------------------------------------------ the line
    def loses_the_answer(self, laptop: Laptop) -> None:
        """Let the server do its work and the line break before it has said so."""
        laptop.device.line.lose_answers = 1
        self.fails(laptop)

    def fails(self, laptop: Laptop) -> None:
        """Sync, and be told that there is no network."""
        try:
            laptop.meets()
        except NoNetworkError:
            return
        raise AssertionError("I2 no lost update: a sync without an answer went for a whole one")

    def until_quiet(self) -> None:
        """Sync in turn until nobody has anything new."""
        for _ in range(MOST_ROUNDS):
            came = not self.ledger.silent
            results = [laptop.sync() for laptop in self.laptops]
            if came and not any(one.pushed or one.pulled or one.held for one in results):
                return
        raise AssertionError("I1 convergence: it never becomes quiet")

    # ------------------------------------------------------------ what must hold
    @precondition(lambda self: self.turn is not None)
    @invariant()
    def the_screen_tells_the_truth(self) -> None:
        """Check the laptop that had the turn."""
        if self.turn is not None:
            screen_is_true(self.turn)
            log_is_a_prefix(self.turn)
        self.ended = self.begun

    def teardown(self) -> None:
        """Let everyone sync until it is quiet and compare all with all, unless a step has already failed."""
        try:
            if self.laptops and self.ended == self.begun:
                self.until_quiet()
                self.judges_what_is_held()
                self.until_quiet()
                self.all_is_well()
        finally:
            self.limits.close()
            with version(older=False):
                self.world.close()
            self.folder.cleanup()

    def judges_what_is_held(self) -> None:
        """Let the administrator have what is held judged again: until then who wrote it and has the right again sees it alone."""
        if self.ledger.silent or not self.ledger.held:
            return
        house, family = self.world.house, bytes(self.laptops[0].family)
        with house.database.read() as tx:
            waiting = sorted({(one.since, one.device) for one in held.listed(house, tx, TOWN) if one.stream == family})
        held.judge_again(house, (TOWN, family))
        went_in = self.ledger.taken_over(list(dict.fromkeys(device for _, device in waiting)))
        self.ledger.came_as(self.laptops[0].at_the_server())
        COUNTS["judged again"] += len(went_in)

    def all_is_well(self) -> None:
        """Compare all with all, after everybody has the program of now."""
        for laptop in self.laptops:
            if laptop.older:
                laptop.is_upgraded()
        received = received_by(self.world)
        for laptop in self.laptops:
            screen_is_true(laptop)
            log_is_a_prefix(laptop)
            nothing_is_lost(laptop, received)
        granted = [laptop for laptop in self.laptops if self.ledger.lasts(laptop.place)]
        held_as_it_must_be(self.world, list(self.laptops), self.ledger)
        server_is_sound(self.world, list(self.laptops), self.ledger)
        apart_is_apart(self.world, self.laptops, self.ledger)
        all_agree(self.world, granted, self.ledger)

    @property
    def now(self) -> int:
        """Return the true time in ms."""
        return wall_ms(self.world.clock)

    def rights_as_they_are(self) -> None:
        """Let the oracle know what the administrator gave and ended: that is given, and no rule of the sync."""
        engine = self.world.house.database.engine
        rows = {row["worker"]: row for row in all_of(engine, tables.grant, self.laptops[0].family)}
        self.ledger.rights.clear()
        for laptop in self.laptops:
            if (row := rows.get(bytes(laptop.device.identity.worker))) is not None:
                self.ledger.rights[self.ledger.people[laptop.place]] = Right(row["role"], row["until"])
