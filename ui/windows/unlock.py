"""The window that opens the store with a passphrase. It shows no name: anybody may see this screen."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.texts import t
from ui.widgets.buttons import PrimaryButton
from ui.widgets.passphrase_field import PassphraseField
from ui.windows.entrance import Entrance


class UnlockWindow(Entrance):
    """Asks for the passphrase; `submitted` gives it. After `show_problem` the field is ready for another try."""

    submitted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("unlock.window", "unlock.title", "unlock.intro", parent=parent)
        self.passphrase = PassphraseField(t("unlock.passphrase"))
        self.button = PrimaryButton(t("unlock.open"), "lock-open")
        self.button.clicked.connect(self.submit)
        self.passphrase.typed.connect(self.passphrase.clear_problem)
        self.card.add(self.passphrase, self.button)

    @override
    def submit(self) -> None:
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
