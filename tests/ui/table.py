"""The window as a worker has it before her: a real store, real keys and clicks, and what a person would look at."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from app.actions.families import NewFamily, new_family
from app.actions.family_page import FamilyPage, family_page
from app.actions.fields import FieldRef, TypedText, drafts_of
from app.actions.planning import add_action, add_goal, new_action
from app.domain.record import Id
from app.domain.records.plan import Action, Goal
from tests.world import Device, World
from ui import theme
from ui.background import Background
from ui.desk import Desk
from ui.pages.bound_field import BoundField
from ui.pages.goal_card import GoalCard
from ui.pages.people_page import PeoplePage
from ui.pages.plan_page import PlanPage
from ui.widgets.turns import Turns
from ui.windows.main_window import MainWindow

NOBODY = "http://127.0.0.1:1"
WORDS = "Wij eten samen."
Look = tuple[str, int]
PLAIN: Look = (theme.LIGHT, 100)
Begun = tuple[Id[Any], Id[Goal], Id[Action]]


@dataclass
class Seat:
    """One worker at her laptop, with the window open on it."""

    qtbot: QtBot
    device: Device
    family: Id[Any]
    goal: Id[Goal]
    action: Id[Action]
    window: MainWindow

    def open_tab(self, key: str) -> None:
        """Open a tab and look until all of it is there."""
        self.window.family.open_tab(key)
        self.see_all()

    @property
    def plan(self) -> PlanPage:
        """Return the tab with the plan."""
        self.open_tab("plan")
        page = self.window.family.pages["plan"]
        assert isinstance(page, PlanPage)
        return page

    @property
    def people(self) -> PeoplePage:
        """Return the tab with the people."""
        self.open_tab("people")
        page = self.window.family.pages["people"]
        assert isinstance(page, PeoplePage)
        return page

    @property
    def card(self) -> GoalCard:
        """Return the goal's card."""
        return self.plan.cards[self.goal]

    def page(self) -> FamilyPage:
        """Return the family as the store has it now."""
        return family_page(self.device.workspace, self.family)

    def drafts(self) -> dict[FieldRef, TypedText]:
        """Return what was typed and not left, as the store has it now."""
        return drafts_of(self.device.workspace, self.family)

    def goal_field(self, name: str) -> BoundField:
        """Return a field of the goal, with its card open."""
        self.card.open_form(focus=False)
        return self.card.fields.bound[name]

    def wait_until(self, seen: Callable[[], object]) -> None:
        """Let the window run until something is to be seen."""
        self.qtbot.waitUntil(lambda: bool(seen()), timeout=10_000)

    def settle(self) -> None:
        """Let everything that was asked come to rest."""
        self.window.desk.background.finish()
        QApplication.sendPostedEvents()
        self.see_all()

    def see_all(self) -> None:
        """Let all of the page be made and find its place: a scroll bar that comes moves it once more."""
        for _ in range(3):
            for turns in self.window.findChildren(Turns):
                turns.finish()
            QApplication.processEvents()

    def enter(self, field: BoundField) -> QLineEdit | QTextEdit:
        """Put the keyboard in a field."""
        edit = edit_of(field)
        edit.setFocus(Qt.FocusReason.TabFocusReason)
        self.wait_until(edit.hasFocus)
        return edit

    def type_in(self, field: BoundField, text: str) -> None:
        """Type behind what stands in a field."""
        edit = self.enter(field)
        QTest.keyClick(edit, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(edit, text)

    def rewrite(self, field: BoundField, text: str) -> None:
        """Type over what stands in a field."""
        edit = self.enter(field)
        edit.selectAll()
        QTest.keyClicks(edit, text)

    def leave(self) -> None:
        """Go to the search box: whatever field had the keyboard is left."""
        self.window.sidebar.search.setFocus()
        self.settle()

    def sync(self) -> None:
        """Exchange with the municipality, and show what came of it."""
        result = self.device.sync()
        self.window.desk.families_touched.emit(set(result.families) | {self.family})
        self.settle()


def press(seat: Seat, button: QWidget) -> None:
    """Press a button with the keyboard."""
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Return)
    seat.settle()


def edit_of(field: BoundField) -> QLineEdit | QTextEdit:
    """Return the text edit of a field."""
    widget = field.inputs[0]
    edit = getattr(widget, "edit", None)
    assert isinstance(edit, QLineEdit | QTextEdit)
    return edit


def problem_of(field: BoundField) -> str:
    """Return the sentence beside a field, or nothing."""
    widget: Any = field.inputs[0]
    return str(widget.problem.text()) if widget.has_problem() else ""


def strip_of(field: BoundField) -> Any:
    """Return the two values beside a field, or nothing."""
    widget: Any = field.inputs[0]
    return widget.strip


def begin_family(device: Device) -> Begun:
    """Begin a family with a goal and an action, as the actions do it."""
    workspace = device.workspace
    family = new_family(workspace, NewFamily("Gezin De Wit", "Fatma", "moeder"))
    goal = add_goal(workspace, family, WORDS)
    action = add_action(workspace, family, replace(new_action(workspace, goal), what="Om zes uur aan tafel"))
    return family, goal, action


def sit_down(qtbot: QtBot, device: Device, begun: Begun, background: Background | None = None, look: Look = PLAIN) -> Seat:
    """Open the window of a laptop on a family. Its own exchange finds no server: tests exchange when they say so."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.choose(app, *look)
    workspace = device.workspace
    workspace.identity = replace(workspace.identity, server=NOBODY)
    window = MainWindow(Desk(workspace, background or Background()))
    qtbot.addWidget(window, before_close_func=close)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    seat = Seat(qtbot, device, *begun, window)
    window.open_family(seat.family)
    seat.wait_until(lambda: window.family.pages)
    seat.settle()
    return seat


def close(window: QWidget) -> None:
    """Let the window come to rest before it goes."""
    assert isinstance(window, MainWindow)
    window.sync.timer.stop()
    window.leave_everything()


def two_seats(town: World) -> tuple[Device, Device, Begun]:
    """Return two laptops with the same family on both."""
    samira, joost = town.device("Samira"), town.device("Joost")
    begun = begin_family(samira)
    samira.sync()
    town.grant(begun[0], "Joost")
    joost.sync()
    return samira, joost, begun
