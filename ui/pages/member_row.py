"""One line of a household: somebody who lives there, as what, since when, and whether it is their main home."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.actions.households import move_out, set_main_home
from app.actions.planning import delete_row
from app.domain.record import Id
from app.domain.records.family import Membership, Person
from app.domain.rules.dates import show_short
from app.domain.rules.household import CHILD_ROLES
from app.texts import t
from ui.desk import Desk
from ui.pages.asked_bar import AskedBar
from ui.pages.form_lines import empty_form, form_buttons, side_by_side
from ui.pages.opens_to_write import OpensToWrite
from ui.pages.people_view import PeopleView, name_of, short_name
from ui.pages.row_fields import RowFields
from ui.theme import Kind
from ui.widgets.avatar import Avatar
from ui.widgets.buttons import IconButton, LinkButton, call_row
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import TextLabel
from ui.widgets.pill import Pill
from ui.widgets.showing import show_if


class MemberRow(OpensToWrite, QWidget):
    """A member of a household; opens to be written in."""

    def __init__(self, desk: Desk, family: bytes, membership: Membership, deleted: Callable[[str, bytes], None]) -> None:
        super().__init__()
        self.desk = desk
        self.family = family
        self.membership = membership
        self.deleted = deleted
        self.view: PeopleView | None = None
        self.fields = RowFields(desk, family, "membership", membership.id)
        self.asked = AskedBar(desk)
        self.avatar = Avatar("?", Kind.FAMILY, 36)
        self.name = TextLabel("", "strong")
        self.under = TextLabel("", "small")
        self.main = Pill(t("person.main_home"), Kind.INFO)
        self.pencil = IconButton("pencil", t("member.edit"))
        self.pencil.clicked.connect(self.toggle_form)
        self.form, self.lines = empty_form()
        self.form.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 4, 0, 4)
        whole.setSpacing(6)
        whole.addWidget(self.asked)
        whole.addLayout(self._line())
        whole.addWidget(self.form)

    def show_member(self, membership: Membership, person: Person, view: PeopleView) -> None:
        """Bring the line up to date."""
        self.membership, self.view = membership, view
        self.asked.show_asked(view.page, membership.id)
        self.name.setText(name_of(person))
        call_row(self, self.name.text())
        self.avatar.show_person(name_of(person), Kind.FAMILY)
        role = t(f"choice.HouseholdRole.{membership.role}")
        self.under.setText(" · ".join(part for part in (role, view.years(person), _when(membership, view)) if part))
        show_if(self.main, person.main_home == membership.household)
        self.pencil.show_name(t("member.edit_who", name=short_name(person)))
        if self.fields.something_waits(view.page, view.drafts):
            self.open_form(focus=False)
        self._show_fields()

    def choose_main(self) -> None:
        """Make this the main home."""
        family, one = self.family, self.membership
        self.desk.do(family, lambda workspace: set_main_home(workspace, family, one.person, one.household))

    def leave_home(self) -> None:
        """Say that they do not live here any more."""
        self.fields.commit()
        family, row = self.family, Id[Membership](self.membership.id)
        self.desk.do(family, lambda workspace: move_out(workspace, family, row))

    def throw_away(self) -> None:
        """Take somebody out of the household as if they never lived there; the bar at the foot puts them back."""
        family, row = self.family, Id[Membership](self.membership.id)
        said = t("member.deleted")
        self.desk.do(family, lambda workspace: delete_row(workspace, family, "membership", row), lambda tx: self.deleted(said, tx))

    def _show_fields(self) -> None:
        view = self.view
        if view is None or not self.fields.bound:
            return
        self.fields.show(self.membership, view.page, view.drafts)
        person = view.person(self.membership.person)
        child = self.membership.role in CHILD_ROLES
        show_if(self.make_main, child and person is not None and person.main_home != self.membership.household)
        show_if(self.out, view.lives(self.membership))

    def _make_form(self) -> None:
        self.first = self.fields.add("role")
        self.lines.addWidget(self.first)
        side_by_side(self.lines, *self.fields.add_group("period", ("from_on", "to_on")))
        self.make_main = LinkButton(t("member.make_main"), "home")
        self.make_main.clicked.connect(self.choose_main)
        self.out = LinkButton(t("member.move_out"), "x")
        self.out.clicked.connect(self.leave_home)
        more = FlowLayout()
        more.addWidget(self.make_main)
        more.addWidget(self.out)
        self.lines.addLayout(more)
        self.lines.addLayout(form_buttons(self.toggle_form, self.throw_away, t("member.delete")))

    def _line(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self.under)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.avatar)
        line.addLayout(words, 1)
        line.addWidget(self.main)
        line.addWidget(self.pencil)
        return line


def _when(membership: Membership, view: PeopleView) -> str:
    """Return since when or until when somebody lives there, in words."""
    period = membership.period
    if period.to_on is not None:
        return t("member.until" if view.lives(membership) else "member.before", day=show_short(period.to_on))
    return t("member.since", day=show_short(period.from_on)) if period.from_on else ""
