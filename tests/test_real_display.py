"""That the packages of `resources/debian-packages*.txt` are enough for windows on a real display, not only offscreen.

Everything else about windows is tested offscreen.
"""

import os
import subprocess
import sys

OPEN_A_WINDOW = """
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel

application = QApplication([])
label = QLabel("Wat spreken we af?")
label.setStyleSheet("background: #00ff00; padding: 40px")
label.show()


def look() -> None:
    if not label.windowHandle().isExposed():
        return
    screen = QGuiApplication.primaryScreen().grabWindow(label.winId()).toImage()
    print(application.platformName(), screen.pixelColor(5, 5).name())
    application.quit()


timer = QTimer()
timer.timeout.connect(look)
timer.start(20)
application.exec()
"""


def test_a_window_opens_and_is_painted_on_an_x_display() -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "xcb"}
    command = ["xvfb-run", "--auto-servernum", sys.executable, "-c", OPEN_A_WINDOW]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.split() == ["xcb", "#00ff00"], done.stderr
