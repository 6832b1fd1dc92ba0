"""The mentor's card on paper, for the mentor: only what the youth lets him or her know (domain.md 3.3 to 3.5). Decides none of it."""

from app.domain.rules.dates import show_long
from app.pdf.blocks import Gap, Stack, Text, paginate
from app.pdf.card_report import MentorCardReport
from app.pdf.characters import one_line
from app.pdf.help_lines import HelpLines, load_help_lines
from app.pdf.house_style import BODY, BODY_BOLD, CELL, CONTENT_HEIGHT, CONTENT_WIDTH, HAIR, LEAD, SMALL, SUBTITLE, TEAL_TINT, TITLE
from app.pdf.panels import PanelLook
from app.pdf.pen import Pen
from app.pdf.sheet import Footing, draw_pages
from app.pdf.tagging import Element, Finished, write_tags
from app.pdf.writer import Writer
from app.texts import t

CLOSE, ROOMY = 7.0, 15.0
"""The white before a heading: a card fits on one sheet, and breathes as far as that sheet has room."""


class WritingLine:
    """A line to write on by hand; silent for who listens."""

    keep_with_next = False
    HIGH = 20.0

    def height(self, width: float) -> float:
        """Return the room a hand needs."""
        return self.HIGH

    def split(self, width: float, room: float) -> None:
        """Never split."""

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw the line as artifact."""
        with pen.content_of(None):
            pen.line(x, top - self.HIGH + 2, width * 0.6, HAIR)


def render_card(report: MentorCardReport, help_lines: HelpLines | None = None) -> bytes:
    """Return the tagged PDF; raises UserProblem `character_not_printable` before anything is made. Equal reports give equal bytes."""
    document = Element("Document")
    pages = lay_out_card(document, report, help_lines or load_help_lines())
    name = one_line(report.mentor)
    title = f"{t('paper.card.title')} {name}"
    pen = Pen(title)
    draw_pages(pen, pages, Footing(t("paper.card.title"), name, t("paper.card.footer", date=show_long(report.printed_on), page="{page}")))
    return write_tags(pen.finish(), document, pen.marks, Finished(title, report.printed_on))


def lay_out_card(document: Element, report: MentorCardReport, help_lines: HelpLines) -> list[Stack]:
    """Return the pages, not yet drawn, and let the document's elements grow in reading order."""
    card = Writer(document)
    _write_who(card, report)
    _write_shared(card, report)
    if report.agreed:
        card.section(t("paper.card.agreed.title"), CLOSE)
        card.bullets([one_line(line) for line in report.agreed])
    _write_support(card, report)
    _write_numbers(card, help_lines)
    _write_kept(card, report)
    headings = [block for block in card.blocks if isinstance(block, Gap) and block.high == CLOSE]
    spare = CONTENT_HEIGHT - card.stack().height(CONTENT_WIDTH)
    for gap in headings:
        gap.high += min(max(spare / len(headings), 0), ROOMY - CLOSE)
    return paginate([card.stack()], CONTENT_WIDTH, CONTENT_HEIGHT)


def _write_who(card: Writer, report: MentorCardReport) -> None:
    youth = one_line(report.youth)
    heading = card.element.add("H1")
    card.blocks.append(Text(t("paper.card.title"), TITLE, heading, keep_with_next=True))
    card.blocks.append(Text(one_line(report.mentor), SUBTITLE, heading, keep_with_next=True))
    card.blocks.append(Gap(4, keep_with_next=True))
    card.paragraph(t("paper.card.intro", youth=youth), LEAD)
    facts = (
        ("since", show_long(report.since_on) if report.since_on is not None else ""),
        ("kind", report.kind),
        ("relation", report.relation),
        ("frequency", one_line(report.frequency)),
    )
    if (known := [(t(f"paper.card.fact.{name}"), text) for name, text in facts if text]) != []:
        card.gap(6)
        card.panel(PanelLook(fill=TEAL_TINT, pad=7)).facts(known, across=4)


def _write_shared(card: Writer, report: MentorCardReport) -> None:
    card.section(t("paper.card.share.title"), CLOSE)
    youth = one_line(report.youth)
    if not report.topics:
        card.paragraph(t("paper.card.share.nothing", youth=youth))
        return
    card.paragraph(t("paper.card.share.text", youth=youth), keep_with_next=True)
    card.short_bullets(report.topics, across=3)


def _write_support(card: Writer, report: MentorCardReport) -> None:
    card.section(t("paper.card.help.title"), CLOSE)
    if report.regisseur.strip():
        card.paragraph(t("paper.card.help.text", name=one_line(report.regisseur)))
        card.paragraph(t("paper.card.help.write"), BODY, keep_with_next=True)
        card.blocks.append(WritingLine())
        card.gap(4)
    if report.support.strip():
        card.paragraph(t("paper.card.help.support", names=one_line(report.support)))
    if report.backup.strip():
        card.paragraph(t("paper.card.help.backup", youth=one_line(report.youth), name=one_line(report.backup)))


def _write_numbers(card: Writer, help_lines: HelpLines) -> None:
    card.section(t("paper.talk.title"), CLOSE)
    card.bullets([f"{line.name}: {line.phone}. {line.about}" for line in help_lines.talk])
    checked = min(line.checked_on for line in (help_lines.danger, *help_lines.talk))
    card.paragraph(f"{help_lines.danger.about} {help_lines.danger.name}", BODY_BOLD)
    card.paragraph(t("paper.talk.checked", date=show_long(checked)), SMALL)


def _write_kept(card: Writer, report: MentorCardReport) -> None:
    card.section(t("paper.card.kept.title"), CLOSE)
    youth = one_line(report.youth)
    about = (t("paper.card.kept.text", youth=youth), t("paper.card.kept.not"), t("paper.card.kept.erase"))
    card.paragraph(" ".join([*about, t("paper.card.kept.stop", youth=youth)]), CELL)
