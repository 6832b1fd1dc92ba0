"""Ctrl+K: one field that finds families, people, goals, notes and commands, over whatever the window shows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget
from shiboken6 import isValid
from typing_extensions import override

from app.actions.searching import Found, FoundKind, Search, searched
from app.texts import t, tn
from ui import theme
from ui.desk import Desk
from ui.models.palette_model import PaletteModel, PaletteRow
from ui.pages.commands import Command, meant
from ui.theme import Kind
from ui.widgets.announce import announce
from ui.widgets.labels import TextLabel
from ui.widgets.palette_list import PaletteLine, PaletteList
from ui.widgets.search_field import SearchField

MOST_WIDE_PX, EDGE_PX, TOP_PX = 760, 24, 56
COVER = 170
"""How much of the window shows through: 0 is all, 255 is nothing."""
GROUPS = {
    FoundKind.FAMILY: ("palette.families", "", Kind.FAMILY),
    FoundKind.PERSON: ("palette.people", "", Kind.FAMILY),
    FoundKind.NETWORK: ("palette.network", "", Kind.NETWORK),
    FoundKind.PROFESSIONAL: ("palette.professionals", "", Kind.PROFESSIONAL),
    FoundKind.GOAL: ("palette.goals", "target-arrow", None),
    FoundKind.ACTION: ("palette.actions", "list-check", None),
    FoundKind.SITUATION: ("palette.situation", "mood-smile", None),
    FoundKind.AGREEMENT: ("palette.agreements", "users-group", None),
    FoundKind.NOTE: ("palette.notes", "file-text", None),
}
SOMEBODY = frozenset({FoundKind.FAMILY, FoundKind.PERSON, FoundKind.NETWORK, FoundKind.PROFESSIONAL})
Question = tuple[str, bytes | None]


@dataclass(frozen=True)
class Ways:
    """What the window gives the palette: its commands now, the families to begin with, the open family, and how something is opened."""

    commands: Callable[[], Sequence[Command]]
    families: Callable[[], Sequence[Found]]
    family: Callable[[], bytes | None]
    open: Callable[[Found], None]


class Palette(QWidget):
    """Lies over the whole window while it is open. Typing never waits: an answer to older words is passed over."""

    def __init__(self, desk: Desk, ways: Ways, window: QWidget) -> None:
        super().__init__(window)
        self.desk = desk
        self.ways = ways
        self.over = window
        self.asked: Question | None = None
        self.opens_next = False
        self.before: QWidget | None = None
        self.setAccessibleName(t("palette.name"))
        self.field = SearchField()
        self.model = PaletteModel()
        self.list = PaletteList(t("palette.found"))
        self.list.setModel(self.model)
        self.hint = TextLabel("", "small")
        self.card = QFrame()
        self.card.setObjectName("palette")
        inside = QVBoxLayout(self.card)
        inside.setContentsMargins(12, 12, 12, 12)
        inside.setSpacing(8)
        for part in (self.field, self.hint, self.list):
            inside.addWidget(part)
        self.card.setParent(self)
        self.field.textChanged.connect(self.typed)
        self.field.stepped.connect(self.step)
        self.field.entered.connect(self.enter)
        self.list.opened.connect(self.open_row)
        window.installEventFilter(self)
        desk.table_changed.connect(lambda _: self.put_away())
        self.hide()

    def begin(self, text: str = "") -> None:
        """Open over the window, with what was typed already."""
        if self.isVisible():
            self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.field.selectAll()
            return
        self.before = QApplication.focusWidget()
        self.place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.setText(text)
        self.search()

    def leave(self) -> None:
        """Close, and give the keyboard back to where it was."""
        if self.isHidden():
            return
        before = self.before
        self.put_away()
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_away(self) -> None:
        """Close, and forget what was looked for and found."""
        self.hide()
        self.asked = self.before = None
        self.field.clear()
        self.model.show_rows(())

    def typed(self) -> None:
        """Look for what stands in the field now; Enter for what stood there before is over."""
        self.opens_next = False
        self.search()

    def enter(self) -> None:
        """Open the best row; of words whose answer is still to come, the best of that answer and not what stands there yet."""
        if self.asked is None:
            self.list.open_current()
        else:
            self.opens_next = True

    def search(self) -> None:
        """Ask for what was typed, unless something older is asked still: then that answer asks again."""
        if self.isHidden():
            return
        question = self.question()
        if not question[0].strip():
            self.asked = None
            self.show_rows([*(row_of(found, self._opening(found), "") for found in self.ways.families()), *self._meant("")])
        elif self.asked is None:
            self.ask(question)

    def ask(self, question: Question) -> None:
        """Ask in the background."""
        self.asked = question
        self.desk.ask(lambda workspace: searched(workspace, *question), lambda answer: self.answered(question, answer), self.failed)

    def answered(self, question: Question, answer: Search) -> None:
        """Show what was found, when it is still what is looked for."""
        if not isValid(self) or question != self.asked:
            return
        self.asked = None
        if question != self.question():
            self.search()
            return
        self.show_found(answer)
        if self.opens_next:
            self.opens_next = False
            self.list.open_current()

    def failed(self, text: str) -> None:
        """Say why nothing could be looked for; the next letter tries again."""
        if isValid(self):
            self.asked, self.opens_next = None, False
            self.hint.setText(text)

    def show_found(self, answer: Search) -> None:
        """Show what was found: who first, then what can be done, then what was written."""
        rows = [(one.kind in SOMEBODY, self._row(one)) for one in answer.found]
        commands = self._meant(self.field.text())
        self.show_rows([*(row for who, row in rows if who), *commands, *(row for who, row in rows if not who)], answer.is_more)

    def show_rows(self, rows: Sequence[PaletteRow], is_more: bool = False) -> None:
        """Show rows, with the keys on the first, and let a screen reader say how many there are."""
        self.model.show_rows(rows)
        self.list.step(0)
        self.list.setVisible(bool(rows))
        said = tn("palette.count", len(rows)) if rows else t("palette.none")
        self.hint.setText(t("palette.more") if is_more else said if not rows or self.field.text() else t("palette.how"))
        self.place()
        if self.field.text():
            announce(self.field, said)

    def step(self, steps: int) -> None:
        """Go along the rows while the keyboard stays in the field; a screen reader says where it is."""
        self.list.step(steps)
        announce(self.field, str(self.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole) or ""))

    def open_row(self, row: int) -> None:
        """Close, and open what a row stands for."""
        opening = self.model.rows[row].open
        self.leave()
        opening()

    def question(self) -> Question:
        """Return what is looked for now: while the family looks along, only in that family."""
        return self.field.text(), (self.ways.family() or b"") if self.desk.at_the_table else None

    def place(self) -> None:
        """Lie over the whole window, the card as high as its rows, in the middle near the top."""
        self.setGeometry(self.over.rect())
        width = min(MOST_WIDE_PX, self.width() - 2 * EDGE_PX)
        self.card.setFixedWidth(width)
        self.list.setFixedWidth(width - 2 * 12)
        self.list.setFixedHeight(0)
        room = self.height() - TOP_PX - EDGE_PX - self.card.sizeHint().height()
        self.list.setFixedHeight(max(min(self.list.rows_px() + 4, room), theme.current().sizes["target"]))
        self.card.adjustSize()
        self.card.move(QPoint((self.width() - width) // 2, TOP_PX))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and not self.isHidden():
            self.place()
        return super().eventFilter(watched, event)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        """Keep the keyboard here: what lies under it cannot be seen."""
        (self.list if self.field.hasFocus() else self.field).setFocus(Qt.FocusReason.TabFocusReason)
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.text().isprintable() and event.text():
            self.field.setFocus()
            self.field.insert(event.text())

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.card.geometry().contains(event.position().toPoint()):
            self.leave()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        cover = QColor(theme.current().page)
        cover.setAlpha(COVER)
        QPainter(self).fillRect(QRect(0, 0, self.width(), self.height()), cover)

    def _meant(self, text: str) -> list[PaletteRow]:
        return meant(self.ways.commands(), text)

    def _row(self, found: Found) -> PaletteRow:
        return row_of(found, self._opening(found), "" if self.desk.at_the_table else found.family_name)

    def _opening(self, found: Found) -> Callable[[], None]:
        return lambda: self.ways.open(found)


def row_of(found: Found, opening: Callable[[], None], family: str) -> PaletteRow:
    """Return something that was found as a row, with the family it is of."""
    heading, icon, face = GROUPS[found.kind]
    under = found.more if found.kind is FoundKind.FAMILY else " · ".join(part for part in (found.more, family) if part)
    return PaletteRow(t(heading), PaletteLine(found.title, under, icon, face), opening)
