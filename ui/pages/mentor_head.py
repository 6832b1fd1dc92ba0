"""The mentor as the family sees the mentor: name, since when, the youth's own words, and the last contact."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from app.domain.records.mentor import Mentor, MentorContact, MentorKind, MentorStatus
from app.domain.rules.dates import MONTHS
from app.domain.rules.mentor import is_mentor
from app.domain.rules.mentor_steps import MentorCase
from app.domain.rules.names import at_the_table
from app.texts import t
from ui.pages.mentor_contacts import ContactMonths, last_contact_words
from ui.pages.mentor_steps import mentor_name
from ui.theme import Kind
from ui.widgets.avatar import Avatar
from ui.widgets.buttons import QuietButton
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import TextLabel
from ui.widgets.pill import Pill
from ui.widgets.quote_card import QuoteCard
from ui.widgets.showing import show_if

TONES = {
    MentorStatus.ACTIVE: Kind.OK,
    MentorStatus.IN_TALKS: Kind.WARN,
    MentorStatus.THINKING: Kind.INFO,
    MentorStatus.ASKED: Kind.INFO,
}


class MentorHead(QuoteCard):
    """The terracotta side of a mentor's card; `note` is its button for a contact."""

    def __init__(self) -> None:
        super().__init__(" ")
        self.avatar = Avatar("?", Kind.NETWORK, 48)
        self.line = TextLabel("", "body")
        self.status = Pill("")
        self.last = Pill("")
        self.stays = Pill(t("mentor_line.stays"), Kind.OK)
        self.months: ContactMonths | None = None
        self.note = QuietButton(t("mentor_contacts.note"), "message-circle")
        first = QHBoxLayout()
        first.setSpacing(12)
        self.body.removeWidget(self.title)
        first.addWidget(self.avatar)
        first.addWidget(self.title, 1)
        self.body.insertLayout(0, first)
        self.body.insertWidget(1, self.line)
        pills = FlowLayout(gap=8)
        for pill in (self.status, self.last, self.stays):
            pills.addWidget(pill)
        self.body.addLayout(pills)
        self.body.addWidget(self.note, 0, Qt.AlignmentFlag.AlignLeft)

    def show_case(self, case: MentorCase, contacts: Sequence[MentorContact]) -> None:
        """Bring the card up to date."""
        mentor, name, youth = case.mentor, mentor_name(case), at_the_table(case.youth.name)
        self.title.setText(name)
        self.setAccessibleName(name)
        self.avatar.show_person(name, Kind.NETWORK)
        self.line.setText(since_words(mentor, youth, case.people.today))
        self.status.show_status(t(f"choice.MentorStatus.{mentor.status}"), TONES.get(mentor.status, Kind.NEUTRAL))
        self.words.setText(t("widget.quote", words=mentor.why_this_one))
        show_if(self.words, bool(mentor.why_this_one))
        there = is_mentor(mentor)
        self.last.show_status(last_contact_words(contacts, case.people.today), Kind.NEUTRAL)
        show_if(self.last, there)
        show_if(self.stays, mentor.continues_after_care)
        self._show_months(contacts, case.people.today)
        show_if(self.note, there)
        self.note.setAccessibleName(t("mentor_contacts.note_of", mentor=name))

    def _show_months(self, contacts: Sequence[MentorContact], on: date) -> None:
        if self.months is None and contacts:
            self.months = ContactMonths()
            self.body.insertWidget(self.body.indexOf(self.note), self.months)
        if self.months is not None:
            self.months.show_contacts(contacts, on)


def since_words(mentor: Mentor, youth: str, today: date) -> str:
    """Return what somebody is to the youth and since when: "JIM van Sem sinds 4 september"; the year only when it is another."""

    def said(day: date) -> str:
        return f"{day.day} {MONTHS[day.month - 1]}" + ("" if day.year == today.year else f" {day.year}")

    if mentor.accepted_on is not None:
        kind = t(f"choice.MentorKind.{mentor.kind}" if mentor.kind is not MentorKind.SUPPORT_FIGURE else "record.mentor")
        return t("mentor_line.active", kind=kind, youth=youth, day=said(mentor.accepted_on))
    if mentor.asking.asked_on is not None:
        return t("mentor_line.asked", youth=youth, day=said(mentor.asking.asked_on))
    return t("mentor_line.candidate", youth=youth)
