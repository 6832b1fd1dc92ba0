"""Cleans what is pasted, often from Word, to plain text. Knows nothing of what the text says."""

import re

LINE_ENDS = re.compile(r"\r\n|[\r\u2028\u2029\v\f]")
INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b\u2060\ufeff\ufffc\ud800-\udfff]")
WIDE_SPACE = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
BULLET = re.compile(r"^[ \t]*(?:[\u2022\u00b7\u25aa\u25cf\u25e6\uf0b7\uf0a7][ \t]*|[o\u00a7]\t[ \t]*)", re.MULTILINE)
TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)


def keepable(text: str) -> str:
    """Return the text without what no store can hold: NUL, other control signs and lone surrogates."""
    return INVISIBLE.sub("", text)


def cleaned(text: str, one_line: bool = False) -> str:
    """Return pasted text with plain spaces and line ends and `- ` for the bullets of Word; on one line if asked."""
    text = WIDE_SPACE.sub(" ", INVISIBLE.sub("", LINE_ENDS.sub("\n", text)))
    text = TRAILING.sub("", BULLET.sub("- ", text).replace("\t", " "))
    return " ".join(text.split()) if one_line else text.strip("\n")
