"""The mentors of one youth: who is thought of, asked or there, the question when there are two, and naming somebody."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.actions.family_page import FamilyPage
from app.actions.fields import FieldRef, TypedText
from app.actions.mentors import keep_one, think_of
from app.domain.ids import as_text, from_text
from app.domain.records.family import Person
from app.domain.records.mentor import MentorStatus
from app.domain.rules.dates import show_long
from app.domain.rules.mentor import OVER, chosen_mentors, shown_mentors
from app.domain.rules.mentor_deciding import People, candidates
from app.domain.rules.mentor_steps import MentorCase, question_without_mentor
from app.domain.rules.names import at_the_table
from app.texts import t
from ui.desk import Desk
from ui.pages.mentor_card import MentorCard
from ui.pages.mentor_steps import ButtonLine, mentor_name
from ui.widgets.buttons import LinkButton, PrimaryButton, QuietButton, call_row
from ui.widgets.card import Card
from ui.widgets.choice_field import Choice
from ui.widgets.labels import TextLabel
from ui.widgets.link_field import LinkField
from ui.widgets.showing import show_if


class TwoMentors(Card):
    """The question when two laptops each noted a mentor: nobody but the youth can answer it."""

    def __init__(self, desk: Desk, family: bytes) -> None:
        super().__init__(" ", "users")
        self.desk = desk
        self.family = family
        self.buttons = ButtonLine([])
        self.rows: tuple[bytes, ...] = ()
        self.add(self.buttons)

    def show_chosen(self, youth: str, cases: Sequence[MentorCase]) -> None:
        """Ask, where more than one stands."""
        self.setVisible(len(cases) > 1)
        self.show_title(t("mentors.two" if len(cases) == 2 else "mentors.more", youth=youth, count=len(cases)))
        rows = tuple(bytes(case.mentor.id) for case in cases)
        if rows == self.rows:
            return
        self.rows = rows
        made = []
        for case in cases:
            button = QuietButton(t("mentors.two_choose", youth=youth, mentor=mentor_name(case)), "check")
            button.clicked.connect(self._keeper(case.mentor.id))
            made.append(button)
        line = ButtonLine(made)
        self.body.replaceWidget(self.buttons, line)
        self.buttons.hide()
        self.buttons.deleteLater()
        self.buttons = line

    def _keeper(self, mentor: bytes) -> Callable[[], None]:
        return lambda: self.desk.do(self.family, lambda workspace: keep_one(workspace, self.family, mentor))


class Naming(QWidget):
    """Choosing somebody around the family, or an adult of it, to think of; the list is made when somebody opens it."""

    def __init__(self, desk: Desk, family: bytes) -> None:
        super().__init__()
        self.desk = desk
        self.family = family
        self.youth: Person | None = None
        self.found: list[Choice] = []
        self.form: QWidget | None = None
        self.opener = QuietButton(t("mentors.name"), "user-plus")
        self.opener.clicked.connect(self.open)
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.addWidget(self.opener, 0, Qt.AlignmentFlag.AlignLeft)

    def show_candidates(self, youth: Person, found: Sequence[tuple[bytes, str]]) -> None:
        """Show whom the youth can name."""
        self.youth = youth
        self.found = [Choice(as_text(row), name) for row, name in found]
        self.opener.setAccessibleName(t("mentors.name_who", youth=at_the_table(youth.name)))
        if self.form is not None:
            self._offer()

    def open(self) -> None:
        """Open the list."""
        if self.form is None and self.youth is not None:
            self.form = self._form(t("mentors.name_who", youth=at_the_table(self.youth.name)))
            self.rows.addWidget(self.form)
        if self.form is not None:
            self._offer()
            self.form.show()
            self.opener.hide()
            self.who.set_value("")
            self.who.clear_problem()
            self.who.setFocus()

    def close_form(self) -> None:
        """Close the list."""
        if self.form is not None:
            self.form.hide()
        self.opener.show()
        self.opener.setFocus()

    def name(self) -> None:
        """Note who was named; who cannot be is said beside the list."""
        if self.youth is None:
            return
        if not self.who.value():
            self.who.show_problem(t("mentors.name_choose", youth=at_the_table(self.youth.name)))
            return
        family, youth, who = self.family, self.youth.id, from_text(self.who.value())
        self.desk.do(family, lambda workspace: think_of(workspace, family, youth, who), lambda _: self.close_form(), self.who.show_problem)

    def _offer(self) -> None:
        self.who.offer(self.found)
        for widget, there in ((self.none, not self.found), (self.who, bool(self.found)), (self.ready, bool(self.found))):
            show_if(widget, there)

    def _form(self, title: str) -> QWidget:
        form = QWidget()
        self.who = LinkField(title, t("value.nobody"))
        self.none = TextLabel(t("mentors.name_nobody"), "body")
        self.ready = PrimaryButton(t("mentors.name_ready"), "check")
        back = LinkButton(t("mentor_do.back"), "x")
        self.ready.clicked.connect(self.name)
        back.clicked.connect(self.close_form)
        inner = QVBoxLayout(form)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.none)
        inner.addWidget(self.who)
        inner.addWidget(ButtonLine([self.ready, back]))
        return form


class MentorOfYouth(QWidget):
    """One youth: the mentors that go on, those of before in one line, and a button to name somebody."""

    def __init__(self, desk: Desk, family: bytes, youth: Person, deleted: Callable[[str, bytes], None]) -> None:
        super().__init__()
        self.desk = desk
        self.family = family
        self.youth = youth
        self.deleted = deleted
        self.cards: dict[bytes, MentorCard] = {}
        self.title = TextLabel("", "heading")
        self.two: TwoMentors | None = None
        self.question = TextLabel("", "body")
        self.before = TextLabel("", "small")
        self.naming = Naming(desk, family)
        self.list = QVBoxLayout()
        self.list.setSpacing(12)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        self.rows = rows
        for widget in (self.title, self.question):
            rows.addWidget(widget)
        rows.addLayout(self.list)
        rows.addWidget(self.before)
        rows.addWidget(self.naming)

    def show_youth(
        self, youth: Person, people: People, cases: Sequence[MentorCase], page: FamilyPage, drafts: Mapping[FieldRef, TypedText]
    ) -> None:
        """Bring the part up to date."""
        self.youth = youth
        name = at_the_table(youth.name) or t("person.no_name")
        self.title.setText(t("mentors.for_youth", youth=name))
        call_row(self, name)
        by_row = {bytes(case.mentor.id): case for case in cases}
        seen = shown_mentors([case.mentor for case in cases], self.desk.at_the_table)
        asks = {conflict.ref.row for conflict in page.conflicts} | {asked.row for asked in page.asked}
        asks |= {answer.mentor for answer in page.mentor_consents if answer.id in asks}
        going_on = [by_row[bytes(one.id)] for one in seen if one.status not in OVER or one.id in asks]
        self._show_two(name, [by_row[bytes(one.id)] for one in chosen_mentors(seen, youth.id)])
        asked = question_without_mentor(seen)
        self.question.setText(t(f"mentor_question.{asked.step}", youth=name) if asked is not None else "")
        show_if(self.question, asked is not None)
        over = [by_row[bytes(one.id)] for one in seen if one.status in OVER and one.id not in asks]
        self.before.setText(t("mentors.before", mentors=", ".join(before_words(case) for case in over)))
        show_if(self.before, bool(over))
        show_if(self.naming, not self.desk.at_the_table)
        self.naming.show_candidates(youth, candidates(people, youth, page.mentors))
        self._show_cards(going_on, page, drafts)

    def commit(self) -> None:
        """Leave every field."""
        for card in self.cards.values():
            card.commit()

    def _show_two(self, youth: str, chosen: Sequence[MentorCase]) -> None:
        if self.two is None and len(chosen) > 1:
            self.two = TwoMentors(self.desk, self.family)
            self.rows.insertWidget(1, self.two)
        if self.two is not None:
            self.two.show_chosen(youth, chosen)

    def _show_cards(self, cases: Sequence[MentorCase], page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> None:
        wanted = {bytes(case.mentor.id): case for case in cases}
        for gone in self.cards.keys() - wanted.keys():
            card = self.cards.pop(gone)
            card.commit()
            self.list.removeWidget(card)
            card.hide()
            card.deleteLater()
        for place, (row, case) in enumerate(wanted.items()):
            if row not in self.cards:
                self.cards[row] = MentorCard(self.desk, self.family, case, self.deleted)
            if self.list.indexOf(self.cards[row]) != place:
                self.list.insertWidget(place, self.cards[row])
            self.cards[row].show_case(case, page, drafts)


def before_words(case: MentorCase) -> str:
    """Return who it was and how it ended, without any way to reach them."""
    name, stopped = mentor_name(case), case.mentor.stopping.stopped_on
    if case.mentor.status is MentorStatus.STOPPED and stopped is not None:
        return t("mentors.before_stopped", mentor=name, day=show_long(stopped))
    return t("mentors.before_no", mentor=name)
