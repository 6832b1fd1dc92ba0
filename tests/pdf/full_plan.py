"""The plan of De Wit with everybody around it, and the card of a mentor, for the paper tests."""

import functools
from dataclasses import replace
from datetime import date
from typing import Any

from app.domain.records.network import CirclePlace, Gives, Line, Ring, Sector
from app.domain.records.plan import ActionStatus, ActorKind, LifeDomain
from app.domain.records.situation import AgreementKind
from app.domain.rules.circles import Around, Circled, Stands
from app.pdf.card_report import MentorCardReport
from app.pdf.family_plan import render
from app.pdf.mentor_card import render_card
from app.pdf.report import FamilyPlanReport, ReportAction, Scores
from app.pdf.report_parts import ReportAgreement, ReportContact, ReportHelper, ReportMentor, ReportSaid
from tests.pdf.plans import BREAKFAST, DE_WIT

CONTACTS = (
    ReportContact("Oma Riet", "oma", Ring.VERY_CLOSE, Line.STRONG, "Sem mag altijd langskomen."),
    ReportContact("Buurvrouw Ans", "buurvrouw", Ring.CLOSE, Line.THIN, "Heeft een sleutel."),
    ReportContact("Opa Henk", "vader van Kees", Ring.ACQUAINTANCE, Line.SELDOM, "Repareert fietsen."),
)
MENTOR = ReportMentor(
    name="Oma Riet",
    youth="Sem",
    kind="JIM",
    relation="Oma of opa",
    since_on=date(2026, 9, 4),
    since_known=2013,
    chosen_by_youth=True,
    why="Bij oma mag ik alles zeggen.",
    advice="Sem heeft vooral rust nodig.",
    agreed=("Ik luister naar Sem.", "Ik ga mee naar gesprekken."),
    contact=("elke week", "een appje mag"),
    support="Tante Samira",
    check_on=date(2027, 1, 15),
    stays=True,
)
FULL = replace(
    DE_WIT,
    strengths=(
        ReportSaid(
            text="We lachen weer samen.",
            said_by="Amira",
            about="ons allemaal",
            domain=LifeDomain.FAMILY_RELATIONS,
            since="de zomer",
            effect="Iedereen blijft langer zitten.",
        ),
    ),
    concerns=(ReportSaid(text="Sem loopt soms weg.", said_by="Kees", since="sinds mei", effect="Er kan iets gebeuren.", is_safety=True),),
    goals=(replace(BREAKFAST, scores=(Scores(3, 6, 8, "Noor"), Scores(5, 4, 8, "Sem"))),),
    arranged=(ReportAction("Kinderbijslag aangevraagd", "Noor", ActorKind.FAMILY, status=ActionStatus.DONE),),
    contacts=CONTACTS,
    mentors=(MENTOR,),
    helpers=(
        ReportHelper(
            name="Thijs Brouwer",
            organisation="Schuldhulp Meerdam",
            role="Hulp bij schulden",
            task="Helpt met de brieven",
            until_on=date(2027, 3, 1),
            work_phone="06 00 00 00 11",
        ),
        ReportHelper(name="dokter Hoekstra", organisation="De Brug", role="Huisarts", work_phone="06 00 00 00 12"),
    ),
    professionals=2,
    organisations=2,
    agreements=(
        ReportAgreement(
            text="Om het weekend zijn de kinderen bij Kees.",
            kind=AgreementKind.PARENTING_TIME,
            parties="Noor en Kees",
            from_on=date(2026, 11, 1),
            review_on=date(2027, 2, 1),
        ),
        ReportAgreement(text="Wij bellen elkaar eerst.", less=True),
    ),
)
CARD = MentorCardReport(
    printed_on=date(2026, 11, 21),
    mentor="Oma Riet",
    youth="Sem",
    kind="JIM",
    relation="Oma of opa",
    since_on=date(2026, 9, 4),
    frequency="elke week",
    topics=("Thuis", "Vrienden"),
    agreed=("Ik luister naar Sem.", "Ik ga mee naar gesprekken als Sem dat wil."),
    regisseur="Fatma Şahin",
    support="Tante Samira",
    backup="Buurvrouw Ans",
)


def around(names: tuple[str, ...]) -> Around:
    """Return these people around De Wit, spread over rings and parts of life; the last one helps by profession."""
    people = [
        Circled(
            row=name.encode(),
            stands=Stands.NETWORK,
            name=name,
            under="iemand",
            place=CirclePlace(ring=list(Ring)[number % 3], sector=list(Sector)[number % 5]),
            line=list(Line)[number % 4],
            gives=list(Gives)[number % 3],
        )
        for number, name in enumerate(names[:-1])
    ]
    helper = Circled(row=b"helper", stands=Stands.PROFESSIONAL, name=names[-1], under="Huisarts")
    return Around("Gezin De Wit-El Amrani", ("Noor", "Kees"), (*people, helper))


def full(**changed: Any) -> FamilyPlanReport:
    """Return the full plan with some fields changed."""
    return replace(FULL, around=around(("Oma Riet", "Buurvrouw Ans", "Opa Henk", "dokter Hoekstra")), **changed)


@functools.cache
def full_pdf() -> bytes:
    """Return the full plan as PDF, made once."""
    return render(full())


@functools.cache
def card_pdf() -> bytes:
    """Return the card as PDF, made once."""
    return render_card(CARD)
