"""How it goes on paper: what goes well, what worries us and what was agreed, each in the words of who said it. Weighs nothing."""

from app.domain.rules.dates import show_long
from app.pdf.blocks import Gap
from app.pdf.characters import one_line
from app.pdf.house_style import SMALL, SPOKEN_GOAL, TEAL, TERRACOTTA, Colour
from app.pdf.panels import Panel, PanelLook
from app.pdf.report_parts import ReportAgreement, ReportSaid
from app.pdf.writer import Writer
from app.texts import t


def write_strengths(writer: Writer, strengths: tuple[ReportSaid, ...]) -> None:
    """Write what goes well."""
    _write_said(writer, strengths, "good", TEAL)


def write_concerns(writer: Writer, concerns: tuple[ReportSaid, ...]) -> None:
    """Write what somebody worries about."""
    _write_said(writer, concerns, "worry", TERRACOTTA)


def _write_said(writer: Writer, said: tuple[ReportSaid, ...], about: str, bar: Colour) -> None:
    if not said:
        return
    writer.section(t(f"paper.{about}.title"))
    for number, one in enumerate(said):
        writer.blocks.append(Gap(9 if number else 2, keep_with_next=not number))
        inside = Writer(writer.element.add("BlockQuote"))
        inside.paragraph(f"“{one.text.strip()}”", SPOKEN_GOAL)
        if (source := _source(one)) != "":
            inside.paragraph(source, SMALL)
        if one.effect.strip():
            inside.paragraph(f"{t(f'paper.{about}.effect')} {one.effect.strip()}")
        writer.blocks.append(Panel(inside.stack(), PanelLook(bar=bar)))


def _source(said: ReportSaid) -> str:
    """Return who said it, of whom, what it is about and since when."""
    parts = [
        f"– {one_line(said.said_by)}" if said.said_by.strip() else "",
        t("paper.said.about", name=one_line(said.about)) if said.about.strip() else "",
        t(f"paper.domain.{said.domain.value}") if said.domain is not None else "",
        _since(one_line(said.since)),
        t("paper.worry.safety") if said.is_safety else "",
        t("paper.said.less") if said.less else "",
    ]
    return " · ".join(part for part in parts if part)


def _since(since: str) -> str:
    if not since or since.casefold().startswith(("sinds", "vanaf", "al ")):
        return since
    return t("paper.said.since", since=since)


def write_agreements(writer: Writer, agreements: tuple[ReportAgreement, ...]) -> None:
    """Write what was agreed, as a list."""
    if agreements:
        writer.section(t("paper.agreements.title"))
        writer.bullets([one.text.strip() for one in agreements], [_terms(one) for one in agreements])


def _terms(agreement: ReportAgreement) -> str:
    parts = [
        t("paper.agreements.parties", names=one_line(agreement.parties)) if agreement.parties.strip() else "",
        t(f"choice.AgreementKind.{agreement.kind.value}") if agreement.kind is not None else "",
        t("paper.agreements.from", date=show_long(agreement.from_on)) if agreement.from_on is not None else "",
        t("paper.agreements.review", date=show_long(agreement.review_on)) if agreement.review_on is not None else "",
        t("paper.agreements.less") if agreement.less else "",
    ]
    return " · ".join(part for part in parts if part)
