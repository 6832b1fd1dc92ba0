"""The mentors of a family: for each child or youth who it is, what to ask next, and somebody new to name (domain.md 3).

Made for the Netwerk tab, as wide as its page. While the family looks along, who is only thought of is not shown.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.actions.family_page import FamilyPage
from app.actions.fields import FieldRef, TypedText
from app.actions.mentors import case_of
from app.clock import today
from app.domain.records.family import Person
from app.domain.rules.mentor_deciding import People, youths
from app.texts import t
from ui.desk import Desk
from ui.pages.mentor_of_youth import MentorOfYouth
from ui.widgets.labels import TextLabel
from ui.widgets.showing import show_if
from ui.widgets.turns import ROWS_A_TURN, Part, done


class MentorSection(QWidget):
    """One part for each youth; parts keep their widgets while the page is brought up to date."""

    def __init__(self, desk: Desk, page: FamilyPage, deleted: Callable[[str, bytes], None]) -> None:
        super().__init__()
        self.desk = desk
        self.family = page.family.id
        self.deleted = deleted
        self.parts: dict[bytes, MentorOfYouth] = {}
        self.shown: tuple[FamilyPage, Mapping[FieldRef, TypedText]] | None = None
        self.nobody = TextLabel(t("mentors.nobody_young"), "body")
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(20)
        self.rows.addWidget(TextLabel(t("mentors.title"), "large"))
        self.rows.addWidget(self.nobody)
        desk.table_changed.connect(self.look_along)

    def in_parts(self, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> Iterator[Part]:
        """Return what brings every youth's part up to date."""
        self.shown = page, drafts
        on = today(self.desk.workspace.clock)
        people = People(on, page.persons, page.memberships, page.authorities, page.contacts)
        wanted: dict[bytes, Person] = {bytes(youth.id): youth for youth in youths(people, page.mentors)}
        yield done(partial(self._begin, {*wanted}))
        for place, youth in enumerate(wanted.values(), start=2):
            yield partial(self._show_youth, place, youth, people, (page, drafts))

    def look_along(self, _on: bool) -> None:
        """Show what may be seen now that others look along, or not any more."""
        if self.shown is not None:
            for part in self.in_parts(*self.shown):
                part()

    def commit(self) -> None:
        """Leave every field."""
        for part in self.parts.values():
            part.commit()

    def _begin(self, wanted: set[bytes]) -> None:
        show_if(self.nobody, not wanted)
        for gone in self.parts.keys() - wanted:
            part = self.parts.pop(gone)
            self.rows.removeWidget(part)
            part.hide()
            part.deleteLater()

    def _show_youth(self, place: int, youth: Person, people: People, shown: tuple[FamilyPage, Mapping[FieldRef, TypedText]]) -> int:
        row, page = bytes(youth.id), shown[0]
        new = row not in self.parts
        if new:
            self.parts[row] = MentorOfYouth(self.desk, self.family, youth, self.deleted)
        if self.rows.indexOf(self.parts[row]) != place:
            self.rows.insertWidget(place, self.parts[row])
        cases = [case_of(page, mentor, youth, people.today) for mentor in page.mentors if mentor.youth == youth.id]
        self.parts[row].show_youth(youth, people, cases, *shown)
        return ROWS_A_TURN if new else 0
