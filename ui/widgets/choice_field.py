"""A field with a few values to choose from: side by side when they are few, in a list when they are many."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)
from typing_extensions import override

from app.texts import t
from ui import theme
from ui.icons import draw_icon
from ui.widgets.field_frame import FieldFrame
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.segment import Segment
from ui.widgets.text_field import NOT_LEAVING

TEXT_PX = 14
ARROW_PX = 44


class Choice(NamedTuple):
    """What is kept, and what the person reads."""

    value: str
    text: str


class ListBox(QComboBox):
    """A list that a scrolling finger or wheel does not change by accident; a long choice takes more lines and is never cut off."""

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.currentIndexChanged.connect(self.updateGeometry)

    def words(self) -> str:
        """Return what stands in the closed list."""
        return self.currentText() if self.currentIndex() >= 0 else self.placeholderText()

    @override
    def showPopup(self) -> None:
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + 2 * TEXT_PX)
        super().showPopup()

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, max(width - TEXT_PX - ARROW_PX, 60), 10_000)
        lines = self.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, self.words())
        return max(self.sizeHint().height(), lines.height() + 24)

    @override
    def wheelEvent(self, e: QWheelEvent) -> None:
        e.ignore()

    @override
    def focusInEvent(self, e: QFocusEvent) -> None:
        super().focusInEvent(e)
        if e.reason() not in NOT_LEAVING:
            self.entered.emit()

    @override
    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + 24, max(hint.height(), theme.current().sizes["target"]))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    @override
    def paintEvent(self, e: QPaintEvent) -> None:
        painter = QStylePainter(self)
        frame = QStyleOptionComboBox()
        self.initStyleOption(frame)
        frame.currentText = ""
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, frame)
        look = theme.current()
        colour = look.disabled_text if not self.isEnabled() else look.text if self.currentIndex() >= 0 else look.text_soft
        painter.setPen(QColor(colour))
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect().adjusted(TEXT_PX, 0, -ARROW_PX, 0), flags, self.words())
        draw_icon(painter, "chevron-down", colour, QRectF(self.width() - 34, (self.height() - 20) / 2, 20, 20))


class ChoiceField(FieldFrame):
    """Label and choices. `chosen` gives the value; `typed` and `left` give it too, so that it binds like a text field."""

    chosen = Signal(str)

    def __init__(
        self, label: str, choices: Sequence[Choice], hint: str = "", segmented: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(label, hint, parent)
        self.choices = list(choices)
        self.box: ListBox | None = None
        self.segments: list[Segment] = []
        self.set_control(self.make_segments() if segmented else self.make_box())

    def make_box(self) -> QWidget:
        """Return the list form; nothing is chosen until a person does."""
        self.box = ListBox()
        self.box.setItemDelegate(QStyledItemDelegate(self.box))  # Qt's own for lists knows no row height
        self.box.setPlaceholderText(t("widget.choose"))
        for choice in self.choices:
            self.box.addItem(choice.text, choice.value)
        self.box.setCurrentIndex(-1)
        self.box.entered.connect(self.entered)
        self.box.activated.connect(self.take)
        return self.box

    def make_segments(self) -> QWidget:
        """Return the form with the choices side by side."""
        row = QWidget()
        layout = FlowLayout(row, gap=8)
        group = QButtonGroup(row)
        for place, choice in enumerate(self.choices):
            segment = Segment(choice.text)
            segment.entered.connect(self.entered)
            segment.clicked.connect(lambda _=False, place=place: self.take(place))
            group.addButton(segment)
            layout.addWidget(segment)
            self.segments.append(segment)
        row.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # before the proxy: after it Qt would take the keyboard from the first choice
        row.setFocusProxy(self.segments[0])
        return row

    def take(self, place: int) -> None:
        """Tell what a person chose."""
        value = self.choices[place].value
        self.chosen.emit(value)
        self.typed.emit(value)
        self.left.emit(value)

    def value(self) -> str:
        """Return the chosen value, or nothing at all."""
        place = self.box.currentIndex() if self.box is not None else self.checked_place()
        return self.choices[place].value if place >= 0 else ""

    def checked_place(self) -> int:
        """Return which segment is chosen; -1 for none."""
        return next((place for place, segment in enumerate(self.segments) if segment.isChecked()), -1)

    def set_value(self, value: str) -> None:
        """Show a value without telling anybody; one that is not among the choices shows as none."""
        place = next((place for place, choice in enumerate(self.choices) if choice.value == value), -1)
        if self.box is not None:
            self.box.setCurrentIndex(place)
            return
        for at, segment in enumerate(self.segments):
            segment.set_checked(at == place)
