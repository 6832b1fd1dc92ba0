"""Sleep and the lock screen of the system, over a real bus with a stand-in for logind on it."""

import os
import subprocess
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusUnixFileDescriptor, QDBusVirtualObject
from pytestqt.qtbot import QtBot
from typing_extensions import override

from ui.sleep_signs import LOGIND, MANAGER, SleepSigns


class Logind(QDBusVirtualObject):
    """Stands in for logind: gives what holds sleep off, and says when it begins."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.bus = QDBusConnection.connectToBus(address, "logind")
        self.bus.registerService(LOGIND)
        self.bus.registerVirtualObject(MANAGER, self)
        self.asked: list[object] = []
        self.held, self.given = os.pipe()

    @override
    def introspect(self, path: str) -> str:
        return ""

    @override
    def handleMessage(self, message: QDBusMessage, connection: QDBusConnection) -> bool:
        self.asked.append((message.member(), message.arguments()))
        reply = message.createReply()
        reply.setArguments([QDBusUnixFileDescriptor(self.given)])
        return connection.send(reply)

    def say(self, path: str, interface: str, name: str, *arguments: bool) -> None:
        """Send a signal."""
        signal = QDBusMessage.createSignal(path, interface, name)
        signal.setArguments(list(arguments))
        self.bus.send(signal)

    def lets_go(self) -> bool:
        """Tell whether nobody holds sleep off any more."""
        os.set_blocking(self.held, False)
        try:
            return os.read(self.held, 1) == b""
        except BlockingIOError:
            return False


@pytest.fixture
def logind(qapp: QObject) -> Iterator[Logind]:
    """A bus of its own, with nothing of this machine on it."""
    line = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as daemon:
        assert daemon.stdout is not None
        logind = Logind(daemon.stdout.readline().strip())
        yield logind
        for name in ("logind", "program"):
            QDBusConnection.disconnectFromBus(name)
        daemon.terminate()


@pytest.fixture
def signs(qtbot: QtBot, logind: Logind) -> SleepSigns:
    """The program's ear, which holds sleep off by now."""
    bus = QDBusConnection.connectToBus(logind.address, "program")
    signs = SleepSigns(logind)
    signs.listen(bus, bus)
    qtbot.waitUntil(lambda: signs.holds)
    return signs


def test_sleep_waits_until_the_program_is_done(qtbot: QtBot, logind: Logind, signs: SleepSigns) -> None:
    assert logind.asked == [("Inhibit", ["sleep", "Keukentafel", "vergrendelen", "delay"])]
    os.close(logind.given)
    assert not logind.lets_go()
    signs.let_sleep()
    qtbot.waitUntil(logind.lets_go)


@pytest.mark.parametrize(
    "signal",
    [
        (MANAGER, f"{LOGIND}.Manager", "PrepareForSleep", [True]),
        (f"{MANAGER}/session/_32", f"{LOGIND}.Session", "Lock", []),
        ("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", [True]),
        ("/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged", [True]),
    ],
)
def test_sleep_and_a_locked_screen_are_heard(
    qtbot: QtBot, logind: Logind, signs: SleepSigns, signal: tuple[str, str, str, list[bool]]
) -> None:
    with qtbot.waitSignal(signs.leaving):
        logind.say(*signal[:3], *signal[3])


def test_waking_up_and_an_unlocked_screen_mean_nothing(qtbot: QtBot, logind: Logind, signs: SleepSigns) -> None:
    heard: list[bool] = []
    signs.leaving.connect(lambda: heard.append(True))
    logind.say(MANAGER, f"{LOGIND}.Manager", "PrepareForSleep", False)
    logind.say("/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged", False)
    with qtbot.waitSignal(signs.leaving):
        logind.say(f"{MANAGER}/session/_32", f"{LOGIND}.Session", "Lock")
    assert heard == [True]
