"""The bar after a delete: what was taken away, and the way to put it back. Undoes nothing itself."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.texts import t
from ui.widgets.announce import announce
from ui.widgets.buttons import QuietButton
from ui.widgets.labels import TextLabel

SHOWN_MS = 10_000


class UndoBar(QFrame):
    """A bar of ten seconds with "Zet terug"; it waits as long as a person is on it."""

    undone = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = TextLabel("", "body")
        self.button = QuietButton(t("widget.undo_put_back"), "arrow-back-up")
        self.button.clicked.connect(self.put_back)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(18, 8, 8, 8)
        layout.setSpacing(16)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.button)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.time_over)
        self.hide()

    def show_for(self, text: str, shown_ms: int = SHOWN_MS) -> None:
        """Say what was done, for a while."""
        self.text.setText(text)
        self.button.setAccessibleDescription(text)
        self.show()
        self.timer.start(shown_ms)
        announce(self, text)

    def time_over(self) -> None:
        """Go away, unless the person is just about to press."""
        if self.underMouse() or self.button.hasFocus():
            self.timer.start(SHOWN_MS)
        else:
            self.hide()

    def put_back(self) -> None:
        """Tell that the person wants it back."""
        self.timer.stop()
        self.hide()
        self.undone.emit()
