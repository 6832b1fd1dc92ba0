"""Keys that a text field leaves to the window: searching everything, and undoing when the field itself has nothing to undo."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence


def is_for_window(event: QEvent, can_undo: bool) -> bool:
    """Tell whether a field must let go of a key that Qt would otherwise give to the field first."""
    if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    searches = event.key() == Qt.Key.Key_K and event.modifiers() == Qt.KeyboardModifier.ControlModifier
    return searches or (event.matches(QKeySequence.StandardKey.Undo) and not can_undo)
