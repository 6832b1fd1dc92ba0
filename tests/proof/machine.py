"""Three laptops, one family and chance: hypothesis does what workers do, and the invariants are checked after every step."""

import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.domain.rules.roles import COLLEAGUE, DEPUTY
from app.sync.server_link import NoNetworkError
from tests.proof.checks import (
    all_agree,
    apart_is_apart,
    log_is_a_prefix,
    nothing_is_lost,
    replay_changes_nothing,
    screen_is_true,
    server_is_sound,
)
from tests.proof.laptop import COUNTS, FIELDS, Form, Laptop
from tests.proof.oracle import Cell, Oracle
from tests.proof.people import NOTES, WORDS, keep_apart, somebody, value_of
from tests.world import World

WORKERS = ("Samira", "Joost", "Fatiha")
JUMPS = [timedelta(hours=by) for by in (1, -1, 24, -24, -87_660, 0)]
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
        self.laptops: list[Laptop] = []
        self.begun = self.ended = 0
        self.turn: Laptop | None = None

    @initialize(goals=st.integers(0, 2), lost=st.integers(0, 2))
    def a_family_on_three_laptops(self, goals: int, lost: int) -> None:
        """Let one worker begin a family and the others be granted it: without a plan, or with one and its goals on all laptops."""
        devices = [self.world.device(name) for name in WORKERS]
        family = devices[0].begin_family()
        oracle = Oracle(len(WORKERS))
        self.laptops = [Laptop(place, device, family, oracle) for place, device in enumerate(devices)]
        for _ in range(lost):
            self.loses_the_answer(self.laptops[0])
        devices[0].sync()
        for name, role in zip(WORKERS[1:], (DEPUTY, COLLEAGUE), strict=True):
            self.world.grant(family, name, role)
        for _ in range(goals):
            self.laptops[0].add_goal("")
        self.until_quiet()
        COUNTS["examples"] += 1

    def at(self, place: int) -> Laptop:
        """Let time pass and give the turn to a laptop."""
        self.begun += 1
        self.world.clock.advance(5)
        self.turn = self.laptops[place]
        COUNTS["steps"] += 1
        return self.turn

    def touchable(self, laptop: Laptop, number: int) -> Cell | None:
        """Return one of the fields on a laptop's screen."""
        cells = [Cell(row, name) for row in laptop.visible(*FIELDS) if row[0] not in NOTES for name in FIELDS[row[0]]]
        return cells[number % len(cells)] if cells else None

    # ------------------------------------------------------------ at the table
    @rule(place=who, wish=word)
    def open_the_plan(self, place: int, wish: str) -> None:
        """Open the one plan: two laptops may both do so without network."""
        self.at(place).open_plan(wish)

    @rule(place=who, text=word)
    def add_a_goal(self, place: int, text: str) -> None:
        """Write a new goal."""
        self.at(place).add_goal(text)

    @rule(place=who, number=pick, what=word)
    def add_an_action(self, place: int, number: int, what: str) -> None:
        """Write who does what for a goal."""
        laptop = self.at(place)
        goals = laptop.visible("goal")
        if goals:
            laptop.add_action(goals[number % len(goals)], what)

    @rule(place=who, number=pick, what=word)
    def put_somebody_there(self, place: int, number: int, what: str) -> None:
        """Write about somebody around the family: two laptops may both make the same row."""
        laptop = self.at(place)
        laptop.put_there(somebody(laptop.family, number, what))

    @rule(place=st.integers(0, 1), what=word)
    def keep_something_apart(self, place: int, what: str) -> None:
        """Write a note that the third worker may never have."""
        keep_apart(self.laptops[place].device, self.laptops[place].family, what or "niets")
        COUNTS["kept apart"] += 1

    @rule(place=who, number=pick)
    def put_back_past_what_came_after(self, place: int, number: int) -> None:
        """Take a gesture back that is not the last one."""
        laptop = self.at(place)
        if laptop.gestures:
            laptop.put_back(number % len(laptop.gestures))

    @rule(place=who, number=pick, text=word)
    def edit_a_field(self, place: int, number: int, text: str) -> None:
        """Write in a field and leave it at once."""
        laptop = self.at(place)
        cell = self.touchable(laptop, number)
        if cell:
            laptop.edit(cell, value_of(cell.row[0], cell.name, text))

    @rule(place=who, number=pick)
    def put_the_focus_in_a_field(self, place: int, number: int) -> None:
        """Open a field and leave it open: what is seen is fixed from here on."""
        laptop = self.at(place)
        cell = self.touchable(laptop, number)
        if cell:
            laptop.form = Form(cell, laptop.device.cursor(laptop.family), laptop.seen)

    @rule(place=who, text=word)
    def leave_the_field(self, place: int, text: str) -> None:
        """Save what was opened long ago, whatever a sync brought in between."""
        laptop = self.at(place)
        form, laptop.form = laptop.form, None
        if form:
            COUNTS["saved later"] += form.seen < laptop.device.cursor(laptop.family)
            laptop.edit(form.cell, value_of(form.cell.row[0], form.cell.name, text), form)

    @rule(place=who, number=pick)
    def throw_a_row_away(self, place: int, number: int) -> None:
        """Delete a goal or an action."""
        laptop = self.at(place)
        rows = laptop.visible(*FIELDS.keys() - {"plan"})
        if rows:
            laptop.delete(rows[number % len(rows)])

    @rule(place=who, number=pick)
    def answer_a_deletion(self, place: int, number: int) -> None:
        """Keep a row that was thrown away here and changed there."""
        laptop = self.at(place)
        asked = laptop.oracle.rows(laptop.seen, "asks")
        if asked:
            laptop.keep(asked[number % len(asked)])

    @rule(place=who, number=pick)
    def choose_in_a_conflict(self, place: int, number: int) -> None:
        """Choose one of two values."""
        laptop = self.at(place)
        if laptop.screen().conflicts:
            laptop.resolve(number)

    @rule(place=who, back=st.integers(0, 3), again=st.integers(0, 3))
    def undo_and_redo(self, place: int, back: int, again: int) -> None:
        """Take the last gestures of this laptop back, and do some of them again."""
        laptop = self.at(place)
        for _ in range(min(back, len(laptop.gestures))):
            laptop.undo()
        for _ in range(min(again, len(laptop.taken_back))):
            laptop.undo(again=True)

    @rule(place=who, ahead=ahead, number=pick, texts=st.tuples(word, word), then=st.sampled_from(["", "sync", "choose"]))
    def two_write_in_one_field(self, place: int, ahead: int, number: int, texts: tuple[str, str], then: str) -> None:
        """Write in the same field on two laptops without a sync in between; then perhaps let all see it, and one choose."""
        other = (place + ahead) % len(WORKERS)
        cell = self.touchable(self.at(place), number)
        if cell and cell.row in self.laptops[other].visible(*FIELDS):
            for writer, text in zip((place, other), texts, strict=True):
                self.laptops[writer].edit(cell, value_of(cell.row[0], cell.name, text))
            if then:
                self.until_quiet()
            if then == "choose" and self.laptops[place].screen().conflicts:
                self.laptops[place].resolve(number)

    @rule(place=who, ahead=ahead, number=pick, text=word, other_text=word)
    def a_value_comes_in_while_a_field_is_open(self, place: int, ahead: int, number: int, text: str, other_text: str) -> None:
        """Open a field, let a colleague's value come in behind it, and leave it."""
        laptop, other = self.at(place), self.laptops[(place + ahead) % len(WORKERS)]
        cell = self.touchable(laptop, number)
        if cell and cell.row in other.visible(*FIELDS):
            form = Form(cell, laptop.device.cursor(laptop.family), laptop.seen)
            other.edit(cell, value_of(cell.row[0], cell.name, other_text))
            other.sync()
            laptop.sync()
            COUNTS["saved later"] += form.seen < laptop.device.cursor(laptop.family)
            laptop.edit(cell, value_of(cell.row[0], cell.name, text), form)

    @rule(place=who, ahead=ahead, number=pick, text=word)
    def one_throws_away_what_another_changes(self, place: int, ahead: int, number: int, text: str) -> None:
        """Delete on one laptop and edit on another, none of them syncing in between."""
        laptop, other = self.at(place), self.laptops[(place + ahead) % len(WORKERS)]
        cell = self.touchable(other, number)
        if cell and cell.row[0] != "plan" and cell.row in laptop.visible(*FIELDS):
            laptop.delete(cell.row)
            other.edit(cell, value_of(cell.row[0], cell.name, text))

    # ------------------------------------------------------------ the line and the clocks
    @rule(place=who)
    def sync(self, place: int) -> None:
        """Exchange everything."""
        self.at(place).sync()

    @rule(place=who)
    def all_sync(self, place: int) -> None:
        """Let everyone have everything, so that what follows is written side by side."""
        self.at(place)
        self.until_quiet()

    @rule(place=who)
    def sync_and_lose_the_answer(self, place: int) -> None:
        """Let the server commit and the laptop never hear of it; the next sync repeats the push."""
        laptop = self.at(place)
        COUNTS["lost answers"] += laptop.oracle.server[place] < laptop.oracle.written[place]
        self.loses_the_answer(laptop)
        laptop.oracle.handed_in(place)

    @rule(place=who)
    def sync_without_network(self, place: int) -> None:
        """Try in vain."""
        laptop = self.at(place)
        laptop.device.line.cut = True
        self.fails(laptop)
        laptop.device.line.cut = False
        laptop.device.line.requests.pop()

    def loses_the_answer(self, laptop: Laptop) -> None:
        """Let the server do its work and the line break before it has said so."""
        laptop.device.line.lose_answers = 1
        self.fails(laptop)

    def fails(self, laptop: Laptop) -> None:
        """Sync, and be told that there is no network."""
        try:
            laptop.device.sync()
        except NoNetworkError:
            return
        raise AssertionError("I2 no lost update: a sync without an answer went for a whole one")

    @rule(place=who, number=pick)
    def send_an_old_request_again(self, place: int, number: int) -> None:
        """Let the network deliver twice, and late."""
        requests = [one for one in self.at(place).device.line.requests if one.url.path in ("/v1/sync", "/v1/heal")]
        replay_changes_nothing(self.world, requests[-1 - number % len(requests)])

    @rule(place=who, by=st.sampled_from(JUMPS))
    def set_a_clock(self, place: int, by: timedelta) -> None:
        """Put a laptop's clock wrong: an hour, a day, ten years back, or right again."""
        self.at(place).device.clock.skew = by
        COUNTS["clock jumps"] += 1

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
                self.all_is_well()
        finally:
            self.world.close()
            self.folder.cleanup()

    def all_is_well(self) -> None:
        """Compare all with all."""
        for laptop in self.laptops:
            screen_is_true(laptop)
            log_is_a_prefix(laptop)
            nothing_is_lost(self.world, laptop)
        all_agree(self.world, self.laptops)
        server_is_sound(self.world, self.laptops[0].family)
        apart_is_apart(self.world, self.laptops)

    def until_quiet(self) -> None:
        """Sync in turn until nobody has anything new."""
        for _ in range(MOST_ROUNDS):
            came = not self.laptops[0].oracle.silent
            results = [laptop.sync() for laptop in self.laptops]
            if came and not any(one.pushed or one.pulled or one.held for one in results):
                return
        raise AssertionError("I1 convergence: it never becomes quiet")
