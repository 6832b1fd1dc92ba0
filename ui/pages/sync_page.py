"""Opslaan bij de gemeente: how all work stands, family by family, and what there is to do about it. Asks nothing and blocks nothing."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.actions.sync_overview import FamilyWork, Standing, SyncOverview, sync_overview
from app.clock import today
from app.texts import t, tn
from ui.desk import Desk
from ui.models.sync_model import SyncModel, grouped
from ui.pages.held_card import HeldCard
from ui.pages.moments import near_moment
from ui.pages.readmission_card import ReadmissionCard
from ui.pages.sync_bar import SyncBar
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import TextLabel
from ui.widgets.nav_list import NavList
from ui.widgets.scroll_page import ScrollPage
from ui.widgets.sync_pill import SyncState

WIDE_PX = 900
AGAIN_MS = 300
"""While families come one after another the page asks again no more often than this."""
SAYS = {
    SyncState.DONE: "sync_page.say_done",
    SyncState.WAITING: "sync_page.say_waiting",
    SyncState.OFFLINE: "sync_page.say_offline",
    SyncState.BUSY: "sync_page.say_busy",
    SyncState.DISK: "sync_page.say_disk",
}


class FullList(NavList):
    """A list as high as all its rows: the page scrolls, and keeps the row in use in sight."""

    @override
    def sizeHint(self) -> QSize:
        model = self.model()
        rows = model.rowCount() if model is not None else 0
        high = sum(self.sizeHintForRow(row) + 2 * self.spacing() for row in range(rows))
        return QSize(300, high + 2 * self.frameWidth() + 2 * self.spacing())

    @override
    def resizeEvent(self, e: QResizeEvent) -> None:
        super().resizeEvent(e)
        self.fit()

    def fit(self) -> None:
        """Take the height of the rows at this width."""
        self.setFixedHeight(self.sizeHint().height())


class SyncPage(ScrollPage):
    """`left` goes back, `family_chosen(family id)` opens a family, `row_chosen(family id, tab, row id)` a row of it."""

    left = Signal()
    family_chosen = Signal(object)
    row_chosen = Signal(object, str, object)

    def __init__(self, desk: Desk, bar: SyncBar, open_family: Callable[[], bytes | None]) -> None:
        super().__init__()
        self.desk = desk
        self.bar = bar
        self.open_family = open_family
        self.overview: SyncOverview | None = None
        self.again = QTimer(self)
        self.again.setSingleShot(True)
        self.again.setInterval(AGAIN_MS)
        self.again.timeout.connect(self.refresh)
        self.state = Card(t("sync_page.title"), "cloud-up")
        self.word = TextLabel("", "strong")
        self.say = TextLabel("", "body")
        self.numbers = TextLabel("", "body")
        self.contact = TextLabel("", "small")
        self.send = PrimaryButton(t("sync_page.send"), "cloud-up")
        self.send.clicked.connect(bar.send_now)
        self.back = QuietButton(t("sync_page.back"))
        self.back.clicked.connect(self.left)
        self.readmission = ReadmissionCard(desk)
        self.readmission.let_in.connect(bar.send_now)
        self.held = HeldCard()
        self.held.opened.connect(self.row_chosen)
        self.leaving = Card(t("sync_page.leaving_title"), "lock")
        self.leaving_words = TextLabel("", "body")
        self.families = Card("", "users-group")
        self.none = TextLabel(t("sync_page.no_family"), "body")
        self.families_about = TextLabel(t("sync_page.families_about"), "small")
        self.model = SyncModel(self._day)
        self.list = FullList(t("sync_page.list"))
        self._lay_out()
        bar.changed.connect(self.show_state)
        bar.changed.connect(self._soon)
        bar.arrived.connect(self._soon)
        desk.families_touched.connect(lambda _: self._soon())
        desk.table_changed.connect(self._show_again)

    def refresh(self) -> None:
        """Ask how all of it stands, when anybody looks."""
        if self.isVisible():
            self.desk.ask(sync_overview, self.show_overview)

    def show_overview(self, overview: SyncOverview) -> None:
        """Show how it stands; at the table only of the family that looks along."""
        self.overview = overview
        looks_along = self.open_family() if self.desk.at_the_table else None
        works = [one for one in overview.families if not self.desk.at_the_table or one.family == looks_along]
        here = [one for one in works if one.standing is not Standing.LEAVING]
        self.held.show_works(here, self._day())
        self._show_leaving([one for one in works if one.standing is Standing.LEAVING])
        self.model.show_works(here)
        self.list.setVisible(bool(here))
        self.list.fit()
        self.none.setVisible(not here)
        self.families_about.setVisible(bool(here))
        self.families.show_title(tn("sync_page.families", len(here)))
        self.show_state()

    def show_state(self) -> None:
        """Show the state of the pill, what it means, and the numbers."""
        if not self.isVisible():
            return
        state, bar = self.bar.shown(), self.bar
        self.readmission.setVisible(state is SyncState.REFUSED)
        self.word.setText(bar.pill.text())
        self.say.setText(self._says(state))
        told = [tn("sync_page.unsent", bar.unsent)] if bar.unsent else []
        if bar.fetching() is not None:
            done, count = bar.fetching() or (0, 0)
            told = [tn("sync.fetched_some", count, done=done), self._changes(), *told]
        self.numbers.setText(" ".join(told))
        self.numbers.setVisible(bool(told))
        seen = self.overview.contact if self.overview else None
        self.contact.setText(t("sync.last_contact", when=near_moment(seen, self._day())) if seen else t("sync.no_contact"))
        self.contact.setVisible(bool(seen) or bar.fetching() is None)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_again()
        self.show_state()
        self.refresh()
        self.send.setFocus()

    def _says(self, state: SyncState) -> str:
        bar = self.bar
        if state is SyncState.HEALING:
            return bar.waits
        if state is SyncState.BUSY and bar.fetching() is not None:
            return t("sync_page.say_fetching")
        if bar.problem and state is bar.state:
            return bar.problem
        return t(SAYS.get(state, "sync_page.say_busy"))

    def _changes(self) -> str:
        progress = self.bar.progress
        return t("sync_page.changes", done=grouped(progress.changes_done), count=grouped(progress.changes))

    def _show_leaving(self, works: list[FamilyWork]) -> None:
        lines = [tn("sync_page.leaving", one.waiting) if one.waiting else t("sync_page.leaving_now") for one in works]
        self.leaving_words.setText("\n".join(lines))
        self.leaving.setVisible(bool(works))

    def _show_again(self) -> None:
        """Show the same of fewer families, or of all of them again, at once."""
        if self.overview is not None:
            self.show_overview(self.overview)

    def _soon(self) -> None:
        if self.isVisible() and not self.again.isActive():
            self.again.start()

    def _day(self) -> date:
        return today(self.desk.workspace.clock)

    def _opened(self, index: QModelIndex) -> None:
        work = self.model.works[index.row()]
        if work.standing is not Standing.COMING:
            self.family_chosen.emit(work.family)

    def _row_in_use(self, index: QModelIndex) -> None:
        place = self.list.visualRect(index)
        middle = self.list.mapTo(self.inner, place.center())
        self.ensureVisible(middle.x(), middle.y(), 0, place.height())

    def _lay_out(self) -> None:
        buttons = FlowLayout(gap=12)
        buttons.addWidget(self.send)
        buttons.addWidget(self.back)
        self.state.add(self.word, self.say, self.numbers, self.contact)
        self.state.body.addLayout(buttons)
        self.leaving.add(TextLabel(t("sync_page.leaving_about"), "body"), self.leaving_words)
        self.leaving.hide()
        self.list.setModel(self.model)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.opened.connect(self._opened)
        self.list.selectionModel().currentChanged.connect(self._row_in_use)
        self.families.add(self.families_about, self.none, self.list)
        self.body.setContentsMargins(28, 12, 28, 12)
        column = QWidget()
        column.setMaximumWidth(WIDE_PX)
        under = QVBoxLayout(column)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(16)
        for card in (self.state, self.readmission, self.held, self.leaving, self.families):
            under.addWidget(card)
        beside = QHBoxLayout()  # so that the height is that of the narrow column
        beside.addWidget(column, 100)
        beside.addStretch(1)
        self.body.addLayout(beside)
        self.body.addStretch(1)
