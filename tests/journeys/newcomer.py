"""Somebody at the real window with nothing in it yet: acts by key and mouse only, and counts what had to be filled in."""

from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from app.texts import t
from tests.demo import hands, seeing
from tests.demo.seeing import Thing, Wanted
from ui.windows.main_window import MainWindow

MOST_CHOICES = 40


@dataclass
class Newcomer:
    """`inputs` are the keys of what a person had to fill in or choose; `steps` is everything that was done, in words."""

    qtbot: QtBot
    window: MainWindow
    inputs: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)

    def click(self, role: str, name: str) -> None:
        """Click on something as soon as it can be reached."""
        self.steps.append(f"klik op: {name}")
        self.reach(Wanted(role, name))

    def write(self, key: str, text: str) -> None:
        """Fill in a field: the first of that name, as a person would."""
        self.note(key, text)
        self.reach(Wanted("field", t(key)))
        hands.type_text(text)
        hands.press("Tab")
        self.rest()

    def choose(self, key: str, choice: str) -> None:
        """Choose from a list with the arrow keys."""
        self.note(key, t(choice))
        thing = self.find(Wanted("choice", t(key)))
        box = thing.widget
        assert isinstance(box, QComboBox)
        hands.scroll_to(thing)
        box.setFocus(Qt.FocusReason.TabFocusReason)
        for _ in range(MOST_CHOICES):
            if box.currentText() == t(choice):
                break
            QTest.keyClick(box, Qt.Key.Key_Down)
        assert box.currentText() == t(choice)
        hands.press("Tab")
        self.rest()

    def pick(self, key: str, choice: str) -> None:
        """Press one of the choices that stand side by side."""
        self.note(key, t(choice))
        self.reach(Wanted("key", t(choice), t(key)))

    def note(self, key: str, text: str) -> None:
        """Count an input."""
        self.inputs.append(key)
        self.steps.append(f"{len(self.inputs):>2}. {t(key)}: {text}")

    def see(self, words: str) -> None:
        """Wait until words are on the screen."""
        self.qtbot.waitUntil(lambda: any(words in said for said in seeing.all_words()), timeout=10_000)

    def find(self, wanted: Wanted) -> Thing:
        """Return what is meant, as soon as it is there and may be used."""
        found: list[Thing] = []

        def there() -> bool:
            thing = seeing.find(wanted)
            found[:] = [thing] if thing is not None and thing.widget.isEnabled() else []
            return bool(found)

        self.qtbot.waitUntil(there, timeout=10_000)
        return found[0]

    def reach(self, wanted: Wanted) -> None:
        """Click in the middle of it, scrolled into sight."""
        self.qtbot.waitUntil(lambda: hands.click(self.find(wanted)), timeout=10_000)
        self.rest()

    def rest(self) -> None:
        """Let what was asked come on the screen."""
        self.window.desk.background.finish()
        QApplication.sendPostedEvents()
        QApplication.processEvents()
