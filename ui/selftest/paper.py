"""Reads a print back: which words its embedded letters say, and whether a screen reader finds its way in it."""

import io
import re

import pikepdf

RANGE = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*(?:<([0-9a-fA-F]+)>|\[([^\]]*)\])")
SINGLE = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")


def words_of(pdf: bytes) -> str:
    """Return the words of a PDF as the embedded letters say them, without any spaces."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return "".join("".join(words_on(page)) for page in opened.pages)


def is_tagged(pdf: bytes) -> bool:
    """Tell whether a screen reader finds its way in a PDF."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return bool(opened.Root.get("/StructTreeRoot") and opened.Root.MarkInfo.Marked)


def words_on(page: pikepdf.Page) -> list[str]:
    """Return what is shown on a page, operator by operator."""
    letters = {name: meaning(font) for name, font in page.resources.get("/Font", {}).items()}
    shown: list[str] = []
    known: dict[int, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), instruction.operands
        if operator == "Tf":
            known = letters.get(str(operands[0]), {})
        elif operator == "Tj":
            shown += [known.get(code, "") for code in bytes(operands[0])]
    return [part for part in shown if not part.isspace()]


def meaning(font: pikepdf.Object) -> dict[int, str]:
    """Return which characters the codes of an embedded font stand for."""
    found: dict[int, str] = {}
    table = font.get("/ToUnicode")
    for kind, block in re.findall(rb"beginbf(range|char)(.*?)endbf", table.read_bytes() if table is not None else b"", re.DOTALL):
        if kind == b"char":
            found |= {int(code, 16): text(character) for code, character in SINGLE.findall(block)}
            continue
        for first, last, start, each in RANGE.findall(block):
            codes = range(int(first, 16), int(last, 16) + 1)
            listed = re.findall(rb"<([0-9a-fA-F]+)>", each)
            given = [text(one) for one in listed] if each else [chr(int(start, 16) + number) for number in range(len(codes))]
            found |= dict(zip(codes, given, strict=False))
    return found


def text(figures: bytes) -> str:
    """Return what hex figures of a character map say."""
    return bytes.fromhex(figures.decode()).decode("utf-16-be", "replace")
