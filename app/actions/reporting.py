"""Fills the report that is printed: says in words what the printed rows hold. Chooses no rows and no layout."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from app.actions.choosing import ConflictView
from app.actions.family_page import GoalView
from app.actions.printed_rows import PrintedRows
from app.actions.reporting_agreed import safety_on_paper, signing_on_paper
from app.actions.reporting_people import contacts_on_paper, helpers_on_paper, mentor_name, mentors_on_paper
from app.actions.values_in_words import value_text
from app.domain.record import Id
from app.domain.records.network import GoalHelper
from app.domain.records.plan import Action
from app.domain.records.situation import Agreement, Concern, Strength, Topicality
from app.domain.rules.circles import who_is_around
from app.domain.rules.dates import show_long
from app.domain.rules.helping import counted
from app.domain.rules.names import full_name
from app.domain.rules.plan import in_asking_order
from app.texts import t

if TYPE_CHECKING:
    from app.pdf.report import FamilyPlanReport, ReportAction, ReportGoal
    from app.pdf.report_parts import ReportAgreement, ReportSaid


@dataclass(frozen=True)
class Printing:
    """When and where a plan is printed, and as what: the version and the content its code is made of."""

    day: date
    version: int
    content: bytes
    municipality_name: str


def plan_report(rows: PrintedRows, printing: Printing) -> "FamilyPlanReport":
    """Return the plan as it stands on paper."""
    from app.pdf.report import ChildRights, FamilyPlanReport, Quote, ReportMember

    plan = rows.plan
    count = counted(rows.involvements, rows.professionals, printing.day)
    return FamilyPlanReport(
        family_name=rows.family.display_name,
        status=plan.status,
        version=printing.version,
        printed_on=printing.day,
        canonical_content=printing.content,
        municipality_name=printing.municipality_name,
        regisseur_name=rows.family.regisseur.name,
        family_lead=plan.family_lead,
        members=tuple(ReportMember(name, one.role) for one in rows.persons if (name := full_name(one.name) or one.name.call_name)),
        request_for_help=Quote(plan.request_for_help, plan.request_said_by),
        wish=Quote(plan.wish, plan.wish_said_by),
        own_plan_choice=plan.own_plan_choice,
        strengths=tuple(_said(one) for one in rows.strengths),
        concerns=tuple(_said(one) for one in rows.concerns),
        safety_answer=plan.safety_answer,
        safety=safety_on_paper(rows),
        safety_waits=rows.safety_waits,
        goals=tuple(_goal(view, {one.id for one in rows.helpers}) for view in rows.goals),
        arranged=tuple(_action(action) for action in rows.arranged),
        contacts=contacts_on_paper(rows),
        around=who_is_around(rows, printing.day) if rows.contacts else None,
        mentors=mentors_on_paper(rows),
        helpers=helpers_on_paper(rows),
        professionals=count.people,
        organisations=count.organisations,
        agreements=tuple(_agreement(one) for one in rows.agreements),
        next_talk_on=plan.next_evaluation_on,
        rights=(ChildRights("", plan.legal_frame),),
        conflicts=tuple(_conflict(rows, one) for one in rows.conflicts),
        signing=signing_on_paper(rows, printing.content),
    )


def _goal(view: GoalView, helping: set[Id[GoalHelper]]) -> "ReportGoal":
    from app.pdf.report import ReportGoal, Scores

    standings = view.standings or (view.scores,)
    return ReportGoal(
        text=view.goal.text,
        whose_words=view.goal.whose_words,
        domain=view.goal.domain,
        why_important=view.goal.why_important,
        seen_when=view.goal.seen_when,
        target_on=view.goal.target_on,
        scores=tuple(Scores(one.start, one.now, one.wish, one.said_by) for one in standings),
        status=view.goal.status,
        actions=tuple(_action(action) for action in in_asking_order(view.actions)),
        helpers=tuple(one.contact.name.strip() or one.contact.relation for one in view.helpers if one.link.id in helping),
    )


def _action(action: Action) -> "ReportAction":
    from app.pdf.report import ReportAction

    when = " · ".join(part for part in (action.timing.text, show_long(action.timing.due_on) if action.timing.due_on else "") if part)
    return ReportAction(action.what, action.doer.name, action.doer.kind, when, action.status, action.why_professional)


def _said(said: Strength | Concern) -> "ReportSaid":
    from app.pdf.report_parts import ReportSaid

    return ReportSaid(
        text=said.text,
        said_by=said.said_by,
        about=said.about,
        domain=said.domain,
        since=said.since,
        effect=said.effect,
        is_safety=isinstance(said, Concern) and said.is_safety,
        less=said.status is Topicality.LESS,
    )


def _agreement(agreement: Agreement) -> "ReportAgreement":
    from app.pdf.report_parts import ReportAgreement

    return ReportAgreement(
        text=agreement.text,
        kind=agreement.kind,
        parties=agreement.parties,
        from_on=agreement.from_on,
        review_on=agreement.review_on,
        less=agreement.status is Topicality.LESS,
    )


def _conflict(rows: PrintedRows, conflict: ConflictView) -> Any:
    from app.pdf.report import ConflictValue, OpenConflict

    values = (
        ConflictValue(value_text(conflict, choice.value), choice.written.by, show_long(choice.written.at.date()))
        for choice in conflict.choices
    )
    named: dict[bytes, str] = {one.id: one.name.strip() for one in rows.contacts}
    named |= {one.id: one.name.strip() for one in rows.professionals}
    named |= {one.id: named[one.professional] for one in rows.involvements}
    named |= {one.id: mentor_name(rows, one) for one in rows.mentors}
    named |= {one.id: full_name(one.name) for one in rows.persons}
    about = t(f"{conflict.ref.record}.{conflict.ref.field}")
    whose = named.get(conflict.ref.row, "")
    return OpenConflict(f"{whose}: {about}" if whose else about, tuple(values))
