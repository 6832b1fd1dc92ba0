"""A laptop that the municipality knows no more comes in again with a fresh code; what is on it stays, and goes along."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.actions.readmission import come_back
from app.texts import t
from ui.desk import Desk
from ui.widgets.buttons import PrimaryButton
from ui.widgets.card import Card
from ui.widgets.labels import TextLabel
from ui.widgets.text_field import TextField


class ReadmissionCard(Card):
    """Asks the code; `let_in` when the municipality knows this laptop again."""

    let_in = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(t("readmission.title"), "lock-open", parent)
        self.desk = desk
        self.come_back: Callable[[Any, str], None] = come_back
        self.code = TextField(t("readmission.code"), t("readmission.code_hint"))
        self.code.typed.connect(self.code.clear_problem)
        self.code.submitted.connect(self.submit)
        self.button = PrimaryButton(t("readmission.come_back"), "cloud-up")
        self.button.clicked.connect(self.submit)
        self.add(TextLabel(t("readmission.about"), "body"), self.code, self.button)

    def submit(self) -> None:
        """Ask the municipality, or say what is wrong."""
        typed = self.code.value().strip()
        if not typed:
            self.code.show_problem(t("readmission.need_code"))
            return
        self.button.setEnabled(False)
        self.desk.exchange(lambda workspace: self.come_back(workspace, typed), self._done, self._failed)

    def _done(self, _: object) -> None:
        self.button.setEnabled(True)
        self.code.set_value("")
        self.let_in.emit()

    def _failed(self, problem: str) -> None:
        self.button.setEnabled(True)
        self.code.show_problem(problem)
        self.code.setFocus()
