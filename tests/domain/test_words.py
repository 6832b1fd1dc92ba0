"""What is typed or pasted stays, and nothing invisible with it."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.rules.words import clean, clean_line, looks_like_bsn, looks_like_iban
from app.errors import UserProblem

ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=60)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Zonder ruzie naar school. ", "Zonder ruzie naar school."),
        ("a\r\nb\rc\vd\u2028e", "a\nb\nc\nd\ne"),
        ("eerst  \n\n  dan\n\n", "eerst\n\n  dan"),
        ("e\u0301e\u0301n", "één"),
        ("No\x00or\x07", "Noor"),
        ("No\ud83dor", "Noor"),
        ("\ud83d\ude00", "😀"),
        ("Noor\ufeff \u200bde\u202e Wit\u2069", "Noor de Wit"),
        ("af\u00adspraak", "afspraak"),
        ("a\u200db", "ab"),
        ("a\u200d😀", "a😀"),
        ("می\u200c", "می"),
        ("می\u200cb", "میb"),
        ("\u200c😀", "😀"),
        ("  eerst", "  eerst"),
        ("‘Aan tafel’ – “samen”\u00a0lachen…", "‘Aan tafel’ – “samen”\u00a0lachen…"),
        ("\uf0b7\tbellen", "• bellen"),
        ("<b>Noor & <font size=99>Kees</font>", "<b>Noor & <font size=99>Kees</font>"),
        ("\ufffe\ufdd0", ""),
        (" \n\t ", ""),
    ],
)
def test_a_pasted_text_is_kept_without_what_cannot_be_seen(typed: str, kept: str) -> None:
    assert clean(typed, 100) == kept


JOINED = ["👨‍👩‍👧", "👩🏽‍⚕️", "❤️‍🔥", "می‌خواهم", "ක්‍රම"]
FOREIGN = ["Łukasz Wiśniewski", "Nguyễn Thị Ngọc", "Sjoukje fan ’e Wâlden", "محمد"]


@pytest.mark.parametrize("text", [*JOINED, *FOREIGN])
def test_joined_emoji_and_every_script_stay_as_they_are(text: str) -> None:
    assert clean(text, 100) == unicodedata.normalize("NFC", text)


def test_one_line_stays_one_line() -> None:
    assert clean_line("  Noor\r\n de \t Wit ", 20) == "Noor de Wit"


def test_a_text_that_is_too_long_is_refused_and_never_cut() -> None:
    assert clean("x" * 80, 80) == "x" * 80
    with pytest.raises(UserProblem, match=r"^text_too_long$") as caught:
        clean("x" * 81, 80)
    assert caught.value.values == {"length": 81, "longest": 80}


def test_what_is_not_kept_does_not_count() -> None:
    assert clean("x" * 80 + "\x00\u200b  \n", 80) == "x" * 80


@given(ANY_TEXT)
@example("\x1b\r0")
def test_a_clean_text_is_utf_8_without_controls_and_cleans_to_itself(text: str) -> None:
    for cleaning in (clean, clean_line):
        kept = cleaning(text, 1000)
        assert cleaning(kept, 1000) == kept
        assert kept.encode().decode() == kept == unicodedata.normalize("NFC", kept)
        assert not {unicodedata.category(letter) for letter in kept if letter != "\n"} & {"Cs", "Cc"}
    assert "\n" not in clean_line(text, 1000)


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=60))
def test_no_letter_is_lost(text: str) -> None:
    visible = unicodedata.normalize("NFC", text).split()
    assert clean(text, 1000).split() == visible


@pytest.mark.parametrize("number", ["111222333", "123456782", "999900006", "999900018", "999990019", "999992934"])
def test_a_citizen_service_number_is_seen_in_a_text(number: str) -> None:
    assert looks_like_bsn(f"Zijn nummer is {number}.")
    assert looks_like_bsn(f"{number[:4]}.{number[4:6]}.{number[6:]}")
    assert looks_like_bsn(f"{number[:3]} {number[3:6]} {number[6:]}")


@pytest.mark.parametrize(
    "text",
    [
        "123456789",
        "000000000",
        "010000007",
        "12345672",
        "0612345678",
        "1111222333",
        "1112223339",
        "11122233",
        "111-222-333 444",
        "12-03-2026",
        "",
    ],
)
def test_another_number_is_no_citizen_service_number(text: str) -> None:
    assert not looks_like_bsn(text)


@pytest.mark.parametrize(
    "text", ["NL91 ABNA 0417 1643 00", "nl91abna0417164300", "op NL91ABNA0417164300, graag", "BE68 5390 0754 7034 is van opa"]
)
def test_a_bank_account_is_seen_in_a_text(text: str) -> None:
    assert looks_like_iban(text)


@pytest.mark.parametrize("text", ["NL91 ABNA 0417 1643 01", "Wij gaan om 16.30 naar de NL12 afslag", "xNL91ABNA0417164300", ""])
def test_another_text_is_no_bank_account(text: str) -> None:
    assert not looks_like_iban(text)
