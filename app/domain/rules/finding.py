"""What Ctrl+K compares: the words somebody types, and the part of a text that is shown around them (domain.md 6.5)."""

import re

from app.domain.rules.names import fold

MOST_WORDS = 8
LONGEST = 120
LONG_ENOUGH = 3
"""From so many letters on a word says something by itself; "de" stands in every sentence."""
BETWEEN_WORDS = re.compile(r"[\s,;]+")
BEFORE, SHOWN = 30, 110
"""How many characters of a text stand before what was found, and how many there are in all."""


def words_to_find(text: str) -> tuple[str, ...]:
    """Return the folded words of what was typed: order, accents, capitals and the comma of "Wit, de" mean nothing."""
    found = dict.fromkeys(word for word in BETWEEN_WORDS.split(fold(text[:LONGEST])) if word)
    return tuple(found)[:MOST_WORDS]


def part_around(text: str, words: tuple[str, ...]) -> str:
    """Return the text, or of a long one the part around the first of the words, as it was written; "…" where it goes on."""
    tidy = " ".join(text.split())
    if len(tidy) <= SHOWN:
        return tidy
    at = _place(tidy, words)
    begin = tidy.rfind(" ", 0, max(at - BEFORE, 0)) + 1 if at > BEFORE else 0
    end = begin + SHOWN
    if end < len(tidy):
        end = max(tidy.rfind(" ", begin, end), at + 1) if " " in tidy[at + 1 : end] else end
    return f"{'… ' if begin else ''}{tidy[begin:end].rstrip()}{' …' if end < len(tidy) else ''}"


def _place(tidy: str, words: tuple[str, ...]) -> int:
    """Return where the first of the words stands; the beginning when none does."""
    folded = fold(tidy)
    places = [place for word in words if (place := folded.find(word)) >= 0]
    if not places:
        return 0
    if len(folded) == len(tidy):  # letter by letter the same length, as nearly always
        return min(places)
    at = 0
    for written in tidy.split(" "):
        if any(word in fold(written) for word in words):
            return at
        at += len(written) + 1
    return 0
