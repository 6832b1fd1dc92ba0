"""The desk between window and store: answers in order, problems as sentences, and nothing lost at locking."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.actions.family_page import family_page
from app.actions.opening import lock, unlock
from app.errors import ProgramFault, UserProblem
from app.paths import Home
from app.store.workspace import Workspace
from tests.fakes import FakeClock
from tests.ui.laptop import WORDS_TO_OPEN, half_typed, let_pass, locked_laptop, opened, started
from tests.ui.table import Seat
from tests.world import World
from ui.background import Background
from ui.desktop import Desktop
from ui.models.caseload_model import BY_NAME
from ui.windows.main_window import MainWindow
from ui.windows.unlock import UnlockWindow


@pytest.fixture
def home(tmp_path: Path, town: World) -> Home:
    """The folder of a laptop that was enrolled and locked, with a family that has a goal."""
    return locked_laptop(tmp_path / "laptop", town)


@pytest.fixture
def desktop(qtbot: QtBot, home: Home) -> Desktop:
    """The program on that laptop, at its unlock window."""
    return started(qtbot, home)


def ask(seat: Seat, problem: Exception) -> str:
    """Return what the window says when an action ends with a problem."""

    def action(_: Workspace) -> None:
        raise problem

    seat.window.desk.ask(action, lambda _: None)
    seat.settle()
    return seat.window.banner.text.text() if not seat.window.banner.isHidden() else ""


def test_a_problem_is_a_sentence_at_the_window_and_no_dialog(seat: Seat) -> None:
    assert ask(seat, UserProblem("nothing_to_undo")).endswith(".")
    assert QApplication.activeModalWidget() is None


@pytest.mark.logs("ui.fault")
def test_a_fault_says_no_more_than_that_we_must_look_at_it(seat: Seat, caplog: pytest.LogCaptureFixture) -> None:
    said = ask(seat, ProgramFault("Gezin De Wit"))
    assert said.endswith(".")
    assert "De Wit" not in said + caplog.text


@pytest.mark.logs("ui.fault")
def test_what_breaks_in_the_background_does_not_stop_what_comes_after(seat: Seat) -> None:
    ask(seat, ZeroDivisionError("1/0"))
    seat.type_in(seat.goal_field("text"), " Elke dag.")
    seat.leave()
    assert seat.page().goals[0].goal.text.endswith("Elke dag.")


def test_finishing_waits_for_what_an_answer_asks_in_its_turn(qtbot: QtBot) -> None:
    background = Background()
    given: list[int] = []

    def again(answer: int) -> None:
        given.append(answer)
        if answer:
            background.submit(lambda: answer - 1, again, lambda _: None)

    background.submit(lambda: 3, again, lambda _: None)
    background.finish()
    assert given == [3, 2, 1, 0]


def test_a_wrong_passphrase_leaves_the_window_ready_for_another_try(desktop: Desktop, qtbot: QtBot) -> None:
    window: Any = desktop.window
    QTest.keyClicks(window.passphrase.edit, "molen kaas tulp klomp fietz")
    window.submit()
    assert not window.card.isEnabled()
    qtbot.waitUntil(window.card.isEnabled, timeout=30_000)
    assert window.message.text.text().endswith(".")
    window.passphrase.edit.clear()
    let_pass(desktop, 1)
    assert isinstance(opened(desktop, qtbot), MainWindow)
    desktop.close()


def test_locking_keeps_what_is_half_typed_and_closes_the_store(desktop: Desktop, qtbot: QtBot, home: Home) -> None:
    window = opened(desktop, qtbot)
    family = half_typed(window, qtbot)
    window.sync.timer.stop()
    desktop.lock()
    assert [file.name for file in home.vault.iterdir() if file.name.endswith("-wal")] == []
    workspace = unlock(home, WORDS_TO_OPEN, FakeClock())
    assert family_page(workspace, family).goals[0].goal.text == "Elke dag. Wij eten samen."
    lock(workspace)


def test_the_order_of_the_families_is_kept_for_the_next_time_as_a_plain_word(desktop: Desktop, qtbot: QtBot, home: Home) -> None:
    window = opened(desktop, qtbot)
    window.sidebar.order_button.click()
    window.sync.timer.stop()
    desktop.close()
    desktop.settings.sync()
    assert "order=naam" in (home.folder / "venster.ini").read_text(encoding="utf-8").splitlines()
    again = Desktop(desktop.app, home, FakeClock(), anew=lambda: None)
    again.start()
    window = opened(again, qtbot)
    assert window.sidebar.model.order == BY_NAME
    window.sync.timer.stop()
    again.close()


def test_a_known_laptop_begins_with_unlocking_and_a_new_one_with_its_first_start(desktop: Desktop, qtbot: QtBot, tmp_path: Path) -> None:
    assert isinstance(desktop.window, UnlockWindow)
    fresh = Desktop(desktop.app, Home(tmp_path / "new"), FakeClock(), anew=lambda: None)
    fresh.start()
    assert fresh.window is not None
    qtbot.addWidget(fresh.window)
    assert type(fresh.window).__name__ == "FirstStartWindow"
    fresh.background.finish()
