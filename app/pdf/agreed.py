"""What people agreed on paper: the safety agreements that count, and what everybody says of this version of the plan."""

from app.domain.rules.dates import show_long
from app.pdf.characters import one_line
from app.pdf.house_style import BODY_BOLD, GOAL, LABEL, SMALL, TEAL, TERRACOTTA, WARM_TINT
from app.pdf.panels import PanelLook
from app.pdf.report import FamilyPlanReport
from app.pdf.report_parts import ReportSafety, ReportSignature
from app.pdf.writer import Cell, Columns, Writer
from app.texts import t, tn

SHARES = (0.27, 0.31, 0.17, 0.25)


def write_safety_plan(writer: Writer, report: FamilyPlanReport) -> None:
    """Write the agreements that count, and plainly that others do not count yet; nothing when there are none."""
    if report.safety is not None:
        writer.gap(9)
        _write_agreements(writer, report.safety)
    if report.safety_waits:
        writer.gap(9)
        panel = writer.panel(PanelLook(fill=WARM_TINT, outline=TERRACOTTA))
        waits = tn("paper.safety_plan.waits", report.safety_waits) if report.safety is not None else t("paper.safety_plan.none")
        panel.paragraph(waits, BODY_BOLD)


def _write_agreements(writer: Writer, safety: ReportSafety) -> None:
    panel = writer.panel(PanelLook(outline=TEAL))
    panel.heading(t("paper.safety_plan.title"), "H3", GOAL)
    panel.paragraph(t("paper.safety_plan.agreed", date=show_long(safety.agreed_on), names=one_line(safety.agreed_by)), SMALL)
    for question, text in safety.answers:
        panel.answer(question, text)
    if safety.review_on is not None:
        panel.gap(6)
        panel.paragraph(t("paper.safety_plan.review", date=show_long(safety.review_on)), BODY_BOLD)


def write_signing(writer: Writer, report: FamilyPlanReport) -> None:
    """Write what is known, with an empty line for who said nothing of this version yet."""
    signing = report.signing
    if not (signing.now or signing.empty or signing.earlier):
        return
    writer.section(t("paper.sign.title"))
    writer.paragraph(t("paper.sign.text"), keep_with_next=True)
    if signing.now or signing.empty:
        headings = tuple(t(f"paper.sign.{name}") for name in ("name", "state", "date", "signature"))
        writer.gap(6, keep_with_next=True)
        writer.table(Columns(headings, SHARES), [*map(_said, signing.now), *(_empty(*one) for one in signing.empty)])
    if signing.earlier:
        writer.gap(9)
        writer.heading(t("paper.sign.earlier"), "H3", LABEL)
        writer.bullets([_earlier(one) for one in signing.earlier])


def _said(one: ReportSignature) -> tuple[Cell, ...]:
    how = t(f"choice.SaidHow.{one.how.value}").casefold()
    remark = f"“{one.remark.strip()}”" if one.remark.strip() else ""
    return (one_line(one.name),), (t(f"choice.ApprovalState.{one.state.value}"), how, remark), (show_long(one.signed_on),), ("",)


def _empty(name: str, role: str) -> tuple[Cell, ...]:
    return (one_line(name), one_line(role)), (t("paper.sign.choose"), t("paper.sign.circle")), ("",), ("",)


def _earlier(one: ReportSignature) -> str:
    state = t(f"choice.ApprovalState.{one.state.value}").casefold()
    told = {"name": one_line(one.name), "state": state, "date": show_long(one.signed_on), "version": one.version}
    if one.remark.strip():
        return t("paper.sign.line_remark", **told, remark=one_line(one.remark))
    return t("paper.sign.line", **told)
