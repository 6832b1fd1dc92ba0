"""A laptop's store as a released version leaves it: with open choices, unsent work, a draft and cells of a newer program.

`python -m tests.store.old_file VERSION` makes `old_files/VERSION` once, at the release; after that no file in it ever changes.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, update

from app.actions.caseload import caseload
from app.actions.families import NewFamily, new_family
from app.actions.family_page import FamilyPage, family_page
from app.actions.fields import FieldRef, change_field, drafts_of, keep_draft
from app.actions.looking import OPENED, note_look
from app.actions.opening import first_start, lock
from app.actions.planning import add_action, add_goal, new_action, score_goal
from app.changelog.apply import apply, settle
from app.changelog.change import DELETED, WHOLE_ROW, Change
from app.clock import SystemClock
from app.domain.ids import confidential_of, new_id
from app.domain.record import Id, StreamClass
from app.paths import Home
from app.store import tables
from app.store.keyfile import FLOOR
from app.store.workspace import Identity, StreamState, Workspace
from tests.every_record import rows_of_every_record

FILES = Path(__file__).parent / "old_files"
WORDS = "molen kaas tulp klomp fiets"
CONTENTS = "inhoud.json"
COLLEAGUE, LAPTOP = bytes(range(32, 48)), bytes(range(48, 64))


@dataclass(frozen=True)
class Municipality:
    """The server of the first start, for a laptop that never meets one."""

    def enrol(self, code: str) -> Identity:
        """Return a laptop of an invented worker."""
        return Identity(
            server="http://127.0.0.1:1",
            device=bytes(range(16)),
            inc=1,
            token=code,
            worker=Id(bytes(range(16, 32))),
            worker_name="Noor de Wit",
            municipality="9999",
            municipality_name="Voorbeeldstad",
            epoch="1",
        )


def make(folder: Path) -> None:
    """Make a store with everything in it that a later version must still read, and write down what it shows."""
    workspace = first_start(Home(folder), Municipality(), "none", WORDS, SystemClock(), FLOOR)
    family = new_family(workspace, NewFamily("Çelik-Łukasiewicz", "Nguyễn", "moeder"))
    goal = add_goal(workspace, family, "Elke avond samen eten")
    gone = add_goal(workspace, family, "Vaker naar buiten")
    action = new_action(workspace, goal)
    add_action(workspace, family, action)
    score_goal(workspace, family, goal, 4, "moeder")
    numbered = number_all(workspace, family)
    change_field(workspace, FieldRef(family, "goal", goal, "text"), "Drie avonden samen eten", numbered)
    change_field(workspace, FieldRef(family, "goal", gone, "why_important"), "Buiten is het rustig", numbered)
    colleague_wrote(
        workspace,
        family,
        numbered,
        [
            ("goal", goal, "text", b'"Samen eten en niemand belt"'),
            ("goal", gone, DELETED, b"true"),
            ("goal", goal, "field_of_later", b'{"a":"b"}'),
            ("record_of_later", new_id(1), WHOLE_ROW, b'{"what":"x"}'),
        ],
    )
    add_everything(workspace, family)
    keep_draft(workspace, FieldRef(family, "goal", goal, "seen_when"), "Als wij om zes", numbered)
    note_look(workspace, family, OPENED)
    (folder / CONTENTS).write_text(json.dumps(contents(workspace), indent=1, sort_keys=True, ensure_ascii=False) + "\n")
    lock(workspace)


def add_everything(workspace: Workspace, family: bytes) -> None:
    """Add a row of every record there is in this version, also of what is kept apart."""
    for stream, kind in ((family, StreamClass.FAMILY), (confidential_of(family), StreamClass.CONFIDENTIAL)):
        with workspace.write() as writing:
            if stream != family:
                writing.put_state(StreamState(stream, 0, bytes(32), 0, "new"))
            gesture = writing.gesture(stream)
            for row in rows_of_every_record(family, lambda: "Łódź, ’s ochtends", kind):
                gesture.create(row)
            gesture.done()


def number_all(workspace: Workspace, family: bytes) -> int:
    """Give every change of the family the server's number, as a sync does; returns the last."""
    change = tables.log_tables.change
    author = workspace.author
    with workspace.write() as writing:
        stream = writing.stream(family)
        last = stream.last_ctr(author.dev, author.inc)
        numbers = update(change).where(change.c.stream == family).values(seq=change.c.ctr, ord=change.c.wall)
        writing.tx.connection.execute(numbers)
        settle(stream, author.dev, author.inc, (1, last), 0)
        writing.put_state(StreamState(family, last, bytes(32), 1, "active"))
    return last


def colleague_wrote(workspace: Workspace, family: bytes, seen: int, cells: list[tuple[str, bytes, str, bytes]]) -> None:
    """Take in what a colleague's laptop wrote after seeing everything up to `seen`."""
    with workspace.write() as writing:
        tx, wall = new_id(writing.wall), writing.wall + 1
        changes = [
            Change(LAPTOP, 1, n, seen + n, wall, seen, tx, record, row, grp, val, bytes(16), wall, COLLEAGUE, 9, "set")
            for n, (record, row, grp, val) in enumerate(cells, start=1)
        ]
        apply(writing.stream(family), changes)
        writing.put_meta(f"name:{COLLEAGUE.hex()}", b"Sam Bakker")
        writing.put_state(StreamState(family, seen + len(cells), bytes(32), 1, "active"))


def contents(workspace: Workspace) -> list[dict[str, Any]]:
    """Return what this laptop shows of each family, as plain words and figures."""
    return [{"caseload": [line.name, line.open_choices, line.waiting], **of_family(workspace, line.family)} for line in caseload(workspace)]


def of_family(workspace: Workspace, family: Id[Any]) -> dict[str, Any]:
    """Return what one family's page shows, in the words of every version."""
    page: FamilyPage = family_page(workspace, family)
    with workspace.read() as reading:
        parked = tables.log_tables.parked
        cells = [
            (record, grp) for record, grp in reading.tx.connection.execute(parked.select().with_only_columns(parked.c.record, parked.c.grp))
        ]
    return {
        "persons": [[person.name.call_name, person.role] for person in page.persons],
        "goals": sorted([view.goal.text, view.goal.why_important, str(len(view.actions))] for view in page.goals),
        "scores": sorted([view.scores.said_by, str(view.scores.start), str(view.scores.now)] for view in page.goals),
        "conflicts": [[one.ref.field, *(f"{choice.value} ({choice.written.by})" for choice in one.choices)] for one in page.conflicts],
        "asked": [[one.record, one.written.by] for one in page.asked],
        "drafts": [[ref.field, draft.text] for ref, draft in drafts_of(workspace, family).items()],
        "parked": sorted([record, grp] for record, grp in cells),
        "rows": rows_of(workspace),
    }


def rows_of(workspace: Workspace) -> dict[str, int]:
    """Return how many rows there are of each record, thrown away or not."""
    with workspace.read() as reading:
        counts = {
            name: reading.tx.connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in tables.log_tables.records.items()
        }
    return {name: count for name, count in sorted(counts.items()) if count}


if __name__ == "__main__":
    make(FILES / sys.argv[1])
