"""Contact between a youth and the mentor: that it was, and how often. Of what they said nothing is kept (domain.md 3.3)."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.actions.mentors import note_contact
from app.clock import today
from app.domain.record import Id
from app.domain.records.mentor import Initiator, Mentor, MentorContact, MetHow
from app.domain.rules.dates import MONTHS, parse_day, show_long, show_short
from app.domain.rules.mentor import contact_months
from app.errors import UserProblem
from app.texts import problem_text, t, tn
from ui.desk import Desk
from ui.widgets.buttons import LinkButton, PrimaryButton
from ui.widgets.choice_field import Choice, ChoiceField
from ui.widgets.date_field import DateField
from ui.widgets.labels import TextLabel
from ui.widgets.month_bars import MonthBar, MonthBars
from ui.widgets.showing import show_if


def last_contact_words(contacts: Sequence[MentorContact], on: date) -> str:
    """Return how long ago the last contact was."""
    if not contacts:
        return t("mentor_contacts.none")
    days = (on - contacts[-1].met_on).days
    return tn("mentor_contacts.days", days) if days > 0 else t("mentor_contacts.today")


class ContactMonths(QWidget):
    """The contacts of the last months as bars; hidden while there are none."""

    def __init__(self) -> None:
        super().__init__()
        self.bars = MonthBars()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(TextLabel(t("mentor_contacts.graph"), "small"))
        rows.addWidget(self.bars)

    def show_contacts(self, contacts: Sequence[MentorContact], on: date) -> None:
        """Show other contacts."""
        months = contact_months(contacts, on)
        said = ", ".join(t("mentor_contacts.month", month=MONTHS[one.month - 1], count=one.count) for one in months)
        self.bars.show_bars([MonthBar(MONTHS[one.month - 1][:3], one.count) for one in months], t("mentor_contacts.sentence", months=said))
        show_if(self, bool(contacts))


class ContactForm(QWidget):
    """How, who began and when; one button notes it. `finished` when it may close."""

    finished = Signal()

    def __init__(self, desk: Desk, family: bytes, mentor: Mentor) -> None:
        super().__init__()
        self.desk = desk
        self.family = family
        self.mentor = Id[Mentor](mentor.id)
        hows = [Choice(str(one), t(f"choice.MetHow.{one}")) for one in MetHow]
        starters = [Choice(str(one), t(f"choice.Initiator.{one}")) for one in Initiator]
        self.how = ChoiceField(t("mentor_contact.how"), hows, segmented=True)
        self.by = ChoiceField(t("mentor_contact.initiated_by"), starters, segmented=True)
        self.day = DateField(t("mentor_contact.met_on"), self.understand)
        self.ready = PrimaryButton(t("mentor_contacts.ready"), "check")
        self.ready.clicked.connect(self.note)
        back = LinkButton(t("mentor_do.back"), "x")
        back.clicked.connect(self.finished)
        buttons = QHBoxLayout()
        buttons.addWidget(self.ready)
        buttons.addWidget(back)
        buttons.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 4, 0, 0)
        rows.setSpacing(12)
        for field in (self.how, self.by, self.day):
            rows.addWidget(field)
        rows.addLayout(buttons)
        self.begin()

    def begin(self) -> None:
        """Start with what is most often so: they saw each other today, and the youth began."""
        self.how.set_value(MetHow.SEEN)
        self.by.set_value(Initiator.YOUTH)
        self.day.set_value(show_short(self.today()))
        self.day.clear_problem()

    def today(self) -> date:
        """Return the day it is."""
        return today(self.desk.workspace.clock)

    def understand(self, text: str) -> str:
        """Return how a typed day reads in full."""
        return show_long(parse_day(text, self.today(), past=True)) if text.strip() else ""

    def note(self) -> None:
        """Note the contact; a day that is none, or still to come, is said beside the field."""
        try:
            day = parse_day(self.day.value() or show_short(self.today()), self.today(), past=True)
        except UserProblem as problem:
            self.day.show_problem(problem_text(problem))
            return
        family, mentor, how, by = self.family, self.mentor, MetHow(self.how.value()), Initiator(self.by.value())

        def noted(_: object) -> None:
            self.begin()
            self.finished.emit()

        self.desk.do(family, lambda workspace: note_contact(workspace, family, mentor, how, by, day), noted, self.day.show_problem)
