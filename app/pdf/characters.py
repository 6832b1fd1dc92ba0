"""What a text must be before it may be drawn: composed, without invisible or direction-turning characters. Knows no font."""

import re
import unicodedata

from app.errors import UserProblem

LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Controls, soft hyphen, zero-width characters, direction marks and overrides, variation selectors, byte order mark.
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
SPACES = re.compile("[\t\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000]")
HARD_SPACES = re.compile("[\u2007\u202f]")
SURROGATE = re.compile("[\ud800-\udfff]")
SCRIPTS = {
    "ARABIC": "een Arabische letter",
    "HEBREW": "een Hebreeuwse letter",
    "GREEK": "een Griekse letter",
    "CYRILLIC": "een Cyrillische letter",
    "ARMENIAN": "een Armeense letter",
    "GEORGIAN": "een Georgische letter",
    "ETHIOPIC": "een Ethiopische letter",
    "TIFINAGH": "een Berberse letter",
    "DEVANAGARI": "een Hindi-letter",
    "BENGALI": "een Bengaalse letter",
    "GURMUKHI": "een Punjabi-letter",
    "TAMIL": "een Tamil-letter",
    "THAI": "een Thaise letter",
    "HANGUL": "een Koreaanse letter",
    "HIRAGANA": "een Japanse letter",
    "KATAKANA": "een Japanse letter",
    "CJK": "een Chinees teken",
}


def cleaned(text: str) -> str:
    """Return the text as it is printed: NFC, `\\n` as the only line end, nothing invisible; raises UserProblem on half a character."""
    if (lost := SURROGATE.search(text)) is not None:
        raise not_printable(lost.group())
    if text.isascii() and text.isprintable():
        return text
    text = LINE_ENDS.sub("\n", text)
    text = HARD_SPACES.sub("\u00a0", SPACES.sub(" ", text))
    return unicodedata.normalize("NFC", INVISIBLE.sub("", text))


def one_line(text: str) -> str:
    """Return the cleaned text without line ends and doubled spaces, for a name or a footer."""
    return re.sub("[ \n]+", " ", cleaned(text)).strip()


def not_printable(character: str) -> UserProblem:
    """Return the problem that names a character which no letter of ours can draw."""
    code = f"U+{ord(character):04X}"
    shown = "?" if SURROGATE.match(character) else character
    return UserProblem("character_not_printable", character=shown, name=f"{_kind(character)} ({code})")


def _kind(character: str) -> str:
    if unicodedata.category(character) in {"So", "Sk"}:
        return "een plaatje of emoji"
    script = unicodedata.name(character, "").split(" ")[0]
    return SCRIPTS.get(script, "een bijzonder teken")
