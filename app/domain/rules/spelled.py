"""Which words of a text are looked up in the word list: not names, not abbreviations, not addresses, nothing in another script."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import NamedTuple

LETTER = "[^\\W\\d_][\u0300-\u036f]*"
WORD = re.compile(f"{LETTER}(?:['’-]?{LETTER})*")
CHUNK = re.compile(r"\S+")
ENDS_SENTENCE = frozenset(".!?…:\n•")
LAST_LATIN = "\u024f"
FIRST_MARK = "\u0300"
LONGEST = 60


class Spot(NamedTuple):
    """A word in a text: where it begins and ends, and how it is looked up."""

    start: int
    end: int
    word: str


def spots(text: str) -> list[Spot]:
    """Return the words of a text that the word list is asked for."""
    found: list[Spot] = []
    for chunk in CHUNK.finditer(text):
        if not is_address(chunk[0]):
            found += [Spot(one.start(), one.end(), plain_word(one[0])) for one in WORD.finditer(text, chunk.start(), chunk.end())]
    return [spot for spot in found if is_asked(spot, text)]


def word_at(text: str, place: int) -> Spot | None:
    """Return the word in which, or at the edge of which, a place in the text lies."""
    return next((spot for spot in spots(text) if spot.start <= place <= spot.end), None)


def plain_word(word: str) -> str:
    """Return a word as the list spells it: one character per letter, straight apostrophes, ij as two letters."""
    composed = unicodedata.normalize("NFC", word)
    return composed.replace("’", "'").replace("ĳ", "ij").replace("Ĳ", "IJ")


def names_in(lines: Iterable[str]) -> frozenset[str]:
    """Return the words with a capital of lines that hold names, folded to be compared."""
    return frozenset(plain_word(one[0]).casefold() for line in lines for one in WORD.finditer(line) if one[0][0].isupper())


def is_name(word: str, names: Collection[str]) -> bool:
    """Tell whether a word is one of these names, also as in "Fatma's" and "Daans"."""
    folded = word.casefold()
    return any(one in names for one in (folded, folded.removesuffix("'s"), folded.removesuffix("s"), folded.removesuffix("'")))


def is_address(chunk: str) -> bool:
    """Tell whether a run without spaces is an address, a number or an abbreviation with dots: not for a word list."""
    inside = chunk.strip(".,;:!?()\"'“”‘’…")
    return any(sign in inside for sign in "@/\\_&.") or any(sign.isdigit() for sign in inside)


def is_asked(spot: Spot, text: str) -> bool:
    """Tell whether a word is for the list: Latin, of more than one letter, and no name as far as its capitals say."""
    word = spot.word
    if not 2 <= len(word) <= LONGEST or any(sign > LAST_LATIN and sign < FIRST_MARK for sign in word) or max(word) > "\u036f":
        return False
    tail = word[2:] if word.startswith("IJ") else word[1:]
    if word[0].islower():
        return word.islower()
    return tail.islower() and begins_sentence(text, spot.start)


def begins_sentence(text: str, place: int) -> bool:
    """Tell whether a sentence begins here; only there does a capital say nothing."""
    before = text[:place].rstrip(" \t\"'“”‘’„«»()[]-–—")
    return not before or before[-1] in ENDS_SENTENCE
