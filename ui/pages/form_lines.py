"""Lines of a form: fields side by side, and the buttons under them."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.texts import t
from ui.widgets.buttons import LinkButton, QuietButton
from ui.widgets.field_frame import FieldFrame


class FieldLine(QHBoxLayout):
    """Fields beside each other. What a person types in begins at one height, also where the words above one field need more lines."""

    def __init__(self, fields: Sequence[QWidget], shares: Sequence[int]) -> None:
        super().__init__()
        self.setSpacing(16)
        self.frames = [field for field in fields if isinstance(field, FieldFrame)]
        for place, field in enumerate(fields):
            self.addWidget(field, shares[place] if shares else 1, Qt.AlignmentFlag.AlignTop)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.level)

    @override
    def setGeometry(self, arg__1: QRect) -> None:
        super().setGeometry(arg__1)
        highest = self._highest()
        if any(frame.words_short(highest) for frame in self._shown()):
            self._soon.start()  # Qt forgets what asks for another height while it lays out

    def level(self) -> None:
        """Give the words above all fields the height of the highest."""
        highest = self._highest()
        for frame in self._shown():
            frame.make_words_high(highest)

    def _shown(self) -> list[FieldFrame]:
        return [frame for frame in self.frames if not (frame.isHidden() or frame.label.isHidden())]

    def _highest(self) -> int:
        return max((frame.words_height() for frame in self._shown()), default=0)


def empty_form() -> tuple[QWidget, QVBoxLayout]:
    """Return a form without anything in it, and where its lines go."""
    form = QWidget()
    rows = QVBoxLayout(form)
    rows.setContentsMargins(0, 8, 0, 4)
    rows.setSpacing(14)
    return form, rows


def side_by_side(rows: QVBoxLayout, *fields: QWidget, shares: tuple[int, ...] = ()) -> None:
    """Put fields beside each other on a line of their own; `shares` says how wide each is."""
    rows.addLayout(FieldLine(fields, shares))


def form_buttons(ready: Callable[[], None], away: Callable[[], None], away_text: str) -> QHBoxLayout:
    """Return the buttons under a form: ready at the left, throwing away at the right."""
    buttons = QHBoxLayout()
    done = QuietButton(t("form.ready"), "check")
    done.clicked.connect(ready)
    thrown = LinkButton(away_text, "trash")
    thrown.clicked.connect(away)
    buttons.addWidget(done)
    buttons.addStretch(1)
    buttons.addWidget(thrown)
    return buttons
