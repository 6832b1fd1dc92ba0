"""One piece of others' work that waits: who wrote what, when, why it was kept apart, and the decision."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.actions.held_words import HeldLine
from app.actions.held_work import HeldPiece
from app.texts import t, tn
from ui.pages.moments import moment
from ui.widgets.buttons import HouseButton, PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.conflict_strip import marked
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import TextLabel

MOST_READ_OUT = 120
"""So much of the words is in the name of a button, by which a screen reader tells one piece from another."""


class ReadText(TextLabel):
    """What stands in a field, with what the other text does not have marked."""

    def __init__(self, text: str, other: str) -> None:
        super().__init__(text, "body")
        if other:
            self.setTextFormat(Qt.TextFormat.RichText)
            self.setText(marked(text, other))
            self.setAccessibleName(text)


class DecidingCard(Card):
    """`decided(piece, take)` when somebody decides, `undecided(piece)` when she takes it back."""

    decided = Signal(object, bool)
    undecided = Signal(object)

    def __init__(self, piece: HeldPiece) -> None:
        super().__init__(t("held.written", who=piece.by, when=moment(piece.at)), "pencil")
        self.piece = piece
        self.add(TextLabel(piece.why, "body"))
        for line in piece.lines:
            self.add(_line(line))
        if piece.more:
            self.add(TextLabel(tn("held.cut", piece.more), "small"))
        if piece.cannot:
            self.add(TextLabel(piece.cannot, "body"))
        self.buttons: list[HouseButton] = []
        row = QWidget()
        flow = FlowLayout(gap=10)
        flow.setContentsMargins(0, 0, 0, 0)
        row.setLayout(flow)
        if piece.taken is None:
            self._ask(flow)
        else:
            self.add(TextLabel(t("held.taken" if piece.taken else "held.left"), "strong"))
            self._button(flow, QuietButton(t("held.undo"), "arrow-back-up"), "held.undo_of", lambda: self.undecided.emit(piece))
        self.add(row)

    def _ask(self, flow: FlowLayout) -> None:
        piece = self.piece
        if piece.cannot:
            self._button(flow, QuietButton(t("held.read"), "check"), "held.leave_of", lambda: self.decided.emit(piece, False))
            return
        self._button(flow, PrimaryButton(t("held.take"), "check"), "held.take_of", lambda: self.decided.emit(piece, True))
        self._button(flow, QuietButton(t("held.leave"), "x"), "held.leave_of", lambda: self.decided.emit(piece, False))

    def _button(self, flow: FlowLayout, button: HouseButton, says: str, pressed: Callable[[], None]) -> None:
        piece = self.piece
        said = max((line.after or line.about for line in piece.lines), key=len, default=moment(piece.at))
        button.setAccessibleName(t(says, who=piece.by, what=said[:MOST_READ_OUT]))
        button.clicked.connect(pressed)
        flow.addWidget(button)
        self.buttons.append(button)


def _line(line: HeldLine) -> QWidget:
    """Return one thing that the work says, with what stands there now above it."""
    whole = QWidget()
    rows = QVBoxLayout(whole)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(4)
    rows.addWidget(TextLabel(line.about, "label"))
    if line.before:
        rows.addWidget(TextLabel(t("held.now"), "small"))
        rows.addWidget(ReadText(line.before, line.after))
        rows.addWidget(TextLabel(t("held.then"), "small"))
    if line.after:
        rows.addWidget(ReadText(line.after, line.before))
    return whole
