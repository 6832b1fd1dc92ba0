"""A field that is yes or no: one box with its words, that binds like a text field."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.widgets.check_row import CheckRow
from ui.widgets.field_frame import FieldFrame

YES = "1"


class CheckField(FieldFrame):
    """A box with its words beside it. `value` is "1" or nothing; `typed` and `left` come at every tick, for that is a whole answer."""

    def __init__(self, label: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(label, hint, parent)
        self.row = CheckRow(label, hint)
        self.set_control(self.row)
        self.setFocusProxy(self.row.box)
        self.label.hide()
        self.hint.hide()
        self.row.box.installEventFilter(self)
        self.row.toggled.connect(self.take)

    def take(self, _checked: bool) -> None:
        """Tell what a person ticked; who ticks by the words beside the box is in the field too."""
        self.row.box.setFocus(Qt.FocusReason.MouseFocusReason)
        self.typed.emit(self.value())
        self.left.emit(self.value())

    def value(self) -> str:
        """Return "1" for yes, nothing for no."""
        return YES if self.row.is_checked() else ""

    def set_value(self, value: str) -> None:
        """Show yes or no without telling anybody."""
        self.row.set_checked(value == YES)

    @override
    def mark_problem(self, there_is_one: bool) -> None:
        super().mark_problem(there_is_one)
        self.row.box.setAccessibleDescription(self.problem.text() if there_is_one else self.hint.text())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusIn:
            self.entered.emit()
        return super().eventFilter(watched, event)
