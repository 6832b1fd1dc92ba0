"""What ever stood in one field, under it on the page: the newest first, who wrote it, what differs, and putting it back."""

import html
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from app.actions.choosing import Written
from app.actions.history import Earlier, FieldPast
from app.texts import t, tn
from ui.pages.moments import moment
from ui.theme import Kind
from ui.widgets.announce import announce
from ui.widgets.buttons import IconButton, LinkButton, QuietButton
from ui.widgets.conflict_strip import marked
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import TextLabel
from ui.widgets.pill import Pill

AT_FIRST = 4
"""How many values are shown before more are asked for."""


class EarlierCard(QFrame):
    """One value of the past with its writer, what differs from what stands now, and the way back to it."""

    put_back = Signal()

    def __init__(self, earlier: Earlier, now: str, can_change: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("earlier", True)
        self.earlier = earlier
        self._now = now
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.text.setWordWrap(True)
        self.text.setAccessibleName(earlier.text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.setSpacing(6)
        layout.addLayout(self._line())
        layout.addWidget(self.text)
        self.button: QuietButton | None = None
        if can_change and not earlier.stands:
            who, when = who_and_when(earlier.written)
            self.button = QuietButton(t("history.put_back"), "arrow-back-up")
            self.button.setAccessibleName(t("history.put_back_of", who=who, when=when))
            self.button.clicked.connect(self.put_back)
            layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.mark()

    def mark(self) -> None:
        """Write the text with the marks of the theme in use; what stands now has none."""
        words = self.earlier.text
        plain = html.escape(words).replace("\n", "<br>")
        self.text.setText(plain if self.earlier.stands else marked(words, self._now))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.mark()

    def _line(self) -> FlowLayout:
        who, when = who_and_when(self.earlier.written)
        line = FlowLayout(gap=8)
        by = TextLabel(t("history.by", who=who, when=when), "small")
        by.setWordWrap(False)
        line.addWidget(by)
        if self.earlier.stands:
            line.addWidget(Pill(t("history.now"), Kind.OK))
        if not self.earlier.sent:
            line.addWidget(Pill(t("history.unsent"), Kind.NEUTRAL))
        if self.earlier.chosen_from:
            line.addWidget(Pill(t("history.chosen_from"), Kind.NEUTRAL))
        return line


class HistoryPanel(QFrame):
    """The past of one field. `put_back` gives the place of the value to let stand again; `closed` when it has been seen.

    `whole_wanted` when somebody asks for what is only at the municipality.
    """

    put_back = Signal(int)
    whole_wanted = Signal()
    closed = Signal()

    def __init__(self, label: str, past: FieldPast, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.past = past
        self.title = TextLabel(t("history.of", label=label), "label")
        self.setAccessibleName(self.title.text())
        self.close_button = IconButton("x", t("history.close"))
        self.close_button.clicked.connect(self.closed)
        self.cards: list[EarlierCard] = []
        self.more = LinkButton("", "chevron-down")
        self.more.clicked.connect(self.show_all)
        self.list = QVBoxLayout()
        self.list.setSpacing(8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 6, 6, 14)
        whole.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        whole.addLayout(head)
        for text in self._says():
            whole.addWidget(TextLabel(text, "small"))
        whole.addLayout(self.list)
        whole.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        for step in past.row:
            who, when = who_and_when(step.written)
            whole.addWidget(TextLabel(t(step.says, who=who, when=when), "small"))
        self.older = TextLabel(t("history.older"), "small")
        self.fetch = QuietButton(t("history.fetch"), "history")
        self.fetch.clicked.connect(self._fetch)
        for part in (self.older, self.fetch):
            part.setVisible(not past.whole)
        whole.addWidget(self.older)
        whole.addWidget(self.fetch, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_some(AT_FIRST)
        announce(self, self.title.text())

    def show_some(self, most: int) -> None:
        """Show the newest values, and how many there are more."""
        now = next((one.text for one in self.past.values if one.stands), "")
        for place in range(len(self.cards), min(most, len(self.past.values))):
            card = EarlierCard(self.past.values[place], now, self.past.can_change)
            card.put_back.connect(partial(self.put_back.emit, place))
            self.cards.append(card)
            self.list.addWidget(card)
        left = len(self.past.values) - len(self.cards)
        self.more.setText(tn("history.more", left) if left else "")
        self.more.setVisible(bool(left))

    def show_all(self) -> None:
        """Show everything there is, with the keyboard at the first of what came."""
        first = len(self.cards)
        self.show_some(len(self.past.values))
        button = self.cards[first].button
        (button or self.close_button).setFocus()

    def say(self, text: str) -> None:
        """Say why the rest did not come; it can be asked for again."""
        self.older.setText(text)
        self.fetch.setText(t("history.fetch"))
        self.fetch.setEnabled(True)
        self.fetch.setFocus()
        announce(self, text)

    def _fetch(self) -> None:
        self.fetch.setText(t("history.fetching"))
        self.fetch.setEnabled(False)
        announce(self, t("history.fetching"))
        self.whole_wanted.emit()

    def enter(self) -> None:
        """Put the keyboard at the first value that can be put back."""
        buttons = [card.button for card in self.cards if card.button is not None]
        first = buttons[0] if buttons else self.close_button
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def _says(self) -> list[str]:
        if not self.past.can_change:
            return [t("history.fixed")]
        return [t("history.marked")] if len(self.past.values) > 1 else [t("history.only_one")] if self.past.whole else []


def who_and_when(written: Written) -> tuple[str, str]:
    """Return who wrote something and when, in words."""
    who = t("history.by_you") if written.mine else written.by or t("who.colleague")
    return who, moment(written.at)
