"""The people around the family of the proof: rows of which two laptops make the same one, links, boxes, groups, and notes that stay."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from app.domain.ids import authority_of, confidential_of, consent_of, derived_id, helper_of, membership_of, mentor_of
from app.domain.record import FieldSpec, Id, Kind
from app.domain.records import specs
from app.domain.records.family import Membership, ParentalAuthority
from app.domain.records.mentor import Mentor, MentorConsent
from app.domain.records.network import GoalHelper, NetworkContact
from app.domain.records.situation import Concern
from app.domain.records.visit import ConfidentialFile, InternalNote, InternalReason, VisitNote
from app.store.workspace import StreamState
from tests.builders import DAY, some_id
from tests.world import Device

CANARY = b"kwikstaart"
"""In every word that anybody types here, so that it can be looked for where it may not be."""
WORDS = ("", "kwikstaart", "twee kwikstaarten", "een zwarte kwikstaart")
PEOPLE = {
    "membership": ("role", "period"),
    "parental_authority": ("authority", "being_examined"),
    "network_contact": ("name", "place"),
    "mentor": ("share_home", "backup", "continues_after_care"),
    "mentor_consent": ("answer",),
    "concern": ("text", "is_safety"),
    "visit_note": ("text",),
    "goal_helper": ("contact",),
}
"""What of these records is written and looked at; a note is never written over."""
NEVER_WRITTEN_OVER = frozenset({"visit_note", "goal_helper"})


def value_of(record: str, name: str, word: str) -> Any:
    """Return a word as a value of a field: itself, or the choice, day, row or box with its number."""
    return _value(specs()[record].field(name), WORDS.index(word))


def _value(field: FieldSpec, number: int) -> Any:
    kind, python = field.declared.kind, field.python
    if kind in (Kind.WORDS, Kind.LONG_TEXT):
        return WORDS[number]
    if kind is Kind.GROUP:
        return replace(python(), **{member.name: _value(member, number) for member in field.members})
    if number == 0:
        return field.default
    some: dict[Kind, Any] = {Kind.FLAG: number % 2 == 1, Kind.DAY: DAY + timedelta(days=number), Kind.LINK: Id(bytes([number]) * 16)}
    choices: Any = python
    return list(choices)[number % len(choices)] if kind is Kind.CHOICE else some[kind]


def somebody(family: bytes, number: int, word: str) -> Any:
    """Return a row about the people around a family; of the first four kinds there is one, whoever makes it."""
    child, parent, home, friend = (derived_id(family, name) for name in ("child", "parent", "home", "friend"))
    mentor = mentor_of(child, friend)
    made = (
        Membership(id=membership_of(home, child), household=home, person=child, role=value_of("membership", "role", word)),
        ParentalAuthority(id=authority_of(child), child=child, authority=value_of("parental_authority", "authority", word)),
        Mentor(id=mentor, youth=child, contact=friend, share_home=value_of("mentor", "share_home", word)),
        MentorConsent(id=consent_of(mentor, parent), mentor=mentor, parent=parent, answer=value_of("mentor_consent", "answer", word)),
        NetworkContact(id=some_id(), name=word, place=value_of("network_contact", "place", word)),
        Concern(id=some_id(), text=word, is_safety=value_of("concern", "is_safety", word)),
        GoalHelper(id=helper_of(derived_id(family, "goal"), friend), goal=derived_id(family, "goal"), contact=friend),
        VisitNote(id=some_id(), visit=derived_id(family, "visit"), text=word or "niets", noted_on=DAY, noted_by="Samira"),
    )
    return made[number % len(made)]


def keep_apart(device: Device, family: bytes, text: str) -> None:
    """Write a note that is not for everybody; the first one begins the second stream."""
    apart = confidential_of(family)
    if not device.state(apart):
        with device.workspace.write() as writing:
            writing.put_state(StreamState(apart, 0, bytes(32), 0, "new"))
    head = [] if device.all(apart, ConfidentialFile) else [ConfidentialFile(id=apart, family=Id(family))]
    why, reason = "Zij vroeg erom.", InternalReason.SAFETY
    note = InternalNote(id=some_id(), visit=some_id(), text=text, reason=reason, why=why, noted_on=DAY, noted_by="Samira")
    device.create(apart, *head, note)


def kept_apart(device: Device, family: bytes) -> list[str]:
    """Return the notes that a laptop has of what is not for everybody."""
    return sorted(note.text for note in device.all(confidential_of(family), InternalNote))
