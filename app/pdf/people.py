"""The people on paper: who is around the family, the mentors a youth chose, and who helps now by profession. Counts nobody itself."""

from app.domain.rules.circles import describe
from app.domain.rules.dates import show_long
from app.pdf.characters import one_line
from app.pdf.circles import Circles
from app.pdf.house_style import GOAL, LABEL, SMALL, SPOKEN_GOAL, TEAL
from app.pdf.panels import PanelLook
from app.pdf.report import FamilyPlanReport
from app.pdf.report_parts import ReportContact, ReportHelper, ReportMentor
from app.pdf.writer import Columns, Writer
from app.texts import t, tn

CONTACT_SHARES = (0.26, 0.21, 0.2, 0.33)
HELPER_SHARES = (0.22, 0.27, 0.33, 0.18)
"""Wide enough for the longest usual word of each column, as "Jeugdgezondheidszorg"; so the number stands under the name."""


def write_people(writer: Writer, report: FamilyPlanReport) -> None:
    """Write who is around the family, as a drawing and as a table that says the same, and the mentors."""
    if not (report.contacts or report.mentors):
        return
    writer.section(t("paper.people.title"))
    if report.contacts:
        if report.around is not None and report.around.people:
            writer.heading(t("paper.people.drawing"), "H3", LABEL)
            figure = writer.element.add("Figure")
            figure.alt = describe(report.around)
            writer.blocks.append(Circles(report.around, figure))
            writer.paragraph(t("paper.people.legend"), SMALL)
            writer.gap(8)
        writer.heading(t("paper.people.table"), "H3", LABEL)
        headings = tuple(t(f"paper.people.{name}") for name in ("name", "relation", "ring", "can_do"))
        writer.table(Columns(headings, CONTACT_SHARES), [_contact(contact) for contact in report.contacts])
    for mentor in report.mentors:
        writer.gap(14)
        _write_mentor(writer, mentor)


def _contact(contact: ReportContact) -> tuple[tuple[str, ...], ...]:
    near = (t(f"choice.Ring.{contact.ring.value}"), t(f"choice.Line.{contact.line.value}"))
    return (one_line(contact.name),), (one_line(contact.relation),), near, (contact.can_do,)


def _write_mentor(writer: Writer, mentor: ReportMentor) -> None:
    name, youth = one_line(mentor.name), one_line(mentor.youth)
    title = t("paper.mentor.title", youth=youth, name=name) if youth else t("paper.mentor.title_alone", name=name)
    writer.topic(t("paper.again", title=title))
    panel = writer.panel(PanelLook(outline=TEAL))
    panel.heading(title, "H3", GOAL)
    if (known := _known(mentor)) != "":
        panel.paragraph(known, SMALL)
    if mentor.chosen_by_youth and youth:
        panel.paragraph(t("paper.mentor.chosen", youth=youth))
    for question, text in (("why", mentor.why), ("advice", mentor.advice)):
        if text.strip():
            panel.gap(6)
            panel.heading(t(f"paper.mentor.{question}"), "H4", LABEL)
            panel.paragraph(f"“{text.strip()}”", SPOKEN_GOAL)
    if mentor.agreed:
        panel.gap(6)
        panel.heading(t("paper.mentor.agreed"), "H4", LABEL)
        panel.bullets(mentor.agreed)
    panel.answer(t("paper.mentor.contact"), " · ".join(one_line(part) for part in mentor.contact))
    panel.answer(t("paper.mentor.support"), mentor.support)
    checked = t("paper.mentor.check", date=show_long(mentor.check_on)) if mentor.check_on is not None else ""
    if (last := " ".join(part for part in (checked, t("paper.mentor.stays") if mentor.stays else "") if part)) != "":
        panel.gap(6)
        panel.paragraph(last)


def _known(mentor: ReportMentor) -> str:
    parts = [
        mentor.kind,
        mentor.relation,
        t("paper.mentor.paused") if mentor.paused else "",
        t("paper.mentor.since", date=show_long(mentor.since_on)) if mentor.since_on is not None else "",
        t("paper.mentor.known", year=mentor.since_known) if mentor.since_known is not None else "",
    ]
    return " · ".join(part for part in parts if part)


def write_help(writer: Writer, report: FamilyPlanReport) -> None:
    """Write who helps now, with what and until when, and how many that are."""
    if not report.helpers:
        return
    writer.section(t("paper.help.title"))
    professionals = tn("paper.help.professionals", report.professionals)
    organisations = tn("paper.help.organisations", report.organisations)
    sentence = t("paper.help.counted", professionals=professionals, organisations=organisations)
    alone = t("paper.help.counted_alone", professionals=professionals)
    writer.paragraph(sentence if report.organisations else alone, keep_with_next=True)
    writer.gap(6, keep_with_next=True)
    headings = tuple(t(f"paper.help.{name}") for name in ("name", "organisation", "task", "until"))
    writer.table(Columns(headings, HELPER_SHARES), [_helper(helper) for helper in report.helpers])


def _helper(helper: ReportHelper) -> tuple[tuple[str, ...], ...]:
    until = show_long(helper.until_on) if helper.until_on is not None else t("paper.help.until_open")
    return (
        (one_line(helper.name), one_line(helper.work_phone)),
        (one_line(helper.organisation),),
        (helper.task or helper.role, helper.role if helper.task and helper.task.casefold() != helper.role.casefold() else ""),
        (until,),
    )
