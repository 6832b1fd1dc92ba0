"""Guards the pin of PySide6: a release that drops a reference to None at each call ends the program in the middle of a visit.

PySide6 6.12.0 does so on Python 3.11, where None can die. 6.11.3 does not.
"""

import sys
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

CALLS = 400
Call = Callable[[QApplication, QWidget, QLabel], object]

COMMON_CALLS: dict[str, Call] = {
    "setText": lambda _, __, label: label.setText("x"),
    "update": lambda _, __, label: label.update(),
    "parent": lambda _, window, __: window.parent(),
    "setStyleSheet": lambda _, __, label: label.setStyleSheet(""),
    "focusWidget": lambda application, _, __: application.focusWidget(),
    "activeWindow": lambda application, _, __: application.activeWindow(),
    "layout": lambda _, __, label: label.layout(),
    "sendPostedEvents": lambda application, _, __: application.sendPostedEvents(),
    "processEvents": lambda application, _, __: application.processEvents(),
    "setEnabled": lambda _, __, label: label.setEnabled(True),
}


@pytest.mark.parametrize("name", COMMON_CALLS)
def test_a_qt_call_leaves_the_references_to_none_alone(name: str, qapp: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    label = QLabel("x")
    QVBoxLayout(window).addWidget(label)
    qtbot.addWidget(window)
    call = COMMON_CALLS[name]
    call(qapp, window, label)
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        call(qapp, window, label)
    lost = before - sys.getrefcount(None)
    assert lost < CALLS // 2, f"{lost} references to None went in {CALLS} calls"
