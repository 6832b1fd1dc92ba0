"""The window that opens the store with a passphrase. It shows no name: anybody may see this screen."""

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.texts import t, tn
from ui.widgets.announce import announce
from ui.widgets.buttons import PrimaryButton
from ui.widgets.labels import TextLabel
from ui.widgets.passphrase_field import PassphraseField
from ui.windows.entrance import Entrance

LOOK_MS = 250


class UnlockWindow(Entrance):
    """Asks for the passphrase; `submitted` gives it. After `show_problem` the field is ready for another try, when `hold` allows it."""

    submitted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("unlock.window", "unlock.title", "unlock.intro", parent=parent)
        self.passphrase = PassphraseField(t("unlock.passphrase"))
        self.button = PrimaryButton(t("unlock.open"), "lock-open")
        self.button.clicked.connect(self.submit)
        self.passphrase.typed.connect(self.passphrase.clear_problem)
        self.waiting = TextLabel("", "body")
        self.waiting.hide()
        self.wait_s: Callable[[], float] = lambda: 0.0
        self.timer = QTimer(self)
        self.timer.timeout.connect(self.look)
        self.card.add(self.passphrase, self.waiting, self.button)

    def hold(self, wait_s: Callable[[], float]) -> None:
        """Wait with the next try as long as `wait_s()` is more than nothing; the field can be typed in meanwhile."""
        self.wait_s = wait_s
        if wait_s() > 0:
            self.timer.start(LOOK_MS)
            self.look()
            announce(self.waiting, self.waiting.text())

    def look(self) -> None:
        """Say how many seconds it takes yet, or that it may be tried again."""
        left = ceil(self.wait_s())
        self.button.setEnabled(left <= 0)
        self.waiting.setVisible(left > 0)
        self.waiting.setText(tn("unlock.wait", left))
        if left <= 0:
            self.timer.stop()
            announce(self, t("unlock.again"))

    @override
    def submit(self) -> None:
        if self.wait_s() > 0:
            return
        self.passphrase.clear_problem()
        if not self.passphrase.value():
            self.passphrase.show_problem(t("unlock.need"))
            self.passphrase.setFocus()
            return
        self.submitted.emit(self.passphrase.value())

    @override
    def show_problem(self, text: str) -> None:
        super().show_problem(text)
        self.passphrase.setFocus()
        self.passphrase.edit.selectAll()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.passphrase.setFocus()
