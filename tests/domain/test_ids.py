"""Ids are UUIDs as RFC 9562 has them, and have one spelling on the wire."""

import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.ids import NAMESPACE, as_text, as_texts, derived_id, from_text, from_texts, new_id
from app.domain.record import Id
from app.errors import ProgramFault

RFC_MOMENT = 0x017F22E279B0
"""2022-02-22 19:22:22 UTC: the moment of the UUIDv7 in RFC 9562, appendix A.6: 017F22E2-79B0-7CC3-98C4-DC0C0C07398F."""
RFC_EXAMPLE: Id[Any] = Id(uuid.UUID("017F22E2-79B0-7CC3-98C4-DC0C0C07398F").bytes)
BYTES_16 = st.binary(min_size=16, max_size=16)


def test_a_new_id_is_a_uuid_of_its_moment() -> None:
    made = uuid.UUID(bytes=bytes(new_id(RFC_MOMENT)))
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert made.bytes[:6] == RFC_EXAMPLE[:6]


@given(st.integers(0, 2**48 - 2))
def test_new_ids_are_in_order_of_time(wall_ms: int) -> None:
    assert new_id(wall_ms) < new_id(wall_ms + 1)


def test_two_ids_of_one_moment_differ() -> None:
    assert len({new_id(RFC_MOMENT) for _ in range(1000)}) == 1000


def test_rows_made_in_one_moment_keep_the_order_in_which_they_were_made() -> None:
    made = [new_id(RFC_MOMENT, place) for place in range(100)]
    assert sorted(made) == made


def test_every_bit_behind_the_place_is_left_to_chance() -> None:
    made = [int.from_bytes(new_id(RFC_MOMENT)[6:], "big") for _ in range(500)]
    always, ever = made[0], 0
    for bits in made:
        always, ever = always & bits, ever | bits
    assert always == 0x7000_8000_0000_0000_0000
    assert ever == 0x7000_BFFF_FFFF_FFFF_FFFF


def test_a_derived_id_is_the_uuid_5_of_its_parent_and_name() -> None:
    made = derived_id(RFC_EXAMPLE, "plan/1")
    assert bytes(made) == uuid.uuid5(NAMESPACE, "017f22e279b07cc398c4dc0c0c07398f/plan/1").bytes
    assert uuid.UUID(bytes=bytes(made)).version == 5


def test_derived_ids_stay_what_they_are_for_ever() -> None:
    assert as_text(derived_id(RFC_EXAMPLE, "plan/1")) == "UZ5ihYuXX5Okf3mKr8nwCw"


@given(BYTES_16, BYTES_16, st.text(), st.text())
def test_another_parent_or_name_gives_another_id(parent: bytes, other: bytes, what: str, another: str) -> None:
    same = (parent, what) == (other, another)
    assert (derived_id(parent, what) == derived_id(other, another)) is same


def test_an_id_is_22_characters_on_the_wire() -> None:
    assert as_text(RFC_EXAMPLE) == "AX8i4nmwfMOYxNwMDAc5jw"
    assert from_text("AX8i4nmwfMOYxNwMDAc5jw") == RFC_EXAMPLE


@given(BYTES_16)
def test_an_id_comes_back_from_its_text(row: bytes) -> None:
    assert from_text(as_text(row)) == row


@pytest.mark.parametrize(
    "text",
    [
        "",
        "AX8i4nmwfMOYxNwMDAc5j",
        "AX8i4nmwfMOYxNwMDAc5jw==",
        "AX8i4nmwfMOYxNwMDAc5jx",
        "AX8i4nmwfMOYxNwMDAc5j=",
        "AX8i4nmwfMOYxNwMDAc5j ",
        "AX8i4nmwfMOYxNwMDAc5j\n",
        "AX8i4nmwfMOYxNwMDAc5jŵ",
        "AX8i4nmwfMOYxNwMDAc5\x00w",
        "AX8i4nmwfMOYxNwM+Ac5jw",
        "AX8i4nmwfMOYxNwM/Ac5jw",
        "====================== "[:22],
    ],
)
def test_an_id_has_no_other_spelling(text: str) -> None:
    with pytest.raises(ProgramFault):
        from_text(text)
    with pytest.raises(ProgramFault):
        from_texts(["AX8i4nmwfMOYxNwMDAc5jw", text, "AX8i4nmwfMOYxNwMDAc5jw"])


@given(st.text(min_size=22, max_size=22))
def test_any_other_text_is_refused_or_spells_itself(text: str) -> None:
    try:
        row = from_text(text)
    except ProgramFault:
        with pytest.raises(ProgramFault):
            from_texts([text])
        return
    assert as_text(row) == text


@given(st.lists(BYTES_16))
def test_many_ids_at_once_are_what_each_is_by_itself(rows: list[bytes]) -> None:
    assert as_texts(rows) == [as_text(row) for row in rows]
    assert from_texts(as_texts(rows)) == rows


def test_what_is_no_id_is_not_spelled_among_others() -> None:
    with pytest.raises(ProgramFault):
        as_texts([RFC_EXAMPLE, b"short"])
