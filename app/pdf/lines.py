"""Breaks a text into lines of one width. Cuts at spaces and after hyphens; a word wider than the line is cut between letters."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from app.pdf.fonts import Run, clusters, runs, width
from app.pdf.house_style import Style

AFTER_HYPHEN = re.compile(r"(?<=[^\W\d_][-–/])(?=\w)")


@dataclass(frozen=True, slots=True)
class Line:
    """One drawn line; `glue` keeps two lines apart for who listens or copies: a space, or nothing where a word was cut."""

    runs: tuple[Run, ...]
    glue: str = " "


class Piece(NamedTuple):
    """What may not be cut further: its text, a space or nothing before it, and its width."""

    text: str
    before: str
    wide: float


def lines(text: str, style: Style, room: float) -> tuple[Line, ...]:
    """Return the lines of a cleaned text, none of them wider than `room` points."""
    found: list[Line] = []
    for paragraph in text.split("\n"):
        found += _paragraph(paragraph, style, room)
    return tuple(found)


def _paragraph(text: str, style: Style, room: float) -> list[Line]:
    broken: list[tuple[str, str]] = []
    current, used = "", 0.0
    space = width(" ", style.face, style.size)
    for piece in _pieces(text, style, room):
        before = piece.before if current else ""
        wide = (space if before else 0) + piece.wide
        if current and used + wide > room:
            broken.append((current, piece.before))
            current, used = piece.text, piece.wide
        else:
            current, used = current + before + piece.text, used + wide
    broken.append((current, " "))
    return [Line(runs(line, style.face), glue) for line, glue in broken]


def _pieces(text: str, style: Style, room: float) -> Iterator[Piece]:
    for word in text.split(" "):
        before = " "
        for part in AFTER_HYPHEN.split(word) if word else ():
            for bit, wide in _that_fit(part, style, room):
                yield Piece(bit, before, wide)
                before = ""


def _that_fit(part: str, style: Style, room: float) -> list[tuple[str, float]]:
    whole = width(part, style.face, style.size)
    if whole <= room:
        return [(part, whole)]
    bits = [("", 0.0)]
    for cluster in clusters(part):
        wide = width(cluster, style.face, style.size)
        bit, used = bits[-1]
        if bit and used + wide > room:
            bits.append((cluster, wide))
        else:
            bits[-1] = (bit + cluster, used + wide)
    return bits
