"""Over Keukentafel: reached by Ctrl+K and the button, what it tells and copies, and the minutes that hold at once."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.actions.about import made_of
from app.actions.settings import lock_minutes
from app.paths import resources
from tests.ui.table import Seat
from ui.diagnostics import version
from ui.widgets.buttons import IconButton
from ui.windows.window_commands import commands_of


def opened(seat: Seat) -> None:
    """Go there by the button at the side."""
    [button] = [one for one in seat.window.sidebar.findChildren(IconButton) if one.accessibleName() == "Over Keukentafel"]
    button.click()
    seat.settle()


def test_the_button_and_the_command_lead_there_and_back_to_the_family(seat: Seat) -> None:
    window = seat.window
    opened(seat)
    assert window.pages.currentWidget() is window.about
    assert window.about.back.hasFocus()
    window.about.back.click()
    assert window.pages.currentWidget() is window.family
    [command] = [one for one in commands_of(window) if one.is_meant_by(("licentie",))]
    command.call()
    assert window.pages.currentWidget() is window.about


def test_what_is_copied_for_the_helpdesk_names_nobody(seat: Seat) -> None:
    seat.window.about.last_report = lambda: "ui/desk.py:12 ask"
    opened(seat)
    seat.window.about.technical.copy.click()
    copied = QApplication.clipboard().text()
    assert copied.startswith(f"Keukentafel {version()}\nPython 3.")
    assert copied.endswith("ui/desk.py:12 ask")
    identity = seat.device.workspace.identity
    said = (
        identity.worker_name,
        identity.municipality_name,
        identity.server,
        identity.device.hex(),
        "De Wit",
        "/home/",
        str(resources().parent),
    )
    assert [word for word in said if word in copied] == []
    assert not seat.window.about.technical.copied.isHidden()


def test_a_chosen_time_is_kept_and_told_at_once(seat: Seat) -> None:
    about = seat.window.about
    told: list[int] = []
    about.minutes_chosen.connect(told.append)
    opened(seat)
    assert about.minutes.value() == "5"
    about.minutes.segments[-1].click()
    seat.settle()
    assert (told, lock_minutes(seat.device.workspace)) == ([15], 15)


def test_every_part_that_is_shipped_is_named_with_a_licence(seat: Seat) -> None:
    opened(seat)
    shown = seat.window.about.parts.toPlainText()
    assert shown == made_of()
    for part in ("pyside6-essentials", "sqlalchemy", "reportlab", "fonts", "icons"):
        assert f"\n{part}" in f"\n{shown}"
    assert "pytest" not in shown


def test_tab_leaves_the_long_texts(seat: Seat) -> None:
    opened(seat)
    seat.window.about.parts.setFocus()
    QTest.keyClick(seat.window.about.parts, Qt.Key.Key_Tab)
    assert not seat.window.about.parts.hasFocus()
