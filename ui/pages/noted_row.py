"""A row that was noted in somebody's words: a few lines with a pencil; its fields are made only when somebody opens it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.actions.family_page import FamilyPage
from app.actions.fields import FieldRef, TypedText
from app.actions.planning import delete_row
from app.domain.record import Id
from app.texts import t
from ui.desk import Desk
from ui.pages.asked_bar import AskedBar
from ui.pages.row_fields import RowFields
from ui.theme import Kind
from ui.widgets.buttons import IconButton, LinkButton, QuietButton, call_row
from ui.widgets.divider import Divider
from ui.widgets.labels import TextLabel
from ui.widgets.pill_line import PillLine


@dataclass(frozen=True)
class NotedTexts:
    """The keys of what is said about a row: adding and changing one, one without words, and one that was thrown away."""

    add: str
    edit: str
    empty: str
    deleted: str


@dataclass(frozen=True)
class NotedFields:
    """Which record it is and how it is spoken of, the fields that are asked first and those that come with "more"."""

    record: str
    texts: NotedTexts
    first: tuple[str, ...]
    more: tuple[str, ...]
    segmented: frozenset[str] = frozenset({"status"})


@dataclass(frozen=True)
class Told:
    """What a row shows while it is closed; `pills` are words with their kind, by key."""

    text: str
    lines: tuple[str, ...] = ()
    pills: Mapping[str, tuple[str, Kind]] = field(default_factory=dict)


class NotedRow(QWidget):
    """One strength, concern or agreement; `deleted` is told after it was thrown away."""

    def __init__(self, desk: Desk, family: bytes, row: bytes, fields: NotedFields, deleted: Callable[[str, bytes], None]) -> None:
        super().__init__()
        self.desk = desk
        self.row = row
        self.noted = fields
        self.deleted = deleted
        self.fields = RowFields(desk, family, fields.record, row)
        self.shown: tuple[Any, FamilyPage, Mapping[FieldRef, TypedText]] | None = None
        self.asked: AskedBar | None = None
        self.form: QWidget | None = None
        self.words = TextLabel("", "body")
        self.under = TextLabel("", "small")
        self.pencil = IconButton("pencil", t(fields.texts.edit))
        self.pencil.clicked.connect(self.toggle_form)
        self.line = self._line()
        self.whole = QVBoxLayout(self)
        self.whole.setContentsMargins(0, 0, 0, 0)
        self.whole.setSpacing(0)
        self.whole.addWidget(Divider())
        self.whole.addWidget(self.line)

    def show_row(self, row: Any, told: Told, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> None:
        """Bring the row up to date; it opens by itself when something in it waits for a person."""
        self.shown = row, page, drafts
        self._show_asked(page)
        self.words.setText(told.text or t(self.noted.texts.empty))
        call_row(self, self.words.text())
        self.under.setText("\n".join(line for line in told.lines if line))
        self.under.setVisible(bool(self.under.text()))
        self.pencil.setAccessibleDescription(told.text[:80])
        self.marks.show_pills(told.pills)
        if self.fields.something_waits(page, drafts):
            self.open(focus=False, whole=True)
        elif self.form is not None:
            self.fields.show(row, page, drafts)

    def open(self, focus: bool, whole: bool = True) -> None:
        """Open the row to be written in; with `whole` also what is asked less often."""
        if self.form is None:
            self._make_form()
        if whole:
            self._make_more()
        if self.shown is not None:
            self.fields.show(*self.shown)
        if self.form is not None:
            self.form.show()
            self.line.hide()
        if focus:
            self.first.setFocus()

    def toggle_form(self) -> None:
        """Open the row, or close it with what was written kept."""
        if self.form is None or self.form.isHidden():
            self.open(focus=True)
        else:
            self.fields.commit()
            self.form.hide()
            self.line.show()
            self.pencil.setFocus()

    def throw_away(self) -> None:
        """Throw the row away; the bar at the foot puts it back."""
        family, record, row = self.fields.family, self.noted.record, Id[Any](self.row)
        said = t(self.noted.texts.deleted)
        self.desk.do(family, lambda workspace: delete_row(workspace, family, record, row), lambda tx: self.deleted(said, tx))

    def _make_form(self) -> None:
        self.form = QWidget()
        self.rows = QVBoxLayout(self.form)
        self.rows.setContentsMargins(0, 12, 0, 14)
        self.rows.setSpacing(14)
        made = [self._field(name) for name in self.noted.first]
        self.first = made[0]
        self.more: LinkButton | None = LinkButton(t("situation.more"), "plus")
        self.more.clicked.connect(self.ask_more)
        self.rows.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.rows.addLayout(self._buttons())
        self.whole.addWidget(self.form)

    def ask_more(self) -> None:
        """Show all fields and go on in the first of them."""
        self._make_more()
        if self.shown is not None:
            self.fields.show(*self.shown)

    def _make_more(self) -> None:
        if self.more is not None:
            place = self.rows.indexOf(self.more)
            self.rows.removeWidget(self.more)
            self.more.hide()
            self.more.deleteLater()
            self.more = None
            made = [self._field(name, place + at) for at, name in enumerate(self.noted.more)]
            if self.form is not None and not self.form.isHidden():
                made[0].setFocus()

    def _field(self, name: str, place: int = -1) -> QWidget:
        widget = self.fields.add(name, segmented=name in self.noted.segmented)
        self.rows.insertWidget(place, widget)
        return widget

    def _buttons(self) -> QHBoxLayout:
        ready = QuietButton(t("form.ready"), "check")
        ready.clicked.connect(self.toggle_form)
        away = LinkButton(t("situation.delete"), "trash")
        away.clicked.connect(self.throw_away)
        buttons = QHBoxLayout()
        buttons.addWidget(ready)
        buttons.addStretch(1)
        buttons.addWidget(away)
        return buttons

    def _show_asked(self, page: FamilyPage) -> None:
        if self.asked is None and any(asked.row == self.row for asked in page.asked):
            self.asked = AskedBar(self.desk)
            self.whole.insertWidget(1, self.asked)
        if self.asked is not None:
            self.asked.show_asked(page, self.row)

    def _line(self) -> QWidget:
        words = QVBoxLayout()
        words.setSpacing(3)
        self.marks = PillLine()
        words.addWidget(self.words)
        words.addWidget(self.under)
        words.addLayout(self.marks)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(8)
        row.addLayout(words, 1)
        row.addWidget(self.pencil, 0, Qt.AlignmentFlag.AlignTop)
        return line
