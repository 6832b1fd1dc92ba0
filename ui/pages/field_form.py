"""What a field on a page is made of: inputs of any look, and how a value stands in them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import SignalInstance

from ui.widgets.conflict_strip import ConflictStrip


class Input(Protocol):
    """A field widget, whatever it looks like."""

    typed: SignalInstance
    left: SignalInstance
    entered: SignalInstance

    def value(self) -> str:
        """Return what stands in the input."""
        ...

    def set_value(self, value: str) -> None:
        """Fill the input without telling anybody."""
        ...

    def show_problem(self, text: str) -> None:
        """Say what is not right."""
        ...

    def clear_problem(self) -> None:
        """Take the message away."""
        ...

    def show_conflict(self, strip: ConflictStrip) -> None:
        """Show the values that stand."""
        ...

    def clear_conflict(self) -> None:
        """Take the values away."""
        ...


def no_warning(texts: Sequence[str]) -> Sequence[str]:
    """Return that there is nothing to say of any of the texts."""
    return [""] * len(texts)


@dataclass(frozen=True)
class Form:
    """How a value stands in its inputs: as one text per input. `read` raises UserProblem for what it does not understand.

    `warn` gives a sentence, or nothing, for each text that is kept all the same. `whole` is for an input without anything in
    between, a box to tick: it is brought up to date also while the keyboard is in it.
    """

    show: Callable[[Any], Sequence[str]]
    read: Callable[[Sequence[str]], Any]
    warn: Callable[[Sequence[str]], Sequence[str]] = no_warning
    whole: bool = False


TEXT = Form(lambda value: [value or ""], lambda texts: texts[0])
