"""Beginning with a family: the family itself, the people in it, and which worker its plan names."""

from dataclasses import dataclass, replace

from app.clock import today, wall_ms
from app.domain.ids import new_id, plan_of
from app.domain.record import Id
from app.domain.records.family import Family, Person, PersonName, Regisseur
from app.domain.records.plan import Plan
from app.domain.rules.names import SPEAKING_OF_A_FAMILY, fold
from app.domain.rules.roles import REGISSEUR
from app.domain.rules.words import clean_line
from app.errors import UserProblem
from app.store.queries import rows
from app.store.workspace import Reading, StreamState, Workspace


@dataclass(frozen=True)
class NewFamily:
    """What is asked to begin: the family's name and the first person's call name; the rest has a default (domain.md 2.5)."""

    display_name: str
    call_name: str
    role: str = ""


def new_family(workspace: Workspace, asked: NewFamily) -> Id[Family]:
    """Begin a family with its first person and its plan, without any network; raises UserProblem for an empty name."""
    name, call_name = clean_line(asked.display_name, 80), clean_line(asked.call_name, 100)
    if not name:
        raise UserProblem("family_name_missing")
    if not call_name:
        raise UserProblem("call_name_missing")
    identity = workspace.identity
    day = today(workspace.clock)
    wall = wall_ms(workspace.clock)
    family: Id[Family] = new_id(wall)
    with workspace.write() as writing:
        writing.put_state(StreamState(family, 0, bytes(32), 0, "new"))
        gesture = writing.gesture(family)
        regisseur = Regisseur(worker=Id(identity.worker), name=identity.worker_name, since_on=day)
        gesture.create(
            Family(id=family, display_name=name, municipality_code=identity.municipality, registered_on=day, regisseur=regisseur)
        )
        gesture.create(Person(id=new_id(wall), name=PersonName(call_name=call_name), role=clean_line(asked.role, 60)))
        gesture.create(Plan(id=plan_of(family)))
        gesture.done()
    return family


def names_another(reading: Reading, family: Family) -> bool:
    """Tell whether the plan names another regisseur than this worker, whom the municipality made so."""
    return reading.state(family.id).role == REGISSEUR and family.regisseur.worker != reading.meta("worker")


def take_on(workspace: Workspace, family: bytes) -> None:
    """Let the plan name this worker as the family's regisseur from today, as the municipality has it; raises `not_regisseur`."""
    identity = workspace.identity
    with workspace.write() as writing:
        if writing.state(family).role != REGISSEUR:
            raise UserProblem("not_regisseur")
        found = rows.row(writing.stream(family), Family, family)
        gesture = writing.gesture(family)
        regisseur = Regisseur(worker=Id(identity.worker), name=identity.worker_name, since_on=today(workspace.clock))
        gesture.change(found, replace(found, regisseur=regisseur))
        gesture.done()


def is_known(workspace: Workspace, name: str) -> bool:
    """Tell whether a family on this laptop is called so already, however it is spelled; raises UserProblem for a name that is too long."""
    called = _plain(clean_line(name, 80))
    with workspace.read() as reading:
        streams = [reading.stream(state.stream) for state in reading.states() if state.state != "frozen"]
        return any(_plain(family.display_name) == called for stream in streams for family in rows.rows(stream, Family))


def _plain(name: str) -> str:
    return fold(SPEAKING_OF_A_FAMILY.sub("", name))


def add_person(workspace: Workspace, family: bytes, name: PersonName, role: str = "") -> Id[Person]:
    """Put somebody in the family."""
    person: Id[Person] = new_id(wall_ms(workspace.clock))
    with workspace.write() as writing:
        gesture = writing.gesture(family)
        gesture.create(Person(id=person, name=name, role=clean_line(role, 60)))
        gesture.done()
    return person
