"""A list in the order of the family: a moved row gets a key, and no other row is touched."""

from dataclasses import dataclass, replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.ids import new_id
from app.domain.rules.ordering import DIGITS, KEY, LONGEST_KEY, between, in_order, key_of, made_of, moved
from app.errors import ProgramFault

KEYS = st.from_regex(KEY, fullmatch=True).filter(lambda key: len(key) < 30)
WALL = 0x019DA0000000


@dataclass(frozen=True)
class Row:
    """A row in a list."""

    id: bytes
    position: str = ""


def rows(count: int) -> list[Row]:
    """Return rows in the order in which they were made, a minute after each other."""
    return [Row(bytes(new_id(WALL + 60_000 * number))) for number in range(count)]


def put(there: list[Row], row: Row, steps: int) -> list[Row]:
    """Return the list after a row moved."""
    position = moved(there, row.id, steps)
    return in_order([replace(one, position=position or one.position) if one.id == row.id else one for one in there])


@given(KEYS, KEYS)
def test_a_key_between_two_sorts_between_them_and_leaves_room(one: str, other: str) -> None:
    low, high = sorted((one, other))
    for before, after in [(low, high), ("", high), (low, ""), ("", "")]:
        if before != after or not before:
            made = between(before, after)
            assert before < made
            assert made < after or not after
            assert KEY.fullmatch(made)
            assert not after.startswith(made)


@pytest.mark.parametrize(("before", "after"), [("V", "V"), ("b", "a"), ("aV", "a")])
def test_between_what_leaves_no_room_no_key_is_made(before: str, after: str) -> None:
    with pytest.raises(ProgramFault):
        between(before, after)


def test_rows_that_never_moved_stand_in_the_order_in_which_they_were_made() -> None:
    there = rows(20)
    assert in_order(there[::-1]) == there
    assert [made_of(row.id) for row in there] == sorted(made_of(row.id) for row in there)


@given(st.integers(2, 8), st.lists(st.tuples(st.integers(0, 7), st.integers(-7, 7)), max_size=40))
def test_a_moved_row_stands_where_it_was_put_and_no_other_row_is_renumbered(count: int, moves: list[tuple[int, int]]) -> None:
    there = rows(count)
    for place, steps in moves:
        row = there[place % count]
        wanted = [one.id for one in there]
        if steps and 0 <= there.index(row) + steps < count:
            wanted.insert(there.index(row) + steps, wanted.pop(there.index(row)))
        others = {one.id: one.position for one in there if one.id != row.id}
        there = put(there, row, steps)
        assert [one.id for one in there] == wanted
        assert {one.id: one.position for one in there if one.id != row.id} == others
    assert all(not one.position or KEY.fullmatch(one.position) for one in there)


def test_a_row_that_is_new_comes_after_those_that_were_moved_to_the_end() -> None:
    there = rows(3)
    moved_down = put(there, there[0], 2)
    later = Row(bytes(new_id(WALL + 600_000)))
    assert in_order([later, *moved_down])[-1] == later


@pytest.mark.parametrize(("steps", "places"), [(-1, 1), (1, 0), (-2, 2)])
def test_keys_stay_short_however_often_the_same_two_change_places(steps: int, places: int) -> None:
    there = rows(3)
    for _ in range(300):
        there = put(there, there[places], steps)
    assert max(len(key_of(row)) for row in there) <= LONGEST_KEY // 2


def test_two_rows_that_two_laptops_put_in_one_place_do_not_share_a_key() -> None:
    there = rows(4)
    assert moved(there, there[2].id, -1) != moved(there, there[3].id, -2)


def test_rows_with_one_key_stand_by_their_ids_and_can_be_moved_past() -> None:
    one, two, three = (Row(id=bytes([number]) * 16, position="V") for number in range(3))
    other = Row(id=bytes([9]) * 16, position="b")
    there = in_order([other, three, one, two])
    assert there == [one, two, three, other]
    assert put(there, other, -3)[0].id == other.id
    assert {row.id for row in put(there, other, -2)} == {row.id for row in there}


@pytest.mark.parametrize("steps", [0, -1, 3])
def test_a_row_does_not_go_past_the_ends(steps: int) -> None:
    there = rows(3)
    assert moved(there, there[0].id, steps) is None
    assert moved(there, b"nobody", 1) is None


def test_the_digits_sort_as_texts_do() -> None:
    assert all(low < high for low, high in pairwise(DIGITS))
