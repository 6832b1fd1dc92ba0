"""Every record there is, in the order in which their rows depend on each other."""

import functools

from app.domain.record import RecordSpec, spec_of
from app.domain.records.family import Family, Household, Membership, ParentalAuthority, Person
from app.domain.records.helping import Involvement, Professional
from app.domain.records.mentor import Mentor, MentorConsent, MentorContact
from app.domain.records.network import GoalHelper, NetworkContact
from app.domain.records.plan import Action, Goal, GoalScore, Plan, PlanVersion
from app.domain.records.safety import SafetyPlanConfirmation, SafetyPlanVersion, Signature
from app.domain.records.situation import Agreement, Concern, Strength
from app.domain.records.visit import ConfidentialFile, InternalNote, Visit, VisitNote

RECORDS: tuple[type, ...] = (
    *(Family, Household, Person, Membership, ParentalAuthority),
    *(NetworkContact, Mentor, MentorConsent, MentorContact, Professional, Involvement),
    *(Plan, Goal, Visit, Action, GoalScore, Strength, Concern, Agreement, VisitNote, PlanVersion),
    *(GoalHelper, SafetyPlanVersion, SafetyPlanConfirmation, Signature),
    *(ConfidentialFile, InternalNote),
)
SCHEMA = 2
"""The version of the declarations; a field's `since` says in which version it joined its record."""


@functools.cache
def specs() -> dict[str, RecordSpec]:
    """Return every record's declaration by its wire name."""
    return {spec.name: spec for spec in map(spec_of, RECORDS)}
