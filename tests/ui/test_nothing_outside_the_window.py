"""What anybody sees who is not at the table: task bar, clock, clipboard, settings of the program. None of it names anybody."""

from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.paths import resources
from app.texts import t
from tests.ui.everything_open import a_full_table, come_to_rest, open_everything
from tests.world import World
from ui.pages.family_tabs import TABS

SOURCES = sorted(Path(resources().parent, "ui").rglob("*.py"))


def test_no_window_and_nothing_of_the_system_ever_names_somebody(qtbot: QtBot, town: World) -> None:
    seat = a_full_table(qtbot, town, crowded=True)
    QApplication.clipboard().setText("van iemand anders")
    said = []
    for tab in TABS:
        open_everything(seat, tab)
        said += [(one.windowTitle(), one.windowIconText(), one.windowFilePath()) for one in QApplication.topLevelWidgets()]
    seat.window.finder.begin()
    QTest.keyClicks(seat.window.finder.field, "oma riet")
    come_to_rest(seat)
    seat.window.print_plan(seat.family)
    seat.wait_until(lambda: seat.window.paper.plan is not None)
    said += [(one.windowTitle(), one.windowIconText(), one.windowFilePath()) for one in QApplication.topLevelWidgets()]
    assert {text for texts in said for text in texts} <= {"", t("app.name")}
    assert QApplication.clipboard().text() == "van iemand anders"


def test_the_program_has_no_icon_beside_the_clock_and_one_place_for_its_settings() -> None:
    code = {source.name: source.read_text(encoding="utf-8") for source in SOURCES}
    assert [name for name, text in code.items() if "QSystemTrayIcon" in text] == []
    assert [name for name, text in code.items() if "QSettings(" in text] == ["desktop.py"]
