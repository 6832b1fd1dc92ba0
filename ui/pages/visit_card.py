"""One visit: a line that says what and when; opens to its details, the shared summary, what was arranged and the internal notes."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.actions.family_page import FamilyPage
from app.actions.fields import FieldRef, TypedText
from app.actions.internal_notes import InternalNotes, internal_ref
from app.actions.planning import delete_row
from app.actions.visits import arranged_ref, hold_visit, note_ref
from app.clock import today
from app.domain.records.plan import Action
from app.domain.records.visit import Visit, VisitNote
from app.domain.rules.dates import show_long
from app.texts import t
from ui.desk import Desk
from ui.pages.arranged_list import ArrangedList
from ui.pages.asked_bar import AskedBar
from ui.pages.internal_notes_box import InternalNotesBox
from ui.pages.note_box import NoteBox
from ui.pages.visit_details import VisitDetails
from ui.theme import Kind
from ui.widgets.buttons import IconButton, LinkButton, PrimaryButton, call_row
from ui.widgets.card import Card
from ui.widgets.divider import Divider
from ui.widgets.labels import TextLabel
from ui.widgets.pill import Pill

SNIPPET = 160
"""How much of the summary stands on the closed card."""


class VisitCard(Card):
    """A visit; everything but its line is made when it is first opened. `opened` when a person or something that waits opens it."""

    opened = Signal()

    def __init__(self, desk: Desk, family: bytes, visit: Visit, deleted: Callable[[str, bytes], None]) -> None:
        super().__init__(" ", "calendar-event")
        self.desk = desk
        self.family = family
        self.visit = visit
        self.deleted = deleted
        self.first = False
        self.inside: QWidget | None = None
        self.internal: InternalNotesBox | None = None
        self.shown: tuple[FamilyPage, Mapping[FieldRef, TypedText]] | None = None
        self.refs = [one(desk.workspace, family, visit.id) for one in (note_ref, arranged_ref)]
        self.asked = AskedBar(desk)
        self.under = TextLabel("", "small")
        self.snippet = TextLabel("", "body")
        self.waits = Pill(t("note.not_fixed"), Kind.WARN)
        self.state = Pill("", Kind.NEUTRAL)
        self.opener = IconButton("chevron-down", " ")
        self.opener.clicked.connect(self.toggle)
        self.header.removeWidget(self.title)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.under)
        self.header.addLayout(words, 1)
        for widget in (self.waits, self.state, self.opener):
            self.header.addWidget(widget)
        self.add(self.asked, self.snippet)

    def show_visit(self, visit: Visit, page: FamilyPage, drafts: Mapping[FieldRef, TypedText], first: bool) -> None:
        """Bring the card up to date; `first` is the very first visit, that asks what can be done on the spot."""
        self.visit, self.first, self.shown = visit, first, (page, drafts)
        self.asked.show_asked(page, visit.id)
        kind = t(f"choice.VisitKind.{visit.kind}")
        day = visit.held_on or visit.visit_on
        title = " · ".join((kind, show_long(day) if day else t("visit.no_day")))
        self.show_title(title)
        call_row(self, title)
        under = (visit.at_time, visit.place, t("visit.with", who=visit.present) if visit.present else "")
        self.under.setText(" · ".join(part for part in under if part))
        self.under.setVisible(any(under))
        self.state.show_status(*self._state())
        self.opener.show_name(t("visit.open" if self.is_closed() else "visit.close", visit=self.title.text()))
        self.opener.show_icon("chevron-down" if self.is_closed() else "chevron-up")
        notes = self._notes(page)
        self.snippet.setText(shortened(notes[0].text) if notes else "")
        self.snippet.setVisible(bool(notes) and self.is_closed())
        asks = [*drafts, *(one.ref for one in page.conflicts)]
        unopened = self.inside is None and any(ref in drafts for ref in self.refs)
        if unopened or (self.is_closed() and any(ref.row == visit.id for ref in asks)):
            self.open(focus=False)
        elif self.inside is not None:
            self._show_inside(page, drafts)
        self.waits.setVisible(self.is_closed() and self.inside is not None and self._typed())

    def is_closed(self) -> bool:
        """Tell whether only the line is to be seen."""
        return self.inside is None or self.inside.isHidden()

    def show_internal(self, found: InternalNotes | None) -> None:
        """Show the internal notes, or take everything about them away: no right, or the family looks along."""
        if found is None:
            if self.internal is not None:
                self.internal.commit()
                self.internal.setParent(None)
                self.internal.deleteLater()
                self.internal = None
            return
        if self.inside is None and internal_ref(self.desk.workspace, self.family, self.visit.id) in found.drafts:
            self.open(focus=False)
        if self.inside is not None:
            if self.internal is None:
                self.internal = InternalNotesBox(self.desk, self.family, self.visit.id)
                self.apart.addWidget(self.internal)
            self.internal.show_notes(found)

    def open(self, focus: bool = True) -> None:
        """Open the visit to be written in."""
        if self.inside is None:
            self.inside = self._inside()
            self.body.addWidget(self.inside)
        self.inside.show()
        if self.shown is not None:
            self.show_visit(self.visit, *self.shown, self.first)
        self.opened.emit()
        if focus:
            (self.details.day if self.visit.held_on is None else self.note.field).setFocus()

    def toggle(self) -> None:
        """Open the visit, or close it; what was typed stays where it is kept."""
        if self.is_closed():
            self.open()
        elif self.inside is not None and self.shown is not None:
            self.commit()
            self.inside.hide()
            self.show_visit(self.visit, *self.shown, self.first)
            self.opener.setFocus()

    def hold(self) -> None:
        """Let the planned visit be held."""
        family, visit = self.family, self.visit.id
        self.desk.do(family, lambda workspace: hold_visit(workspace, family, visit))

    def throw_away(self) -> None:
        """Throw the visit away; the bar at the foot puts it back."""
        family, visit = self.family, self.visit.id
        said = t("visit.deleted")
        self.desk.do(family, lambda workspace: delete_row(workspace, family, "visit", visit), lambda tx: self.deleted(said, tx))

    def commit(self) -> None:
        """Leave every field; a note stays a draft."""
        if self.inside is not None:
            self.details.fields.commit()
            self.note.draft.commit()
            self.arranged.draft.commit()
            if self.internal is not None:
                self.internal.commit()

    def _typed(self) -> bool:
        return self.note.draft.filled() or self.arranged.draft.filled()

    def _state(self) -> tuple[str, Kind]:
        day = today(self.desk.workspace.clock)
        if self.visit.held_on == day:
            return t("visit.today"), Kind.OK
        if self.visit.held_on is not None:
            return t("visit.been"), Kind.NEUTRAL
        late = self.visit.visit_on is not None and self.visit.visit_on < day
        return (t("visit.past"), Kind.WARN) if late else (t("visit.to_come"), Kind.INFO)

    def _notes(self, page: FamilyPage) -> list[VisitNote]:
        return [note for note in page.visit_notes if note.visit == self.visit.id]

    def _actions(self, page: FamilyPage) -> list[Action]:
        every = [*page.arranged, *(action for view in page.goals for action in view.actions)]
        return sorted((action for action in every if action.arranged_at == self.visit.id), key=lambda action: action.id)

    def _show_inside(self, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> None:
        notes, actions, held = self._notes(page), self._actions(page), self.visit.held_on is not None
        self.details.show_visit(self.visit, page, drafts)
        self.note.show_notes(notes, drafts)
        self.arranged.show_actions(self._arranged_title(), actions, page, drafts)
        told = held or bool(notes or actions) or any(ref in drafts for ref in self.refs)
        self.told.setVisible(told)
        self.hold_button.setVisible(not held)
        late = self.visit.visit_on is not None and self.visit.visit_on < today(self.desk.workspace.clock)
        self.hold_button.setText(t("visit.hold" if late else "visit.hold_today"))
        self.away.setVisible(not notes and not actions)

    def _arranged_title(self) -> str:
        if self.visit.held_on is not None and self.visit.held_on != today(self.desk.workspace.clock):
            return t("arranged.then")
        return t("arranged.first" if self.first else "arranged.today")

    def _inside(self) -> QWidget:
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(18)
        self.details = VisitDetails(self.desk, self.family, self.visit)
        self.note = NoteBox(self.desk, self.family, self.visit.id)
        self.arranged = ArrangedList(self.desk, self.family, self.visit.id, self.deleted)
        self.told = QWidget()
        told = QVBoxLayout(self.told)
        told.setContentsMargins(0, 0, 0, 0)
        told.setSpacing(18)
        self.apart = QVBoxLayout()
        for widget in (Divider(), self.note, Divider(), self.arranged):
            told.addWidget(widget)
        rows.addWidget(self.details)
        rows.addWidget(self.told)
        rows.addWidget(Divider())
        rows.addLayout(self.apart)
        rows.addLayout(self._foot())
        return inside

    def _foot(self) -> QHBoxLayout:
        self.hold_button = PrimaryButton(t("visit.hold_today"), "player-play")
        self.hold_button.clicked.connect(self.hold)
        self.away = LinkButton(t("visit.delete"), "trash")
        self.away.clicked.connect(self.throw_away)
        foot = QHBoxLayout()
        foot.addWidget(self.hold_button)
        foot.addStretch(1)
        foot.addWidget(self.away)
        return foot


def shortened(text: str) -> str:
    """Return the beginning of a text, up to a whole word."""
    line = " ".join(text.split())
    return line if len(line) <= SNIPPET else f"{line[:SNIPPET].rpartition(' ')[0]} …"
