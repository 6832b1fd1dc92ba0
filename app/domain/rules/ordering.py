"""The order of a list as the family chose it: each row has a key, and a row that moves gets another. No row is ever renumbered.

A key is a text of base 62 that sorts as it stands and never ends in a zero, so there is always room before it. A row that was
never moved stands by its id, which is the order in which rows were made.
"""

import re
from collections.abc import Sequence
from typing import Protocol, TypeVar

from app.errors import ProgramFault

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
BASE = len(DIGITS)
MIDDLE = DIGITS[BASE // 2]
ID_DIGITS = 22
"""16 bytes in base 62."""
OWN = 3
"""How much of a row's own id ends its key, so that two laptops that put different rows in one place never give them one key."""
LONGEST_KEY = 200
KEY = re.compile(rf"[0-9A-Za-z]{{0,{LONGEST_KEY - 1}}}[1-9A-Za-z]")


class Placed(Protocol):
    """A row that stands in a list."""

    @property
    def id(self) -> bytes:
        """Its name."""
        ...

    @property
    def position(self) -> str:
        """Where it was put; empty when it never moved."""
        ...


P = TypeVar("P", bound=Placed)


def between(before: str, after: str) -> str:
    """Return a short key that sorts between two; empty stands for the beginning of all, or the end. Raises ProgramFault for none.

    At the end it stays before every row that is made later: what its id says is not counted up, only what comes behind that.
    """
    if after and not before < after:
        raise ProgramFault("no key sorts between these")
    if not after:
        return before[:ID_DIGITS].ljust(ID_DIGITS, "0") + _next(before[ID_DIGITS:])
    made = ""
    while True:
        place = len(made)
        low = DIGITS.index(before[place]) if place < len(before) else 0
        high = DIGITS.index(after[place]) if place < len(after) else BASE
        if high - low > 1:
            return made + DIGITS[(low + high) // 2]
        made += DIGITS[low]
        if high > low:
            after = ""  # from here on anything sorts before it


def _next(tail: str) -> str:
    """Return a short text that sorts after another, in small steps: more rows come there."""
    kept = tail[: len(tail) - len(tail.lstrip(DIGITS[-1]))]
    return kept + DIGITS[DIGITS.index(tail[len(kept)]) + 1 if len(kept) < len(tail) else 1]


def key_of(row: Placed) -> str:
    """Return the key by which a row stands."""
    return row.position or made_of(row.id)


def made_of(row: bytes) -> str:
    """Return the key of a row that never moved: its id in base 62, and a middle that leaves room on both sides."""
    number, digits = int.from_bytes(row, "big"), ""
    for _ in range(ID_DIGITS):
        number, digit = divmod(number, BASE)
        digits = DIGITS[digit] + digits
    return digits + MIDDLE


def in_order(rows: Sequence[P]) -> list[P]:
    """Return the rows in the order that was chosen; two with one key stand by their ids, the same on every laptop."""
    return sorted(rows, key=lambda row: (key_of(row), row.id))


def moved(rows: Sequence[Placed], row: bytes, steps: int) -> str | None:
    """Return the key that puts a row some places further down (or up, below 0) among rows in order; None where it cannot go."""
    others = [one for one in rows if one.id != row]
    now = next((place for place, one in enumerate(rows) if one.id == row), None)
    if now is None or not steps or not 0 <= now + steps < len(rows):
        return None
    keys = [key_of(one) for one in others]
    place = now + steps
    before = keys[place - 1] if place else ""
    after = next((key for key in keys[place:] if key > before), "")  # past those that share a key: between them is no room
    key = between(before, after) + MIDDLE + made_of(row)[-OWN:]  # whatever its id is, there is room on both sides of it
    return key if len(key) <= LONGEST_KEY else None
