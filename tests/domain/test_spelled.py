"""Which words of a text go to the word list: never names, numbers, addresses, abbreviations or another script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.rules.spelled import is_name, names_in, spots, word_at


def asked(text: str) -> list[str]:
    """Return the words of a text that are looked up."""
    return [spot.word for spot in spots(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Wij eten samen.", ["Wij", "eten", "samen"]),
        ("Daan gaat met Fatma naar de Zonnebloem.", ["Daan", "gaat", "met", "naar", "de"]),
        ("Klaar. Morgen verder", ["Klaar", "Morgen", "verder"]),
        ("Zij zei: “Kom maar”", ["Zij", "zei", "Kom", "maar"]),
        ("een foto’s-map en zo'n dag", ["een", "foto's-map", "en", "zo'n", "dag"]),
        ("e\u0301e\u0301n keer", ["één", "keer"]),
        ("ĳs en Ĳsland IJsje", ["ijs", "en"]),
        ("IJsje gehaald", ["IJsje", "gehaald"]),
        ("mail mij op fatma@voorbeeld.nl of www.voorbeeld.nl", ["mail", "mij", "op", "of"]),
        ("om 14.30u, 3x per week, o.a. de GGZ en WhatsApp", ["om", "per", "week", "de", "en"]),
        ("مرحبا wereld", ["wereld"]),
        ("a 😀 bb", ["bb"]),
        ("", []),
    ],
)
def test_only_what_a_word_list_can_judge_is_asked(text: str, words: list[str]) -> None:
    assert asked(text) == words


def test_names_count_in_every_form() -> None:
    names = names_in(["Przemek Wójcik", "tante van Daan", "De Zonnebloem"])
    assert all(is_name(word, names) for word in ("przemek", "Wójcik", "Daan's", "Daans", "Zonnebloem"))
    assert not any(is_name(word, names) for word in ("tante", "van", "slaapen"))


def test_the_word_at_a_place_is_the_one_it_touches() -> None:
    found = word_at("Wij eten samen", 5)
    assert found is not None
    assert found.word == "eten"
    assert word_at("Wij  eten", 4) is None


@given(st.text(max_size=200))
def test_any_text_has_its_words_in_place_and_order(text: str) -> None:
    found = spots(text)
    assert all(text[one.start : one.end] and not any(sign.isspace() for sign in text[one.start : one.end]) for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)
