"""A worker's session on one laptop by the program's own actions, with a marker in everything that can be written."""

from dataclasses import dataclass, field, replace
from typing import Any

from app.actions.caseload import caseload
from app.actions.choosing import choose
from app.actions.families import NewFamily, add_person, new_family
from app.actions.family_page import family_page
from app.actions.fields import FieldRef, change_field, keep_draft
from app.actions.looking import OPENED, note_look
from app.actions.opening import first_start, lock, unlock
from app.actions.planning import add_action, add_goal, new_action, score_goal, tick_action
from app.actions.printing import make_family_plan
from app.actions.searching import searched
from app.actions.undoing import undo
from app.clock import Clock
from app.domain.ids import confidential_of
from app.domain.record import FieldSpec, Kind, StreamClass, spec_of_row
from app.domain.records.family import PersonName
from app.errors import UserProblem
from app.paths import Home
from app.store.copying import backup
from app.store.keyfile import FLOOR, open_keyfile
from app.store.migrate import backup_path
from app.store.workspace import StreamState, Workspace
from app.sync.round import sync_once
from app.sync.server_link import NoNetworkError, ServerLink
from tests.every_record import rows_of_every_record
from tests.fakes import Line
from tests.store.markers import new_marker
from tests.world import ADDRESS, World

SHORTEST = 16
"""A field that is shorter than a marker holds no name and no story."""


@dataclass
class Session:
    """One laptop; `markers` is everything that may not lie open, `sent` what must have reached the municipality."""

    world: World
    home: Home
    clock: Clock
    markers: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)

    def new(self, *, sent: bool = False) -> str:
        """Return a marker that counts from now on."""
        marker = new_marker()
        self.markers.append(marker)
        if sent:
            self.sent.append(marker)
        return marker

    def work(self) -> None:
        """Begin, write everywhere, leave drafts, print, sync, lose a connection, undo, and make a backup; the store stays open."""
        self.passphrase = f"{self.new()} vijf rode fietsen regen"
        self.line = Line(self.world.server)
        link = ServerLink(ADDRESS, transport=self.line)
        code = self.world.code(self.new())
        self.workspace = first_start(self.home, link, code, self.passphrase, self.clock, FLOOR)
        identity = self.workspace.identity
        self.markers += [identity.token, code]
        family = self.begin()
        self.write_everywhere(family)
        sync_once(self.workspace, ServerLink(ADDRESS, identity.token, self.line))
        self.stumble(family)
        lock(self.workspace)
        self.workspace = unlock(self.home, self.passphrase, self.clock)
        self.write_everywhere(family)
        backup_to = backup_path(self.home.store, "0000")
        backup_to.parent.mkdir(exist_ok=True)
        backup(self.workspace.engine, backup_to, open_keyfile(self.home.vault, self.passphrase))

    def lock(self) -> None:
        """Close the store as at the end of a day."""
        lock(self.workspace)

    def begin(self) -> bytes:
        """Begin a family with people, a goal, an action and a score."""
        work = self.workspace
        family = new_family(work, NewFamily(self.new(sent=True), self.new(sent=True), self.new(sent=True)))
        add_person(work, family, PersonName(call_name=self.new(), surname=self.new()), self.new())
        goal = add_goal(work, family, self.new(sent=True))
        action = add_action(work, family, replace(new_action(work, goal), what=self.new(sent=True)))
        tick_action(work, family, action, done=True)
        score_goal(work, family, goal, 4, self.new(sent=True))
        return family

    def write_everywhere(self, family: bytes) -> None:
        """Write a marker in every field of text on the page and leave another one as a draft; then look, search and print."""
        page = family_page(self.workspace, family)
        records: list[Any] = [page.family, *page.persons, page.plan]
        records += [one for view in page.goals for one in (view.goal, *view.actions)]
        for row in records:
            self.write_in(family, row, page.cursor)
        for stream, kind in ((family, StreamClass.FAMILY), (confidential_of(family), StreamClass.CONFIDENTIAL)):
            self.add_everything(family, stream, kind)
        note_look(self.workspace, family, OPENED)
        caseload(self.workspace)
        searched(self.workspace, self.new())
        make_family_plan(self.workspace, family)

    def write_in(self, family: bytes, row: Any, cursor: int) -> None:
        """Write a marker in every field of a row and leave another one as a draft."""
        spec = spec_of_row(row)
        for one in spec.fields:
            ref = FieldRef(family, spec.name, row.id, one.name)
            value = self.filled(one, getattr(row, one.name))
            if value is not None:
                change_field(self.workspace, ref, value, cursor)
                keep_draft(self.workspace, ref, self.new(), cursor)

    def add_everything(self, family: bytes, stream: bytes, kind: StreamClass) -> None:
        """Add a row of every other record, also of what is kept apart, with markers in it."""
        with self.workspace.write() as writing:
            if not any(state.stream == stream for state in writing.states()):
                writing.put_state(StreamState(stream, 0, bytes(32), 0, "new"))
            gesture = writing.gesture(stream)
            for row in rows_of_every_record(family, self.new, kind):
                gesture.create(row)
            gesture.done()

    def filled(self, one: FieldSpec, now: Any) -> Any:
        """Return a field's value with a marker in all of its texts, or None where it has none."""
        if one.declared.kind in (Kind.WORDS, Kind.LONG_TEXT) and one.declared.longest >= SHORTEST:
            return self.new()
        if one.declared.kind is Kind.GROUP:
            texts = {member.name: text for member in one.members if (text := self.filled(member, None)) is not None}
            return replace(now, **texts) if texts else None
        return None

    def stumble(self, family: bytes) -> None:
        """Fail as programs do: refused text, no network, a wrong passphrase, a choice, an undo."""
        page = family_page(self.workspace, family)
        ref = FieldRef(family, "goal", page.goals[0].goal.id, "text")
        for wrong in (lambda: change_field(self.workspace, ref, self.new() * 400), lambda: unlock_wrong(self.home, self.new(), self.clock)):
            try:
                wrong()
            except UserProblem:
                continue
            raise AssertionError("a wrong thing was taken")
        choose(self.workspace, ref, self.new(), page.cursor)
        undo(self.workspace, family)
        self.line.cut = True
        try:
            sync_once(self.workspace, ServerLink(ADDRESS, self.workspace.identity.token, self.line))
        except NoNetworkError:
            self.line.cut = False


def unlock_wrong(home: Home, passphrase: str, clock: Clock) -> Workspace:
    """Try a passphrase that is not the right one."""
    return unlock(home, passphrase, clock)
