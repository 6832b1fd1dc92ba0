"""From starting the program until the unlock window is painted, against the same for a bare Qt window; a new process each time.

Both children do what a Python program with one Qt window must do; ours adds theme, fonts, texts and the window itself.
"""

import subprocess
import sys
from pathlib import Path

from benchmarks.figures import Figure, median_ratio

ROOT = Path(__file__).parent.parent
PAINTED = "painted"
BAR = 3.0

FRAME = """
import sys
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication(sys.argv[:1])
{make}
class Eye(QObject):
    def eventFilter(self, watched, event):
        if watched is window and event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, painted)
        return False
def painted():
    print("painted", flush=True)
    app.quit()
eye = Eye()
app.installEventFilter(eye)
window.resize(900, 640)
window.show()
app.exec()
"""
BARE = FRAME.format(make="window = QWidget()")
OURS = FRAME.format(
    make="""
from app.paths import Home, data_folder
from ui import theme
from ui.windows.unlock import UnlockWindow
Home(data_folder()).enrolled
theme.load_fonts()
theme.choose(app, theme.FOLLOW_SYSTEM)
window = UnlockWindow()
"""
)


def until_painted(program: str) -> None:
    """Start the program and return when it says that its window was painted."""
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as child:
        assert child.stdout is not None
        if child.stdout.readline().strip() != PAINTED:
            raise SystemExit("the window was never painted")


def measure() -> list[Figure]:
    """Return how many times longer our first paint takes."""
    return [Figure("unlock_first_paint_to_bare_qt", median_ratio(lambda: until_painted(OURS), lambda: until_painted(BARE)), BAR)]


if __name__ == "__main__":
    for figure in measure():
        print(figure)
