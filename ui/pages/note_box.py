"""The summary of a visit: what was fixed, and the field in which the next part is typed until it is fixed too."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.actions.fields import FieldRef, TypedText
from app.actions.visits import checked_note, fix_note, note_ref
from app.domain.record import Id
from app.domain.records.visit import Visit, VisitNote
from app.domain.rules.dates import show_long
from app.errors import UserProblem
from app.texts import problem_text, t
from ui.desk import Desk
from ui.pages.draft_field import DraftField
from ui.theme import Kind
from ui.widgets.buttons import PrimaryButton
from ui.widgets.labels import TextLabel
from ui.widgets.long_text_field import LongTextField
from ui.widgets.pill import Pill


class FixedNote(QWidget):
    """A note as it stands for good, with who fixed it and when; a later one says that it is an addition."""

    def __init__(self, note: VisitNote, addition: bool) -> None:
        super().__init__()
        self.head = TextLabel(t("note.addition") if addition else "", "strong")
        self.head.setVisible(addition)
        self.text = TextLabel(note.text, "body")
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.by = TextLabel(t("note.fixed", who=note.noted_by, day=show_long(note.noted_on)), "small")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        for label in (self.head, self.text, self.by):
            rows.addWidget(label)


class NoteBox(QWidget):
    """Fixed notes and the draft of one visit."""

    def __init__(self, desk: Desk, family: bytes, visit: Id[Visit]) -> None:
        super().__init__()
        self.desk = desk
        self.family = family
        self.visit = visit
        self.notes: dict[bytes, FixedNote] = {}
        self.field = LongTextField(t("note.first"), t("note.shared"), lines=4)
        self.draft = DraftField(desk, note_ref(desk.workspace, family, visit), [self.field])
        self.field.typed.connect(self.show_state)
        self.state = Pill(t("note.not_fixed"), Kind.WARN)
        self.state_more = TextLabel(t("note.not_fixed_more"), "small")
        self.fix_button = PrimaryButton(t("note.fix"), "check")
        self.fix_button.clicked.connect(self.fix)
        self.fixed = QVBoxLayout()
        self.fixed.setSpacing(14)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.state)
        foot.addWidget(self.state_more, 1)
        foot.addStretch()
        foot.addWidget(self.fix_button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        rows.addWidget(TextLabel(t("note.title"), "heading"))
        rows.addLayout(self.fixed)
        rows.addWidget(self.field)
        rows.addLayout(foot)

    def show_notes(self, notes: Sequence[VisitNote], drafts: Mapping[FieldRef, TypedText]) -> None:
        """Bring the fixed notes and the draft up to date."""
        for gone in self.notes.keys() - {note.id for note in notes}:
            widget = self.notes.pop(gone)
            self.fixed.removeWidget(widget)
            widget.deleteLater()
        for place, note in enumerate(notes):
            if note.id not in self.notes:
                self.notes[note.id] = FixedNote(note, addition=place > 0)
                self.fixed.insertWidget(place, self.notes[note.id])
        self._call_field(t("note.addition" if notes else "note.first"), t("note.addition_hint" if notes else "note.shared"))
        self.draft.show_typed(drafts)
        self.show_state()

    def show_state(self, _text: str = "") -> None:
        """Say that what stands in the field is not fixed yet."""
        waits = self.draft.filled()
        self.state.setVisible(waits)
        self.state_more.setVisible(waits)
        self.fix_button.setEnabled(waits)

    def fix(self) -> None:
        """Fix the note; a text that cannot be kept, or that holds a number one should look at once more, stays in the field."""
        text = self.draft.texts()[0]
        try:
            checked_note(text)
        except UserProblem as problem:
            self.draft.keep_draft()
            self.draft.refuse(problem_text(problem))
            return
        if self.draft.warn():
            self.field.show_problem(" ".join((self.field.problem.text(), t("note.check_first"))))
            return
        family, visit = self.family, self.visit
        self.draft.hand_over(lambda workspace: fix_note(workspace, family, visit, text), family, self.field.setFocus)
        self.show_state()

    def _call_field(self, label: str, hint: str) -> None:
        self.field.label.setText(label)
        self.field.hint.setText(hint)
        self.field.edit.setAccessibleName(label)
