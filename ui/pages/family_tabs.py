"""The tabs of a family's page: their order, names and keys, and which records each of them shows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from app.actions.family_page import FamilyPage
from app.actions.fields import FieldRef, TypedText
from ui.desk import Desk
from ui.pages.help_page import HelpPage
from ui.pages.network_page import NetworkPage
from ui.pages.people_page import PeoplePage
from ui.pages.plan_page import PlanPage
from ui.pages.visits_page import VisitsPage
from ui.widgets.turns import Turns

Deleted = Callable[[str, bytes], None]
"""What a page calls when something was thrown away: what to say, and the gesture that `put_back` takes back."""


class TabPage(Protocol):
    """What every tab of a family can do; `turns` may still be making it."""

    turns: Turns

    def show_page(self, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> None:
        """Bring everything on the tab up to date; what somebody is typing stays."""
        ...

    def commit(self) -> None:
        """Make everything that was typed on the tab changes."""
        ...


@dataclass(frozen=True)
class FamilyTab:
    """One tab: the text key of its name, its icon, its key, and the records of which it shows fields that can be typed in."""

    text: str
    icon: str
    key: str
    make: Callable[[Desk, FamilyPage, Deleted], "PeoplePage | NetworkPage | PlanPage | HelpPage | VisitsPage"]
    records: frozenset[str]


TABS = {
    "people": FamilyTab(
        "tab.people", "users", "Alt+G", PeoplePage, frozenset({"family", "person", "household", "membership", "parental_authority"})
    ),
    "network": FamilyTab(
        "tab.network",
        "topology-star-ring-3",
        "Alt+N",
        NetworkPage,
        frozenset({"network_contact", "mentor", "mentor_consent"}),
    ),
    "plan": FamilyTab(
        "tab.plan",
        "target-arrow",
        "Alt+P",
        PlanPage,
        frozenset({"plan", "goal", "action", "strength", "concern", "agreement"})
        | {"safety_plan_version", "safety_plan_confirmation", "signature"},
    ),
    "help": FamilyTab("tab.help", "heart", "Alt+H", HelpPage, frozenset({"professional", "involvement"})),
    "visits": FamilyTab("tab.visits", "calendar-event", "Alt+B", VisitsPage, frozenset({"visit", "visit_note"})),
}
