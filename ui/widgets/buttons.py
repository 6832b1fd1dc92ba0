"""Buttons: one main thing, quiet others, a link and an icon. Painted here, so that text and icon always fit."""

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from app.texts import t
from ui import theme
from ui.icons import draw_icon
from ui.theme import Theme
from ui.widgets.focus_ring import draw_focus_ring

GAP = 8
CALLED = "called"
"""The property of a row or a field with what it is called."""
LONGEST_CALL = 60


class Paint(NamedTuple):
    """The colours of a button in one state; an empty colour is not drawn."""

    ground: str
    ink: str
    edge: str = ""


class HouseButton(QPushButton):
    """What all buttons share: at least 48 px to touch, room for the whole text, a ring for the keyboard."""

    side = 20

    def __init__(self, text: str, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.icon_name = icon
        self._ring = False
        self._own_name = ""
        self._says_which = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def colours(self, look: Theme) -> Paint:
        """Return the colours for the state the button is in now."""
        return Paint(look.surface, look.text, look.edge)

    def say_which(self) -> None:
        """Let a screen reader hear of which row this button is, where the same words stand at every row."""
        own = self._own_name or self.text().replace("&&", "\0").replace("&", "").replace("\0", "&")
        which = ", ".join(name for name in rows_around(self) if name not in own)
        super().setAccessibleName(t("row.of", what=own, which=which) if which else self._own_name)

    @override
    def setAccessibleName(self, name: str, /) -> None:
        self._own_name = name
        self.say_which()

    @override
    def setText(self, text: str, /) -> None:
        super().setText(text)
        self.say_which()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._says_which:  # only now it stands in its row
            self._says_which = True
            self.say_which()

    def show_icon(self, icon: str) -> None:
        """Change the icon."""
        self.icon_name = icon
        self.update()

    @override
    def sizeHint(self) -> QSize:
        self.ensurePolished()
        look = theme.current()
        width = self.text_width() + (look.sizes["icon"] if self.icon_name else 0) + (GAP if self.icon_name and self.text() else 0)
        height = max(look.sizes["target"], self.fontMetrics().height() + 20)
        return QSize(max(width + 2 * self.side, height), height)

    def text_width(self) -> int:
        """Return the px the text needs."""
        flags = Qt.TextFlag.TextShowMnemonic
        return self.fontMetrics().size(flags, self.text()).width() + 2 if self.text() else 0

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = event.reason() is not Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint = self.colours(look) if self.isEnabled() else self.disabled_colours(look)
        radius = look.sizes["radius_small"]
        self.draw_ground(painter, paint, radius)
        self.draw_content(painter, paint, look.sizes["icon"])
        if self.hasFocus() and self._ring:
            draw_focus_ring(painter, look, QRectF(self.rect()), radius)

    def disabled_colours(self, look: Theme) -> Paint:
        """Return the colours of a button that cannot be used now."""
        return Paint(look.disabled, look.disabled_text, look.disabled_edge)

    def draw_ground(self, painter: QPainter, paint: Paint, radius: int) -> None:
        """Draw the field and its edge."""
        painter.setPen(QPen(QColor(paint.edge), 1.6) if paint.edge else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(paint.ground) if paint.ground else Qt.BrushStyle.NoBrush)
        inset = 1 if paint.edge else 0
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), radius, radius)

    def draw_content(self, painter: QPainter, paint: Paint, icon_size: int) -> None:
        """Draw icon and text, together in the middle."""
        text_width = self.text_width()
        icon_width = icon_size + (GAP if self.text() else 0) if self.icon_name else 0
        left = (self.width() - text_width - icon_width) / 2
        if self.icon_name:
            draw_icon(painter, self.icon_name, paint.ink, QRectF(left, (self.height() - icon_size) / 2, icon_size, icon_size))
        painter.setPen(QColor(paint.ink))
        painter.setFont(self.font())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextShowMnemonic
        painter.drawText(QRectF(left + icon_width, 0, text_width + 2, self.height()), flags, self.text())


def call_row(row: QWidget, name: str) -> None:
    """Say what a row or a field is called: every button in it has that in its own name, also one that is made later."""
    name = name if len(name) <= LONGEST_CALL else f"{name[: LONGEST_CALL - 1].rstrip()}…"
    if row.property(CALLED) != name:
        row.setProperty(CALLED, name)
        for button in row.findChildren(HouseButton):
            button.say_which()


def rows_around(widget: QWidget) -> Iterator[str]:
    """Yield what the rows are called that something stands in, the nearest first."""
    row = widget.parentWidget()
    while row is not None:
        called = row.property(CALLED)
        if called:
            yield str(called)
        row = row.parentWidget()


class PrimaryButton(HouseButton):
    """The one main thing to do here."""

    @override
    def colours(self, look: Theme) -> Paint:
        ground = look.primary_pressed if self.isDown() else look.primary_hover if self.underMouse() else look.primary
        return Paint(ground, look.primary_text)


class QuietButton(HouseButton):
    """Another thing one can do here: white with an edge."""

    @override
    def colours(self, look: Theme) -> Paint:
        ground = look.pressed if self.isDown() else look.hover if self.underMouse() else look.surface
        return Paint(ground, look.text, look.edge)


class LinkButton(HouseButton):
    """A light way to add or open something: coloured text, no edge."""

    side = 12

    @override
    def colours(self, look: Theme) -> Paint:
        return Paint(look.action_soft if self.underMouse() or self.isDown() else "", look.action)

    @override
    def disabled_colours(self, look: Theme) -> Paint:
        return Paint("", look.disabled_text)


class IconButton(HouseButton):
    """A button with only an icon; `name` is what a screen reader says and what stands in the tip."""

    side = 12

    def __init__(self, icon: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__("", icon, parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_name(name)

    def show_name(self, name: str) -> None:
        """Change what the button is called."""
        self.setAccessibleName(name)
        self.setToolTip(name)

    @override
    def colours(self, look: Theme) -> Paint:
        return Paint(look.hover if self.underMouse() or self.isDown() else "", look.text)

    @override
    def disabled_colours(self, look: Theme) -> Paint:
        return Paint("", look.disabled_text)
