"""The mentor's card on paper: for whom there can be one, and making it. What is on it the youth decides (domain.md 3.4)."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.actions.family_page import family_page
from app.actions.looking import PRINTED, note_look
from app.actions.printed_rows import PrintedRows, printed_rows
from app.actions.reporting_people import lines_of, mentor_name, youth_name
from app.clock import today
from app.domain.record import Id
from app.domain.records.mentor import Mentor
from app.domain.rules.mentor import card_topics
from app.errors import UserProblem
from app.store.workspace import Workspace
from app.texts import t

if TYPE_CHECKING:
    from app.pdf.card_report import MentorCardReport


@dataclass(frozen=True)
class CardOffer:
    """A mentor for whom a card can be made, and what the mentor is called."""

    mentor: Id[Mentor]
    name: str


@dataclass(frozen=True)
class PrintedCard:
    """A mentor's card: the PDF, its file name, and whose it is."""

    pdf: bytes
    file_name: str
    offer: CardOffer


def card_offers(rows: PrintedRows) -> tuple[CardOffer, ...]:
    """Return for whom a card can be made: mentors who said yes and did not stop."""
    return tuple(CardOffer(one.id, mentor_name(rows, one)) for one in rows.mentors)


def make_mentor_card(workspace: Workspace, family: bytes, mentor: bytes) -> PrintedCard:
    """Return a mentor's card as a PDF; raises `mentor_card_not_possible` for who is no mentor now, and `character_not_printable`."""
    from app.pdf.mentor_card import render_card

    day = today(workspace.clock)
    rows = printed_rows(family_page(workspace, family), day)
    found = next((one for one in rows.mentors if one.id == mentor), None)
    if found is None:
        raise UserProblem("mentor_card_not_possible")
    name = mentor_name(rows, found)
    pdf = render_card(card_report(rows, found, day))
    note_look(workspace, family, PRINTED)
    return PrintedCard(pdf, safe_file_name(f"{t('paper.card.file', name=name)} {day.isoformat()}.pdf"), CardOffer(found.id, name))


def card_report(rows: PrintedRows, mentor: Mentor, day: date) -> "MentorCardReport":
    """Return what stands on the card of a mentor; only subjects to which the youth said yes."""
    from app.pdf.card_report import MentorCardReport

    return MentorCardReport(
        printed_on=day,
        mentor=mentor_name(rows, mentor),
        youth=youth_name(rows, mentor),
        kind=t(f"choice.MentorKind.{mentor.kind}"),
        relation=t(f"choice.MentorRelation.{mentor.relation}") if mentor.relation is not None else "",
        since_on=mentor.accepted_on,
        frequency=mentor.contact_frequency,
        topics=tuple(t(f"mentor.{topic}") for topic in card_topics(mentor)),
        agreed=lines_of(mentor.role_agreements),
        regisseur=rows.family.regisseur.name,
        support=mentor.own_support,
        backup=next((one.name for one in rows.contacts if one.id == mentor.backup), ""),
    )


def safe_file_name(name: str) -> str:
    """Return the name without what some disk does not take."""
    return "".join("-" if sign in '\\/:*?"<>|' or ord(sign) < 32 else sign for sign in name)
