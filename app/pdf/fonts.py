"""The letters on paper: Atkinson Hyperlegible Next, and Noto Sans for what it lacks. Never draws a box for a missing letter."""

import functools
import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from app import paths
from app.errors import ProgramFault
from app.pdf.characters import not_printable
from app.pdf.house_style import Face

HOUSE_FILES = {
    Face.REGULAR: "AtkinsonHyperlegibleNext_400Regular.ttf",
    Face.BOLD: "AtkinsonHyperlegibleNext_700Bold.ttf",
    Face.ITALIC: "AtkinsonHyperlegibleNext_400Regular_Italic.ttf",
}
SPARE_FILES = {Face.REGULAR: "NotoSans-Regular.ttf", Face.BOLD: "NotoSans-Bold.ttf", Face.ITALIC: "NotoSans-Regular.ttf"}
WORDS = re.compile("( )")
# Scripts whose letters join or reorder (Hebrew to Ol Chiki; Syloti to Meetei): drawn one by one they would be wrong, so refused.
NEEDS_SHAPING = (range(0x0590, 0x10A0), range(0x1100, 0x1C80), range(0xA800, 0xAC00))


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text that one embedded font draws."""

    font: str
    text: str


@dataclass(frozen=True, slots=True)
class Letters:
    """The registered fonts of one face and the characters each can draw."""

    house: TTFont
    spare: TTFont

    def can(self, font: TTFont, character: str) -> bool:
        """Tell whether a font draws this character as it should look."""
        code = ord(character)
        return code in font.face.charToGlyph and not any(code in script for script in NEEDS_SHAPING)


@functools.cache
def letters(face: Face) -> Letters:
    """Return the fonts of a face, registered with reportlab on first use."""
    return Letters(_registered(HOUSE_FILES[face]), _registered(SPARE_FILES[face]))


@functools.cache
def _registered(file_name: str) -> TTFont:
    file = paths.resources() / "fonts" / file_name
    if not file.is_file():
        raise ProgramFault(f"font missing: {file_name}")
    font = TTFont(file.stem, str(file))
    pdfmetrics.registerFont(font)
    return font


def runs(text: str, face: Face) -> tuple[Run, ...]:
    """Return the text in pieces by font, a word in one font where one can; raises UserProblem for what no font can draw."""
    fonts = letters(face)
    if all(ord(character) in fonts.house.face.charToGlyph for character in text):
        return (Run(fonts.house.fontName, text),)
    drawn = [pair for word in WORDS.split(text) if word for pair in _word(word, fonts)]
    return tuple(Run(font, "".join(part for _, part in parts)) for font, parts in groupby(drawn, lambda pair: pair[0]))


def _word(word: str, fonts: Letters) -> list[tuple[str, str]]:
    for font in (fonts.house, fonts.spare):
        if all(fonts.can(font, character) for character in word):
            return [(font.fontName, word)]
    return [(_font_for(cluster, fonts), cluster) for cluster in clusters(word)]


def clusters(text: str) -> list[str]:
    """Return the letters of a text, each with the accents that stand on it."""
    found: list[str] = []
    for character in text:
        if found and unicodedata.combining(character):
            found[-1] += character
        else:
            found.append(character)
    return found


def _font_for(cluster: str, fonts: Letters) -> str:
    for font in (fonts.house, fonts.spare):
        if all(fonts.can(font, character) for character in cluster):
            return font.fontName
    raise not_printable(next(character for character in cluster if not fonts.can(fonts.spare, character)))


def width(text: str, face: Face, size: float) -> float:
    """Return how wide a text is drawn, in points."""
    return sum(pdfmetrics.stringWidth(run.text, run.font, size) for run in runs(text, face))
