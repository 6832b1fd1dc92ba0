"""What stands on a mentor's card, and nothing else: what is not a field here cannot get on it.

Nothing of the family's plan has a field, and of what the youth does not share not even the name of the subject.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorCardReport:
    """A mentor as the card names him or her: of whom, since when, what may be talked about, what was agreed, and who helps."""

    printed_on: date
    mentor: str
    youth: str
    kind: str = ""
    relation: str = ""
    since_on: date | None = None
    frequency: str = ""
    topics: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()
    regisseur: str = ""
    support: str = ""
    backup: str = ""
