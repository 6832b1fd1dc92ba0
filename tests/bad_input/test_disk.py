"""A disk without room while saving: what was typed stays in its field with a sentence, and is kept as soon as there is room."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy import event
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from tests.ui.table import WORDS, Seat, problem_of

MOST = 1_073_741_823


class Disk:
    """How much room there is for the store."""

    def __init__(self, seat: Seat) -> None:
        self.engine = seat.device.workspace.engine
        self.pages = MOST
        event.listen(self.engine, "checkout", self.limit)

    def limit(self, connection: object, _entry: ConnectionPoolEntry, _proxy: PoolProxiedConnection) -> None:
        """Give the connection as much room as there is."""
        execute = getattr(connection, "execute", None)
        if execute is not None:
            execute(f"PRAGMA max_page_count={self.pages}")


@pytest.fixture
def disk(seat: Seat) -> Iterator[Disk]:
    """The disk of Samira's laptop."""
    disk = Disk(seat)
    yield disk
    disk.pages = MOST


def test_a_full_disk_keeps_the_text_in_its_field_until_there_is_room(seat: Seat, disk: Disk) -> None:
    field = seat.goal_field("text")
    long = ("Wij eten elke avond samen. " * 140).strip()
    edit = seat.enter(field)
    edit.selectAll()
    disk.pages = 1
    QApplication.clipboard().setText(long)
    QTest.keyClick(edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    for _ in range(2):
        seat.leave()
        assert "schijf" in problem_of(field)
        assert field.texts() == [long]
        assert not seat.window.family.saved.text().startswith("Bewaard")
        assert seat.page().goals[0].goal.text == WORDS
        seat.enter(field)
    disk.pages = MOST
    QTest.keyClick(edit, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(edit, "!")
    seat.leave()
    assert problem_of(field) == ""
    assert seat.page().goals[0].goal.text == field.texts()[0] != long
    assert seat.drafts() == {}


def test_a_full_disk_is_tried_again_when_the_field_is_left_again(seat: Seat, disk: Disk) -> None:
    field = seat.goal_field("text")
    long = ("Wij eten elke avond samen. " * 140).strip()
    edit = seat.enter(field)
    edit.selectAll()
    disk.pages = 1
    QApplication.clipboard().setText(long)
    QTest.keyClick(edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    seat.leave()
    disk.pages = MOST
    seat.enter(field)
    seat.leave()
    assert seat.page().goals[0].goal.text == long
    assert problem_of(field) == ""
