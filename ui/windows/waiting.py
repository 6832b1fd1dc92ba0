"""The window of a second start that cannot go on yet: the first is closing, does not answer, or is open on another computer."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.texts import t
from ui.widgets.buttons import QuietButton
from ui.windows.entrance import Entrance


class WaitingWindow(Entrance):
    """Says so, and can only be closed: when the folder is free, the program goes on by itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("waiting.window", "waiting.title", "waiting.intro", parent=parent)
        self.button = QuietButton(t("waiting.stop"), "x")
        self.button.clicked.connect(self.close)
        self.card.add(self.button)

    @override
    def submit(self) -> None:
        self.close()
