"""The caseload at the side: search, the families, a new one, and who works here. One key hides it at the table."""

from collections.abc import Set
from datetime import date

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout
from typing_extensions import override

from app.actions.caseload import CaseloadLine, caseload
from app.clock import today
from app.texts import t, tn
from ui import theme
from ui.desk import Desk
from ui.models.caseload_model import BY_NAME, BY_REASON, CaseloadModel
from ui.theme import Kind
from ui.widgets.avatar import Avatar
from ui.widgets.buttons import IconButton, LinkButton, QuietButton
from ui.widgets.card import CardIcon
from ui.widgets.labels import TextLabel
from ui.widgets.nav_list import NavList
from ui.widgets.search_box import SearchBox

WIDTH_PX = 300
DAY_MS = 10 * 60 * 1000
"""So often it is looked whether another day has begun, on a laptop that stays open."""


class Sidebar(QFrame):
    """`family_chosen(family id)`, `search_wanted(first letters)`, `new_wanted`, `theme_wanted`, `lock_wanted`, `about_wanted`:
    what is asked for here.

    `order_chosen(word)` when the families were put in another order, to be kept for the next time.
    """

    family_chosen = Signal(object)
    search_wanted = Signal(str)
    new_wanted = Signal()
    theme_wanted = Signal()
    lock_wanted = Signal()
    about_wanted = Signal()
    order_chosen = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.open_family: bytes | None = None
        self.day: date | None = None
        self.setProperty("ground", "surface")
        self.setFixedWidth(WIDTH_PX)
        self.search = SearchBox()
        self.search.wanted.connect(self.search_wanted)
        self.count = TextLabel("", "small")
        self.order_said = TextLabel("", "small")
        self.order_button = LinkButton("")
        self.head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.order_button.clicked.connect(self._other_order)
        self.model = CaseloadModel()
        self.list = NavList(t("caseload.name"))
        self.list.setModel(self.model)
        self.list.opened.connect(self._opened)
        self.none = TextLabel(t("caseload.empty"), "small")
        self.new = QuietButton(t("new_family.button"), "plus")
        self.new.clicked.connect(self.new_wanted)
        desk.families_touched.connect(self._touched)
        self.day_timer = QTimer(self)
        self.day_timer.timeout.connect(lambda: self._touched(set()))
        self.day_timer.start(DAY_MS)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 16, 14, 14)
        whole.setSpacing(10)
        whole.addLayout(self._brand())
        whole.addWidget(self.search)
        whole.addLayout(self.head)
        whole.addWidget(self.none)
        whole.addWidget(self.list, 1)
        whole.addWidget(self.new)
        whole.addLayout(self._worker())
        self._fill_head()
        self.put_in_order(BY_REASON)

    def refresh(self) -> None:
        """Ask all families again, as they are today."""
        self.day = today(self.desk.workspace.clock)
        self.desk.ask(caseload, self.show_lines)

    def show_lines(self, lines: list[CaseloadLine]) -> None:
        """Show these families and no others."""
        at = self._at()
        self.model.show_lines(lines)
        self._shown(at)

    def put_in_order(self, order: str) -> None:
        """Show what waits first, or the families by name."""
        at = self._at()
        self.model.put_in_order(order)
        by_name = self.model.order == BY_NAME
        self.order_said.setText(t("caseload.by_name" if by_name else "caseload.by_reason"))
        self.order_button.setText(t("caseload.to_reason" if by_name else "caseload.to_name"))
        self._select(at)

    def mark(self, family: bytes | None) -> None:
        """Show which family is open."""
        self.open_family = family
        self._select(family)

    def refuses(self, family: bytes) -> bool:
        """Say so, and tell, where only a part of a family is here yet: half a plan would look like a whole one."""
        if not self.model.is_arriving(family):
            return False
        self.desk.said.emit(t("caseload.not_here_yet"), False)
        self._select(self.open_family)
        return True

    def _touched(self, families: Set[bytes]) -> None:
        """Ask only the families that something happened to; all of them when another day has begun."""
        if self.day != today(self.desk.workspace.clock):
            self.refresh()
        elif families:
            self.desk.ask(lambda workspace: caseload(workspace, families), lambda lines: self._put_lines(families, lines))

    def _put_lines(self, families: Set[bytes], lines: list[CaseloadLine]) -> None:
        at = self._at()
        self.model.put_lines(families, lines)
        self._shown(at)

    def _shown(self, at: bytes | None) -> None:
        count = self.model.rowCount()
        self.count.setText(tn("caseload.count", count))
        self.none.setVisible(not count)
        for part in (self.order_said, self.order_button):
            part.setVisible(count > 1)  # one family has no order
        self._select(at)

    def _other_order(self) -> None:
        self.put_in_order(BY_REASON if self.model.order == BY_NAME else BY_NAME)
        self.order_chosen.emit(self.model.order)

    def _at(self) -> bytes | None:
        """Return the family at which the keyboard is in the list; elsewhere the one that is open."""
        row = self.list.currentIndex().row() if self.list.hasFocus() else -1
        return self.model.lines[row].family if 0 <= row < len(self.model.lines) else self.open_family

    def _select(self, family: bytes | None) -> None:
        row = self.model.row_of(family)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row))
        else:
            self.list.clearSelection()

    def _opened(self, index: QModelIndex) -> None:
        if index.isValid():
            self.family_chosen.emit(self.model.lines[index.row()].family)

    def _fill_head(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.count)
        words.addWidget(self.order_said)
        self.head.addLayout(words, 1)
        self.head.addWidget(self.order_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._turn_head()

    def _turn_head(self) -> None:
        """Let the button stand under the words where texts are large: beside each other they would not fit."""
        large = theme.current().text_percent > 100
        self.head.setDirection(QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._turn_head()

    def _brand(self) -> QHBoxLayout:
        brand = QHBoxLayout()
        brand.setSpacing(10)
        brand.addWidget(CardIcon("coffee", 32))
        brand.addWidget(TextLabel(t("app.name"), "brand"), 1)
        return brand

    def _worker(self) -> QVBoxLayout:
        identity = self.desk.workspace.identity
        row = QHBoxLayout()
        row.setSpacing(8)
        look = IconButton("contrast", t("theme.button"))
        look.clicked.connect(self.theme_wanted)
        lock = IconButton("lock", t("lock.button"))
        lock.clicked.connect(self.lock_wanted)
        row.addWidget(Avatar(identity.worker_name, Kind.PROFESSIONAL, 40), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(TextLabel(identity.worker_name, "body"), 1)
        row.addWidget(look)
        row.addWidget(lock)
        whole = QVBoxLayout()
        whole.setSpacing(4)
        whole.addLayout(row)
        about = IconButton("info-circle", t("about.button"))
        about.clicked.connect(self.about_wanted)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(TextLabel(identity.municipality_name, "small"), 1)
        foot.addWidget(about)
        whole.addLayout(foot)
        return whole
