"""The code in the footer is made of the plan's content and of nothing else."""

import re

from hypothesis import given
from hypothesis import strategies as st

from app.domain.rules.plan_code import canonical_code


def test_the_code_is_the_first_eight_digits_of_the_hash() -> None:
    assert canonical_code(b"") == "E3B0-C442"  # SHA-256 of nothing begins e3b0c442 (FIPS 180-4)


@given(st.binary(), st.binary())
def test_the_code_can_be_read_out_loud_and_differs_with_the_content(one: bytes, other: bytes) -> None:
    assert re.fullmatch("[0-9A-F]{4}-[0-9A-F]{4}", canonical_code(one))
    assert (canonical_code(one) == canonical_code(other)) is (one == other)
