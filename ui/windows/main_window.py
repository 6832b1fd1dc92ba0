"""The window a worker works in: the caseload at the side, one family in the middle, the state of the exchange in sight."""

from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.actions.printing import make_family_plan
from app.clock import local
from app.texts import t
from ui.desk import Desk
from ui.pages.family_view import FamilyView
from ui.pages.new_family_page import NewFamilyPage
from ui.pages.print_page import PrintPage
from ui.pages.sidebar import Sidebar
from ui.pages.sync_bar import SyncBar
from ui.theme import Kind
from ui.widgets.banner import Banner
from ui.widgets.buttons import QuietButton
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.pill import Pill

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
        self.sync = SyncBar(desk)
        self.empty = EmptyState("users-group", t("welcome.text"), t("new_family.button"))
        self.notice = Pill(t("app.trial"), Kind.WARN)
        self.banner = Banner("")
        self.banner.hide()
        self.pages = QStackedWidget()
        for page in (self.empty, self.family, self.new_family, self.paper):
            self.pages.addWidget(page)
        self.table_button = QuietButton(t("table.on"), "users")
        self.table_button.setCheckable(True)
        self._lay_out()
        self._connect()
        self._keys()
        self.sidebar.refresh()
        self.sync.begin()

    def open_family(self, family: bytes) -> None:
        """Open a family."""
        self.sidebar.mark(family)
        self.family.open(family)
        self.pages.setCurrentWidget(self.family)

    def start_new_family(self) -> None:
        """Ask for a new family."""
        self.family.commit()
        self.pages.setCurrentWidget(self.new_family)

    def print_plan(self, family: bytes) -> None:
        """Make the plan on paper and show what there is to do with it."""
        self.desk.ask(lambda workspace: make_family_plan(workspace, family), self._printed)
        self.desk.families_touched.emit({family})

    def at_the_table(self, on: bool) -> None:
        """Hide everything but this family, or show the caseload again."""
        self.table_button.setFocus()
        self.sidebar.setVisible(not on)
        self.table_button.setChecked(on)
        self.table_button.setText(t("table.off" if on else "table.on"))

    def leave_everything(self) -> None:
        """Make everything that was typed changes, show nothing any more, and wait until all of it is on the disk."""
        self.family.commit()
        self.hide()
        self.desk.background.finish()

    def say(self, text: str, is_problem: bool) -> None:
        """Say something in the window, never in a dialog."""
        self.banner.say(text, Kind.PROBLEM if is_problem else Kind.INFO)
        self.banner.show()
        QTimer.singleShot(SAID_MS, self.banner, self.banner.hide)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.leave_everything()
        super().closeEvent(event)

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
        self.sidebar.new_wanted.connect(self.start_new_family)
        self.sidebar.theme_wanted.connect(self.theme_wanted)
        self.sidebar.lock_wanted.connect(self.locked)
        self.new_family.begun.connect(self.open_family)
        self.new_family.left.connect(self._back_to_family)
        self.family.print_wanted.connect(self.print_plan)
        self.family.gone.connect(self._family_gone)
        self.paper.left.connect(self._back_to_family)
        self.empty.acted.connect(self.start_new_family)
        self.table_button.clicked.connect(self.at_the_table)
        self.desk.typing.connect(self.family.note_typing)
        self.desk.saved.connect(self._note_saved)
        self.desk.said.connect(self.say)

    def _keys(self) -> None:
        keys = {
            "F5": self.sync.exchange,
            "F9": lambda: self.at_the_table(self.sidebar.isVisible()),
            "Ctrl+N": self.start_new_family,
            "Ctrl+P": self.family.print_plan,
            "Ctrl+L": self.locked.emit,
            "Ctrl+Z": self.family.undo,
            "Ctrl+Shift+Z": self.family.redo,
            "Ctrl+Y": self.family.redo,
            "Alt+G": lambda: self.family.open_tab("people"),
            "Alt+P": lambda: self.family.open_tab("plan"),
        }
        for key, call in keys.items():
            QShortcut(QKeySequence(key), self).activated.connect(call)

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
        said = QHBoxLayout()
        said.setContentsMargins(28, 0, 28, 0)
        said.addWidget(self.banner)
        middle.addLayout(said)
        middle.addWidget(self.pages, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.sidebar)
        whole.addLayout(middle, 1)
