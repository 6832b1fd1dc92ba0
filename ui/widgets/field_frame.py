"""What every field on a page shares: a label above, a hint, a message below, and room for two versions of one value."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from ui import theme
from ui.icons import draw_icon
from ui.theme import Kind
from ui.widgets.announce import announce
from ui.widgets.conflict_strip import ConflictStrip
from ui.widgets.labels import TextLabel


class ProblemIcon(QWidget):
    """The shape beside a message, so that it is not colour alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(20, 20)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        draw_icon(QPainter(self), "alert-circle", theme.current().tone(Kind.PROBLEM).ink, QRectF(self.rect()))


class FieldFrame(QWidget):
    """A labelled field. `typed` comes at each change by a person, `left` when the field is left, `entered` when it gets the focus.

    `pointed` comes when somebody gets to it in any way: also with the mouse alone.
    """

    typed = Signal(str)
    left = Signal(str)
    entered = Signal()
    pointed = Signal()

    def __init__(self, label: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = TextLabel(label, "label")
        self.label.setAlignment(Qt.AlignmentFlag.AlignBottom)
        self.hint = TextLabel(hint, "small")
        if not hint:
            self.hint.hide()
        self.problem = TextLabel("", "problem")
        self.strip: ConflictStrip | None = None
        self.past: QWidget | None = None
        self.entered.connect(self.pointed)
        self._control: QWidget | None = None
        self.whole = QVBoxLayout(self)
        self.whole.setContentsMargins(0, 0, 0, 0)
        self.whole.setSpacing(6)
        self.whole.addWidget(self.label)
        self.whole.addWidget(self.hint)
        self._problem_row = self.make_problem_row()
        self.whole.addWidget(self._problem_row)

    def words_height(self) -> int:
        """Return how high label and hint are at this width."""
        hint = 0 if self.hint.isHidden() else self.hint.heightForWidth(self.width()) + self.whole.spacing()
        return self.label.heightForWidth(self.width()) + hint

    def words_short(self, height: int) -> bool:
        """Tell whether label and hint have another height together than this one."""
        return self.label.minimumHeight() != self._label_height(height)

    def make_words_high(self, height: int) -> None:
        """Give label and hint this height together; the label keeps its words at its foot."""
        self.label.setMinimumHeight(self._label_height(height))

    def _label_height(self, height: int) -> int:
        more = height - self.words_height()
        return self.label.heightForWidth(self.width()) + more if more > 0 else 0

    def make_problem_row(self) -> QWidget:
        """Return the hidden line with the message."""
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(ProblemIcon(), 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.problem, 1)
        row.hide()
        return row

    def set_control(self, control: QWidget) -> None:
        """Put the control under label and hint; the label names it."""
        self._control = control
        self.label.setBuddy(control)
        self.setFocusProxy(control)
        control.setAccessibleName(self.label.text().replace("&", ""))
        control.setAccessibleDescription(self.hint.text())
        self.whole.insertWidget(self.whole.indexOf(self._problem_row), control)

    def show_problem(self, text: str) -> None:
        """Show under the field what is not right and what to do; what was typed stays."""
        self.problem.setText(text)
        self._problem_row.show()
        self.mark_problem(True)
        announce(self, text)

    def clear_problem(self) -> None:
        """Take the message away."""
        if self.has_problem():
            self.problem.setText("")
            self._problem_row.hide()
            self.mark_problem(False)

    def has_problem(self) -> bool:
        """Tell whether a message stands under the field."""
        return not self._problem_row.isHidden()

    @property
    def control(self) -> QWidget | None:
        """Return what a person types or chooses in."""
        return self._control

    def mark_problem(self, there_is_one: bool) -> None:
        """Colour the edge of the control and tell a screen reader the message."""
        if self._control is None:
            return
        self._control.setAccessibleDescription(self.problem.text() if there_is_one else self.hint.text())
        self._control.setProperty("problem", there_is_one)
        self._control.style().unpolish(self._control)
        self._control.style().polish(self._control)

    def show_conflict(self, strip: ConflictStrip) -> None:
        """Show two versions of this value under the field."""
        self.clear_conflict()
        self.strip = strip
        self.whole.addWidget(strip)
        strip.show()

    def clear_conflict(self) -> None:
        """Take the two versions away: a choice was made."""
        if self.strip is not None:
            self.whole.removeWidget(self.strip)
            self.strip.hide()
            self.strip.deleteLater()
            self.strip = None

    def show_past(self, panel: QWidget) -> None:
        """Show what ever stood in the field under it."""
        self.clear_past()
        self.past = panel
        self.whole.addWidget(panel)
        panel.show()

    def clear_past(self) -> None:
        """Take what ever stood in the field away."""
        if self.past is not None:
            self.whole.removeWidget(self.past)
            self.past.hide()
            self.past.deleteLater()
            self.past = None

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.pointed.emit()
