"""The unlock window after wrong passphrases: how long it takes yet, in plain words, and nothing lost of what is typed meanwhile."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.fakes import FakeClock
from tests.ui.laptop import let_pass, locked_laptop, opened, started
from tests.world import World
from ui import theme
from ui.windows.unlock import UnlockWindow


def test_the_wait_is_told_in_seconds_and_the_field_stays_ready(qtbot: QtBot, qapp: QApplication) -> None:
    theme.choose(qapp, theme.LIGHT)
    window = UnlockWindow()
    qtbot.addWidget(window)
    window.show()
    clock = FakeClock()
    sent: list[str] = []
    window.submitted.connect(sent.append)
    window.hold(lambda: max(3.5 - clock.monotonic(), 0.0))
    assert (window.waiting.text(), window.button.isEnabled()) == ("U kunt het over 4 seconden weer proberen.", False)
    QTest.keyClicks(window.passphrase.edit, "molen kaas")
    QTest.keyClick(window.passphrase.edit, Qt.Key.Key_Return)
    assert (sent, window.passphrase.value()) == ([], "molen kaas")
    clock.advance(2.6)
    window.look()
    assert window.waiting.text() == "U kunt het over 1 seconde weer proberen."
    clock.advance(1)
    window.look()
    assert (window.waiting.isHidden(), window.button.isEnabled(), window.timer.isActive()) == (True, True, False)
    QTest.keyClick(window.passphrase.edit, Qt.Key.Key_Return)
    assert sent == ["molen kaas"]


def test_the_wait_is_told_again_after_a_new_start(qtbot: QtBot, town: World, tmp_path: Path) -> None:
    home = locked_laptop(tmp_path / "laptop", town)
    first = started(qtbot, home)
    assert isinstance(first.window, UnlockWindow)
    first.window.passphrase.edit.setText("molen kaas tulp klomp fietz")
    for seconds in (1, 2):
        first.window.submit()
        qtbot.waitUntil(first.window.waiting.isVisible, timeout=30_000)
        let_pass(first, seconds)
        first.window.look()
    first.window.submit()
    qtbot.waitUntil(first.window.waiting.isVisible, timeout=30_000)
    first.close()
    again = started(qtbot, home)
    window = again.window
    assert isinstance(window, UnlockWindow)
    qtbot.waitUntil(window.waiting.isVisible, timeout=30_000)
    assert window.waiting.text() == "U kunt het over 4 seconden weer proberen."
    let_pass(again, 4)
    main = opened(again, qtbot)
    main.sync.timer.stop()
    again.close()
