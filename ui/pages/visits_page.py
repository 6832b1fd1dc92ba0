"""Bezoeken: what was planned and held, the shared summary and what was arranged on the spot."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout
from shiboken6 import isValid

from app.actions.family_page import FamilyPage
from app.actions.fields import FieldRef, TypedText
from app.actions.internal_notes import InternalNotes, internal_notes
from app.actions.visits import arranged_ref, begin_visit, note_ref, plan_visit, rescue_draft
from app.domain.record import Id
from app.domain.records.visit import Visit
from app.domain.rules.visits import in_order
from app.texts import t, tn
from ui.desk import Desk
from ui.pages.visit_card import VisitCard
from ui.theme import Kind
from ui.widgets.banner import Banner
from ui.widgets.buttons import LinkButton, PrimaryButton, QuietButton
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import TextLabel
from ui.widgets.pill import Pill
from ui.widgets.scroll_page import ScrollPage

HELD_AT_FIRST = 6
"""How many held visits are shown until more are asked for: a family of years has many."""


class VisitsPage(ScrollPage):
    """The tab of one family."""

    def __init__(self, desk: Desk, page: FamilyPage, deleted: Callable[[str, bytes], None]) -> None:
        super().__init__()
        self.desk = desk
        self.family = page.family.id
        self.deleted = deleted
        self.cards: dict[bytes, VisitCard] = {}
        self.to_open: bytes | None = None
        self.most_held = HELD_AT_FIRST
        self.internal: InternalNotes | None = None
        self.shown: tuple[FamilyPage, Mapping[FieldRef, TypedText]] = (page, {})
        self.left_over: tuple[FieldRef, ...] = ()
        self.rescue = Banner("", Kind.WARN)
        self.rescue.acted.connect(self.rescue_left_over)
        self.empty = EmptyState("calendar-event", t("visits.empty"))
        self.planned_head, self.held_head = TextLabel(t("visits.planned"), "heading"), TextLabel(t("visits.held"), "heading")
        self.planned, self.held = QVBoxLayout(), QVBoxLayout()
        self.more = LinkButton(t("visits.more"), "chevron-down")
        self.more.clicked.connect(self.show_more)
        self._lay_out()
        desk.table_changed.connect(self.table_changed)

    def show_page(self, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> None:
        """Bring the tab up to date; the internal notes are asked apart, as they are no part of the family's file."""
        self.shown = page, drafts
        order = in_order(page.visits)
        held = order.held[: max(self.most_held, self._last_that_waits(order.held))]
        self._put_away({visit.id for visit in (*order.planned, *held)})
        for layout, visits in ((self.planned, order.planned), (self.held, held)):
            for place, visit in enumerate(visits):
                self._show_visit(layout, place, visit, first=visit is order.first_held)
        self.planned_head.setVisible(bool(order.planned))
        self.held_head.setVisible(bool(order.held))
        self.more.setVisible(len(held) < len(order.held))
        self.empty.setVisible(not page.visits)
        self._show_left_over()
        if self.to_open in self.cards:
            self.cards[self.to_open].open()
            self.to_open = None
        self._ask_internal()

    def begin(self) -> None:
        """Begin today's visit and open it."""
        self._open_what(begin_visit)

    def plan(self) -> None:
        """Plan a visit and open it to say when."""
        self._open_what(plan_visit)

    def show_more(self) -> None:
        """Show twice as many of the held visits."""
        self.most_held *= 2
        self.show_page(*self.shown)

    def show_also(self, visit: bytes) -> None:
        """Have a visit among those that are shown, however long ago it was held."""
        held = [one.id for one in in_order(self.shown[0].visits).held]
        if visit in held[self.most_held :]:
            self.most_held = held.index(Id(visit)) + 1
            self.show_page(*self.shown)

    def commit(self) -> None:
        """Leave every field of the tab; notes stay drafts."""
        for card in self.cards.values():
            card.commit()

    def table_changed(self, on: bool) -> None:
        """While the family looks along nothing tells of internal notes, not even that there are any."""
        self._show_internal(None)
        if not on:
            self._ask_internal()

    def rescue_left_over(self) -> None:
        """Make a new visit of what was typed at one that is gone."""
        family, refs = self.family, self.left_over
        self.desk.do(family, lambda workspace: [rescue_draft(workspace, family, ref) for ref in refs])

    def _open_what(self, action: Callable[..., bytes]) -> None:
        family = self.family

        def opened(visit: bytes) -> None:
            self.to_open = visit

        self.desk.do(family, lambda workspace: action(workspace, family), opened)

    def _ask_internal(self) -> None:
        family = self.family
        if not self.desk.at_the_table:
            self.desk.ask(lambda workspace: internal_notes(workspace, family), self._show_internal)

    def _show_internal(self, found: InternalNotes | None) -> None:
        if not isValid(self):  # another family was opened since
            return
        self.internal = None if self.desk.at_the_table else found
        count = len(self.internal.notes) if self.internal is not None else 0
        self.count.show_status(tn("internal.count", count) if count else "", Kind.NEUTRAL)
        self.count.setVisible(bool(count))
        for card in self.cards.values():
            card.show_internal(self.internal)

    def _show_visit(self, layout: QVBoxLayout, place: int, visit: Visit, first: bool) -> None:
        if visit.id not in self.cards:
            card = self.cards[visit.id] = VisitCard(self.desk, self.family, visit, self.deleted)
            card.opened.connect(lambda: card.show_internal(self.internal))
        card = self.cards[visit.id]
        if layout.indexOf(card) != place:
            layout.insertWidget(place, card)
        card.show_visit(visit, *self.shown, first)

    def _put_away(self, kept: set[bytes]) -> None:
        for gone in self.cards.keys() - kept:
            card = self.cards.pop(gone)
            card.setParent(None)
            card.deleteLater()

    def _last_that_waits(self, held: Sequence[Visit]) -> int:
        """Return how many of the held visits must be shown, so that everything that waits for a person is among them."""
        page, drafts = self.shown
        rows = {ref.row for ref in [*drafts, *(conflict.ref for conflict in page.conflicts)]} | {asked.row for asked in page.asked}
        waits = [place for place, visit in enumerate(held, 1) if rows & {visit.id, *self._drafts_of(visit.id)}]
        return max(waits, default=0)

    def _show_left_over(self) -> None:
        """What was typed at a visit that somebody threw away is not lost: it can be put at a new one."""
        page, drafts = self.shown
        known = {row for visit in page.visits for row in self._drafts_of(visit.id)}
        self.left_over = tuple(ref for ref in drafts if ref.record == "visit_note" and ref.row not in known)
        self.rescue.setVisible(bool(self.left_over))
        if self.left_over:
            said = " ".join(f"“{drafts[ref].text[:120]}”" for ref in self.left_over)
            self.rescue.say(" ".join((t("note.left_over"), said)), Kind.WARN, t("note.left_over_keep"))

    def _drafts_of(self, visit: bytes) -> set[bytes]:
        return {ref(self.desk.workspace, self.family, visit).row for ref in (note_ref, arranged_ref)}

    def _lay_out(self) -> None:
        start = PrimaryButton(t("visits.start"), "player-play")
        start.clicked.connect(self.begin)
        plan = QuietButton(t("visits.plan"), "plus")
        plan.clicked.connect(self.plan)
        self.count = Pill("", Kind.NEUTRAL)
        head = QHBoxLayout()
        head.setSpacing(12)
        for widget in (start, plan):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self.count)
        self.body.addLayout(head)
        self.body.addWidget(self.rescue)
        for layout in (self.planned, self.held):
            layout.setSpacing(12)
        self.body.addWidget(self.planned_head)
        self.body.addLayout(self.planned)
        self.body.addWidget(self.held_head)
        self.body.addLayout(self.held)
        self.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.empty)
        self.body.addStretch(1)
