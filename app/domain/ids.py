"""How rows get their names: new ones by time (UUIDv7, RFC 9562), those that must be one by derivation (UUIDv5)."""

import binascii
import os
import re
import uuid
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from app.domain.record import Id
from app.errors import ProgramFault

REMEMBERED = 4_096
"""Of so many ids their text is at hand: in a history the same author, gesture and row come again and again."""
SPELLED = re.compile("[A-Za-z0-9_-]{21}[AQgw]")
"""128 bits in 22 characters: of the last one four bits are left over, and must be nothing."""
TO_URL_SAFE = bytes.maketrans(b"+/", b"-_")
FROM_URL_SAFE = bytes.maketrans(b"-_", b"+/")
FROM_NOTHING_ELSE = bytes.maketrans(b"-_+/=", b"+/!!!")
"""As FROM_URL_SAFE; what is another spelling becomes what no spelling has."""
NAMESPACE = uuid.UUID("6f0c1b52-4d3e-5b7a-9c11-4b6575746166")


def new_id(wall_ms: int, place: int = 0) -> Id[Any]:
    """Return a UUIDv7 of that moment: 48 bits of milliseconds, 12 of `place`, then chance.

    `place` keeps rows that are made in one moment in the order in which they were made (RFC 9562, 6.2, method 1).
    """
    chance = bytearray(os.urandom(10))
    chance[0:2] = (0x7000 | (place & 0x0FFF)).to_bytes(2, "big")
    chance[2] = 0x80 | (chance[2] & 0x3F)
    return Id((wall_ms & 0xFFFFFFFFFFFF).to_bytes(6, "big") + bytes(chance))


def derived_id(parent: bytes, what: str) -> Id[Any]:
    """Return the UUIDv5 of `what` under `parent`: the same on every laptop."""
    return Id(uuid.uuid5(NAMESPACE, f"{parent.hex()}/{what}").bytes)


def plan_of(family: bytes) -> Id[Any]:
    """Return the id of a family's one plan: derived, so that two laptops that open it offline make the same row (000-01)."""
    return derived_id(family, "plan/1")


def membership_of(household: bytes, person: bytes) -> Id[Any]:
    """Return the id of the one row that says that somebody lives in a household."""
    return derived_id(household, f"member/{person.hex()}")


def authority_of(child: bytes) -> Id[Any]:
    """Return the id of the one row that says who decides for a child."""
    return derived_id(child, "authority")


def mentor_of(youth: bytes, who: bytes) -> Id[Any]:
    """Return the id of the one row about somebody as a youth's mentor."""
    return derived_id(youth, f"mentor/{who.hex()}")


def consent_of(mentor: bytes, parent: bytes) -> Id[Any]:
    """Return the id of the one row with a parent's answer about a mentor."""
    return derived_id(mentor, f"consent/{parent.hex()}")


def helper_of(goal: bytes, contact: bytes) -> Id[Any]:
    """Return the id of the one row that says that somebody of the network helps with a goal."""
    return derived_id(goal, f"helper/{contact.hex()}")


@lru_cache(REMEMBERED)
def confidential_of(family: bytes) -> Id[Any]:
    """Return the id of the stream with what only the regisseur and the deputy receive; also that of its head row."""
    return derived_id(family, "confidential")


@lru_cache(REMEMBERED)
def as_text(row: bytes) -> str:
    """Return the 22 characters of base64url that stand for an id on the wire."""
    return binascii.b2a_base64(row, newline=False).translate(TO_URL_SAFE).rstrip(b"=").decode("ascii")


@lru_cache(REMEMBERED)
def from_text(text: str) -> Id[Any]:
    """Return the id of its text; raises ProgramFault on anything but the 22 characters `as_text` gives."""
    if not SPELLED.fullmatch(text):
        raise ProgramFault("an id that is none")
    return Id(binascii.a2b_base64(text.encode("ascii").translate(FROM_URL_SAFE) + b"=="))


def as_texts(rows: Sequence[bytes]) -> list[str]:
    """Return the texts of many ids at once: two zeros behind each make it 24 whole characters, of which 22 are the id's."""
    joined = b"\0\0".join((*rows, b""))
    if len(joined) != 18 * len(rows):
        raise ProgramFault("an id that is none")
    spelled = binascii.b2a_base64(joined, newline=False).translate(TO_URL_SAFE).decode("ascii")
    return [spelled[at : at + 22] for at in range(0, len(spelled), 24)]


def from_texts(texts: Sequence[str]) -> list[bytes]:
    """Return the ids of many texts at once; raises ProgramFault where `from_text` does. "AA" stands for the two zeros."""
    joined = "AA".join((*texts, ""))
    try:
        read = binascii.a2b_base64(joined.encode("ascii").translate(FROM_NOTHING_ELSE), strict_mode=True)
    except ValueError as error:
        raise ProgramFault("an id that is none") from error
    if not set(map(len, texts)) <= {22} or any(read[16::18]):
        raise ProgramFault("an id that is none")
    return [read[at : at + 16] for at in range(0, len(read), 18)]
