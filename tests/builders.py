"""Records as they come up in tests, each with all that is required; give what the test is about."""

import os
from datetime import date
from typing import Any

from app.domain.ids import derived_id
from app.domain.record import Id
from app.domain.records.family import Family, Person, PersonName, Regisseur
from app.domain.records.plan import Action, Doer, Goal, GoalScore, Plan

DAY = date(2026, 11, 23)


def some_id() -> Id[Any]:
    """Return an id that nobody else has."""
    return Id(os.urandom(16))


def plan_id(family: bytes) -> Id[Plan]:
    """Return the id of a family's first plan: the same on every laptop."""
    return derived_id(family, "plan/1")


def a_family(family: bytes, worker: bytes, name: str = "Gezin De Wit") -> Family:
    """Return a family with a regisseur."""
    regisseur = Regisseur(worker=Id(worker), name="Samira", since_on=DAY)
    return Family(id=Id(family), display_name=name, municipality_code="GM9999", registered_on=DAY, regisseur=regisseur)


def a_person(name: str = "Fatma") -> Person:
    """Return somebody of a family."""
    return Person(id=some_id(), name=PersonName(call_name=name))


def a_plan(family: bytes, **fields: Any) -> Plan:
    """Return the family's plan."""
    return Plan(id=plan_id(family), **fields)


def a_goal(family: bytes, text: str = "Wij slapen weer.", **fields: Any) -> Goal:
    """Return a goal of the family's plan."""
    return Goal(id=some_id(), plan=plan_id(family), text=text, **fields)


def an_action(goal: Id[Goal], what: str = "Elke avond om acht uur naar bed.", by: str = "Fatma") -> Action:
    """Return who does what for a goal."""
    return Action(id=some_id(), goal=goal, what=what, doer=Doer(name=by))


def a_score(goal: Id[Goal], score: int = 4) -> GoalScore:
    """Return what somebody said of a goal."""
    return GoalScore(id=some_id(), goal=goal, score=score, scored_on=DAY)
