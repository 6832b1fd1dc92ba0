"""Fills the parts of the report about people: who is around the family, the mentors, and who helps by profession."""

from typing import TYPE_CHECKING

from app.actions.printed_rows import PrintedRows
from app.domain.records.helping import Involvement
from app.domain.records.mentor import ChosenBy, Mentor, MentorStatus
from app.domain.rules.names import at_the_table, full_name
from app.texts import t

if TYPE_CHECKING:
    from app.pdf.report_parts import ReportContact, ReportHelper, ReportMentor


def contacts_on_paper(rows: PrintedRows) -> "tuple[ReportContact, ...]":
    """Return who is around the family, the nearest first."""
    from app.pdf.report_parts import ReportContact

    return tuple(
        ReportContact(one.name.strip() or one.relation, one.relation, one.place.ring, one.line, one.can_do) for one in rows.contacts
    )


def mentors_on_paper(rows: PrintedRows) -> "tuple[ReportMentor, ...]":
    """Return the mentors of the family's youth."""
    return tuple(_mentor(rows, one) for one in rows.mentors)


def _mentor(rows: PrintedRows, mentor: Mentor) -> "ReportMentor":
    from app.pdf.report_parts import ReportMentor

    return ReportMentor(
        name=mentor_name(rows, mentor),
        youth=youth_name(rows, mentor),
        kind=t(f"choice.MentorKind.{mentor.kind}"),
        relation=t(f"choice.MentorRelation.{mentor.relation}") if mentor.relation is not None else "",
        since_on=mentor.accepted_on,
        since_known=mentor.since_known,
        paused=mentor.status is MentorStatus.PAUSED,
        chosen_by_youth=mentor.choosing.chosen_by is ChosenBy.YOUTH,
        why=mentor.why_this_one,
        advice=mentor.advice,
        agreed=lines_of(mentor.role_agreements),
        contact=tuple(part for part in (mentor.contact_frequency, mentor.reachable) if part.strip()),
        support=mentor.own_support,
        check_on=mentor.next_check_on,
        stays=mentor.continues_after_care,
    )


def mentor_name(rows: PrintedRows, mentor: Mentor) -> str:
    """Return what a mentor is called: somebody around the family, or somebody of it."""
    contacts = {one.id: one.name.strip() for one in rows.contacts}
    persons = {one.id: full_name(one.name) for one in rows.persons}
    found = contacts.get(mentor.contact, "") if mentor.contact is not None else ""
    return found or (persons.get(mentor.person, "") if mentor.person is not None else "") or t("paper.mentor.nameless")


def youth_name(rows: PrintedRows, mentor: Mentor) -> str:
    """Return what the youth is called whose mentor somebody is."""
    return next((at_the_table(one.name) for one in rows.persons if one.id == mentor.youth), "") or t("paper.card.youth")


def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines of a text that say something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def helpers_on_paper(rows: PrintedRows) -> "tuple[ReportHelper, ...]":
    """Return who helps now by profession, a line for each task."""
    return tuple(_helper(rows, one) for one in rows.involvements)


def _helper(rows: PrintedRows, involvement: Involvement) -> "ReportHelper":
    from app.pdf.report_parts import ReportHelper

    professional = next(one for one in rows.professionals if one.id == involvement.professional)
    role = t(f"choice.InvolvementRole.{involvement.role}")
    return ReportHelper(
        name=professional.name.strip() or role,
        organisation=professional.organisation,
        role=role if professional.name.strip() else "",
        task=involvement.task,
        until_on=involvement.term.planned_end_on,
        work_phone=professional.phone,
    )
