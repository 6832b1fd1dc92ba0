"""What stands where nothing is yet: what belongs here, and one button to begin."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.buttons import PrimaryButton
from ui.widgets.card import CardIcon
from ui.widgets.labels import TextLabel


class EmptyState(QWidget):
    """An icon, a line of text and at most one button; `acted` when it is pressed."""

    acted = Signal()

    def __init__(self, icon: str, text: str, button: str = "", button_icon: str = "plus", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        middle = Qt.AlignmentFlag.AlignHCenter
        self.text = TextLabel(text, "body")
        self.text.setAlignment(middle)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 32, 24, 32)
        layout.setSpacing(16)
        layout.addStretch(1)
        layout.addWidget(CardIcon(icon, 56), 0, middle)
        layout.addWidget(self.text)
        self.button: PrimaryButton | None = None
        if button:
            self.button = PrimaryButton(button, button_icon)
            self.button.clicked.connect(self.acted)
            layout.addWidget(self.button, 0, middle)
        layout.addStretch(2)
