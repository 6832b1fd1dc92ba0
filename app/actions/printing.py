"""The plan on paper: one consistent moment of it, fixed as a version, as a tagged PDF made on this laptop."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from app.actions.family_page import FamilyPage, family_page
from app.actions.looking import PRINTED, note_look
from app.actions.mentor_card import CardOffer, card_offers, safe_file_name
from app.actions.planning import begin_plan
from app.actions.printed_rows import canonical, printed_rows
from app.actions.reporting import Printing, plan_report
from app.clock import today
from app.domain.ids import new_id
from app.domain.record import spec_of
from app.domain.records.plan import PlanVersion, VersionReason
from app.store.disk import write_whole
from app.store.queries import rows
from app.store.workspace import Workspace

LONGEST_CONTENT = spec_of(PlanVersion).field("content").declared.longest


@dataclass(frozen=True)
class PrintedPlan:
    """A plan as it goes to the family: the PDF, a file name without anything private but the family's own name, and its version.

    `cards` are the mentors for whom a card can be printed too.
    """

    pdf: bytes
    file_name: str
    version: int
    code: str
    cards: tuple[CardOffer, ...] = ()


def make_family_plan(workspace: Workspace, family: bytes) -> PrintedPlan:
    """Return the family's plan as a PDF; the same content keeps its version number, other content becomes a new version.

    Raises UserProblem `character_not_printable` before anything is fixed.
    """
    from app.pdf.family_plan import render

    page = family_page(workspace, family)
    day = today(workspace.clock)
    content = canonical(page, day)
    version = _version(workspace, page, content)
    printed = printed_rows(page, day)
    report = plan_report(printed, Printing(day, version, content, workspace.identity.municipality_name))
    pdf = render(report)
    _fix(workspace, page, content, version)
    note_look(workspace, family, PRINTED)
    name = f"Gezinsplan {_without_family(page.family.display_name)} {day.isoformat()}.pdf"
    return PrintedPlan(pdf, safe_file_name(name), version, report.code, card_offers(printed))


def _version(workspace: Workspace, page: FamilyPage, content: bytes) -> int:
    with workspace.read() as reading:
        versions = rows.rows(reading.stream(page.family.id), PlanVersion)
    same = [kept.number for kept in versions if kept.sha256 == hashlib.sha256(content).hexdigest()]
    return max(same) if same else max((kept.number for kept in versions), default=0) + 1


def _fix(workspace: Workspace, page: FamilyPage, content: bytes, number: int) -> None:
    """Fix the version; of a plan that is longer than a field may be the hash is kept, and the log has its words."""
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
                content=text if len(text := content.decode()) <= LONGEST_CONTENT else "",
            )
        )
        gesture.done()


def _without_family(name: str) -> str:
    """Return a family's name without the word family before it: the file is called Gezinsplan already."""
    first, _, rest = name.partition(" ")
    return rest if rest and first.casefold() in ("gezin", "familie", "fam.", "fam") else name


def keep_pdf(path: Path, pdf: bytes) -> None:
    """Write a print where the worker said, private to her, whole or not at all; raises OSError, and leaves what was there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, pdf)
