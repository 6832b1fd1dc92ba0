"""Sleep and lock screen of Windows. Not run: there was no Windows to try it on."""

import ctypes
import sys
from collections.abc import Callable

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject
from PySide6.QtWidgets import QWidget
from typing_extensions import override

POWER, POWER_SUSPEND = 0x0218, 0x0004
SESSION, SESSION_LOCK = 0x02B1, 0x0007


class Message(ctypes.Structure):
    """The beginning of a Win32 MSG."""

    _fields_ = (("window", ctypes.c_void_p), ("message", ctypes.c_uint), ("wparam", ctypes.c_size_t), ("lparam", ctypes.c_ssize_t))


class PowerFilter(QAbstractNativeEventFilter):
    """Calls `leave` at the messages that mean nobody is there."""

    def __init__(self, leave: Callable[[], None]) -> None:
        super().__init__()
        self.leave = leave

    @override
    def nativeEventFilter(self, eventType: QByteArray | bytes | bytearray | memoryview, message: int) -> tuple[bool, int]:
        told = Message.from_address(int(message))
        if (told.message, told.wparam) in ((POWER, POWER_SUSPEND), (SESSION, SESSION_LOCK)):
            self.leave()
        return False, 0


class WindowsSigns(QObject):
    """Hears Windows for as long as the window is there."""

    def __init__(self, window: QWidget, leave: Callable[[], None]) -> None:
        super().__init__(window)
        self.filter = PowerFilter(leave)
        application = QCoreApplication.instance()
        if application is not None:
            application.installNativeEventFilter(self.filter)
        if sys.platform == "win32":
            ctypes.windll.wtsapi32.WTSRegisterSessionNotification(int(window.winId()), 0)
