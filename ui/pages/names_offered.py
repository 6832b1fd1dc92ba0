"""The names that a field for "who says this" offers: those who sit at the table, then the people around the family."""

from collections.abc import Iterable

from app.actions.family_page import FamilyPage
from app.domain.rules.names import at_the_table
from ui.widgets.name_field import NameField

NAMED = frozenset(
    {
        "plan.request_said_by",
        "plan.wish_said_by",
        "goal.whose_words",
        "strength.said_by",
        "strength.about",
        "concern.said_by",
        "concern.about",
    }
)
"""The fields that hold the name of one of these people."""


def offer_names(inputs: Iterable[object], page: FamilyPage) -> None:
    """Give the names of the family to the inputs that take one."""
    fields = [one for one in inputs if isinstance(one, NameField)]
    if fields:
        names = names_at_the_table(page)
        for field in fields:
            field.offer(names)


def names_at_the_table(page: FamilyPage) -> list[str]:
    """Return how the people of a family, and then those around it, are called; each name once."""
    called = [at_the_table(person.name) for person in page.persons] + [contact.name for contact in page.contacts]
    return list(dict.fromkeys(name for name in called if name.strip()))
