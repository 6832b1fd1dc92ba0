"""Lines of a form: fields side by side, and the buttons under them."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.texts import t
from ui.widgets.buttons import LinkButton, QuietButton


def empty_form() -> tuple[QWidget, QVBoxLayout]:
    """Return a form without anything in it, and where its lines go."""
    form = QWidget()
    rows = QVBoxLayout(form)
    rows.setContentsMargins(0, 8, 0, 4)
    rows.setSpacing(14)
    return form, rows


def side_by_side(rows: QVBoxLayout, *fields: QWidget, shares: tuple[int, ...] = ()) -> None:
    """Put fields beside each other on a line of their own; `shares` says how wide each is."""
    line = QHBoxLayout()
    line.setSpacing(16)
    for place, field in enumerate(fields):
        line.addWidget(field, shares[place] if shares else 1, Qt.AlignmentFlag.AlignTop)
    rows.addLayout(line)


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
