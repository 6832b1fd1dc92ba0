"""The family plan as tagged PDF against the same words drawn by plain reportlab (platypus, untagged), in the same run."""

import io
from datetime import date
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Table

from app.domain.records.plan import (
    ActionStatus,
    ActorKind,
    GoalStatus,
    LegalFrame,
    LifeDomain,
    OwnPlanChoice,
    PlanStatus,
    SafetyAnswer,
)
from app.pdf.family_plan import render
from app.pdf.fonts import letters
from app.pdf.house_style import Face
from app.pdf.report import ChildRights, FamilyPlanReport, Quote, ReportAction, ReportGoal, ReportMember, Scores
from app.texts import t
from benchmarks.figures import Figure, median_ratio

ACTIONS = (
    ReportAction("Om de week wisselt wie het ontbijt maakt", "Noor en Kees", ActorKind.FAMILY, "doorlopend", ActionStatus.BUSY),
    ReportAction("Brengt Sem naar voetbal en belt als het niet lukt", "Oma Riet", ActorKind.MENTOR, "dinsdag 16.30 uur", ActionStatus.BUSY),
    ReportAction("Oefent het ochtendschema met Sem", "Fatma Şahin", ActorKind.PROFESSIONAL, "3 december 2026", ActionStatus.OPEN),
    ReportAction("Past op Amira als Noor werkt", "Małgorzata Wiśniewska", ActorKind.NETWORK, "woensdag", ActionStatus.DONE),
)


def report() -> FamilyPlanReport:
    """Return a plan of an invented family with four goals."""
    goal = ReportGoal(
        text="Samen rustig de dag beginnen",
        whose_words="Noor",
        domain=LifeDomain.PARENTING,
        why_important="Dan gaat Sem blij naar school en komt Kees op tijd op zijn werk.",
        seen_when="Vier van de vijf dagen gaan we zonder ruzie de deur uit.",
        scores=Scores(3, 6, 8),
        status=GoalStatus.BUSY,
        actions=ACTIONS,
    )
    return FamilyPlanReport(
        family_name="Gezin De Wit-El Amrani",
        status=PlanStatus.ACTIVE,
        version=3,
        printed_on=date(2026, 11, 21),
        canonical_content=b"plan",
        municipality_name="Meerdam",
        regisseur_name="Fatma Şahin",
        family_lead="Noor El Amrani",
        members=tuple(ReportMember(name, "familie") for name in ("Noor El Amrani", "Kees de Wit", "Sem de Wit", "Amira de Wit")),
        request_for_help=Quote("We komen de deur niet uit zonder ruzie. Wie helpt ons?", "Noor"),
        wish=Quote("Aan tafel weer kunnen lachen met z’n vieren.", "Noor en Kees"),
        own_plan_choice=OwnPlanChoice.YES_WITH_HELP,
        safety_answer=SafetyAnswer.NO,
        goals=(goal,) * 4,
        next_talk_on=date(2026, 12, 15),
        rights=(ChildRights("", LegalFrame.VOLUNTARY),),
    )


def _style(name: str, face: Face, size: float) -> ParagraphStyle:
    return ParagraphStyle(name, fontName=letters(face).house.fontName, fontSize=size, leading=size * 1.35)


def plain_reportlab(plan: FamilyPlanReport) -> bytes:
    """Return the same words as reportlab draws them by itself: paragraphs and tables, no tags."""
    body, bold = _style("body", Face.REGULAR, 11.5), _style("bold", Face.BOLD, 14)
    spoken = _style("spoken", Face.ITALIC, 12)

    def cells(*texts: str) -> list[Flowable]:
        return [Paragraph(escape(text), body) for text in texts]

    story: list[Flowable] = [Paragraph(escape(plan.family_name), bold), Paragraph(t("paper.intro"), body)]
    facts = (("regisseur", plan.regisseur_name), ("family_lead", plan.family_lead), ("municipality", plan.municipality_name))
    story.append(Table([cells(t(f"paper.fact.{name}"), value) for name, value in facts]))
    story.append(Table([cells(member.name, member.role) for member in plan.members], repeatRows=1))
    for title, quote in (("paper.request", plan.request_for_help), ("paper.wish", plan.wish)):
        story += [Paragraph(t(title), bold), Paragraph(escape(quote.text), spoken), *cells(quote.said_by)]
    for goal in plan.goals:
        story += [Paragraph(escape(goal.text), bold), Paragraph(escape(goal.whose_words), spoken)]
        story += cells(t("paper.goal.why"), goal.why_important, t("paper.goal.seen_when"), goal.seen_when)
        heads = cells(*(t(f"paper.actions.{column}") for column in ("who", "what", "when", "status")))
        rows = [cells(action.who, action.what, action.when, t("paper.action_status.open")) for action in goal.actions]
        story.append(Table([heads, *rows], repeatRows=1))
    story += [PageBreak(), Paragraph(t("paper.rights.title"), bold), *cells(t("paper.rights.a"), t("paper.own_plan.text"))]
    story += cells(*(t(f"paper.rights.{right}") for right in ("read", "copy", "wrong", "erase")), t("paper.confidant.text"))
    file = io.BytesIO()
    SimpleDocTemplate(file, pagesize=A4, initialFontName=letters(Face.REGULAR).house.fontName).build(story)
    return file.getvalue()


def measure() -> list[Figure]:
    """Return what our tagged plan costs beside plain reportlab: time and bytes."""
    plan = report()
    size = len(render(plan)) / len(plain_reportlab(plan))
    ratio = median_ratio(lambda: render(plan), lambda: plain_reportlab(plan))
    return [Figure("plan_pdf_time_to_plain_reportlab", ratio, 2.0), Figure("plan_pdf_bytes_to_plain_reportlab", size)]


if __name__ == "__main__":
    for figure in measure():
        print(figure)
