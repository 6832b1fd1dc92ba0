"""The whole main job with nothing but keys: no mouse, no finger, and no call past the window. `pytest -s` prints how many keys it took."""

from dataclasses import dataclass, field

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.actions.family_page import FamilyPage, family_page
from app.domain.records.mentor import ChosenBy
from app.domain.records.network import CirclePlace
from app.texts import t
from tests.demo import hands
from tests.world import Device
from ui.windows.main_window import MainWindow

MOST_STOPS = 200


@dataclass
class Keyboard:
    """Hands that have only keys. They know where they are by what a screen reader says."""

    qtbot: QtBot
    window: MainWindow
    pressed: int = 0
    said: list[str] = field(default_factory=list)

    @property
    def here(self) -> QWidget:
        """Return what has the keyboard."""
        return QApplication.focusWidget() or self.window

    def name(self) -> str:
        """Return what a screen reader says of it."""
        interface = QAccessible.queryAccessibleInterface(self.here)
        said = interface.text(QAccessible.Text.Name) if interface is not None else ""
        return self.here.accessibleName() or said  # of a list Qt on Linux says what is chosen, and its label apart

    def press(self, keys: str, times: int = 1) -> None:
        """Press a key, or some together, as they are written on the page."""
        for _ in range(times):
            hands.press(keys)
            self.pressed += 1
            self.rest()

    def write(self, text: str) -> None:
        """Type a text where the keyboard is."""
        QTest.keyClicks(self.here, text)
        self.pressed += len(text)
        self.rest()

    def go_to(self, name: str, key: str = "Tab") -> None:
        """Press Tab until a screen reader says that name."""
        for _ in range(MOST_STOPS):
            if self.name().startswith(name):
                self.said.append(name)
                return
            self.press(key)
        raise AssertionError(f"Tab never gets to {name!r}")

    def comes_to(self, name: str) -> None:
        """Wait until the keyboard is there by itself."""
        self.qtbot.waitUntil(lambda: self.name().startswith(name), timeout=5_000)

    def rest(self) -> None:
        """Let what was asked come on the screen."""
        self.window.desk.background.finish()
        QApplication.sendPostedEvents()
        QApplication.processEvents()


@pytest.fixture
def keyboard(qtbot: QtBot, first_day: MainWindow) -> Keyboard:
    """A worker before the window of the first day, with her hands on the keys."""
    return Keyboard(qtbot, first_day)


def now(device: Device) -> FamilyPage:
    """Return the only family, as it is on the disk."""
    with device.workspace.read() as reading:
        [family] = [state.stream for state in reading.states()]
    return family_page(device.workspace, family)


def test_the_whole_main_job_is_done_with_keys_alone(keyboard: Keyboard, device: Device) -> None:
    begin_with_a_goal(keyboard)
    somebody_around(keyboard, device)
    a_mentor(keyboard)
    a_visit(keyboard)
    page = now(device)
    assert (page.plan.request_for_help, page.goals[0].goal.text) == ("Wij willen rust aan tafel.", "Wij eten weer samen.")
    assert [action.what for action in page.goals[0].actions] == ["Om zes uur eten"]
    assert [mentor.choosing.chosen_by for mentor in page.mentors] == [ChosenBy.YOUTH]
    assert [(note.text, action.what) for note, action in zip(page.visit_notes, page.arranged, strict=True)] == [
        ("Wij spraken over school.", "School gebeld")
    ]
    on_paper_and_back(keyboard)
    elsewhere_and_undo(keyboard, device)
    print(f"\nKEYBOARD ALONE keys={keyboard.pressed} places={len(keyboard.said)}")


def begin_with_a_goal(keys: Keyboard) -> None:
    """Begin a family, write what it asks, a goal and who does what."""
    keys.press("Ctrl+N")
    keys.comes_to(t("family.display_name"))
    keys.write("Gezin De Wit")
    keys.go_to(t("new_family.call_name"))
    keys.write("Sem")
    keys.go_to(t("person.role"))
    keys.write("zoon")
    keys.press("Return")
    keys.qtbot.waitUntil(lambda: bool(keys.window.family.pages), timeout=5_000)
    keys.rest()
    keys.go_to(t("plan.request_for_help"))
    keys.write("Wij willen rust aan tafel.")
    keys.go_to(t("goal.add"))
    keys.press("Return")
    keys.comes_to(t("goal.text"))
    keys.write("Wij eten weer samen.")
    keys.go_to(t("action.add"))
    keys.press("Return")
    keys.comes_to(t("action.what"))
    keys.write("Om zes uur eten")


def somebody_around(keys: Keyboard, device: Device) -> None:
    """Put somebody in the circles, and move them with the arrow keys."""
    keys.press("Alt+N")
    keys.go_to(t("network.add"))
    keys.press("Return")
    keys.comes_to(t("network_contact.name"))
    keys.write("Oma Riet")
    keys.press("Tab")
    keys.go_to("Oma Riet.", "Shift+Tab")
    assert now(device).contacts[0].place == CirclePlace()
    keys.press("Right")
    keys.press("Up")
    assert now(device).contacts[0].place != CirclePlace()


def a_mentor(keys: Keyboard) -> None:
    """Note whom the youth names, and that the youth chose."""
    keys.go_to(t("mentors.name_who", youth="Sem"))
    keys.press("Return")
    keys.comes_to(t("mentors.name_who", youth="Sem"))
    keys.press("Down")
    keys.go_to(t("mentors.name_ready"))
    keys.press("Return")
    keys.go_to("Sem kiest Oma Riet")
    keys.press("Return")


def a_visit(keys: Keyboard) -> None:
    """Begin a visit, write and fix what was said, and note what was arranged on the spot."""
    keys.press("Alt+B")
    keys.go_to(t("visits.start"))
    keys.press("Return")
    keys.comes_to(t("visit_note.text"))
    keys.write("Wij spraken over school.")
    keys.go_to(t("note.fix"))
    keys.press("Return")
    keys.go_to(t("arranged.what"))
    keys.write("School gebeld")
    keys.press("Return")


def on_paper_and_back(keys: Keyboard) -> None:
    """Print the plan, and go back to the family."""
    keys.press("Ctrl+P")
    keys.qtbot.waitUntil(lambda: keys.window.pages.currentWidget() is keys.window.paper, timeout=10_000)
    assert keys.window.paper.plan is not None
    keys.go_to(t("print.back"))
    keys.press("Return")
    assert keys.window.pages.currentWidget() is keys.window.family


def elsewhere_and_undo(keys: Keyboard, device: Device) -> None:
    """Find somebody by name with Ctrl+K, go there, and take the last thing back."""
    keys.press("Ctrl+K")
    keys.comes_to(t("widget.search_name"))
    keys.write("riet")
    keys.press("Return")
    keys.qtbot.waitUntil(lambda: keys.window.family.tab == "network", timeout=5_000)
    assert len(now(device).arranged) == 1
    keys.press("Ctrl+Z", times=2)  # the print, and what was arranged
    assert now(device).arranged == ()
