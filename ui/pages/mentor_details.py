"""Everything that is agreed about one mentor: who chose, what parents think, what may be shared, what is agreed (domain.md 3.3).

Made when somebody opens it. What the youth lets the mentor know has three answers, and not asked is one of them.
"""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.actions.family_page import FamilyPage
from app.actions.fields import FieldRef
from app.actions.mentors import parent_answers, suggested_agreements
from app.domain.records.mentor import ParentAnswer, Sharing
from app.domain.rules.dates import show_long
from app.domain.rules.mentor import TOPICS, days_to_mentor
from app.domain.rules.mentor_deciding import DECIDES, answer_of, parents_to_ask, read_year
from app.domain.rules.mentor_steps import MentorCase
from app.domain.rules.names import at_the_table
from app.texts import t, tn
from ui.desk import Desk
from ui.pages.bound_field import BoundField
from ui.pages.field_form import Form
from ui.pages.form_lines import side_by_side
from ui.pages.row_fields import RowFields
from ui.widgets.bullet_list import BulletList
from ui.widgets.buttons import QuietButton
from ui.widgets.choice_field import Choice, ChoiceField
from ui.widgets.labels import TextLabel
from ui.widgets.text_field import TextField


class MentorDetails(QWidget):
    """The agreements about one mentor as fields, in five parts."""

    def __init__(self, desk: Desk, family: bytes, fields: RowFields, case: MentorCase) -> None:
        super().__init__()
        self.desk = desk
        self.family = family
        self.fields = fields
        self.case = case
        self.parents: dict[bytes, ChoiceField] = {}
        self.decided = TextLabel("", "body")
        self.answers = QVBoxLayout()
        self.answers.setSpacing(10)
        self.alone = TextLabel("", "small")
        self.worry = TextLabel("", "body")
        self.hint = TextLabel("", "small")
        self.proposal = BulletList("small", t("mentor_part.agree_hint"))
        self.fill = QuietButton(t("mentor_part.agree_fill"), "plus")
        self.fill.clicked.connect(self.fill_agreements)
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 8, 0, 0)
        self.rows.setSpacing(14)
        self._who()
        self._sharing()
        self._agreements()
        self._part("mentor_part.person", ("kind", "relation"), ("since_known", "is_adult"), ("why_this_one",))
        self._part("mentor_part.how_it_goes", ("advice",), ("between_us",), ("trust", "next_check_on"), ("continues_after_care",))

    def show_case(self, case: MentorCase, page: FamilyPage) -> None:
        """Bring everything up to date but the fields of the row, which the card shows."""
        self.case = case
        self.fields.offer("backup", [(bytes(one.id), one.name) for one in page.contacts if one.name and one.id != case.mentor.contact])
        youth = at_the_table(case.youth.name)
        days = days_to_mentor(case.mentor, page.family.registered_on)
        waited = tn("mentor_card.days", days) if days and case.mentor.accepted_on is not None else ""
        self.decided.setText(" ".join(part for part in (chosen_words(case), waited) if part))
        self.hint.setText(t("mentor_part.share_hint", youth=youth))
        self.alone.setText(t("mentor_part.alone", youth=youth))
        self.alone.setVisible(case.people.under(case.youth, DECIDES) is False)
        objection = case.mentor.objection
        self.worry.setText(t("mentor_part.worry", who=objection.said_by or t("value.nobody"), reason=objection.reason))
        self.worry.setVisible(bool(objection.reason))
        self.suggested = suggested_agreements(youth, page.family.regisseur.name)
        self.proposal.show_points(self.suggested)
        without = not case.mentor.role_agreements.strip()
        self.proposal.setVisible(without)
        self.fill.setVisible(without)
        self._show_parents()

    def focus_on(self, name: str) -> None:
        """Put the keyboard in a field."""
        widget = self.fields.bound[name].inputs[0]
        if isinstance(widget, QWidget):
            widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def fill_agreements(self) -> None:
        """Put the proposal in the field, where the family changes it as it likes."""
        bound = self.fields.bound["role_agreements"]
        lines = [bound.texts()[0].rstrip(), *self.suggested]
        bound.inputs[0].set_value("\n".join(line for line in lines if line))
        bound.note_typed()
        bound.commit()
        self.focus_on("role_agreements")

    def _who(self) -> None:
        self._heading("mentor_part.who")
        self.rows.addWidget(self.decided)
        self.rows.addLayout(self.answers)
        self.rows.addWidget(self.alone)
        self.rows.addWidget(self.worry)

    def _show_parents(self) -> None:
        wanted = {bytes(one.id): one for one in parents_to_ask(self.case.people, self.case.youth)}
        for gone in self.parents.keys() - wanted.keys():
            field = self.parents.pop(gone)
            field.hide()
            field.deleteLater()
        for row, parent in wanted.items():
            if row not in self.parents:
                choices = [Choice(str(one), t(f"choice.ParentAnswer.{one}")) for one in ParentAnswer]
                self.parents[row] = ChoiceField(t("mentor_part.parent", parent=at_the_table(parent.name)), choices, segmented=True)
                self.parents[row].chosen.connect(self._noter(row))
                self.answers.addWidget(self.parents[row])
            said = answer_of(parent, self.case.mentor, self.case.consents)
            self.parents[row].set_value("" if said is None else str(said))

    def _noter(self, parent: bytes) -> Callable[[str], None]:
        def note(value: str) -> None:
            family, mentor, said = self.family, self.case.mentor.id, ParentAnswer(value)
            field = self.parents[parent]
            field.clear_problem()
            self.desk.do(family, lambda workspace: parent_answers(workspace, family, mentor, parent, said), None, field.show_problem)

        return note

    def _sharing(self) -> None:
        self._heading("mentor_part.share")
        self.rows.addWidget(self.hint)
        for topic in TOPICS:
            self.rows.addWidget(self._topic(topic))

    def _topic(self, topic: str) -> QWidget:
        choices = [Choice("", t("mentor_part.not_asked")), *(Choice(str(one), t(f"choice.Sharing.{one}")) for one in Sharing)]
        field = ChoiceField(t(f"mentor.{topic}"), choices, segmented=True)
        return self._bound(topic, field, Form(lambda v: [str(v or "")], lambda texts: Sharing(texts[0]) if texts[0] else None, whole=True))

    def _agreements(self) -> None:
        self._heading("mentor_part.agree")
        self.rows.addWidget(self.fields.add("role_agreements"))
        self.rows.addWidget(self.proposal)
        self.rows.addWidget(self.fill, 0, Qt.AlignmentFlag.AlignLeft)
        for names in (("contact_frequency", "reachable"), ("own_support", "backup")):
            self._line(names)

    def _part(self, title: str, *lines: Sequence[str]) -> None:
        self._heading(title)
        for names in lines:
            self._line(names)

    def _line(self, names: Sequence[str]) -> None:
        side_by_side(self.rows, *(self._year() if name == "since_known" else self.fields.add(name) for name in names))

    def _year(self) -> QWidget:
        """A year is typed: a list of all years that could be is no choice."""
        form = Form(lambda v: ["" if v is None else str(v)], lambda texts: read_year(texts[0], self.case.people.today))
        return self._bound("since_known", TextField(t("mentor.since_known")), form)

    def _bound(self, name: str, field: Any, form: Form) -> QWidget:
        ref = FieldRef(self.family, "mentor", self.fields.row, name)
        self.fields.bound[name] = BoundField(self.desk, ref, [field], form)
        widget: QWidget = field
        return widget

    def _heading(self, key: str) -> None:
        self.rows.addWidget(TextLabel(t(key), "heading"))


def chosen_words(case: MentorCase) -> str:
    """Return who chose and when, and what a child said of it."""
    choosing = case.mentor.choosing
    if choosing.chosen_by is None or choosing.chosen_on is None:
        return t("mentor_part.not_chosen")
    youth = at_the_table(case.youth.name)
    who = youth if choosing.chosen_by.value == "youth" else t(f"choice.ChosenBy.{choosing.chosen_by}")
    lines = [t("mentor_part.chose", who=who, day=show_long(choosing.chosen_on))]
    if choosing.child_said:
        lines.append(t("mentor_part.child_said", youth=youth, words=choosing.child_said))
    return "\n".join(lines)
