"""What people type or paste, made fit to keep: nothing of it is cut, and nothing invisible stays. Not here: spelling or style."""

import re
import unicodedata

from stdnum import iban
from stdnum.nl import bsn

from app.errors import UserProblem

LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
JOINERS = "\u200c\u200d"
FIRST_JOINED = "\u0600"
"""Joiners mean something from the Arabic script on, and inside emoji; between Latin letters they only hide a difference."""
WORD_BULLETS = str.maketrans({"\uf0b7": "•", "\uf0a7": "•", "\uf0d8": "•", "\uf0fc": "✓", "\uf0e0": "→", "\t": " "})
"""Signs that Word pastes as places in its own fonts, which no other font has."""

BSN_SHAPES = re.compile(r"(?<!\d)(?:\d{9}|\d{3}([ .])\d{3}\1\d{3}|\d{4}([ .])\d{2}\2\d{3})(?!\d)", re.ASCII)
IBAN_STARTS = re.compile(r"\b[a-z]{2}\d{2}(?=[ ]?[a-z0-9]{4})", re.ASCII | re.IGNORECASE)
IBAN_LENGTHS = range(15, 35)


def clean(text: str, longest: int) -> str:
    """Return the text of several lines as it is kept: NFC, plain line ends, no invisible or broken characters; raises UserProblem.

    A text of more than `longest` characters is refused, never cut.
    """
    lines = "\n".join(line.rstrip() for line in _visible(text).split("\n"))
    return _short_enough(lines.strip("\n"), longest)


def clean_line(text: str, longest: int) -> str:
    """Return the text of one line as it is kept: as `clean`, with line ends and repeated spaces as one space; raises UserProblem."""
    return _short_enough(re.sub("[ \n]+", " ", _visible(text)).strip(), longest)


def looks_like_bsn(text: str) -> bool:
    """Tell whether a citizen service number stands in the text: nine digits that pass the eleven test (domain.md 5.5)."""
    return any(bsn.is_valid(found[0]) for found in BSN_SHAPES.finditer(text))


def looks_like_iban(text: str) -> bool:
    """Tell whether a bank account number stands in the text."""
    return any(_begins_with_iban(text[found.start() :]) for found in IBAN_STARTS.finditer(text))


def _visible(text: str) -> str:
    whole = LINE_ENDS.sub("\n", _whole(text)).translate(WORD_BULLETS)
    return unicodedata.normalize("NFC", _without_hidden(whole))


def _short_enough(text: str, longest: int) -> str:
    if len(text) > longest:
        raise UserProblem("text_too_long", length=len(text), longest=longest)
    return text


def _whole(text: str) -> str:
    """Return the text with surrogates joined to the letters they stand for; one alone stands for nothing and goes."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def _without_hidden(text: str) -> str:
    kept: list[str] = []
    for place, letter in enumerate(text):
        following = text[place + 1 : place + 2]
        if letter in JOINERS:
            if kept and _joined(kept[-1]) and _joined(following):
                kept.append(letter)
        elif not _hidden(letter):
            kept.append(letter)
    return "".join(kept)


def _joined(letter: str) -> bool:
    return letter >= FIRST_JOINED and unicodedata.category(letter)[0] in "LMSN"


def _hidden(letter: str) -> bool:
    """Tell whether the letter is a control, a mark of direction or without width, or no character at all."""
    if letter == "\n":
        return False
    point = ord(letter)
    return unicodedata.category(letter) in ("Cc", "Cf", "Cs") or point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF


def _begins_with_iban(text: str) -> bool:
    letters = re.match(r"[A-Za-z0-9 ]+", text[:48])
    dense = letters[0].replace(" ", "") if letters else ""
    return any(iban.is_valid(dense[:length], check_country=False) for length in IBAN_LENGTHS if length <= len(dense))
