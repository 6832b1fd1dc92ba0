"""A family with safety agreements, an ordered plan and people who help with its goals, as actions make them: for tests and pictures."""

from app.actions.families import add_person
from app.actions.goal_links import link_helper
from app.actions.network import NewContact, add_contact
from app.actions.planning import add_goal
from app.actions.printing import make_family_plan
from app.actions.safety import confirm_version, fix_version
from app.actions.signing import Said, sign
from app.domain.record import Id
from app.domain.records.family import PersonName
from app.domain.records.network import NetworkContact
from app.domain.records.plan import Goal
from app.domain.records.safety import SafetyPlanVersion
from app.store.workspace import Workspace

FIRST = (
    "Niemand slaat nog.",
    "Er wordt geschreeuwd en Sem gaat naar zijn kamer.",
    "Sem gaat naar oma Riet. Oma is altijd thuis na vijf uur.",
    "Kees gaat een rondje lopen. Noor blijft bij Amira.",
    "De kinderen zijn nooit alleen thuis.",
    "Tante Samira belt elke zondag.",
    "Eerst oma Riet, dan de regisseur. In gevaar: 112.",
    "20-12-2026",
)
SECOND = (*FIRST[:3], "Kees gaat een rondje lopen. Noor blijft bij Amira en belt tante Samira.", *FIRST[4:])
OTHER = (*FIRST[:5], "Tante Samira belt elke woensdag en zondag.", *FIRST[6:])
YES = ("Noor en Kees", "on_screen")


def agree(workspace: Workspace, family: bytes, texts: tuple[str, ...] = FIRST) -> Id[SafetyPlanVersion]:
    """Fix safety agreements and let people say yes to them."""
    version = fix_version(workspace, family, texts)
    with workspace.read() as reading:
        cursor = reading.state(family).cursor
    confirm_version(workspace, family, version, YES, cursor)
    return version


def who_helps(workspace: Workspace, family: bytes, goal: Id[Goal], names: tuple[str, ...] = ("Oma Riet", "Tante Samira")) -> None:
    """Put people around the family and let them help with a goal."""
    for name in names:
        contact: Id[NetworkContact] = add_contact(workspace, family, NewContact(name, "familie"))
        link_helper(workspace, family, goal, contact)


def fill_agreed(workspace: Workspace, family: Id[object], goal: Id[Goal]) -> None:
    """Let everything of this be in a family: goals, helpers, agreements of before and now, one that waits, and signatures."""
    for name, role in (("Noor", "moeder"), ("Kees", "vader"), ("Sem", "zoon")):
        add_person(workspace, family, PersonName(call_name=name, surname="Wit", prefix="de"), role)
    add_goal(workspace, family, "Grip op het geld")
    add_goal(workspace, family, "Sem gaat elke dag naar school")
    who_helps(workspace, family, goal)
    add_contact(workspace, family, NewContact("Buurvrouw Ans", "buurvrouw"))
    agree(workspace, family)
    agree(workspace, family, SECOND)
    fix_version(workspace, family, OTHER)
    make_family_plan(workspace, family)
    _say(workspace, family, Said("Noor", "agreed", "on_paper"))
    _say(workspace, family, Said("Kees", "not_agreed", "spoken", "Ik wil de kinderen ook op woensdag zien."))
    add_goal(workspace, family, "Samen op vakantie")
    make_family_plan(workspace, family)
    _say(workspace, family, Said("Noor", "agreed_with_remark", "on_screen", "Dit is beter."))


def _say(workspace: Workspace, family: bytes, said: Said) -> None:
    from app.store.queries.versions import fixed_versions

    with workspace.read() as reading:
        newest = fixed_versions(reading.stream(family))[-1]
    sign(workspace, family, newest.id, said)
