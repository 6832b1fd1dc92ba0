"""A field where a person types a date as it is said: "vr", "+2w", "3 dec". Understanding it is left to who uses it."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.errors import UserProblem
from app.texts import problem_text, t
from ui.widgets.labels import TextLabel
from ui.widgets.text_field import TextField


class DateField(TextField):
    """A text field that says at leaving which date it understood, or what is not right; what was typed stays.

    `understand` gets the text and returns the date in words ("" for nothing); it raises UserProblem for a date that cannot be.
    """

    def __init__(self, label: str, understand: Callable[[str], str], hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(label, hint, t("widget.date_example"), parent)
        self._understand = understand
        self.understood = TextLabel("", "understood")
        self.understood.hide()
        self.whole.addWidget(self.understood)
        self.left.connect(self.read)

    def read(self) -> bool:
        """Show what was understood of the text; tell whether it is a date or nothing at all."""
        self.clear_problem()
        try:
            words = self._understand(self.value())
        except UserProblem as problem:
            self.show_problem(problem_text(problem))
            words = ""
        self.understood.setText(words)
        self.understood.setVisible(bool(words))
        return not self.has_problem()

    def set_value(self, text: str) -> None:
        """Put a value in the field without telling anybody, and show how it reads."""
        super().set_value(text)
        self.read()
