"""What is compared when somebody searches: words without accents, capitals and order, and the part of a text around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.rules.finding import MOST_WORDS, SHOWN, part_around, words_to_find
from app.domain.rules.names import fold


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Wit, de", ("wit", "de")),
        ("  İbrahim   YILDIZOĞLU ", ("ibrahim", "yildizoglu")),
        ("Łucja Ørsted", ("lucja", "orsted")),
        ("’s-Hertogenbosch", ("'s-hertogenbosch",)),
        ("Ĳsbrand", ("ijsbrand",)),
        ("mama MAMA máma", ("mama",)),
        ("50% _x \\", ("50%", "_x", "\\")),
        (" ,; ", ()),
    ],
)
def test_the_words_somebody_means(typed: str, words: tuple[str, ...]) -> None:
    assert words_to_find(typed) == words


@given(st.text(max_size=400))
def test_any_text_gives_a_few_folded_words(typed: str) -> None:
    words = words_to_find(typed)
    assert len(words) <= MOST_WORDS
    assert all(fold(word) == word and word.split() == [word] for word in words)


def test_a_short_text_is_shown_whole() -> None:
    assert part_around("Deniz gaat\nweer  naar school.", ("school",)) == "Deniz gaat weer naar school."


def test_of_a_long_text_the_part_around_the_word_is_shown_as_it_was_written() -> None:
    text = f"{'Er was veel te bespreken. ' * 20}Tante Mérýem denkt mee. {'Daarna ging iedereen weer naar huis. ' * 20}"
    shown = part_around(text, ("meryem",))
    assert "Tante Mérýem denkt mee." in shown
    assert (shown[:2], shown[-2:]) == ("… ", " …")
    assert len(shown) <= SHOWN + 4


def test_the_part_is_right_where_folding_makes_a_text_longer() -> None:
    assert "Mama belt." in part_around(f"{'Ǆ½ﬃ ' * 80}Mama belt. {'Ǆ½ﬃ ' * 80}", ("mama",))


def test_a_text_of_one_endless_word_is_cut_all_the_same() -> None:
    assert len(part_around("a" * 900 + "b" + "a" * 900, ("b",))) <= SHOWN + 4


WORDS = st.lists(
    st.sampled_from(["Æsop", "straße", "ﬁets", "İbrahim", "kind", "e\u0301\u0301", "\u200bmama", "Łódź", "IJ"]), min_size=1, max_size=80
)


@given(WORDS, st.data())
def test_a_word_that_stands_in_a_text_is_among_what_is_shown(texts: list[str], data: st.DataObject) -> None:
    word = fold(data.draw(st.sampled_from(texts)))
    assert word in fold(part_around(" ".join(texts), (word,)))
