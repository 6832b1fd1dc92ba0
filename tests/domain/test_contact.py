"""Telephone numbers and postcodes: kept one way, shown another, and never lost (domain.md 6.6)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.rules.contact import phone_warning, postcode_warning, show_phone, show_postcode, store_phone


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("0600000012", "+31600000012", "06 00 00 00 12"),
        ("06-00 00 00 12", "+31600000012", "06 00 00 00 12"),
        ("+31 (0)6 00000012", "+31600000012", "06 00 00 00 12"),
        ("0031600000012", "+31600000012", "06 00 00 00 12"),
        ("020-0000012", "+31200000012", "020 000 00 12"),
        ("0115 000012", "+31115000012", "0115 00 00 12"),
        ("112", "112", "112"),
        ("113", "113", "113"),
        ("116 111", "116 111", "116 111"),
        ("0800-0432", "0800-0432", "0800-0432"),
        ("14 020", "14 020", "14 020"),
        ("088 000 00 12", "+31880000012", "088 000 00 12"),
        ("+32 475 00 00 12", "+32 475 00 00 12", "+32 475 00 00 12"),
        ("", "", ""),
    ],
)
def test_a_number_is_kept_to_be_called_and_shown_to_be_read(typed: str, kept: str, shown: str) -> None:
    assert store_phone(typed) == kept
    assert show_phone(kept) == shown
    assert phone_warning(typed) is None


@pytest.mark.parametrize("typed", ["bel oma", "06 00", "0600000012 of thuis", "123456789012345678", "٠٦٠٠٠٠٠٠١٢"])
def test_what_cannot_be_called_is_kept_as_it_is_with_a_sentence(typed: str) -> None:
    assert (store_phone(typed), show_phone(typed), phone_warning(typed)) == (typed, typed, "warning.phone")


@pytest.mark.parametrize(
    ("typed", "shown", "warned"),
    [
        ("1234ab", "1234 AB", False),
        ("1234 AB", "1234 AB", False),
        (" 1234  ab ", "1234 AB", False),
        ("", "", False),
        ("0234 AB", "0234 AB", True),
        ("1234 SS", "1234 SS", True),
        ("1234", "1234", True),
        ("B-1000", "B-1000", True),
    ],
)
def test_a_postcode_is_shown_as_on_an_envelope(typed: str, shown: str, warned: bool) -> None:
    assert show_postcode(typed) == shown
    assert (postcode_warning(typed) is not None) is warned


@given(st.text(max_size=30))
def test_anything_is_kept_once_and_for_all(text: str) -> None:
    kept = store_phone(text)
    assert store_phone(kept) == kept
    assert store_phone(show_phone(kept)) == kept
    assert show_postcode(show_postcode(text)) == show_postcode(text)


@given(st.from_regex(r"(\+31|0031|0)[1-9][0-9]{8}", fullmatch=True))
def test_every_dutch_number_comes_back_from_how_it_is_shown(text: str) -> None:
    kept = store_phone(text)
    assert store_phone(show_phone(kept)) == kept
    assert "".join(sign for sign in show_phone(kept) if sign.isdigit())[-9:] == text[-9:]
