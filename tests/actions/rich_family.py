"""A family with everybody around it, as invented as the rest: for prints that show all there is."""

from datetime import date
from typing import Any

from app.domain.ids import mentor_of, new_id
from app.domain.record import Id
from app.domain.records.family import Person, PersonName
from app.domain.records.helping import Involvement, InvolvementRole, Professional, Term
from app.domain.records.mentor import Choosing, ChosenBy, Mentor, MentorRelation, MentorStatus, Sharing
from app.domain.records.network import CirclePlace, Gives, Line, NetworkContact, Ring, Sector
from app.domain.records.plan import Action, ActionStatus, ActorKind, Doer, Goal, GoalScore, LifeDomain
from app.domain.records.situation import Agreement, AgreementKind, Concern, Strength, Topicality
from app.store.workspace import Workspace

CONTACTS = (
    ("Oma Riet", "oma", Ring.VERY_CLOSE, Sector.RELATIVES, Line.STRONG, Gives.TO_US, "Sem mag altijd langskomen."),
    ("Tante Samira", "zus van Noor", Ring.VERY_CLOSE, Sector.RELATIVES, Line.STRONG, Gives.BOTH, "Past op Amira."),
    ("Youssef Ouédraogo", "trainer van Sem", Ring.CLOSE, Sector.LEISURE, Line.THIN, Gives.TO_US, "Haalt Sem op voor de training."),
    ("Buurvrouw Ans", "buurvrouw", Ring.CLOSE, Sector.NEIGHBOURS, Line.THIN, Gives.BOTH, "Heeft een sleutel."),
    ("Małgorzata Wiśniewska", "vriendin van Noor", Ring.CLOSE, Sector.FRIENDS, Line.STRONG, Gives.BOTH, "Luistert."),
    ("Meester Bas", "leraar van Sem", Ring.ACQUAINTANCE, Sector.SCHOOL_WORK, Line.THIN, Gives.TO_US, "Stuurt op vrijdag een bericht."),
    ("Opa Henk", "vader van Kees", Ring.ACQUAINTANCE, Sector.RELATIVES, Line.SELDOM, Gives.BOTH, ""),
    ("Nguyễn Thị Hòa", "buurvrouw", Ring.ACQUAINTANCE, Sector.NEIGHBOURS, Line.TENSION, Gives.FROM_US, "Kookt graag voor ons."),
    ("Sjoukje Fûgelhûs", "collega van Kees", Ring.ACQUAINTANCE, Sector.SCHOOL_WORK, Line.THIN, Gives.BOTH, "Rijdt samen."),
    ("ʿAbd al-Raḥmān al-Ḥamwī", "vriend van Kees", Ring.CLOSE, Sector.FRIENDS, Line.STRONG, Gives.BOTH, "Helpt met klussen."),
    ("İbrahim Gökçe Yıldızoğlu", "oom", Ring.CLOSE, Sector.RELATIVES, Line.THIN, Gives.FROM_US, "Weet veel van geldzaken."),
)
HELPERS = (
    ("Thijs Brouwer", "Schuldhulp Meerdam", "06 00 00 00 11", InvolvementRole.DEBT_SUPPORT, "Helpt met de brieven en de schulden"),
    ("dokter Hoekstra", "Huisartsen De Brug", "06 00 00 00 12", InvolvementRole.GP, ""),
    ("Ayşe Iğdır", "Jeugdhulp Noord", "06 00 00 00 13", InvolvementRole.YOUTH_CARE, "Praat met Sem over boos zijn"),
)


def fill(workspace: Workspace, family: bytes, goal: bytes) -> dict[str, Id[Any]]:
    """Put everybody around the family; return the ids of those whom a test speaks of."""
    with workspace.write() as writing:
        made: dict[str, Id[Any]] = {}
        gesture = writing.gesture(family)
        number = 0

        def make(record: type, /, **fields: Any) -> Id[Any]:
            nonlocal number
            number += 1
            row = fields.pop("id", None) or new_id(writing.wall, number)
            gesture.create(record(id=row, **fields))
            return row

        sem = make(Person, name=PersonName(call_name="Sem", surname="Wit", prefix="de"), role="zoon")
        made["sem"] = sem
        for name, relation, ring, sector, line, gives, can_do in CONTACTS:
            place = CirclePlace(ring=ring, sector=sector)
            made[name] = make(
                NetworkContact, name=name, relation=relation, place=place, line=line, gives=gives, can_do=can_do, phone="06 00 00 00 99"
            )
        for name, organisation, phone, role, task in HELPERS:
            who = made[name] = make(Professional, name=name, organisation=organisation, phone=phone, email="geheim@voorbeeld.example")
            term = Term(from_on=date(2026, 9, 1), planned_end_on=date(2027, 3, 1) if task else None)
            made[f"{name} helps"] = make(Involvement, professional=who, role=role, task=task, term=term)
        made["mentor"] = make(Mentor, id=mentor_of(sem, made["Oma Riet"]), youth=sem, contact=made["Oma Riet"], **MENTOR)
        _situation(make, made, goal)
        gesture.done()
    return made


MENTOR: dict[str, Any] = {
    "relation": MentorRelation.GRANDPARENT,
    "since_known": 2013,
    "status": MentorStatus.ACTIVE,
    "choosing": Choosing(chosen_by=ChosenBy.YOUTH, chosen_on=date(2026, 9, 1)),
    "accepted_on": date(2026, 9, 4),
    "why_this_one": "Bij oma mag ik alles zeggen.",
    "advice": "Sem heeft vooral rust nodig, en iemand die luistert.",
    "role_agreements": "Ik luister naar Sem.\nIk ga mee naar gesprekken als Sem dat wil.\nIk ben geen hulpverlener en geen ouder.",
    "contact_frequency": "elke week",
    "reachable": "ook 's avonds, appje mag",
    "share_home": Sharing.YES,
    "share_friends": Sharing.YES,
    "share_school": Sharing.NO,
    "own_support": "Tante Samira",
    "next_check_on": date(2027, 1, 15),
    "continues_after_care": True,
}


def _situation(make: Any, made: dict[str, Id[Any]], goal: bytes) -> None:
    made["strength"] = make(
        Strength,
        text="We lachen weer samen aan tafel.",
        said_by="Amira",
        about="ons allemaal",
        domain=LifeDomain.FAMILY_RELATIONS,
        since="de zomer",
        effect="Iedereen blijft langer zitten.",
    )
    make(Strength, text="Sem gaat elke dag naar school.", said_by="Meester Bas", about="Sem", domain=LifeDomain.SCHOOL)
    made["concern"] = make(
        Concern,
        text="De brieven blijven dicht op de kast liggen.",
        said_by="Noor",
        domain=LifeDomain.DEBTS,
        since="vorig jaar",
        effect="Dan komt er steeds meer geld bij.",
    )
    make(Concern, text="Sem loopt 's nachts soms weg.", said_by="Kees", about="Sem", is_safety=True, status=Topicality.LESS)
    made["agreement"] = make(
        Agreement,
        text="In de week slapen de kinderen bij Noor. Om het weekend zijn zij bij Kees.",
        kind=AgreementKind.PARENTING_TIME,
        parties="Noor en Kees",
        from_on=date(2026, 11, 1),
        review_on=date(2027, 2, 1),
    )
    make(Agreement, text="Wij bellen elkaar eerst. Daarna pas de hulpverleners.", parties="iedereen")
    made["arranged"] = make(
        Action, what="Kinderbijslag aangevraagd", doer=Doer(name="Noor", kind=ActorKind.FAMILY), status=ActionStatus.DONE
    )
    for said_by, score, day in (("Noor", 3, 1), ("Sem", 6, 1), ("Noor", 6, 20), ("Sem", 5, 20)):
        make(GoalScore, goal=Id[Goal](goal), score=score, scored_on=date(2026, 11, day), said_by=said_by)
