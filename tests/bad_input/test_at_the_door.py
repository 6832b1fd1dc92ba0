"""What can be wrong before the program opens: each is a sentence in the unlock window, which stays ready, and no byte changes."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.actions.families import NewFamily, new_family
from app.actions.opening import first_start, lock
from app.errors import UserProblem
from app.paths import Home
from app.store.keyfile import FLOOR, NAMES
from app.sync.server_link import ServerLink
from app.texts import problem_text
from tests.fakes import FakeClock, Line
from tests.ui.table import NOBODY
from tests.world import World
from ui.desktop import Desktop
from ui.windows.unlock import UnlockWindow

WORDS = "molen kaas tulp klomp fiets"


@pytest.fixture
def home(tmp_path: Path, town: World) -> Home:
    """A locked laptop with a family."""
    home = Home(tmp_path / "laptop")
    workspace = first_start(home, ServerLink(NOBODY, transport=Line(town.server)), town.code("Samira"), WORDS, FakeClock(), FLOOR)
    new_family(workspace, NewFamily("Gezin De Wit", "Fatma"))
    lock(workspace)
    return home


def said_at_opening(qtbot: QtBot, home: Home, passphrase: str) -> str:
    """Try to open, and return the sentence in the window."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    desktop = Desktop(app, home, FakeClock(), anew=lambda: None)
    desktop.start()
    window = desktop.window
    assert isinstance(window, UnlockWindow)
    qtbot.addWidget(window)
    window.passphrase.edit.setText(passphrase)
    window.submit()
    qtbot.waitUntil(window.card.isEnabled, timeout=30_000)
    desktop.background.finish()
    assert desktop.workspace is None
    return window.message.text.text()


def truncate(home: Home) -> None:
    home.store.write_bytes(home.store.read_bytes()[:6000])


def scribble(home: Home) -> None:
    home.store.write_bytes(bytes(100) + home.store.read_bytes()[100:])


def lose_keys(home: Home) -> None:
    for name in NAMES:
        (home.vault / name).unlink()


def spoil_keys(home: Home) -> None:
    for name in NAMES:
        (home.vault / name).write_bytes(b"{}")


def lose_vault_content(home: Home) -> None:
    shutil.rmtree(home.vault)
    home.vault.mkdir()


@pytest.mark.parametrize(
    ("damage", "key"),
    [
        (truncate, "store_damaged"),
        (scribble, "store_damaged"),
        (lambda home: home.store.unlink(), "store_missing"),
        (lose_keys, "keyfile_missing"),
        (spoil_keys, "keyfile_damaged"),
        (lose_vault_content, "keyfile_missing"),
    ],
)
def test_what_is_damaged_or_gone_is_a_sentence_and_stays_as_it_is(
    qtbot: QtBot, home: Home, damage: Callable[[Home], None], key: str
) -> None:
    damage(home)
    before = {file.name: file.read_bytes() for file in home.vault.iterdir()}
    assert said_at_opening(qtbot, home, WORDS) == problem_text(UserProblem(key))
    assert {file.name: file.read_bytes() for file in home.vault.iterdir() if not file.name.endswith(("-wal", "-shm"))} == before


@pytest.mark.parametrize("passphrase", [f"{WORDS} ", WORDS.upper(), "\U0001f511", "x" * 10_000])
def test_a_wrong_passphrase_is_a_sentence(qtbot: QtBot, home: Home, passphrase: str) -> None:
    assert said_at_opening(qtbot, home, passphrase) == problem_text(UserProblem("wrong_passphrase"))
