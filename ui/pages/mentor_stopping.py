"""Stopping, resting and a worry: each one step, in words that say what it does (domain.md 3.4)."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.actions import mentors
from app.actions.mentors import Stopper
from app.domain.records.mentor import MentorStatus
from app.domain.rules.mentor import OVER
from app.domain.rules.mentor_steps import MentorCase
from app.domain.rules.names import at_the_table
from app.texts import t
from ui.desk import Desk
from ui.pages.mentor_steps import ButtonLine, mentor_name
from ui.pages.row_fields import RowFields
from ui.widgets.buttons import LinkButton, PrimaryButton, QuietButton
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import TextLabel
from ui.widgets.showing import show_if


class StopAndWorry(QWidget):
    """Light buttons; stopping asks only who stops, a worry asks for its reason."""

    def __init__(self, desk: Desk, family: bytes, fields: RowFields) -> None:
        super().__init__()
        self.desk = desk
        self.family = family
        self.fields = fields
        self.case: MentorCase | None = None
        self.stop = LinkButton(t("mentor_do.stop"), "x")
        self.pause = LinkButton(t("mentor_do.pause"), "clock")
        self.worry = LinkButton(t("mentor_do.object"), "alert-triangle")
        self.stopping: QWidget | None = None
        self.objecting: QWidget | None = None
        light = QWidget()
        line = FlowLayout(light, gap=4)
        for button, pressed in ((self.stop, self.toggle_stop), (self.pause, self.rest), (self.worry, self.open_worry)):
            button.clicked.connect(pressed)
            line.addWidget(button)
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(10)
        self.rows.addWidget(light)

    def show_case(self, case: MentorCase) -> None:
        """Show what can be done where it stands."""
        self.case = case
        show_if(self.stop, case.mentor.status not in OVER and case.mentor.choosing.chosen_by is not None)
        show_if(self.pause, case.mentor.status is MentorStatus.ACTIVE)
        show_if(self.worry, case.mentor.status not in OVER and case.mentor.status is not MentorStatus.IN_TALKS)

    def toggle_stop(self) -> None:
        """Ask who stops, or not after all."""
        if self.stopping is not None and not self.stopping.isHidden():
            self.stopping.hide()
        elif self.case is not None:
            if self.stopping is None:
                self.stopping = self._stopping(self.case)
                self.rows.insertWidget(1, self.stopping)
            self.stopping.show()

    def rest(self) -> None:
        """Let it rest for a while."""
        self._do(lambda workspace, mentor: mentors.pause(workspace, self.family, mentor, True))

    def open_worry(self) -> None:
        """Open the worry to be written, the first time it is made."""
        if self.objecting is None:
            self.objecting = self._objecting()
            self.rows.addWidget(self.objecting)
            if self.case is not None:
                self.fields.bound["objection"].show(self.case.mentor.objection, 0)
        self.objecting.show()
        self.said_by.setFocus()

    def object_now(self) -> None:
        """Talk about the worry; without its reason a sentence says what is missing."""
        said_by, reason = (one.value() for one in self.fields.bound["objection"].inputs)
        self.fields.commit()

        def noted(_: object) -> None:
            if self.objecting is not None:
                self.objecting.hide()

        self._do(
            lambda workspace, mentor: mentors.object_to(workspace, self.family, mentor, said_by, reason), noted, self.reason.show_problem
        )

    def _do(
        self,
        action: Callable[[Any, bytes], object],
        done: Callable[[object], None] | None = None,
        failed: Callable[[str], None] | None = None,
    ) -> None:
        if self.case is not None:
            mentor = self.case.mentor.id
            self.desk.do(self.family, lambda workspace: action(workspace, mentor), done, failed)

    def _stopping(self, case: MentorCase) -> QWidget:
        asked = QWidget()
        rows = QVBoxLayout(asked)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(TextLabel(t("mentor_do.stop_hint"), "small"))
        youth = QuietButton(t("mentor_do.youth_stops", youth=at_the_table(case.youth.name)), "x")
        mentor = QuietButton(t("mentor_do.mentor_stops", mentor=mentor_name(case)), "x")
        for button, by in ((youth, Stopper.YOUTH), (mentor, Stopper.MENTOR)):
            button.clicked.connect(self._stopper(by))
        rows.addWidget(ButtonLine([youth, mentor]))
        return asked

    def _stopper(self, by: Stopper) -> Callable[[], None]:
        def pressed() -> None:
            if self.stopping is not None:
                self.stopping.hide()
            self._do(lambda workspace, mentor: mentors.stop(workspace, self.family, mentor, by))

        return pressed

    def _objecting(self) -> QWidget:
        form = QWidget()
        rows = QVBoxLayout(form)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(10)
        rows.addWidget(TextLabel(t("mentor_do.object_hint"), "small"))
        self.said_by, self.reason = self.fields.add_group("objection", ["said_by", "reason"])
        self.ready = PrimaryButton(t("mentor_do.object_ready"), "check")
        self.ready.clicked.connect(self.object_now)
        for widget in (self.said_by, self.reason):
            rows.addWidget(widget)
        rows.addWidget(ButtonLine([self.ready]))
        return form
