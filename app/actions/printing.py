"""The plan on paper: one consistent moment of it, fixed as a version, as a tagged PDF made on this laptop."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from app.actions.choosing import ConflictView, open_conflicts
from app.actions.families import FamilyPage, family_page
from app.actions.looking import PRINTED, note_look
from app.actions.planning import begin_plan
from app.changelog.values import as_bytes, plain
from app.clock import today
from app.domain.ids import as_text, new_id
from app.domain.record import Kind, Paper, spec_of_row
from app.domain.records.plan import Action, PlanVersion, VersionReason
from app.domain.rules.dates import show_long, show_short
from app.domain.rules.names import full_name
from app.domain.rules.plan import in_asking_order
from app.store.queries import rows
from app.store.workspace import Workspace
from app.texts import t

if TYPE_CHECKING:
    from app.pdf.report import FamilyPlanReport, ReportAction, ReportGoal


@dataclass(frozen=True)
class PrintedPlan:
    """A plan as it goes to the family: the PDF, a file name without anything private but the family's own name, and its version."""

    pdf: bytes
    file_name: str
    version: int
    code: str


def make_family_plan(workspace: Workspace, family: bytes) -> PrintedPlan:
    """Return the family's plan as a PDF; the same content keeps its version number, other content becomes a new version.

    Raises UserProblem `character_not_printable` before anything is fixed.
    """
    from app.pdf.family_plan import render

    page = family_page(workspace, family)
    content = canonical(page)
    version = _version(workspace, page, content)
    report = _report(workspace, page, content, version)
    pdf = render(report)
    _fix(workspace, page, content, version)
    note_look(workspace, family, PRINTED)
    name = f"Gezinsplan {_without_family(page.family.display_name)} {today(workspace.clock).isoformat()}.pdf"
    return PrintedPlan(pdf, _safe_file_name(name), version, report.code)


def canonical(page: FamilyPage) -> bytes:
    """Return the plan's content as canonical JSON: what may stand on paper, keys sorted, rows by id. The code is made of it."""
    parts = [page.family, *page.persons, page.plan, *(view.goal for view in page.goals), *(a for view in page.goals for a in view.actions)]
    scores = [score for view in page.goals for score in view.scores.history]
    everything: list[Any] = sorted([*parts, *scores], key=lambda row: (spec_of_row(row).name, row.id))
    return as_bytes([_printable(row) for row in everything])


def _printable(row: Any) -> dict[str, Any]:
    spec = spec_of_row(row)
    may = {
        f.name: plain(f, getattr(row, f.name)) for f in spec.fields if f.declared.paper is Paper.FAMILY and f.declared.kind is not Kind.LINK
    }
    return dict(sorted({**may, "record": spec.name, "id": as_text(row.id)}.items()))


def _version(workspace: Workspace, page: FamilyPage, content: bytes) -> int:
    with workspace.read() as reading:
        versions = rows.rows(reading.stream(page.family.id), PlanVersion)
    same = [kept.number for kept in versions if kept.sha256 == hashlib.sha256(content).hexdigest()]
    return max(same) if same else max((kept.number for kept in versions), default=0) + 1


def _fix(workspace: Workspace, page: FamilyPage, content: bytes, number: int) -> None:
    digest = hashlib.sha256(content).hexdigest()
    begin_plan(workspace, page.family.id)
    with workspace.write() as writing:
        if any(kept.sha256 == digest for kept in rows.rows(writing.stream(page.family.id), PlanVersion)):
            return
        gesture = writing.gesture(page.family.id)
        gesture.create(
            PlanVersion(
                id=new_id(writing.wall),
                plan=page.plan.id,
                number=number,
                reason=VersionReason.PRINT,
                made_on=today(workspace.clock),
                sha256=digest,
                content=content.decode(),
            )
        )
        gesture.done()


def _report(workspace: Workspace, page: FamilyPage, content: bytes, version: int) -> "FamilyPlanReport":
    from app.pdf.report import ChildRights, FamilyPlanReport, Quote, ReportMember

    with workspace.read() as reading:
        conflicts = open_conflicts(reading, page.family.id)
    plan = page.plan
    return FamilyPlanReport(
        family_name=page.family.display_name,
        status=plan.status,
        version=version,
        printed_on=today(workspace.clock),
        canonical_content=content,
        municipality_name=workspace.identity.municipality_name,
        regisseur_name=page.family.regisseur.name,
        family_lead=plan.family_lead,
        members=tuple(
            ReportMember(name, person.role) for person in page.persons if (name := full_name(person.name) or person.name.call_name)
        ),
        request_for_help=Quote(plan.request_for_help, plan.request_said_by),
        wish=Quote(plan.wish, plan.wish_said_by),
        own_plan_choice=plan.own_plan_choice,
        safety_answer=plan.safety_answer,
        goals=_goals(page),
        next_talk_on=plan.next_evaluation_on,
        rights=(ChildRights("", plan.legal_frame),),
        conflicts=tuple(_conflict(one) for one in conflicts if one.ref.spec.declared.paper is Paper.FAMILY),
    )


def _goals(page: FamilyPage) -> "tuple[ReportGoal, ...]":
    from app.pdf.report import ReportGoal, Scores

    return tuple(
        ReportGoal(
            text=view.goal.text,
            whose_words=view.goal.whose_words,
            domain=view.goal.domain,
            why_important=view.goal.why_important,
            seen_when=view.goal.seen_when,
            target_on=view.goal.target_on,
            scores=Scores(view.scores.start, view.scores.now, view.goal.score_wish),
            status=view.goal.status,
            actions=tuple(_action(action) for action in in_asking_order(view.actions)),
        )
        for view in page.goals
    )


def _action(action: Action) -> "ReportAction":
    from app.pdf.report import ReportAction

    when = " · ".join(part for part in (action.timing.text, show_long(action.timing.due_on) if action.timing.due_on else "") if part)
    return ReportAction(action.what, action.doer.name, action.doer.kind, when, action.status, action.why_professional)


def _conflict(conflict: ConflictView) -> Any:
    from app.pdf.report import ConflictValue, OpenConflict

    values = (
        ConflictValue(value_text(conflict, choice.value), choice.written.by, show_long(choice.written.at.date()))
        for choice in conflict.choices
    )
    return OpenConflict(t(f"{conflict.ref.record}.{conflict.ref.field}"), tuple(values))


def value_text(conflict: ConflictView, value: Any) -> str:
    """Return a field's value as people read it: a choice by its label, a day in figures, a group by its parts."""
    return shown_value(conflict.ref.spec.declared.kind, value)


def shown_value(kind: Kind, value: Any) -> str:
    """Return any value of a field as people read it; an empty one says so."""
    if value is None or value == "":
        return t("value.empty")
    if kind is Kind.CHOICE:
        return t(f"choice.{type(value).__name__}.{value}")
    if isinstance(value, date):
        return show_short(value)
    if kind is Kind.GROUP:
        return _group_text(value)
    return str(value)


def _group_text(value: Any) -> str:
    if type(value).__name__ == "PersonName":
        return full_name(value) or str(value.call_name)
    kind: type = type(value)
    parts = []
    for name in kind.__dict__["__slots__"]:
        part = getattr(value, name)
        if part not in (None, "") and not isinstance(part, bytes):
            parts.append(shown_value(Kind.CHOICE if hasattr(part, "name") else Kind.WORDS, part))
    return " · ".join(parts)


def _without_family(name: str) -> str:
    """Return a family's name without the word family before it: the file is called Gezinsplan already."""
    first, _, rest = name.partition(" ")
    return rest if rest and first.casefold() in ("gezin", "familie", "fam.", "fam") else name


def _safe_file_name(name: str) -> str:
    return "".join("-" if sign in '\\/:*?"<>|' or ord(sign) < 32 else sign for sign in name)
