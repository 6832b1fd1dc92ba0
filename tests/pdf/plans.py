"""Reports of invented families for the paper tests."""

import functools
from dataclasses import replace
from datetime import date
from typing import Any

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
from app.pdf.report import (
    ChildRights,
    ConflictValue,
    FamilyPlanReport,
    OpenConflict,
    Quote,
    ReportAction,
    ReportGoal,
    ReportMember,
    Scores,
)

LONG = " ".join(f"Zin {number} gaat over thuis, over school en over wat wij graag anders willen." for number in range(1, 50))

BREAKFAST = ReportGoal(
    text="Samen rustig de dag beginnen",
    whose_words="Noor",
    domain=LifeDomain.PARENTING,
    why_important="Dan gaat Sem blij naar school.",
    seen_when="Vier van de vijf dagen gaan we zonder ruzie de deur uit.",
    target_on=date(2027, 2, 1),
    scores=(Scores(3, 6, 8),),
    status=GoalStatus.BUSY,
    actions=(
        ReportAction("Maakt om de week het ontbijt", "Kees", ActorKind.FAMILY, "doorlopend", ActionStatus.BUSY),
        ReportAction("Brengt Sem naar voetbal", "Oma Riet", ActorKind.MENTOR, "dinsdag 16.30 uur", ActionStatus.DONE),
        ReportAction("Oefent met Sem", "Fatma Şahin", ActorKind.PROFESSIONAL, "3 december 2026", why_professional="dit vraagt kennis"),
    ),
)

CONFLICT = OpenConflict(
    "Doel 1: wat we willen",
    (ConflictValue("Rustig beginnen", "Fatma Şahin", "20 november 2026"), ConflictValue("Zonder ruzie weg", "Joost Bakker", "vandaag")),
)

DE_WIT = FamilyPlanReport(
    family_name="Gezin De Wit-El Amrani",
    status=PlanStatus.ACTIVE,
    version=3,
    printed_on=date(2026, 11, 21),
    canonical_content=b"the plan of De Wit",
    municipality_name="Meerdam",
    regisseur_name="Fatma Şahin",
    family_lead="Noor El Amrani",
    members=(ReportMember("Noor El Amrani", "moeder"), ReportMember("Kees de Wit", "vader"), ReportMember("Sem de Wit", "zoon")),
    request_for_help=Quote("Wie helpt ons om het 's ochtends rustig te krijgen?", "Noor"),
    wish=Quote("Aan tafel weer kunnen lachen.", "Noor en Kees"),
    own_plan_choice=OwnPlanChoice.YES_WITH_HELP,
    safety_answer=SafetyAnswer.NO,
    safety_explanation="De kinderen voelen zich veilig.",
    goals=(BREAKFAST, replace(BREAKFAST, text="Grip op het geld", domain=LifeDomain.DEBTS)),
    next_talk_on=date(2026, 12, 15),
    rights=(ChildRights("", LegalFrame.VOLUNTARY),),
)

EMPTY = FamilyPlanReport(
    family_name="Jansen",
    status=PlanStatus.CONCEPT,
    version=1,
    printed_on=date(2026, 11, 21),
    canonical_content=b"",
    municipality_name="",
    regisseur_name="",
)


def de_wit(**changed: Any) -> FamilyPlanReport:
    """Return the plan of De Wit with some fields changed."""
    return replace(DE_WIT, **changed)


@functools.cache
def de_wit_pdf() -> bytes:
    """Return the plan of De Wit as PDF, made once."""
    return render(DE_WIT)
