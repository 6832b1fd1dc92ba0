"""A line for who said something, with the names one is likely to mean under it while it is empty: one touch fills it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from ui.theme import Theme
from ui.widgets.buttons import HouseButton, Paint, call_row
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.text_field import TextField

MOST_NAMES = 6
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class NameChip(HouseButton):
    """One name; the arrow keys go to the next, so that all names together are one stop for the Tab key."""

    side = 14
    stepped = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name.replace("&", "&&"), "", parent)
        self.name = name
        self.setAccessibleName(name)

    @override
    def colours(self, look: Theme) -> Paint:
        ground = look.pressed if self.isDown() else look.hover if self.underMouse() else look.soft
        return Paint(ground, look.text, look.line)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)


class NameField(TextField):
    """Label, line, and names to choose from. Any other name can be typed: the names only save typing."""

    def __init__(self, label: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(label, hint, parent=parent)
        call_row(self, label)
        self.names: tuple[str, ...] = ()
        self.chips: list[NameChip] = []
        self.row = QWidget()
        self.lines = FlowLayout(self.row, gap=8)
        self.row.hide()
        self.whole.addWidget(self.row)

    def offer(self, names: Sequence[str]) -> None:
        """Change the names to choose from; nothing moves while somebody is in the field."""
        self.names = tuple(names[:MOST_NAMES])
        self._arrange()

    @override
    def set_value(self, text: str) -> None:
        super().set_value(text)
        self._arrange()

    def take(self, name: str) -> None:
        """Fill in a name that was touched, as if it was typed; the keyboard goes back to the line."""
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.setText(name)

    def _arrange(self) -> None:
        """Show the names under an empty line; they are only made when they are needed."""
        wanted = bool(self.names) and not self.value()
        if wanted and [chip.name for chip in self.chips] != list(self.names):
            self._make()
        if self.row.isHidden() is wanted:
            self.row.setVisible(wanted)

    def _make(self) -> None:
        for old in self.chips:
            self.lines.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.chips = [NameChip(name) for name in self.names]
        for place, chip in enumerate(self.chips):
            chip.clicked.connect(lambda _=False, name=chip.name: self.take(name))
            chip.stepped.connect(lambda step, place=place: self._go(place + step))
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus if place == 0 else Qt.FocusPolicy.ClickFocus)
            self.lines.addWidget(chip)

    def _go(self, place: int) -> None:
        self.chips[place % len(self.chips)].setFocus(Qt.FocusReason.TabFocusReason)
