"""A disk without room: what was typed stays, is plainly not kept yet, and is kept by itself as soon as there is room."""

import resource
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.actions.families import NewFamily, new_family
from app.actions.planning import add_goal
from app.domain.records.plan import Goal
from app.errors import UserProblem
from app.store.lifeboat import found
from app.store.place import place_of
from tests.bad_input.disk import LONG, Disk
from tests.ui.table import WORDS, Seat, edit_of, problem_of, two_seats
from tests.world import World
from ui.pages.bound_field import BoundField


def paste(seat: Seat, field: BoundField, text: str = LONG) -> None:
    """Put a text over what stands in a field, as a worker pastes it."""
    edit = seat.enter(field)
    edit.selectAll()
    QApplication.clipboard().setText(text)
    QTest.keyClick(edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def pill(seat: Seat) -> str:
    """Return what the window says about keeping."""
    return seat.window.family.saved.text()


def look_again(seat: Seat) -> None:
    """Let the window look once more, as it does every few seconds."""
    seat.window.desk.unkept.timer.timeout.emit()
    seat.settle()


def is_not_kept(seat: Seat) -> None:
    """The window says so in two places, and what to do."""
    assert pill(seat) == "Nog niet bewaard"
    assert seat.window.trouble.isVisible()
    assert "vol" in seat.window.trouble.banner.text.text()
    assert "nog niet bewaard" in seat.window.trouble.banner.text.text()


def test_what_is_typed_on_a_full_disk_is_kept_by_itself_when_there_is_room(seat: Seat, disk: Disk) -> None:
    field = seat.goal_field("text")
    disk.fill()
    paste(seat, field)
    field.keep_draft()
    seat.settle()
    is_not_kept(seat)
    look_again(seat)
    seat.window.desk.do(seat.family, lambda _: None)  # something else is on the disk
    seat.settle()
    is_not_kept(seat)
    assert not edit_of(field).visibleRegion().isEmpty()
    disk.clear()
    look_again(seat)
    assert pill(seat).startswith("Bewaard om")
    assert seat.window.trouble.isHidden()
    assert [typed.text for typed in seat.drafts().values()] == [LONG]
    assert field.texts() == [LONG]
    assert field.has_focus()


def test_a_field_that_was_left_on_a_full_disk_becomes_a_change_by_itself_when_there_is_room(seat: Seat, disk: Disk) -> None:
    field = seat.goal_field("text")
    disk.fill()
    paste(seat, field)
    for _ in range(2):
        seat.leave()
        is_not_kept(seat)
        assert "schijf" in problem_of(field)
        assert field.texts() == [LONG]
        assert seat.page().goals[0].goal.text == WORDS
    disk.clear()
    look_again(seat)
    assert seat.page().goals[0].goal.text == LONG
    assert seat.drafts() == {}
    assert problem_of(field) == ""
    assert pill(seat).startswith("Bewaard om")


def test_typing_on_and_leaving_again_keeps_it_too(seat: Seat, disk: Disk) -> None:
    field = seat.goal_field("text")
    disk.fill()
    paste(seat, field)
    seat.leave()
    edit = seat.enter(field)
    disk.clear()
    QTest.keyClick(edit, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(edit, "!")
    assert pill(seat) == "Nog niet bewaard"
    seat.leave()
    assert problem_of(field) == ""
    assert seat.page().goals[0].goal.text == field.texts()[0] == f"{LONG}!"
    assert seat.drafts() == {}


def test_going_to_another_family_and_back_loses_nothing_that_could_not_be_kept(seat: Seat, disk: Disk) -> None:
    other = new_family(seat.device.workspace, NewFamily("Gezin Ander", "Kim"))
    disk.fill()
    paste(seat, seat.goal_field("text"))
    note = seat.goal_field("seen_when")
    paste(seat, note, f"{LONG} Twee.")
    for family in (other, seat.family):
        seat.window.open_family(family)
        seat.settle()
        seat.window.desk.do(family, lambda _: None)
        seat.settle()
        assert pill(seat) == "Nog niet bewaard"
    assert seat.goal_field("text").texts() == [LONG]
    seat.window.open_family(other)
    seat.settle()
    disk.clear()
    look_again(seat)
    assert pill(seat).startswith("Bewaard om")
    assert {typed.text for typed in seat.drafts().values()} == {LONG, f"{LONG} Twee."}
    seat.window.open_family(seat.family)
    seat.settle()
    seat.window.family.commit()
    seat.settle()
    assert (seat.page().goals[0].goal.text, seat.page().goals[0].goal.seen_when) == (LONG, f"{LONG} Twee.")


def test_locking_and_closing_wait_until_the_worker_has_chosen(seat: Seat, disk: Disk) -> None:
    locked: list[int] = []
    seat.window.locked.connect(lambda: locked.append(1))
    field = seat.goal_field("text")
    disk.fill()
    paste(seat, field)
    bar = seat.window.trouble
    QTest.keyClick(seat.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert not seat.window.close()
    assert (locked, seat.window.isVisible()) == ([], True)
    assert "U wilt weg" in bar.banner.text.text()
    bar.take.click()
    assert QApplication.clipboard().text() == LONG
    disk.clear()
    bar.again.click()
    seat.settle()
    assert bar.isHidden()
    QTest.keyClick(seat.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert locked == [1]
    assert seat.page().goals[0].goal.text == LONG


def test_a_worker_who_wants_to_go_all_the_same_can(seat: Seat, disk: Disk) -> None:
    locked: list[int] = []
    seat.window.locked.connect(lambda: locked.append(1))
    disk.fill()
    paste(seat, seat.goal_field("text"))
    seat.window.sidebar.lock_wanted.emit()
    assert locked == []
    seat.window.trouble.go.click()
    assert locked == [1]


def test_a_sync_on_a_full_disk_is_whole_after_the_next_one(town: World) -> None:
    samira, joost, begun = two_seats(town)
    before = joost.rows(begun[0])
    [goal] = samira.all(begun[0], Goal)
    samira.change(begun[0], goal, text=LONG)
    samira.sync()
    with joost.workspace.engine.connect() as connection:
        full = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    for held in [joost.workspace.engine.connect() for _ in range(4)]:
        held.exec_driver_sql(f"PRAGMA max_page_count={full}")
        held.close()
    with pytest.raises(UserProblem, match="disk_full"):
        joost.sync()
    assert joost.rows(begun[0]) == before
    joost.workspace.engine.dispose()
    joost.sync()
    assert joost.rows(begun[0]) == samira.rows(begun[0])


def test_a_print_that_does_not_fit_leaves_the_one_that_was_there(seat: Seat, tmp_path: Path) -> None:
    seat.window.family.print_plan()
    seat.settle()
    paper = seat.window.paper
    there = tmp_path / "plan.pdf"
    there.write_bytes(b"van gisteren")
    paper.place.set_value(str(there))
    paper.keep_print()  # it asks before it replaces a file
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        paper.keep_print()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert paper.place.has_problem()
    assert paper.kept is None
    assert there.read_bytes() == b"van gisteren"
    assert [one.name for one in tmp_path.glob("plan*")] == ["plan.pdf"]
    paper.keep_print()
    assert there.read_bytes().startswith(b"%PDF")


def test_a_laptop_that_locks_by_itself_puts_off_what_the_disk_does_not_take(seat: Seat, disk: Disk) -> None:
    disk.fill()
    paste(seat, seat.goal_field("text"))
    seat.window.leave_everything()
    [(file, content)] = found(place_of(disk.engine))
    assert LONG.encode() in content
    assert LONG.encode() not in file.read_bytes()
    file.unlink()


def test_what_could_not_be_done_on_a_full_disk_is_said_also_when_the_trouble_is_over(seat: Seat, disk: Disk) -> None:
    seat.window.desk.do(seat.family, lambda workspace: add_goal(workspace, seat.family, LONG))
    seat.settle()
    disk.fill()
    seat.window.desk.do(seat.family, lambda workspace: add_goal(workspace, seat.family, LONG))
    seat.settle()
    assert "vol" in seat.window.trouble.banner.text.text()
    disk.clear()
    look_again(seat)
    assert seat.window.trouble.isHidden()
    assert "vol" in seat.window.banner.text.text()
    assert seat.window.banner.isVisible()
    assert len(seat.page().goals) == 2
