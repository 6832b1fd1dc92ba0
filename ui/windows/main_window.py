"""The window a worker works in: the caseload at the side, one family in the middle, the state of the exchange in sight."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.actions.mentor_card import make_mentor_card
from app.actions.printing import make_family_plan
from app.actions.safekeeping import put_in_lifeboat
from app.actions.searching import Found, FoundKind
from app.clock import local
from app.texts import t
from ui.desk import Desk
from ui.pages.about_page import AboutPage
from ui.pages.family_view import FamilyView
from ui.pages.field_tools import FieldTools
from ui.pages.lasting_banners import LastingBanners
from ui.pages.manual_page import ManualPage
from ui.pages.new_family_page import NewFamilyPage
from ui.pages.palette import Palette, Ways
from ui.pages.passing_time import PassingTime
from ui.pages.print_page import PrintPage
from ui.pages.revealing import Revealing
from ui.pages.sidebar import Sidebar
from ui.pages.spell_watch import SpellWatch
from ui.pages.sync_bar import SyncBar
from ui.pages.sync_page import SyncPage
from ui.pages.trouble_bar import TroubleBar
from ui.spelling import Speller
from ui.theme import Kind
from ui.widgets.buttons import QuietButton
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.passing_banner import PassingBanner
from ui.widgets.pill import Pill
from ui.widgets.search_box import KEYS
from ui.widgets.tab_order import go_on
from ui.windows.window_commands import commands_of, families_of, keys_of

SMALLEST = (900, 620)
SAID_MS = 12_000


class MainWindow(QWidget):
    """`locked` when the worker locks, `theme_wanted` for another look. The title holds no name: anybody sees a task bar."""

    locked = Signal()
    theme_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setWindowTitle(t("app.name"))
        self.setMinimumSize(*SMALLEST)
        self.setProperty("ground", "page")
        self.sidebar = Sidebar(desk)
        self.family = FamilyView(desk)
        self.new_family = NewFamilyPage(desk)
        self.paper = PrintPage()
        self.about = AboutPage(desk)
        self.manual = ManualPage()
        self.sync = SyncBar(desk)
        self.sync_page = SyncPage(desk, self.sync, lambda: self.family.family)
        self.time = PassingTime(desk.workspace.clock, self)
        self.lasting = LastingBanners(self.sync)
        self.speller = Speller(self)
        self.spelling = SpellWatch(desk, self.speller, self.family.page_in_sight, self)
        self.field_tools = FieldTools(desk, self.spelling, self)
        self.empty = EmptyState("users-group", t("welcome.text"), t("new_family.button"))
        self.notice = Pill(t("app.trial"), Kind.WARN)
        self.banner = PassingBanner(SAID_MS)
        self.trouble = TroubleBar(desk)
        self.going: Callable[[], object] = self.close
        self.lets_go = False
        self.pages = QStackedWidget()
        for page in (self.empty, self.family, self.new_family, self.paper, self.about, self.manual, self.sync_page):
            self.pages.addWidget(page)
        self.table_button = QuietButton(t("table.on"), "users")
        self.table_button.setCheckable(True)
        self.recent: list[bytes] = []
        self.revealing = Revealing(self.family, self)
        self._lay_out()
        self.finder = self._finder()
        self._connect()
        self._keys()
        self.sidebar.refresh()
        self.sync.begin()
        for looking in (desk.unkept.timer, self.time.timer):
            looking.start()

    def open_family(self, family: bytes, *tab: str) -> None:
        """Open a family, on a tab when one is named."""
        self._open(family, *tab)

    def open_found(self, found: Found) -> None:
        """Open what was found: its family, the tab it stands on, and the row itself."""
        if found.family != self.family.family:
            self._open(found.family, found.tab)
        elif found.kind is not FoundKind.FAMILY:
            self.family.open_tab(found.tab)
        self.show_family()
        if found.kind is not FoundKind.FAMILY:
            self.revealing.reveal(found.family, found.tab, found.row)

    def open_row(self, family: bytes, tab: str, row: bytes) -> None:
        """Open a row of a family where it stands."""
        self._open(family, tab)
        self.revealing.reveal(family, tab, row)

    def show_family(self) -> None:
        """Show the open family again, whatever was shown over it."""
        self.pages.setCurrentWidget(self.family)

    def show_page(self, page: QWidget) -> None:
        """Show a page over the family; what is being typed there is left first."""
        self.family.commit()
        self.pages.setCurrentWidget(page)

    def start_new_family(self) -> None:
        """Ask for a new family."""
        self.show_page(self.new_family)

    def show_about(self) -> None:
        """Show what the program is, and how it is set."""
        self.show_page(self.about)

    def show_sync(self) -> None:
        """Show how the work stands between this laptop and the municipality."""
        self.show_page(self.sync_page)

    def print_plan(self, family: bytes) -> None:
        """Make the plan on paper and show what there is to do with it."""
        self.desk.ask(lambda workspace: make_family_plan(workspace, family), self._printed)
        self.desk.families_touched.emit({family})

    def print_card(self, mentor: bytes) -> None:
        """Make a mentor's card and show what there is to do with it."""
        family = self.family.family
        if family is not None:
            self.desk.ask(lambda workspace: make_mentor_card(workspace, family, mentor), self.paper.show_card)

    def at_the_table(self, on: bool) -> None:
        """Hide everything but this family, or show the caseload again."""
        self.table_button.setFocus()
        self.desk.sit_at_the_table(on)
        self.sidebar.setVisible(not on)
        self.table_button.setChecked(on)
        self.table_button.setText(t("table.off" if on else "table.on"))

    def leave_everything(self) -> None:
        """Make everything that was typed changes, show nothing any more, and wait until all of it is on the disk.

        What the disk does not take is put off sealed: a laptop that locks by itself asks nobody.
        """
        for looking in (self.desk.unkept.timer, self.time.timer):
            looking.stop()
        self.family.commit()
        self.hide()
        self.speller.stop()
        self.sync.way.end()
        self.desk.background.finish()
        if typed := self.desk.unkept.texts():
            put_in_lifeboat(self.desk.workspace, typed)
        self.sync.stop()

    def may_go(self, going: Callable[[], object]) -> bool:
        """Tell whether everything that was typed is on the disk; else say what is not, and go only when the worker still wants to."""
        self.family.commit()
        self.sync.way.cut()
        self.desk.background.finish()
        if self.lets_go or not self.desk.unkept.held:
            return True
        self.going = going
        self.trouble.ask_to_stay()
        return False

    def _go_anyway(self) -> None:
        self.lets_go = True
        self.going()

    def lock(self) -> None:
        """Lock, as the worker asks."""
        if self.may_go(self.locked.emit):
            self.locked.emit()

    def say(self, text: str, is_problem: bool) -> None:
        """Say something in the window, never in a dialog."""
        self.banner.say(text, Kind.PROBLEM if is_problem else Kind.INFO)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        return go_on(next) or super().focusNextPrevChild(next)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self.isVisible() and not self.may_go(self.close):
            event.ignore()
            return
        self.leave_everything()
        super().closeEvent(event)

    def _open(self, family: bytes, *tab: str) -> None:
        if self.sidebar.refuses(family):
            return
        self.recent = [*(one for one in self.recent if one != family), family]
        self.sidebar.mark(family)
        self.family.open(family, *tab)
        self.show_family()

    def _finder(self) -> Palette:
        ways = Ways(lambda: [*commands_of(self)], lambda: families_of(self), lambda: self.family.family, self.open_found)
        return Palette(self.desk, ways, self)

    def _printed(self, printed: object) -> None:
        self.paper.show_plan(printed)
        self.pages.setCurrentWidget(self.paper)

    def _back_to_family(self) -> None:
        self.pages.setCurrentWidget(self.family if self.family.family is not None else self.empty)

    def _family_gone(self) -> None:
        self.sidebar.mark(None)
        self.pages.setCurrentWidget(self.empty)
        self.say(t("family.gone"), True)

    def _note_saved(self) -> None:
        now: datetime = local(self.desk.workspace.clock.now())
        self.family.note_saved(f"{now:%H.%M}")

    def _connect(self) -> None:
        self.sidebar.family_chosen.connect(self.open_family)
        self.sidebar.search_wanted.connect(self.finder.begin)
        self.sidebar.new_wanted.connect(self.start_new_family)
        self.sidebar.theme_wanted.connect(self.theme_wanted)
        self.sidebar.lock_wanted.connect(self.lock)
        self.new_family.begun.connect(self.open_family)
        for page in (self.new_family, self.paper, self.about, self.manual, self.sync_page):
            page.left.connect(self._back_to_family)
        self.family.print_wanted.connect(self.print_plan)
        self.family.gone.connect(self._family_gone)
        self.sync_page.family_chosen.connect(self.open_family)
        self.sync_page.row_chosen.connect(self.open_row)
        self.sync.pill.clicked.connect(self.show_sync)
        self.sync.arrived.connect(self.sidebar.refresh)
        self.sidebar.about_wanted.connect(self.show_about)
        self.about.manual_wanted.connect(partial(self.show_page, self.manual))
        self.paper.card_wanted.connect(self.print_card)
        self.paper.plan_wanted.connect(self.family.print_plan)
        self.empty.acted.connect(self.start_new_family)
        self.table_button.clicked.connect(self.at_the_table)
        self.desk.typing.connect(self.family.note_typing)
        self.desk.saved.connect(self._note_saved)
        self.desk.not_kept.connect(self.family.note_not_kept)
        self.trouble.leave_anyway.connect(self._go_anyway)
        self.time.jumped.connect(self.sync.soon)
        self.time.new_day.connect(self.sidebar.refresh)
        self.time.new_day.connect(self.family.refresh)
        self.desk.said.connect(self.say)

    def _keys(self) -> None:
        for key, call in keys_of(self).items():
            QShortcut(QKeySequence(key), self).activated.connect(partial(self._by_key, call))
        QShortcut(QKeySequence(KEYS), self).activated.connect(self.finder.begin)

    def _by_key(self, call: Callable[[], object]) -> None:
        self.finder.leave()
        call()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(28, 14, 28, 0)
        top.setSpacing(12)
        state = FlowLayout(gap=12)
        state.addWidget(self.sync)
        state.addWidget(self.notice)
        top.addLayout(state, 1)
        top.addWidget(self.table_button, 0, Qt.AlignmentFlag.AlignTop)
        middle = QVBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(6)
        middle.addLayout(top)
        said = QVBoxLayout()
        said.setContentsMargins(28, 0, 28, 0)
        said.addWidget(self.lasting)
        said.addWidget(self.trouble)
        said.addWidget(self.banner)
        middle.addLayout(said)
        middle.addWidget(self.pages, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.sidebar)
        whole.addLayout(middle, 1)
