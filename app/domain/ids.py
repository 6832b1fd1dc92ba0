"""How rows get their names: new ones by time (UUIDv7, RFC 9562), those that must be one by derivation (UUIDv5)."""

import base64
import binascii
import os
import uuid
from typing import Any

from app.domain.record import Id
from app.errors import ProgramFault

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


def confidential_of(family: bytes) -> Id[Any]:
    """Return the id of the stream with what only the regisseur and the deputy receive; also that of its head row."""
    return derived_id(family, "confidential")


def as_text(row: bytes) -> str:
    """Return the 22 characters of base64url that stand for an id on the wire."""
    return base64.urlsafe_b64encode(row).decode("ascii").rstrip("=")


def from_text(text: str) -> Id[Any]:
    """Return the id of its text; raises ProgramFault on anything but the 22 characters `as_text` gives."""
    if len(text) != 22:
        raise ProgramFault("an id of a wrong length")
    try:
        row = binascii.a2b_base64(text.translate(URL_SAFE) + "==", strict_mode=True)
    except (binascii.Error, ValueError) as error:
        raise ProgramFault("an id that is none") from error
    if as_text(row) != text:
        raise ProgramFault("an id in another spelling")
    return Id(row)


URL_SAFE = str.maketrans("-_", "+/")
