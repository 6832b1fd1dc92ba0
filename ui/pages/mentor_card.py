"""One mentor of one youth: who it is, what to ask next, where they stand, and everything that is agreed."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout
from typing_extensions import override

from app.actions.family_page import FamilyPage
from app.actions.fields import FieldRef, TypedText
from app.actions.planning import delete_row
from app.domain.records.mentor import MentorStatus
from app.domain.rules.mentor import contacts_of
from app.domain.rules.mentor_deciding import warnings
from app.domain.rules.mentor_steps import MentorCase
from app.domain.rules.names import at_the_table
from app.texts import t
from ui.desk import Desk
from ui.pages.asked_bar import AskedBar
from ui.pages.loose_conflicts import LooseConflicts
from ui.pages.mentor_contacts import ContactForm
from ui.pages.mentor_details import MentorDetails
from ui.pages.mentor_head import MentorHead
from ui.pages.mentor_steps import StepPanel, mentor_name
from ui.pages.mentor_stopping import StopAndWorry
from ui.pages.row_fields import RowFields
from ui.widgets.buttons import LinkButton, QuietButton, call_row
from ui.widgets.card import Card
from ui.widgets.labels import TextLabel
from ui.widgets.showing import show_if

HEAD_PX = 310
SIDE_PX = 390
"""With less room than this beside the mentor, the questions stand under the mentor."""
ANY_PX = 16_777_215


class MentorCard(Card):
    """A card that keeps its widgets while it is brought up to date; its agreements are made when somebody opens them."""

    def __init__(self, desk: Desk, family: bytes, case: MentorCase, deleted: Callable[[str, bytes], None]) -> None:
        super().__init__()
        self.desk = desk
        self.family = family
        self.case = case
        self.deleted = deleted
        self.fields = RowFields(desk, family, "mentor", case.mentor.id)
        self.asked: AskedBar | None = None
        self.conflicts: LooseConflicts | None = None
        self.contact: ContactForm | None = None
        self.head = MentorHead()
        self.head.note.clicked.connect(self.toggle_contact)
        self.steps = StepPanel(desk, family, self.fields)
        self.steps.write_wanted.connect(self.write)
        self.private = TextLabel("", "small")
        self.warnings = TextLabel("", "small")
        self.phase = self.fields.add("phase", segmented=True)
        self.stopping = StopAndWorry(desk, family, self.fields)
        self.details: MentorDetails | None = None
        self.shown: tuple[FamilyPage, Mapping[FieldRef, TypedText]] | None = None
        self.opener = QuietButton(t("mentor_card.open"), "list-check")
        self.opener.clicked.connect(self.toggle)
        self.away = LinkButton(t("mentor_card.away"), "trash")
        self.away.clicked.connect(self.throw_away)
        self.columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.columns.setSpacing(20)
        self.columns.addWidget(self.head, 0, Qt.AlignmentFlag.AlignTop)
        self.columns.addLayout(self._side(), 1)
        self.body.addLayout(self.columns)

    def show_case(self, case: MentorCase, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> None:
        """Bring the card up to date without disturbing who writes in it."""
        self.case = case
        self.shown = page, drafts
        youth = at_the_table(case.youth.name)
        candidate = case.mentor.status is MentorStatus.CANDIDATE
        self._show_asked(page)
        self.head.show_case(case, contacts_of(case.mentor.id, page.mentor_contacts))
        self.steps.show_case(case)
        self.private.setText(t("mentor_card.private", youth=youth))
        show_if(self.private, case.mentor.asking.asked_on is None)
        said = [t(key, youth=youth) for key in warnings(case.people, case.youth, case.mentor)]
        self.warnings.setText("\n".join(said))
        show_if(self.warnings, bool(said))
        show_if(self.phase, not candidate)
        self.opener.setAccessibleName(t("mentor_card.open_of", mentor=mentor_name(case)))
        call_row(self, mentor_name(case))
        self.stopping.show_case(case)
        show_if(self.away, candidate and case.mentor.choosing.chosen_by is None)
        if self.details is None and self._waits(page, drafts):
            self.open()
        self.fields.show(case.mentor, page, drafts)
        if self.details is not None:
            self.details.show_case(case, page)
        self._show_conflicts(page)

    def toggle(self) -> None:
        """Open what is agreed, or close it with what was written kept."""
        if self.details is None or self.details.isHidden():
            self.open()
        else:
            self.fields.commit()
            self.details.hide()
            self.opener.setText(t("mentor_card.open"))

    def open(self) -> None:
        """Open what is agreed; the first time it is made."""
        if self.details is None:
            self.details = MentorDetails(self.desk, self.family, self.fields, self.case)
            self.body.addWidget(self.details)
            if self.shown is not None:
                self.details.show_case(self.case, self.shown[0])
                self.fields.show(self.case.mentor, *self.shown)
        self.details.show()
        self.opener.setText(t("mentor_card.close"))

    def write(self, name: str) -> None:
        """Open a field to be written in."""
        self.open()
        if self.details is not None:
            self.details.focus_on(name)

    def toggle_contact(self) -> None:
        """Open the contact to be noted, or close it; the first time it is made."""
        if self.contact is None:
            self.contact = ContactForm(self.desk, self.family, self.case.mentor)
            self.contact.finished.connect(self.close_contact)
            self.body.insertWidget(self.body.indexOf(self.columns) + 1, self.contact)
        elif not self.contact.isHidden():
            self.close_contact()
            return
        self.contact.begin()
        self.contact.show()
        self.contact.ready.setFocus()

    def close_contact(self) -> None:
        """Close the contact, with the keyboard where it was opened."""
        if self.contact is not None:
            self.contact.hide()
        self.head.note.setFocus()

    def throw_away(self) -> None:
        """Think of this person no more; the bar at the foot takes it back."""
        family, row, said = self.family, self.case.mentor.id, t("mentor_card.deleted")
        self.desk.do(family, lambda workspace: delete_row(workspace, family, "mentor", row), lambda tx: self.deleted(said, tx))

    def commit(self) -> None:
        """Leave every field of the card."""
        self.fields.commit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        head = max(HEAD_PX, self.head.minimumSizeHint().width())
        narrow = self.width() < head + SIDE_PX
        self.columns.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self.head.setMinimumWidth(0 if narrow else head)
        self.head.setMaximumWidth(ANY_PX if narrow else head)

    def _waits(self, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> bool:
        """Tell whether something waits that only the agreements show."""
        here = {*self.fields.bound, *UNBOUND}
        refs = [*drafts, *(one.ref for one in page.conflicts)]
        return any(ref.row == self.case.mentor.id and ref.field not in here for ref in refs)

    def _show_conflicts(self, page: FamilyPage) -> None:
        answers = {one.id for one in page.mentor_consents if one.mentor == self.case.mentor.id}
        loose = [
            one
            for one in page.conflicts
            if one.ref.row in answers or (one.ref.row == self.case.mentor.id and one.ref.field not in self.fields.bound)
        ]
        if self.conflicts is None and loose:
            self.conflicts = LooseConflicts(self.desk)
            self.body.insertWidget(0, self.conflicts)
        if self.conflicts is not None:
            self.conflicts.show_conflicts(loose, page.cursor)

    def _show_asked(self, page: FamilyPage) -> None:
        mine = {self.case.mentor.id, *(one.id for one in page.mentor_consents if one.mentor == self.case.mentor.id)}
        row = next((asked.row for asked in page.asked if asked.row in mine), None)
        if self.asked is None and row is not None:
            self.asked = AskedBar(self.desk)
            self.body.insertWidget(0, self.asked)
        if self.asked is not None:
            self.asked.show_asked(page, row or self.case.mentor.id)

    def _side(self) -> QVBoxLayout:
        side = QVBoxLayout()
        side.setSpacing(14)
        for widget in (self.steps, self.warnings, self.private, self.phase):
            side.addWidget(widget)
        side.addWidget(self.opener, 0, Qt.AlignmentFlag.AlignLeft)
        side.addWidget(self.stopping)
        side.addWidget(self.away, 0, Qt.AlignmentFlag.AlignLeft)
        side.addStretch(1)
        return side


UNBOUND = ("status", "accepted_on", "choosing", "asking", "objection", "stopping", "youth", "contact", "person")
"""What is changed by a step and has no field of its own; two values of it stand at the head of the card."""
