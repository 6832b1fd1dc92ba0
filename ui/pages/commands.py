"""What can be done from anywhere, found by its words: the same as the buttons and keys of the window do."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.domain.rules.finding import LONG_ENOUGH, words_to_find
from app.domain.rules.names import fold
from app.texts import t
from ui.models.palette_model import PaletteRow
from ui.widgets.palette_list import PaletteLine


@dataclass(frozen=True)
class Command:
    """Something to do: its words, other words that people type for it, its icon and its keys."""

    text: str
    icon: str
    call: Callable[[], None]
    keys: str = ""
    also: str = ""

    def is_meant_by(self, words: tuple[str, ...]) -> bool:
        """Tell whether each of these words stands in the command: a short one at the beginning of a word."""
        own = f" {fold(f'{self.text} {self.also}')}"
        return all((word if len(word) >= LONG_ENOUGH else f" {word}") in own for word in words)

    def row(self) -> PaletteRow:
        """Return the command as it stands among what was found."""
        return PaletteRow(t("palette.commands"), PaletteLine(self.text, icon=self.icon, keys=self.keys), self.call)


def meant(commands: Iterable[Command], text: str) -> list[PaletteRow]:
    """Return the commands that somebody may mean with these words; all of them for no words."""
    words = words_to_find(text)
    return [command.row() for command in commands if command.is_meant_by(words)]
