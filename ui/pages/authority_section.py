"""Wie mag beslissen? Who decides for a child by law, where that was looked up, and what must still be asked."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.actions.households import begin_authority
from app.actions.planning import delete_row
from app.domain.record import Id
from app.domain.records.family import ParentalAuthority, Person
from app.domain.rules.dates import show_short
from app.domain.rules.household import authority_hint, holders, to_be_checked
from app.texts import t
from ui.desk import Desk
from ui.pages.asked_bar import AskedBar
from ui.pages.form_lines import empty_form, form_buttons, side_by_side
from ui.pages.people_view import PeopleView, name_of, short_name
from ui.pages.row_fields import RowFields
from ui.theme import Kind
from ui.widgets.buttons import IconButton, LinkButton, call_row
from ui.widgets.hint_line import HintLine
from ui.widgets.labels import TextLabel
from ui.widgets.pill import Pill
from ui.widgets.showing import show_if

MEMBERS = ("kind", "first_holder", "second_holder", "explanation")


class AuthoritySection(QWidget):
    """One child's authority, closed to a few words; its form is made when it is first opened."""

    def __init__(self, desk: Desk, family: bytes, child: Person, deleted: Callable[[str, bytes], None]) -> None:
        super().__init__()
        self.desk = desk
        self.family = family
        self.child = Id[Person](child.id)
        self.deleted = deleted
        self.authority: ParentalAuthority | None = None
        self.view: PeopleView | None = None
        self.fields: RowFields | None = None
        self.opening = False
        self.asked = AskedBar(desk)
        self.words = TextLabel("", "body")
        self.pill = Pill("", Kind.WARN)
        self.hint = HintLine()
        self.begin = LinkButton(t("authority.begin"), "plus")
        self.begin.clicked.connect(self.write_down)
        self.pencil = IconButton("pencil", t("authority.edit"))
        self.pencil.clicked.connect(self.toggle_form)
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(8)
        self.rows.addWidget(self.asked)
        self.rows.addLayout(self._line())
        self.rows.addWidget(self.hint)
        self.rows.addWidget(self.begin, 0, Qt.AlignmentFlag.AlignLeft)
        self.form, self.lines = empty_form()
        self.form.hide()
        self.rows.addWidget(self.form)

    def show_authority(self, child: Person, view: PeopleView) -> None:
        """Bring the section up to date."""
        self.view = view
        self.authority = authority = view.authority(child.id)
        self.pencil.show_name(t("authority.edit_who", name=short_name(child)))
        self.begin.setAccessibleName(t("authority.begin_who", name=short_name(child)))
        show_if(self.begin, authority is None)
        show_if(self.pencil, authority is not None)
        self.words.setText(self._words(authority, view))
        call_row(self, t("record.parental_authority"))
        told = authority is not None and to_be_checked(authority)
        self.pill.show_status(t("authority.to_be_checked" if told else "authority.examined"), Kind.WARN)
        show_if(self.pill, told or (authority is not None and authority.being_examined))
        hint = authority_hint(authority)
        self.hint.show_hint(t(hint) if hint is not None and view.minor(child) else "")
        if authority is None:
            self.form.hide()
            return
        self.asked.show_asked(view.page, authority.id)
        if self.opening or any(ref.row == authority.id for ref in [*view.drafts, *(c.ref for c in view.page.conflicts)]):
            self.open_form(focus=self.opening)
            self.opening = False
        if self.fields is not None:
            self._show_fields(authority, view)

    def write_down(self) -> None:
        """Begin to write down who decides, and open the form."""
        family, child = self.family, self.child

        def begun(_: object) -> None:
            self.opening = True

        self.desk.do(family, lambda workspace: begin_authority(workspace, family, child), begun)

    def open_form(self, focus: bool = True) -> None:
        """Open the form, made now if it was not there."""
        if self.authority is None or self.view is None:
            return
        if self.fields is None:
            self._make_form(self.authority)
            self._show_fields(self.authority, self.view)
        self.form.show()
        if focus:
            self.first.setFocus()

    def toggle_form(self) -> None:
        """Open the form, or close it with what was written kept."""
        if self.form.isHidden():
            self.open_form()
        else:
            self.commit()
            self.form.hide()
            self.pencil.setFocus()

    def throw_away(self) -> None:
        """Throw away what was written down; the bar at the foot puts it back."""
        family, row = self.family, self.authority
        if row is not None:
            said = t("authority.deleted")
            name = Id[ParentalAuthority](row.id)
            self.desk.do(
                family, lambda workspace: delete_row(workspace, family, "parental_authority", name), lambda tx: self.deleted(said, tx)
            )

    def commit(self) -> None:
        """Leave every field."""
        if self.fields is not None:
            self.fields.commit()

    def _show_fields(self, authority: ParentalAuthority, view: PeopleView) -> None:
        if self.fields is not None:
            others = [one for one in view.offered() if one[0] != authority.child]
            for member in MEMBERS[1:3]:
                self.fields.offer(f"authority.{member}", others)
            self.fields.show(authority, view.page, view.drafts)

    def _make_form(self, authority: ParentalAuthority) -> None:
        self.fields = fields = RowFields(self.desk, self.family, "parental_authority", authority.id)
        kind, first, second, explanation = fields.add_group("authority", MEMBERS)
        self.first = kind
        self.lines.addWidget(kind)
        side_by_side(self.lines, first, second)
        self.lines.addWidget(explanation)
        side_by_side(self.lines, *fields.add_group("checked", ("source", "checked_on")))
        self.lines.addWidget(fields.add("being_examined"))
        self.lines.addLayout(form_buttons(self.toggle_form, self.throw_away, t("authority.delete")))

    def _line(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(TextLabel(t("parental_authority.authority"), "label"))
        words.addWidget(self.words)
        words.addWidget(self.pill, 0, Qt.AlignmentFlag.AlignLeft)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addLayout(words, 1)
        line.addWidget(self.pencil, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _words(self, authority: ParentalAuthority | None, view: PeopleView) -> str:
        if authority is None or authority.authority.kind is None:
            return t("authority.unknown")
        names = [name_of(person) for one in holders(authority) if (person := view.person(one))]
        checked = authority.checked
        source = t(f"choice.AuthoritySource.{checked.source}")
        when = f"{source} ({show_short(checked.checked_on)})" if checked.checked_on else source
        kind = t(f"choice.AuthorityKind.{authority.authority.kind}")
        who = f"{kind}: {', '.join(names)}" if names else kind
        return " · ".join(part for part in (who, authority.authority.explanation, when) if part)
