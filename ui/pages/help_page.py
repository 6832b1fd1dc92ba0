"""Wie helpt er nu: every professional with task, begin and planned end."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt

from app.actions.family_page import FamilyPage
from app.actions.fields import FieldRef, TypedText
from app.actions.helping import NewHelp, add_help
from app.clock import today
from app.domain.record import Id
from app.domain.records.helping import Involvement, Professional
from app.domain.rules.helping import doubles, fixed_missing, sorted_out
from app.texts import t
from ui.desk import Desk
from ui.pages.help_counter import HelpCounter
from ui.pages.help_row import HelpRow
from ui.pages.row_stack import RowStack, Wanted
from ui.theme import Kind
from ui.widgets.banner import Banner
from ui.widgets.buttons import LinkButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.scroll_page import ScrollPage
from ui.widgets.turns import Part, done

FIXED = {"gp": "help.fixed.gp", "school": "help.fixed.school", "youth_health_service": "help.fixed.youth_health_service"}


class HelpPage(ScrollPage):
    """Who helps the family now, who helped before, and how many that are."""

    def __init__(self, desk: Desk, page: FamilyPage, deleted: Callable[[str, bytes], None]) -> None:
        super().__init__()
        self.desk = desk
        self.family = page.family.id
        self.deleted = deleted
        self.to_open: bytes | None = None
        self.show_earlier = False
        self.shown: tuple[FamilyPage, Mapping[FieldRef, TypedText]] | None = None
        self.counter = HelpCounter()
        self.fixed = Banner("", Kind.INFO)
        self.empty = EmptyState("users", t("help.empty"))
        self.now: RowStack[HelpRow] = RowStack(cost=2)
        self.earlier: RowStack[HelpRow] = RowStack(cost=2)
        self.more = QuietButton(t("help.add"), "user-plus")
        self.more.clicked.connect(self.add_help)
        self.fold_button = LinkButton("", "clock")
        self.fold_button.clicked.connect(self.toggle_earlier)
        self.list = Card(t("help.list"), "users")
        self.list.add(self.empty, self.now)
        self.list.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.list.body.addWidget(self.fold_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.list.add(self.earlier)
        for part in (self.counter, self.list, self.fixed):
            self.body.addWidget(part)
        self.body.addStretch(1)

    def show_page(self, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> None:
        """Bring the number and everybody who helps up to date, in turns."""
        self.shown = page, drafts
        day = today(self.desk.workspace.clock)
        found = sorted_out(page.involvements, day)
        waiting = {ref.row for ref in [*drafts, *(conflict.ref for conflict in page.conflicts)]} | {asked.row for asked in page.asked}
        self.show_earlier = self.show_earlier or any({one.id, one.professional} & waiting for one in found.earlier)
        self.counter.show_helpers(page, day)
        self._show_missing([t(FIXED[role]) for role in fixed_missing(page.involvements, day)])
        self.empty.setVisible(not found.now and not found.to_come)
        self.fold_button.setVisible(bool(found.earlier))
        key = "help.earlier_close" if self.show_earlier else "help.earlier_open"
        self.fold_button.setText(t(key, count=len(found.earlier)))
        self.turns.begin(self._parts((*found.now, *found.to_come), found.earlier if self.show_earlier else (), day))

    def add_help(self) -> None:
        """Add somebody who helps and open the row to be written in."""
        family = self.family

        def opened(row: bytes) -> None:
            self.to_open = row

        self.desk.do(family, lambda workspace: add_help(workspace, family, NewHelp()), opened)

    def toggle_earlier(self) -> None:
        """Show who helped before, or fold them away."""
        self.show_earlier = not self.show_earlier
        self.commit()
        if self.shown is not None:
            self.show_page(*self.shown)

    def commit(self) -> None:
        """Leave every field of the tab."""
        for row in (*self.now.rows.values(), *self.earlier.rows.values()):
            row.commit()

    def _parts(self, now: Sequence[Involvement], earlier: Sequence[Involvement], day: date) -> Iterator[Part]:
        """Return what shows both lists; a row that moves to the other list is made again there."""
        assert self.shown is not None
        page, drafts = self.shown
        same = doubles(page.involvements, page.professionals, day)

        def row_of(one: Involvement) -> Wanted[HelpRow]:
            make = partial(HelpRow, self.desk, self.family, one, self.deleted)
            return Wanted(make, lambda row: row.show_help(one, names(page, same.get(one.id, ())), page, drafts, day))

        yield from self.now.parts({one.id: row_of(one) for one in now})
        yield done(self._open_wanted)
        yield from self.earlier.parts({one.id: row_of(one) for one in earlier})

    def _open_wanted(self) -> None:
        if self.to_open in self.now.rows:
            self.now.rows[self.to_open].open(focus=True)
            self.to_open = None

    def _show_missing(self, missing: Sequence[str]) -> None:
        said = t("help.fixed", who=", ".join(missing))
        self.fixed.setVisible(bool(missing))
        if self.fixed.text.text() != said:
            self.fixed.text.setText(said)
            self.fixed.dress(Kind.INFO, "")


def names(page: FamilyPage, rows: Sequence[Id[Professional]]) -> list[str]:
    """Return what these professionals are called."""
    return [one.name or one.organisation or t("help.no_name") for one in page.professionals if one.id in rows]
