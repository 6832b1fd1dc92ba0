"""How telephone numbers and postcodes are kept and shown (domain.md 6.6). What is none is kept as it was typed, with a sentence."""

import re

STRIPPED = re.compile(r"[\s().\-/‐-―]")
DUTCH = re.compile(r"(?:\+31|0031|0)([1-9]\d{8})", re.ASCII)
SHORT = re.compile(r"0?(?:112|113|116\d{3}|144|14\d{3,4})|0(?:800|900|906|909)\d{4,7}", re.ASCII)
"""Numbers that are called as they stand: of emergency, of municipalities, and those that are free or cost more."""
ABROAD = re.compile(r"(?:\+|00)[1-9]\d{6,14}", re.ASCII)
SHORT_AREA = re.compile(r"1[0345]|2[0346]|3[03568]|4[0356]|5[0358]|7\d|85|88|91")
"""Area codes of two figures after the 0: the number behind them has seven."""

POSTCODE = re.compile(r"([1-9]\d{3}) ?([A-Za-z]{2})", re.ASCII)
UNUSED_LETTERS = frozenset({"SA", "SD", "SS"})


def store_phone(text: str) -> str:
    """Return the number as it is kept: "+31612345678" for a Dutch one, anything else as it was typed."""
    found = DUTCH.fullmatch(_figures(text))
    return f"+31{found[1]}" if found and not SHORT.fullmatch(_figures(text)) else text


def show_phone(text: str) -> str:
    """Return the number as people read it aloud: "06 12 34 56 78", "020 123 45 67"; what is no Dutch number as it stands."""
    found = DUTCH.fullmatch(text)
    if found is None or SHORT.fullmatch(f"0{found[1]}"):
        return text
    figures = found[1]
    if figures.startswith("6"):
        return " ".join(["06", *(figures[place : place + 2] for place in range(1, 9, 2))])
    if SHORT_AREA.match(figures):
        return f"0{figures[:2]} {figures[2:5]} {figures[5:7]} {figures[7:]}"
    return f"0{figures[:3]} {figures[3:5]} {figures[5:7]} {figures[7:]}"


def phone_warning(text: str) -> str | None:
    """Return the key of what to say of something that cannot be called."""
    plain = _figures(text)
    known = not plain or any(form.fullmatch(plain) for form in (DUTCH, SHORT, ABROAD))
    return None if known else "warning.phone"


def show_postcode(text: str) -> str:
    """Return a postcode as on an envelope: "1234 AB"; anything else as it was typed."""
    found = POSTCODE.fullmatch(" ".join(text.split()))
    return f"{found[1]} {found[2].upper()}" if found else text


def postcode_warning(text: str) -> str | None:
    """Return the key of what to say of something that is no Dutch postcode."""
    found = POSTCODE.fullmatch(" ".join(text.split()))
    fine = not text.strip() or (found is not None and found[2].upper() not in UNUSED_LETTERS)
    return None if fine else "warning.postcode"


def _figures(text: str) -> str:
    return STRIPPED.sub("", text.replace("(0)", "")).strip()
