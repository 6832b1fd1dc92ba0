"""The store is taken away, exchanged or damaged while it is open: nothing is written beside it, all of it can be read and saved."""

from pathlib import Path

import pytest

from app.actions.families import NewFamily, new_family
from app.actions.opening import check_store
from app.actions.planning import add_goal
from app.errors import UserProblem
from app.store.database import check_integrity, open_engine
from tests.bad_input.disk import Disk, beside
from tests.bad_input.test_disk import look_again, pill
from tests.ui.table import WORDS, Seat
from tests.world import KEY

NEW = "Wij gaan elke zondag naar opa."


def said(seat: Seat) -> str:
    """Return what the window says for as long as the trouble lasts."""
    return seat.window.trouble.banner.text.text() if seat.window.trouble.isVisible() else ""


def type_and_leave(seat: Seat) -> None:
    """Write another text in the goal, and leave the field."""
    seat.rewrite(seat.goal_field("text"), NEW)
    seat.leave()


def test_a_stick_that_is_pulled_out_is_seen_without_a_key_being_pressed(seat: Seat, disk: Disk) -> None:
    disk.take_away()
    look_again(seat)
    assert "staat niet meer op zijn plek" in said(seat)
    disk.put_back()
    look_again(seat)
    assert said(seat) == ""


def test_nothing_is_written_to_a_store_without_a_place_and_all_goes_on_when_it_is_back(seat: Seat, disk: Disk) -> None:
    other = new_family(seat.device.workspace, NewFamily("Gezin Ander", "Kim"))
    elsewhere = disk.take_away()
    before = {more: beside(elsewhere / disk.path.name, more).read_bytes() for more in ("", "-wal")}
    type_and_leave(seat)
    assert pill(seat) == "Nog niet bewaard"
    assert "staat niet meer op zijn plek" in said(seat)
    for family in (other, seat.family):  # reading goes on
        seat.window.open_family(family)
        seat.settle()
        assert seat.window.family.shown is not None
        assert seat.window.family.shown[0].family.id == family
    assert {more: beside(elsewhere / disk.path.name, more).read_bytes() for more in before} == before
    assert not disk.path.exists()
    disk.put_back()
    look_again(seat)
    seat.window.family.commit()
    seat.settle()
    assert said(seat) == ""
    assert seat.page().goals[0].goal.text == NEW


def test_another_file_in_its_place_is_never_written_to_nor_mixed_in(seat: Seat, disk: Disk) -> None:
    theirs = disk.exchange()
    type_and_leave(seat)
    assert "een ander bestand" in said(seat)
    assert disk.path.read_bytes() == theirs
    assert seat.page().goals[0].goal.text == WORDS
    assert seat.goal_field("text").texts() == [NEW]
    with pytest.raises(UserProblem, match="store_replaced"):
        [seat.device.workspace.engine.connect() for _ in range(5)]


def test_a_write_ahead_log_that_is_cleaned_up_is_a_store_that_is_gone(seat: Seat, disk: Disk) -> None:
    beside(disk.path, "-wal").unlink()
    with pytest.raises(UserProblem, match="store_gone"):
        add_goal(seat.device.workspace, seat.family, NEW)


@pytest.mark.parametrize("what", ["take_away", "exchange"])
def test_the_copy_of_a_store_without_a_place_holds_everything(seat: Seat, disk: Disk, tmp_path: Path, what: str) -> None:
    goal = add_goal(seat.device.workspace, seat.family, "Nog in het logboek.")
    getattr(disk, what)()
    look_again(seat)
    bar = seat.window.trouble
    bar.copy.click()
    bar.place.set_value(str(tmp_path / "stick met ’n naam"))
    bar.keep.click()
    seat.settle()
    [vault] = (tmp_path / "stick met ’n naam").glob("keukentafel-reservekopie-*/kluis")
    assert vault.parent.name in bar.news.text.text()
    copy = open_engine(vault / disk.path.name, KEY)
    check_integrity(copy)
    with copy.connect() as connection:
        ids = [row[0] for row in connection.exec_driver_sql("SELECT id FROM goal")]
    copy.dispose()
    assert bytes(goal) in ids


def test_a_place_for_the_copy_that_cannot_be_written_to_is_said_beside_the_field(seat: Seat, disk: Disk, tmp_path: Path) -> None:
    disk.take_away()
    look_again(seat)
    (tmp_path / "bestand").write_text("x")
    bar = seat.window.trouble
    bar.copy.click()
    bar.place.set_value(str(tmp_path / "bestand"))
    bar.keep.click()
    seat.settle()
    assert "Kies een andere map" in bar.place.problem.text()
    assert bar.keep.isVisible()


def test_a_store_that_is_damaged_while_open_is_read_only_and_can_be_copied(seat: Seat, disk: Disk, tmp_path: Path) -> None:
    with disk.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all()
    disk.damage()
    seat.window.desk.ask(check_store, lambda _: None)
    seat.settle()
    assert "beschadigd" in said(seat)
    before = disk.path.read_bytes()
    type_and_leave(seat)
    assert pill(seat) == "Nog niet bewaard"
    assert seat.goal_field("text").texts() == [NEW]
    assert disk.path.read_bytes() == before
    seat.window.trouble.ask_place()
    seat.window.trouble.place.set_value(str(tmp_path))
    seat.window.trouble.keep.click()
    seat.settle()
    [copy] = tmp_path.glob(f"keukentafel-reservekopie-*/kluis/{disk.path.name}")
    assert copy.read_bytes() == before
