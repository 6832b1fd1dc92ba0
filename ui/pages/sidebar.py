"""The caseload at the side: search, the families, a new one, and who works here. One key hides it at the table."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app.actions.families import CaseloadLine, caseload
from app.texts import t, tn
from ui.desk import Desk
from ui.models.caseload_model import CaseloadModel
from ui.theme import Kind
from ui.widgets.avatar import Avatar
from ui.widgets.buttons import IconButton, QuietButton
from ui.widgets.card import CardIcon
from ui.widgets.labels import TextLabel
from ui.widgets.nav_list import NavList
from ui.widgets.search_box import SearchBox

WIDTH_PX = 300


class Sidebar(QFrame):
    """`family_chosen(family id)`, `new_wanted`, `theme_wanted`, `lock_wanted`: what the worker asks for here."""

    family_chosen = Signal(object)
    new_wanted = Signal()
    theme_wanted = Signal()
    lock_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.open_family: bytes | None = None
        self.setProperty("ground", "surface")
        self.setFixedWidth(WIDTH_PX)
        self.search = SearchBox()
        self.search.searched.connect(lambda _: self.refresh())
        self.search.results_wanted.connect(self.open_first)
        self.count = TextLabel("", "small")
        self.model = CaseloadModel()
        self.list = NavList(t("caseload.name"))
        self.list.setModel(self.model)
        self.list.opened.connect(self._opened)
        self.none = TextLabel("", "small")
        self.new = QuietButton(t("new_family.button"), "plus")
        self.new.clicked.connect(self.new_wanted)
        desk.families_touched.connect(lambda _: self.refresh())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 16, 14, 14)
        whole.setSpacing(10)
        whole.addLayout(self._brand())
        for part in (self.search, self.count, self.none):
            whole.addWidget(part)
        whole.addWidget(self.list, 1)
        whole.addWidget(self.new)
        whole.addLayout(self._worker())

    def refresh(self) -> None:
        """Ask the families again, within the search."""
        search = self.search.text()
        self.desk.ask(lambda workspace: caseload(workspace, search), lambda lines: self.show_lines(lines, search))

    def show_lines(self, lines: list[CaseloadLine], search: str) -> None:
        """Show the families that were found."""
        self.model.show_lines(lines)
        self.count.setText(tn("caseload.found" if search else "caseload.count", len(lines)))
        self.none.setText(t("caseload.none_found") if search else t("caseload.empty"))
        self.none.setVisible(not lines)
        self.mark(self.open_family)

    def mark(self, family: bytes | None) -> None:
        """Show which family is open."""
        self.open_family = family
        row = self.model.row_of(family)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row))
        else:
            self.list.clearSelection()

    def open_first(self) -> None:
        """Open the only family found, or go to the list."""
        if self.model.rowCount() == 1:
            self._opened(self.model.index(0))
        elif self.model.rowCount():
            self.list.setFocus()
            self.list.setCurrentIndex(self.model.index(0))

    def _opened(self, index: QModelIndex) -> None:
        if index.isValid():
            self.family_chosen.emit(self.model.lines[index.row()].family)

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
        theme = IconButton("contrast", t("theme.button"))
        theme.clicked.connect(self.theme_wanted)
        lock = IconButton("lock", t("lock.button"))
        lock.clicked.connect(self.lock_wanted)
        row.addWidget(Avatar(identity.worker_name, Kind.PROFESSIONAL, 40), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(TextLabel(identity.worker_name, "body"), 1)
        row.addWidget(theme)
        row.addWidget(lock)
        whole = QVBoxLayout()
        whole.setSpacing(4)
        whole.addLayout(row)
        whole.addWidget(TextLabel(identity.municipality_name, "small"))
        return whole
