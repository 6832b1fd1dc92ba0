"""How it goes at home: what belongs with a worry about safety, and which agreement waits to be looked at again (domain.md 2.3)."""

from collections.abc import Iterable
from datetime import date

from app.domain.records.plan import SafetyAnswer
from app.domain.records.situation import Agreement, Concern, Topicality


def safety_hint(concerns: Iterable[Concern], answer: SafetyAnswer | None) -> str | None:
    """Return the text key of the friendly hint when a worry about safety stands and the plan's answer does not fit; it never blocks."""
    if not any(one.is_safety and one.status is not Topicality.OVER for one in concerns):
        return None
    if answer is SafetyAnswer.NO:
        return "warning.safety_says_no"
    return "warning.safety_not_answered" if answer is None else None


def review_passed(agreement: Agreement, today: date) -> bool:
    """Tell whether the day to look at an agreement again has passed while it still holds."""
    return agreement.review_on is not None and agreement.review_on < today and agreement.status is not Topicality.OVER
