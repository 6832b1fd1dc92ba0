"""What must be right about a row as a whole, whichever of its fields is changed. Not here: what one field may hold by itself."""

from app.domain.records.family import Membership
from app.domain.records.helping import Involvement
from app.domain.rules.helping import involvement_problem
from app.domain.rules.household import membership_problem
from app.errors import UserProblem


def check_row(before: object, after: object) -> None:
    """Raise UserProblem when a change makes a row wrong; what was wrong already, by two laptops at once, stops no other change."""
    problem = _problem(after)
    stood = _problem(before)
    if problem is not None and (stood is None or stood.key != problem.key):
        raise problem


def _problem(row: object) -> UserProblem | None:
    if isinstance(row, Involvement):
        return involvement_problem(row)
    if isinstance(row, Membership):
        return membership_problem(row)
    return None
