"""Reads a PDF back: with poppler's tools as a reader would, and operator by operator with pikepdf."""

import io
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf


def poppler(tool: str, pdf: bytes, *options: str) -> str:
    """Return what a poppler tool says of the PDF."""
    output = ["-"] if tool == "pdftotext" else []
    done = subprocess.run([tool, *options, "-", *output], input=pdf, capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def text_of(pdf: bytes) -> str:
    """Return the text as somebody copies it, pages after each other."""
    return poppler("pdftotext", pdf)


def words_of(text: str) -> str:
    """Return the text with every stretch of white space as one space."""
    return " ".join(text.split())


def tree_of(pdf: bytes) -> list[tuple[str, str]]:
    """Return (kind, text) of every element in reading order, as `pdfinfo -struct-text` tells them."""
    found: list[tuple[str, str]] = []
    for line in poppler("pdfinfo", pdf, "-struct-text").splitlines():
        bare = line.strip()
        if bare.startswith('"') and bare.endswith('"'):
            kind, text = found[-1]
            found[-1] = (kind, text + bare[1:-1])
        elif match := re.match(r"([A-Z][A-Za-z0-9]*)( \(block\)|:)?$", bare):
            found.append((match.group(1), ""))
    return found


def spoken(pdf: bytes) -> str:
    """Return everything a screen reader says, in its order."""
    return words_of("".join(text for _, text in tree_of(pdf)))


@dataclass(frozen=True)
class Shown:
    """One stretch of shown text: its page, its font size, and its mark (None for an artifact)."""

    page: int
    size: float
    mark: int | None
    tagged: bool


def shown(pdf: bytes) -> Iterator[Shown]:
    """Return every text-showing operator with what holds for it."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for number, page in enumerate(opened.pages):
            size, open_marks = 0.0, list[int | None]()
            for instruction in pikepdf.parse_content_stream(page):
                name, operands = str(instruction.operator), instruction.operands
                if name == "Tf":
                    size = float(operands[1])
                elif name == "BMC":
                    open_marks.append(None)
                elif name == "BDC":
                    open_marks.append(int(operands[1].MCID))
                elif name == "EMC":
                    open_marks.pop()
                elif name in {"Tj", "TJ"}:
                    yield Shown(number, size, open_marks[-1] if open_marks else None, bool(open_marks))
