"""How the work of each family stands, as rows of a list: every fact in words."""

from collections.abc import Callable, Sequence
from datetime import date
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from typing_extensions import override

from app.actions.sync_overview import FamilyWork, Standing
from app.domain.rules.roles import ROLES
from app.texts import t, tn
from ui.pages.moments import near_moment
from ui.theme import Kind
from ui.widgets.nav_list import ITEM_ROLE, NavItem

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class SyncModel(QAbstractListModel):
    """One row per family, in the order of the overview; `day` returns which day it is."""

    def __init__(self, day: Callable[[], date]) -> None:
        super().__init__()
        self.day = day
        self.works: Sequence[FamilyWork] = ()

    def show_works(self, works: Sequence[FamilyWork]) -> None:
        """Show these families and no others; a list of the same families is only painted again."""
        same = [one.family for one in works] == [one.family for one in self.works]
        if same:
            self.works = works
            if works:
                self.dataChanged.emit(self.index(0), self.index(len(works) - 1))
            return
        self.beginResetModel()
        self.works = works
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.works)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        work = self.works[index.row()]
        name = work.name or t("sync_page.coming_name")
        if role == ITEM_ROLE:
            return NavItem(name, in_words(work, self.day()), work.held_count + work.to_decide, Kind.FAMILY)
        if role == Qt.ItemDataRole.DisplayRole:
            return name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{name}. {in_words(work, self.day())}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"<qt>{escape(in_words(work, self.day()))}</qt>"
        return None


def grouped(number: int) -> str:
    """Return a number as one reads it: 120.000."""
    return f"{number:,}".replace(",", ".")


def in_words(work: FamilyWork, today: date) -> str:
    """Return how a family stands: what asks for attention first."""
    said = [tn("caseload.to_decide", work.to_decide) + "."] if work.to_decide else []
    if work.held_count:
        said.append(tn("sync_page.held", work.held_count))
    if work.waiting and work.waiting_since is not None:
        said.append(tn("sync_page.waiting", work.waiting, when=near_moment(work.waiting_since, today)))
    if work.standing is Standing.COMING:
        done, count = work.fetched or (0, 0)
        coming = tn("sync_page.coming_some", count, done=grouped(done), all=grouped(count)) if done else t("sync_page.coming")
        return " ".join([*said, coming])
    if work.standing is Standing.BEGUN:
        return " ".join([*said, t("sync_page.begun")])
    if not said:
        said.append(t("sync_page.all_sent"))
    said.append(t("sync_page.sent", when=near_moment(work.sent_at, today)) if work.sent_at else t("sync_page.never_sent"))
    if work.received_at:
        said.append(t("sync_page.received", when=near_moment(work.received_at, today)))
    if work.role in ROLES:
        said.append(t("sync_page.role", role=t(f"sync_page.role_{work.role}")))
    return " ".join(said)
