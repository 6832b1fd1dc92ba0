"""The family plan on paper, for the family: in the order of domain.md 2.2, only what is filled in, in plain Dutch."""

from app.domain.records.plan import PlanStatus
from app.domain.rules.dates import show_long
from app.pdf.agreed import write_safety_plan, write_signing
from app.pdf.blocks import Stack, Text, paginate
from app.pdf.characters import one_line
from app.pdf.goals import write_arranged, write_goals
from app.pdf.help_lines import HelpLines, load_help_lines
from app.pdf.house_style import BODY_BOLD, CONTENT_HEIGHT, CONTENT_WIDTH, GOAL, LEAD, SUBTITLE, TEAL_TINT, TERRACOTTA, TITLE, WARM_TINT
from app.pdf.panels import PanelLook
from app.pdf.pen import Pen
from app.pdf.people import write_help, write_people
from app.pdf.report import FamilyPlanReport, OpenConflict
from app.pdf.rights import write_rights
from app.pdf.sheet import Footing, draw_pages
from app.pdf.situation import write_agreements, write_concerns, write_strengths
from app.pdf.tagging import Element, Finished, write_tags
from app.pdf.writer import Columns, Writer
from app.texts import t


def render(report: FamilyPlanReport, help_lines: HelpLines | None = None) -> bytes:
    """Return the tagged PDF; raises UserProblem `character_not_printable` before anything is made. Equal reports give equal bytes."""
    document = Element("Document")
    pages = lay_out(document, report, help_lines or load_help_lines())
    title = f"{t('paper.title')} {_short_name(report)}"
    pen = Pen(title)
    draw_pages(pen, pages, _footing(report))
    return write_tags(pen.finish(), document, pen.marks, Finished(title, report.printed_on))


def lay_out(document: Element, report: FamilyPlanReport, help_lines: HelpLines) -> list[Stack]:
    """Return the pages, not yet drawn, and let the document's elements grow in reading order."""
    plan = Writer(document)
    _write_front(plan, report)
    _write_conflicts(plan, report.conflicts)
    _write_family(plan, report)
    write_strengths(plan, report.strengths)
    write_concerns(plan, report.concerns)
    _write_safety(plan, report)
    write_goals(plan, report.goals)
    write_arranged(plan, report.arranged)
    write_people(plan, report)
    write_help(plan, report)
    write_agreements(plan, report.agreements)
    if report.next_talk_on is not None:
        plan.section(t("paper.next_talk"))
        plan.paragraph(show_long(report.next_talk_on), LEAD)
    write_signing(plan, report)
    rights = Writer(document)
    write_rights(rights, report, help_lines)
    return paginate([plan.stack(), rights.stack()], CONTENT_WIDTH, CONTENT_HEIGHT)


def _footing(report: FamilyPlanReport) -> Footing:
    details = t("paper.footer.details", version=report.version, date=show_long(report.printed_on), code=report.code, page="{page}")
    across = (t("paper.concept"), t("choice.PlanStatus.concept")) if report.status is PlanStatus.CONCEPT else None
    return Footing(t("paper.footer.plan"), _short_name(report), details, across)


def _short_name(report: FamilyPlanReport) -> str:
    """Return the family's name without a leading "Gezin", because "Gezinsplan" stands before it."""
    name = one_line(report.family_name)
    first, _, rest = name.partition(" ")
    return rest if first.casefold() == "gezin" and rest else name


def _write_front(writer: Writer, report: FamilyPlanReport) -> None:
    heading = writer.element.add("H1")
    writer.blocks.append(Text(t("paper.title"), TITLE, heading, keep_with_next=True))
    writer.blocks.append(Text(one_line(report.family_name), SUBTITLE, heading, keep_with_next=True))
    writer.gap(6)
    writer.paragraph(t("paper.intro"), LEAD)
    writer.gap(10)
    facts = (
        ("regisseur", one_line(report.regisseur_name)),
        ("family_lead", one_line(report.family_lead)),
        ("municipality", one_line(report.municipality_name)),
        ("date", show_long(report.printed_on)),
        ("version", str(report.version)),
        ("status", t(f"choice.PlanStatus.{report.status.value}")),
    )
    panel = writer.panel(PanelLook(fill=TEAL_TINT, pad=7))
    panel.facts([(t(f"paper.fact.{name}"), text) for name, text in facts if text], across=2)


def _write_conflicts(writer: Writer, conflicts: tuple[OpenConflict, ...]) -> None:
    if not conflicts:
        return
    writer.gap(15)
    panel = writer.panel(PanelLook(fill=WARM_TINT, outline=TERRACOTTA))
    panel.heading(t("paper.conflict.title"))
    panel.paragraph(t("paper.conflict.text"))
    for conflict in conflicts:
        panel.gap(8)
        panel.heading(conflict.about, "H3", GOAL)
        panel.bullets([_value(value.value, value.written_by, value.written_when) for value in conflict.values])


def _value(text: str, written_by: str, written_when: str) -> str:
    source = ", ".join(part.strip() for part in (written_by, written_when) if part.strip())
    shown = f"“{text.strip()}”" if text.strip() else t("paper.conflict.empty")
    return f"{shown} – {source}" if source else shown


def _write_family(writer: Writer, report: FamilyPlanReport) -> None:
    if report.members:
        writer.section(t("paper.members.title"))
        columns = Columns((t("paper.members.name"), t("paper.members.role")), (0.62, 0.38))
        writer.table(columns, [((one_line(member.name),), (one_line(member.role),)) for member in report.members])
    for title, quote in (("paper.request", report.request_for_help), ("paper.wish", report.wish)):
        if quote.text.strip():
            writer.section(t(title))
            writer.quote(quote.text, quote.said_by)


def _write_safety(writer: Writer, report: FamilyPlanReport) -> None:
    if report.safety_answer is None and report.safety is None and not report.safety_waits:
        return
    writer.section(t("paper.safety.title"))
    if report.safety_answer is not None:
        writer.paragraph(t(f"paper.safety.{report.safety_answer.value}"), BODY_BOLD)
    if report.safety_explanation.strip():
        writer.paragraph(report.safety_explanation)
    write_safety_plan(writer, report)
