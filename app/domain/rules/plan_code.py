"""The short code that ties a signed paper to the plan it was printed from. Says nothing about what belongs to that content."""

import hashlib
from dataclasses import dataclass
from datetime import date

from app.domain.record import Id
from app.domain.records.plan import PlanVersion


@dataclass(frozen=True)
class FixedVersion:
    """A version of the plan without its content: its number, the day, and the hash."""

    id: Id[PlanVersion]
    number: int
    made_on: date
    sha256: str

    @property
    def code(self) -> str:
        """The code that stands on the paper; it tells apart what two laptops fixed under one number."""
        return _code(self.sha256)


def canonical_code(content: bytes) -> str:
    """Return the first eight hex digits of the content's SHA-256 as XXXX-XXXX, upper case (domain.md 2.8)."""
    return _code(hashlib.sha256(content).hexdigest())


def _code(sha256: str) -> str:
    digits = sha256[:8].upper()
    return f"{digits[:4]}-{digits[4:]}"
