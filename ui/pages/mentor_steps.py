"""What to ask next about a mentor, in plain words, with what the answer can be as buttons (domain.md 3.2)."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.actions import mentors
from app.actions.fields import FieldRef, change_field
from app.actions.mentors import MentorAnswer
from app.domain.records.mentor import ChosenBy, ParentAnswer
from app.domain.rules.mentor_deciding import parents_to_ask
from app.domain.rules.mentor_steps import MentorCase, Question, Step, next_question, phase_after
from app.domain.rules.names import at_the_table
from app.texts import t
from ui.desk import Desk
from ui.pages.row_fields import RowFields
from ui.widgets.buttons import HouseButton, PrimaryButton, QuietButton
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import TextLabel
from ui.widgets.showing import show_if

Doing = Callable[[Any], object]
"""What a button does, given the open workspace."""

WRITTEN_AT = {
    Step.SHARE: "share_home",
    Step.AGREE: "role_agreements",
    Step.SUPPORT: "own_support",
    Step.ADVICE: "advice",
    Step.RHYTHM: "contact_frequency",
    Step.BETWEEN: "between_us",
    Step.STAYS: "continues_after_care",
    Step.BACKUP: "backup",
    Step.CHECK_DAY: "next_check_on",
    Step.CHECK: "next_check_on",
}
"""Where the answer to a question is written: the field that opens."""
TYPED_AT = {Step.CHOOSE_TOGETHER: ("choosing", "child_said"), Step.ASK: ("asking", "went_along")}
"""Where something is typed beside the button: a group and its member."""


class ButtonLine(QWidget):
    """Buttons beside each other; other buttons are another line, so that nothing of a line changes under a finger."""

    def __init__(self, buttons: Sequence[HouseButton]) -> None:
        super().__init__()
        self.buttons = list(buttons)
        line = FlowLayout(self, gap=10)
        for button in buttons:
            line.addWidget(button)
        show_if(self, bool(buttons))


class StepPanel(QWidget):
    """The question of now and its buttons; `write_wanted(field)` when the answer is to be written among the agreements."""

    write_wanted = Signal(str)

    def __init__(self, desk: Desk, family: bytes, fields: RowFields) -> None:
        super().__init__()
        self.desk = desk
        self.family = family
        self.fields = fields
        self.case: MentorCase | None = None
        self.asked: Question | None = None
        self.typed: dict[Step, QWidget] = {}
        self.question = TextLabel("", "strong")
        self.buttons = ButtonLine([])
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(10)
        self.rows.addWidget(TextLabel(t("mentor_card.ask_now"), "small"))
        self.rows.addWidget(self.question)
        self.rows.addWidget(self.buttons)

    def show_case(self, case: MentorCase) -> None:
        """Show what is asked now; the buttons stay as long as the question does, so that nobody loses the keyboard."""
        before = (self.asked, self.case.mentor.phase) if self.case is not None else None
        self.case = case
        self.asked = next_question(case)
        self.question.setText(question_words(case, self.asked))
        if before != (self.asked, case.mentor.phase):
            self._show_buttons(self.asked.step)

    def _show_buttons(self, step: Step) -> None:
        had_focus = self.buttons.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        for other, field in self.typed.items():
            field.setVisible(other is step)
        if step in TYPED_AT and step not in self.typed:
            group, member = TYPED_AT[step]
            [self.typed[step]] = self.fields.add_group(group, [member])
            self.rows.insertWidget(2, self.typed[step])
        made = ButtonLine(self._made(step))
        self.rows.replaceWidget(self.buttons, made)
        self.buttons.hide()
        self.buttons.deleteLater()
        self.buttons = made
        if had_focus and made.buttons:
            made.buttons[0].setFocus()

    def _made(self, step: Step) -> list[HouseButton]:
        if step in WRITTEN_AT:
            button = QuietButton(t("mentor_do.write"), "pencil")
            button.clicked.connect(lambda: self.write_wanted.emit(WRITTEN_AT[step]))
            return [button]
        answers = self._answers(step)
        kind = PrimaryButton if len(answers) == 1 else QuietButton
        return [self._button(kind(text, icon), action) for text, icon, action in answers]

    def _answers(self, step: Step) -> list[tuple[str, str, Doing]]:
        case = self.case
        if case is None:
            return []
        if step in (Step.CHOOSE, Step.CHOOSE_TOGETHER):
            return self._choosers(case, step)
        if step is Step.PARENT:
            return self._parent_answers(case)
        if step is Step.ANSWER:
            answers = ((MentorAnswer.YES, "check"), (MentorAnswer.THINKING, "clock"), (MentorAnswer.NO, "x"))
            return [(t(f"mentor_do.{one}"), icon, self._says(case, one)) for one, icon in answers]
        return self._next_phase(case) if step is Step.ON else self._one_thing(case, step)

    def _one_thing(self, case: MentorCase, step: Step) -> list[tuple[str, str, Doing]]:
        family, mentor = self.family, case.mentor.id
        youth = at_the_table(case.youth.name)
        things: dict[Step, tuple[str, str, Doing]] = {
            Step.ASK: (t("mentor_do.asked", youth=youth), "check", lambda workspace: mentors.ask(workspace, family, mentor)),
            Step.TALK: (t("mentor_do.talked"), "check", lambda workspace: mentors.talked(workspace, family, mentor)),
            Step.PAUSED: (t("mentor_do.go_on"), "player-play", lambda workspace: mentors.pause(workspace, family, mentor, False)),
        }
        return [things[step]] if step in things else []

    def _choosers(self, case: MentorCase, step: Step) -> list[tuple[str, str, Doing]]:
        family, mentor = self.family, case.mentor.id

        def chose(by: ChosenBy) -> Doing:
            return lambda workspace: mentors.record_choice(workspace, family, mentor, by)

        if step is Step.CHOOSE:
            words = t("mentor_do.youth_chose", youth=at_the_table(case.youth.name), mentor=mentor_name(case))
            return [(words, "check", chose(ChosenBy.YOUTH))]
        together = (t("mentor_do.together"), "users", chose(ChosenBy.CHILD_WITH_PARENT))
        return [together, (t("mentor_do.parent_chose"), "check", chose(ChosenBy.PARENT))]

    def _says(self, case: MentorCase, answer: MentorAnswer) -> Doing:
        return lambda workspace: mentors.answer(workspace, self.family, case.mentor.id, answer)

    def _parent_answers(self, case: MentorCase) -> list[tuple[str, str, Doing]]:
        family, mentor = self.family, case.mentor.id
        parents = [one.id for one in parents_to_ask(case.people, case.youth) if self.asked and at_the_table(one.name) == self.asked.who]

        def says(answer: ParentAnswer) -> Doing:
            return lambda workspace: mentors.parent_answers(workspace, family, mentor, parents[0], answer)

        icons = {ParentAnswer.YES: "check", ParentAnswer.GRUMPY_YES: "check", ParentAnswer.NO: "x"}
        return [(t(f"choice.ParentAnswer.{one}"), icons[one], says(one)) for one in ParentAnswer] if parents else []

    def _next_phase(self, case: MentorCase) -> list[tuple[str, str, Doing]]:
        after = phase_after(case.mentor.phase)
        if after is None:
            return []
        ref = FieldRef(self.family, "mentor", case.mentor.id, "phase")
        words = t("mentor_do.on", phase=t(f"choice.MentorPhase.{after}"))
        return [(words, "player-play", lambda workspace: change_field(workspace, ref, after))]

    def _button(self, button: HouseButton, action: Doing) -> HouseButton:
        def pressed() -> None:
            self.fields.commit()
            self.desk.do(self.family, action)

        button.clicked.connect(pressed)
        return button


def question_words(case: MentorCase, question: Question) -> str:
    """Return the question with the names in it."""
    return t(f"mentor_question.{question.step}", youth=at_the_table(case.youth.name), mentor=mentor_name(case), who=question.who)


def mentor_name(case: MentorCase) -> str:
    """Return what the mentor is called; somebody who is not there any more still has a place in a sentence."""
    return case.people.name_of(case.mentor) or t("mentors.someone")
