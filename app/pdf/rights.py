"""The page with what a family may do and whom it may call (domain.md 5.6, 7.2). Tells nothing about this family's plan."""

from app.domain.records.plan import LegalFrame, OwnPlanChoice
from app.domain.rules.dates import show_long
from app.pdf.characters import one_line
from app.pdf.help_lines import HelpLine, HelpLines
from app.pdf.house_style import BODY, BODY_BOLD, CELL, CHAPTER, LABEL, LEAD, SECTION, TEAL, TEAL_TINT
from app.pdf.panels import PanelLook
from app.pdf.report import ChildRights, FamilyPlanReport
from app.pdf.writer import Writer
from app.texts import t

CARD = PanelLook(outline=TEAL, whole=True)
RIGHTS = ("read", "copy", "wrong", "erase")


def write_rights(writer: Writer, report: FamilyPlanReport, help_lines: HelpLines) -> None:
    """Write the rights page: help and refusal, the family's rights, its own plan, the confidant and whom to call."""
    writer.heading(t("paper.rights.title"), style=CHAPTER)
    writer.gap(6)
    _write_refusal(writer, report.rights)
    writer.section(t("paper.rights.what"))
    complaint = t("paper.rights.complaint", municipality=_with_article(report.municipality_name))
    writer.bullets([*(t(f"paper.rights.{right}") for right in RIGHTS), complaint])
    writer.section(t("paper.own_plan.title"))
    if report.own_plan_choice is not OwnPlanChoice.NOT_OFFERED_SAFETY:
        writer.paragraph(t("paper.own_plan.text"))
    if report.own_plan_choice is not None:
        writer.paragraph(t(f"paper.own_plan.{report.own_plan_choice.value}"), BODY_BOLD)
    writer.gap(15)
    _write_confidant(writer, help_lines.confidant)
    writer.gap(12)
    _write_talk(writer, help_lines)


def _write_refusal(writer: Writer, rights: tuple[ChildRights, ...]) -> None:
    if not rights:
        return
    panel = writer.panel(PanelLook(fill=TEAL_TINT, bar=TEAL))
    panel.heading(t("paper.rights.refuse"), "H3")
    names: dict[LegalFrame | None, list[str]] = {}
    for child in rights:
        names.setdefault(child.legal_frame, []).append(one_line(child.name))
    for frame, children in names.items():
        named = ", ".join(name for name in children if name)
        if named and len(names) > 1:
            panel.gap(6)
            panel.heading(t("paper.rights.for_child", name=named), "H4", LABEL)
        panel.paragraph(_sentence(frame), BODY if len(names) > 1 else LEAD)


def _sentence(frame: LegalFrame | None) -> str:
    """Return sentence A without a measure, sentence B with one, and neither while nobody knows."""
    if frame is None:
        return t("paper.rights.unknown")
    if frame is LegalFrame.VOLUNTARY:
        return t("paper.rights.a")
    return t("paper.rights.b", measure=t(f"paper.measure.{frame.value}"))


def _with_article(municipality: str) -> str:
    name = one_line(municipality)
    if not name:
        return t("paper.rights.your_municipality")
    return name if name.casefold().startswith(("gemeente", "de gemeente")) else t("paper.rights.municipality", name=name)


def _write_confidant(writer: Writer, confidant: HelpLine) -> None:
    card = writer.panel(CARD)
    card.heading(t("paper.confidant.title"), "H3", SECTION)
    card.paragraph(t("paper.confidant.text"), BODY)
    card.gap(3)
    card.contacts([(confidant.name, confidant.phone, confidant.about)])


def _write_talk(writer: Writer, help_lines: HelpLines) -> None:
    card = writer.panel(CARD)
    card.heading(t("paper.talk.title"), "H3", SECTION)
    card.contacts([(line.name, line.phone, line.about) for line in help_lines.talk])
    card.gap(4)
    card.paragraph(f"{help_lines.danger.about} {help_lines.danger.name}", LEAD)
    card.gap(2)
    checked = min(line.checked_on for line in (help_lines.confidant, help_lines.danger, *help_lines.talk))
    card.paragraph(t("paper.talk.checked", date=show_long(checked)), CELL)
