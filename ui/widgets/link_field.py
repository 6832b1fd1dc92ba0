"""A field that points to somebody or something of the family: a list of names, of which the ids are kept."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.texts import t
from ui.widgets.choice_field import Choice, ChoiceField


class LinkField(ChoiceField):
    """A list of names that can change while it stands there. What it points to stays, also when it is not offered any more."""

    def __init__(self, label: str, empty: str, hint: str = "", parent: QWidget | None = None) -> None:
        self.empty = Choice("", empty)
        self.offered = [self.empty]
        super().__init__(label, [self.empty], hint, parent=parent)

    def offer(self, choices: Sequence[Choice]) -> None:
        """Change the names to choose from; what is chosen stays chosen."""
        wanted = [self.empty, *choices]
        if wanted != self.offered:
            value = self.value()
            self.offered = wanted
            self._show(wanted)
            self.set_value(value)

    @override
    def set_value(self, value: str) -> None:
        """Show a value; one that is not offered gets a line of its own, so that it is not lost with the next change."""
        if value and all(choice.value != value for choice in self.choices):
            self._show([*self.offered, Choice(value, t("value.gone"))])
        super().set_value(value)

    def _show(self, choices: Sequence[Choice]) -> None:
        self.choices = list(choices)
        if self.box is not None:
            self.box.clear()
            for choice in self.choices:
                self.box.addItem(choice.text, choice.value)
