"""The family plan as tagged PDF against the same words drawn by plain reportlab (platypus, untagged), in the same run.

The drawing of the people around a family is measured apart: plain reportlab has nothing to put beside it.
"""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Table

from app.domain.records.network import CirclePlace, Line, Ring, Sector
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
from app.domain.rules.circles import Around, Circled, Stands
from app.pdf.family_plan import render
from app.pdf.fonts import letters
from app.pdf.house_style import Face
from app.pdf.report import ChildRights, FamilyPlanReport, Quote, ReportAction, ReportGoal, ReportMember, Scores
from app.pdf.report_parts import ReportAgreement, ReportContact, ReportHelper, ReportSaid
from app.texts import t
from benchmarks.figures import Figure, median_ratio

ACTIONS = (
    ReportAction("Om de week wisselt wie het ontbijt maakt", "Noor en Kees", ActorKind.FAMILY, "doorlopend", ActionStatus.BUSY),
    ReportAction("Brengt Sem naar voetbal en belt als het niet lukt", "Oma Riet", ActorKind.MENTOR, "dinsdag 16.30 uur", ActionStatus.BUSY),
    ReportAction("Oefent het ochtendschema met Sem", "Fatma Şahin", ActorKind.PROFESSIONAL, "3 december 2026", ActionStatus.OPEN),
    ReportAction("Past op Amira als Noor werkt", "Małgorzata Wiśniewska", ActorKind.NETWORK, "woensdag", ActionStatus.DONE),
)

PEOPLE = ("Oma Riet", "Tante Samira", "Youssef Ouédraogo", "Buurvrouw Ans", "Małgorzata Wiśniewska", "Meester Bas", "Opa Henk")


def report() -> FamilyPlanReport:
    """Return a plan of an invented family with four goals, seven people around it and four helpers."""
    goal = ReportGoal(
        text="Samen rustig de dag beginnen",
        whose_words="Noor",
        domain=LifeDomain.PARENTING,
        why_important="Dan gaat Sem blij naar school en komt Kees op tijd op zijn werk.",
        seen_when="Vier van de vijf dagen gaan we zonder ruzie de deur uit.",
        scores=(Scores(3, 6, 8),),
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
        strengths=(ReportSaid(text="We lachen weer samen aan tafel.", said_by="Amira", effect="Iedereen blijft langer zitten."),) * 3,
        concerns=(ReportSaid(text="De brieven blijven dicht op de kast liggen.", said_by="Noor", effect="Het kost steeds meer."),) * 3,
        goals=(goal,) * 4,
        contacts=tuple(ReportContact(name, "familie", can_do="Past op de kinderen als het nodig is.") for name in PEOPLE),
        helpers=tuple(ReportHelper(name=name, organisation="Jeugdhulp Noord", task="Praat met Sem") for name in PEOPLE[:4]),
        professionals=4,
        organisations=1,
        agreements=(ReportAgreement(text="Om het weekend zijn de kinderen bij Kees.", parties="Noor en Kees"),) * 3,
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
    story += _people(plan, cells, bold)
    story += [PageBreak(), Paragraph(t("paper.rights.title"), bold), *cells(t("paper.rights.a"), t("paper.own_plan.text"))]
    story += cells(*(t(f"paper.rights.{right}") for right in ("read", "copy", "wrong", "erase")), t("paper.confidant.text"))
    file = io.BytesIO()
    SimpleDocTemplate(file, pagesize=A4, initialFontName=letters(Face.REGULAR).house.fontName).build(story)
    return file.getvalue()


def _people(plan: FamilyPlanReport, cells: Callable[..., list[Flowable]], bold: ParagraphStyle) -> list[Flowable]:
    story: list[Flowable] = []
    for title, said in (("paper.good", plan.strengths), ("paper.worry", plan.concerns)):
        story.append(Paragraph(t(f"{title}.title"), bold))
        story += [part for one in said for part in cells(one.text, one.said_by, f"{t(f'{title}.effect')} {one.effect}")]
    story += [Paragraph(t("paper.people.title"), bold), *cells(t("paper.people.table"))]
    heads = cells(*(t(f"paper.people.{name}") for name in ("name", "relation", "ring", "can_do")))
    near = t("choice.Ring.close")
    story.append(Table([heads, *(cells(one.name, one.relation, near, one.can_do) for one in plan.contacts)], repeatRows=1))
    heads = cells(*(t(f"paper.help.{name}") for name in ("name", "organisation", "task", "until")))
    until = t("paper.help.until_open")
    story.append(Table([heads, *(cells(one.name, one.organisation, one.task, until) for one in plan.helpers)], repeatRows=1))
    story += [Paragraph(t("paper.agreements.title"), bold), *(part for one in plan.agreements for part in cells(one.text, one.parties))]
    return story


def with_circles(plan: FamilyPlanReport) -> FamilyPlanReport:
    """Return the plan with the drawing of its people, which plain reportlab has nothing beside."""
    places = [CirclePlace(ring=ring, sector=sector) for ring in Ring for sector in Sector]
    people = tuple(
        Circled(row=one.name.encode(), stands=Stands.NETWORK, name=one.name, under=one.relation, place=place, line=Line.STRONG)
        for one, place in zip(plan.contacts, places, strict=False)
    )
    return replace(plan, around=Around(plan.family_name, (), people))


def measure() -> list[Figure]:
    """Return what our tagged plan costs beside plain reportlab: time and bytes."""
    plan = report()
    size = len(render(plan)) / len(plain_reportlab(plan))
    ratio = median_ratio(lambda: render(plan), lambda: plain_reportlab(plan))
    drawn = with_circles(plan)
    return [
        Figure("plan_pdf_time_to_plain_reportlab", ratio, 2.0),
        Figure("plan_pdf_bytes_to_plain_reportlab", size),
        Figure("plan_pdf_circles_to_none", median_ratio(lambda: render(drawn), lambda: render(plan))),
    ]


if __name__ == "__main__":
    for figure in measure():
        print(figure)
