"""A friendly hint in a card: a shape and a sentence. Stays quiet: what must be heard is a banner."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme import Kind
from ui.widgets.banner import BannerIcon
from ui.widgets.labels import TextLabel
from ui.widgets.showing import show_if


class HintLine(QWidget):
    """Hidden until there is something to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = TextLabel("", "small")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(BannerIcon(Kind.WARN), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.text, 1)
        self.hide()

    def show_hint(self, text: str) -> None:
        """Show a hint; nothing takes it away."""
        self.text.setText(text)
        show_if(self, bool(text))
