"""Werkaantekeningen of one visit: closed until they are asked for, each with a reason, never while the family looks along."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.actions.internal_notes import InternalNotes, NewInternalNote, add_internal_note, internal_ref
from app.actions.planning import delete_row
from app.actions.undoing import put_back
from app.domain.ids import confidential_of
from app.domain.record import Id
from app.domain.records.visit import InternalNote, InternalReason, Visit
from app.domain.rules.dates import show_long
from app.errors import UserProblem
from app.texts import problem_text, t, tn
from ui.desk import Desk
from ui.pages.draft_field import DraftField
from ui.theme import Kind
from ui.widgets.buttons import IconButton, PrimaryButton, QuietButton
from ui.widgets.card import CardIcon
from ui.widgets.choice_field import Choice, ChoiceField
from ui.widgets.field_frame import FieldFrame
from ui.widgets.labels import TextLabel
from ui.widgets.long_text_field import LongTextField
from ui.widgets.pill import Pill
from ui.widgets.row_list import RowList
from ui.widgets.text_field import TextField
from ui.widgets.undo_bar import UndoBar


class InternalRow(QWidget):
    """One note: the text, why the family does not read it, who wrote it, and the way to throw it away."""

    def __init__(self, box: "InternalNotesBox", note: InternalNote) -> None:
        super().__init__()
        away = IconButton("trash", t("internal.delete"))
        away.clicked.connect(lambda: box.throw_away(note))
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(TextLabel(note.text, "body"))
        words.addWidget(TextLabel(t("internal.because", reason=t(f"choice.InternalReason.{note.reason}"), why=note.why), "small"))
        words.addWidget(TextLabel(t("internal.by", who=note.noted_by, day=show_long(note.noted_on)), "small"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 10, 0, 10)
        row.addLayout(words, 1)
        row.addWidget(away, 0, Qt.AlignmentFlag.AlignTop)


class InternalNotesBox(QWidget):
    """A line with a lock and the count; the notes and the form are made when it is opened."""

    def __init__(self, desk: Desk, family: bytes, visit: Id[Visit]) -> None:
        super().__init__()
        self.desk = desk
        self.family = family
        self.visit = visit
        self.deleted = b""
        self.shown: InternalNotes | None = None
        self.notes: tuple[InternalNote, ...] = ()
        self.inside: QWidget | None = None
        self.ref = internal_ref(desk.workspace, family, visit)
        self.count = Pill("", Kind.NEUTRAL)
        self.opener = QuietButton(t("internal.open"), "lock")
        self.opener.clicked.connect(lambda: self.open(focus=True))
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(CardIcon("lock", 24))
        head.addWidget(TextLabel(t("internal.title"), "heading"))
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self.opener)
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(12)
        self.rows.addLayout(head)

    def show_notes(self, found: InternalNotes) -> None:
        """Bring the count up to date, and the notes when they are open; what was typed and not kept opens them."""
        self.shown = found
        notes = tuple(note for note in found.notes if note.visit == self.visit)
        changed, self.notes = notes != self.notes, notes
        self.count.show_status(tn("internal.count", len(notes)), Kind.NEUTRAL)
        self.count.setVisible(bool(notes))
        if self.inside is None and self.ref in found.drafts:
            self.open(focus=False)
        elif self.inside is not None:
            if changed:
                self._show_rows()
            self.draft.show_typed(found.drafts)

    def open(self, focus: bool = True) -> None:
        """Show the notes, and the form for another one."""
        if self.inside is None:
            self.inside = self._inside()
            self.rows.addWidget(self.inside)
            self._show_rows()
            if self.shown is not None:
                self.draft.show_typed(self.shown.drafts)
        self.opener.hide()
        self.inside.show()
        if focus:
            self.text.setFocus()

    def keep(self) -> None:
        """Keep the note that was written; what is missing is said at its field."""
        texts = self.draft.texts()
        asked = NewInternalNote(*texts)
        self.draft.keep_draft()
        for field in (self.text, self.reason, self.why):
            field.clear_problem()
        try:
            asked.checked()
        except UserProblem as problem:
            self._field_of(problem.key).show_problem(problem_text(problem))
            return
        if self.draft.warn():
            self.text.show_problem(" ".join((self.text.problem.text(), t("note.check_first"))))
            return
        family, visit = self.family, self.visit
        self.draft.hand_over(lambda workspace: add_internal_note(workspace, family, visit, asked), family, self.text.setFocus)

    def throw_away(self, note: InternalNote) -> None:
        """Throw a note away; the bar puts it back."""
        stream, row = confidential_of(self.family), note.id
        self.desk.do(self.family, lambda workspace: delete_row(workspace, stream, "internal_note", row), self._thrown_away)

    def put_back(self) -> None:
        """Put back the note that the bar speaks of."""
        stream, tx = confidential_of(self.family), self.deleted
        self.desk.do(self.family, lambda workspace: put_back(workspace, stream, tx))

    def commit(self) -> None:
        """Keep what was typed on the disk; it stays a draft."""
        if self.inside is not None:
            self.draft.commit()

    def _thrown_away(self, tx: bytes) -> None:
        self.deleted = tx
        self.bar.show_for(t("internal.deleted"))

    def _field_of(self, key: str) -> FieldFrame:
        fields: dict[str, FieldFrame] = {"internal_reason_missing": self.reason, "internal_why_missing": self.why}
        return fields.get(key, self.text)

    def _show_rows(self) -> None:
        rows: Sequence[QWidget] = [InternalRow(self, note) for note in self.notes]
        self.list.show_rows([*rows])

    def _inside(self) -> QWidget:
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        self.list = RowList()
        self.text = LongTextField(t("internal_note.text"), lines=3)
        reasons = [Choice(str(reason), t(f"choice.InternalReason.{reason}")) for reason in InternalReason]
        self.reason = ChoiceField(t("internal_note.reason"), reasons, segmented=True)
        self.why = TextField(t("internal_note.why"))
        self.draft = DraftField(self.desk, self.ref, [self.text, self.reason, self.why])
        button = PrimaryButton(t("internal.keep"), "lock")
        button.clicked.connect(self.keep)
        self.bar = UndoBar()
        self.bar.undone.connect(self.put_back)
        for widget in (TextLabel(t("internal.about"), "small"), self.list, self.bar, self.text, self.reason, self.why):
            rows.addWidget(widget)
        rows.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)
        return inside
