"""Families as they are after two years of work, in any number: invented people, every kind of row, and the edits that came over them.

Each family goes through the program's own `apply` in one transaction, as changes that the municipality has numbered.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Any

from app.changelog.apply import apply
from app.changelog.change import WHOLE_ROW, Change
from app.changelog.gesture import Author, Gesture
from app.changelog.values import encoded, encoded_row
from app.domain.ids import authority_of, consent_of, membership_of, mentor_of, new_id, plan_of
from app.domain.record import Id, spec_of_row
from app.domain.records import SCHEMA, helping, mentor, network, plan, situation, visit
from app.domain.records import family as people
from app.store.queries import rows
from app.store.workspace import StreamState, Workspace

CHANGES = 2_000
FIRST_DAY = date(2024, 11, 4)
SURNAMES = ("De Wit", "Yılmaz", "El Amrani", "Kowalski", "Nguyễn", "Al-Hassan", "Van der Veen", "Hoekstra", "Bakker", "Öztürk")
CALL_NAMES = ("Fatma", "Noor", "Sem", "Zofia", "Yusuf", "Femke", "Linh", "Adam", "Sanne", "Omar", "Bram", "Łucja")
SENTENCES = (
    "Wij eten elke avond samen aan tafel.",
    "Overdag is het rustiger in huis sinds opa op woensdag komt.",
    "De post leggen we op een stapel en maandag openen we die samen.",
    "Zij gaat weer drie dagen naar school en wordt gebracht door haar tante.",
    "Als het spannend wordt, bel ik eerst mijn zus.",
)
EDITED = {"person": "role", "network_contact": "can_do", "plan": "wish", "goal": "text", "action": "what", "strength": "text"}
"""The fields that people write in again and again."""


def fill_families(workspace: Workspace, families: int, changes: int = CHANGES) -> list[Id[people.Family]]:
    """Write so many families of so many changes each and return their ids."""
    return [fill_family(workspace, number, changes) for number in range(families)]


def fill_family(workspace: Workspace, number: int, changes: int = CHANGES) -> Id[people.Family]:
    """Write one family; the same number gives the same family, but for its ids."""
    made = MadeFamily(workspace, number)
    with workspace.write() as writing:
        written = made.changes(list(made.rows()), changes)
        writing.put_state(StreamState(made.family, len(written), bytes(32), 1, "active", "regisseur"))
        apply(writing.stream(made.family), written)
    return made.family


class MadeFamily:
    """What stands in one family, and the changes by which it came there."""

    def __init__(self, workspace: Workspace, number: int) -> None:
        self.author = workspace.author
        self.worker = workspace.identity
        self.number = number
        self.wall = int(workspace.clock.now().timestamp() * 1000)
        self.places = count()
        self.family: Id[people.Family] = self.new_id()
        self.surname = SURNAMES[number % len(SURNAMES)]
        self.persons = [self.person(place) for place in range(6)]
        self.contacts = [self.contact(place) for place in range(12)]

    def rows(self) -> Iterator[Any]:
        """Return every row, each after the rows that it points to."""
        regisseur = people.Regisseur(worker=Id(self.worker.worker), name=self.worker.worker_name, since_on=FIRST_DAY)
        yield people.Family(
            id=self.family,
            display_name=f"Gezin {self.surname} {self.number}",
            municipality_code=self.worker.municipality,
            registered_on=FIRST_DAY,
            regisseur=regisseur,
            status=people.FamilyStatus.ACTIVE,
        )
        yield from self.persons
        yield from self.homes()
        yield from self.contacts
        yield from self.mentor()
        yield from self.helpers()
        yield from self.situation()
        yield from self.goals()
        yield from self.visits()

    def changes(self, made: Sequence[Any], wanted: int) -> list[Change]:
        """Return the creations, and after them edits of one field each until there are enough; every edit is a gesture of its own."""
        begun = new_id(self.wall)
        found = [self.change(1 + place, begun, row, WHOLE_ROW, encoded_row(spec_of_row(row), row)) for place, row in enumerate(made)]
        written = [row for row in made if spec_of_row(row).name in EDITED]
        for place in range(len(found), wanted):
            row = written[place % len(written)]
            field = spec_of_row(row).field(EDITED[spec_of_row(row).name])
            said = "moeder" if field.name == "role" else f"{self.words(place)} ({place})"
            found.append(self.change(1 + place, self.new_id(), row, field.name, encoded(field, said)))
        return found

    def change(self, ctr: int, tx: bytes, row: Any, grp: str, val: bytes) -> Change:
        """Return one change as the municipality numbered it: what came later had seen all before it."""
        key = (self.author.dev, self.author.inc, ctr, ctr, ctr, ctr - 1, tx, spec_of_row(row).name, row.id, grp)
        return Change(*key, val, os.urandom(16), self.wall, self.author.worker, SCHEMA, "set")

    def new_id(self) -> Id[Any]:
        """Return an id that sorts behind the ones before it."""
        return new_id(self.wall, next(self.places))

    def words(self, place: int) -> str:
        """Return an invented sentence."""
        return SENTENCES[(place + self.number) % len(SENTENCES)]

    def who(self, place: int) -> str:
        """Return an invented call name."""
        return CALL_NAMES[(place + self.number) % len(CALL_NAMES)]

    def person(self, place: int) -> people.Person:
        """Return one of two parents or four children, of whom the first is old enough for a mentor."""
        name = people.PersonName(call_name=self.who(place), surname=self.surname)
        if place < 2:
            return people.Person(id=self.new_id(), name=name, role="ouder", birth=people.PartialDate(year=1986 + place, month=3, day=14))
        born = people.PartialDate(year=2004 + 2 * place, month=3, day=14)
        return people.Person(id=self.new_id(), name=name, role="kind", birth=born, school="Basisschool De Eik")

    def contact(self, place: int) -> network.NetworkContact:
        """Return somebody around the family, spread over rings and sectors."""
        return network.NetworkContact(
            id=self.new_id(),
            name=f"{self.who(place + 5)} Bakker",
            relation="buurvrouw",
            place=network.CirclePlace(ring=list(network.Ring)[place % 3], sector=list(network.Sector)[place % 5]),
            line=list(network.Line)[place % 4],
            can_do=self.words(place),
        )

    def homes(self) -> Iterator[Any]:
        """Return two households of separated parents, with who decides for the children."""
        homes = [people.Household(id=self.new_id(), name=f"Bij {person.name.call_name}") for person in self.persons[:2]]
        yield from homes
        for place, person in enumerate(self.persons):
            home = homes[place % 2]
            role = people.HouseholdRole.PARENT if place < 2 else people.HouseholdRole.CHILD
            yield people.Membership(id=membership_of(home.id, person.id), household=home.id, person=person.id, role=role)
        one, other = self.persons[:2]
        held = people.Authority(kind=people.AuthorityKind.JOINT_PARENTS, first_holder=one.id, second_holder=other.id)
        for child in self.persons[2:]:
            yield people.ParentalAuthority(id=authority_of(child.id), child=child.id, authority=held)

    def mentor(self) -> Iterator[Any]:
        """Return the mentor of the eldest child, with what the parents say and how often they met."""
        youth, chosen = self.persons[2].id, self.contacts[0].id
        made = mentor_of(youth, chosen)
        yield mentor.Mentor(
            id=made,
            youth=youth,
            contact=chosen,
            choosing=mentor.Choosing(chosen_by=mentor.ChosenBy.YOUTH, chosen_on=FIRST_DAY),
            status=mentor.MentorStatus.ACTIVE,
            phase=mentor.MentorPhase.HOW,
            accepted_on=FIRST_DAY,
        )
        for parent in self.persons[:2]:
            said = mentor.ParentAnswer.YES
            yield mentor.MentorConsent(id=consent_of(made, parent.id), mentor=made, parent=parent.id, answer=said, answered_on=FIRST_DAY)
        for week in range(20):
            yield mentor.MentorContact(id=self.new_id(), mentor=made, met_on=FIRST_DAY + timedelta(weeks=4 * week))

    def helpers(self) -> Iterator[Any]:
        """Return eight professionals, each with what they do."""
        roles = list(helping.InvolvementRole)
        for place in range(8):
            name, where = f"{self.who(place + 3)} Smit", f"Organisatie {place}"
            one = helping.Professional(id=self.new_id(), name=name, organisation=where, phone="0600000010")
            term = helping.Term(from_on=FIRST_DAY, planned_end_on=FIRST_DAY + timedelta(days=900))
            yield one
            yield helping.Involvement(id=self.new_id(), professional=one.id, role=roles[place * 3], task=self.words(place), term=term)

    def situation(self) -> Iterator[Any]:
        """Return strengths, worries and agreements."""
        for place in range(4):
            yield situation.Strength(id=self.new_id(), text=self.words(place), said_by=self.who(place))
            yield situation.Concern(id=self.new_id(), text=self.words(place + 2), said_by=self.who(place), is_safety=place == 0)
            yield situation.Agreement(id=self.new_id(), text=self.words(place + 1), parties=f"{self.who(0)} en {self.who(1)}")

    def goals(self) -> Iterator[Any]:
        """Return the plan: six goals of four actions each, with eight scores."""
        own: Id[plan.Plan] = plan_of(self.family)
        asked, said_by, wish = self.words(0), self.who(0), self.words(1)
        yield plan.Plan(id=own, status=plan.PlanStatus.ACTIVE, request_for_help=asked, request_said_by=said_by, wish=wish)
        domains = list(plan.LifeDomain)
        for place in range(6):
            goal: Id[plan.Goal] = self.new_id()
            yield plan.Goal(id=goal, plan=own, text=self.words(place), whose_words=self.who(place), domain=domains[place], score_wish=8)
            for action in range(4):
                doer = plan.Doer(name=self.who(action), kind=list(plan.ActorKind)[action])
                done = plan.ActionStatus.DONE if action == 0 else plan.ActionStatus.OPEN
                timing = plan.When(text="elke maandag", due_on=FIRST_DAY + timedelta(days=700 + 7 * action))
                yield plan.Action(id=self.new_id(), goal=goal, what=self.words(action), doer=doer, timing=timing, status=done)
            for month in range(8):
                day = FIRST_DAY + timedelta(days=60 * month)
                yield plan.GoalScore(id=self.new_id(), goal=goal, score=min(9, 2 + month), scored_on=day, said_by=self.who(month % 2))

    def visits(self) -> Iterator[Any]:
        """Return two years of visits, each with its summary."""
        for month in range(24):
            met: Id[visit.Visit] = self.new_id()
            day = FIRST_DAY + timedelta(days=30 * month)
            yield visit.Visit(id=met, visit_on=day, at_time="15.30", present=f"{self.who(0)}, {self.who(1)}", held_on=day)
            said = " ".join(self.words(month + place) for place in range(6))
            yield visit.VisitNote(id=self.new_id(), visit=met, text=said, noted_on=day, noted_by=self.worker.worker_name)


def arrives(workspace: Workspace, family: bytes, number: int) -> None:
    """Let one change of a colleague's laptop come in: another wish."""
    colleague = Author(dev=b"colleague-laptop", inc=1, worker=b"colleague-worker")
    own: Id[plan.Plan] = plan_of(family)
    with workspace.write() as writing:
        stream, state = writing.stream(family), writing.state(family)
        before = rows.row(stream, plan.Plan, own)
        gesture = Gesture(stream, colleague, new_id(writing.wall), writing.wall, state.cursor)
        gesture.change(before, replace(before, wish=f"{SENTENCES[number % len(SENTENCES)]} ({number})"))
        gesture.done()
