"""A banner that goes by itself: each message stays its own time, however long ago the one before it was said."""

from PySide6.QtCore import QTimer
from typing_extensions import override

from ui.theme import Kind
from ui.widgets.banner import Banner


class PassingBanner(Banner):
    """What is said here goes after `lasts_ms`; hidden until something is said."""

    def __init__(self, lasts_ms: int) -> None:
        super().__init__()
        self.lasts_ms = lasts_ms
        self.timer = QTimer(self, singleShot=True)
        self.timer.timeout.connect(self.hide)
        self.hide()

    @override
    def say(self, text: str, kind: Kind = Kind.INFO, action: str = "") -> None:
        """Show a message for its time, and let a screen reader speak it."""
        super().say(text, kind, action)
        self.timer.start(self.lasts_ms)
