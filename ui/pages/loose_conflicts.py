"""Two values side by side for what has no field of its own on the page: a step, an answer. Nothing that waits is out of sight."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.actions.choosing import ConflictView, choose
from app.actions.family_page import FamilyPage
from app.actions.values_in_words import value_text
from app.texts import t
from ui.desk import Desk
from ui.pages.moments import moment
from ui.pages.row_fields import RowFields
from ui.widgets.conflict_strip import ConflictStrip, Version
from ui.widgets.labels import TextLabel


class LooseConflicts(QWidget):
    """A title and a strip for each; hidden while there is nothing to choose."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.shown: tuple[ConflictView, ...] = ()
        self.strips: list[ConflictStrip] = []
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(8)
        self.hide()

    def show_unbound(self, fields: RowFields, page: FamilyPage) -> None:
        """Show what waits in a row beside the fields that it has on the page: a step was taken, a box was ticked."""
        waiting = [one for one in page.conflicts if one.ref.row == fields.row and one.ref.field not in fields.bound]
        self.show_conflicts(waiting, page.cursor)

    def show_conflicts(self, conflicts: Sequence[ConflictView], seen: int) -> None:
        """Show these; `seen` is the cursor of the page that they are of."""
        self.setVisible(bool(conflicts))
        if tuple(conflicts) == self.shown:
            return
        self.shown = tuple(conflicts)
        self.strips = []
        while (item := self.rows.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for conflict in self.shown:
            self.rows.addWidget(TextLabel(t(f"{conflict.ref.record}.{conflict.ref.field}"), "label"))
            self.rows.addWidget(self._strip(conflict, seen))

    def _strip(self, conflict: ConflictView, seen: int) -> ConflictStrip:
        colleague = t("who.colleague")
        versions = [Version(value_text(conflict, c.value), c.written.by or colleague, moment(c.written.at)) for c in conflict.choices]
        strip = ConflictStrip(versions, False)

        def take(place: int) -> None:
            ref, value = conflict.ref, conflict.choices[place].value
            self.desk.do(ref.family, lambda workspace: choose(workspace, ref, value, seen))

        strip.chosen.connect(take)
        self.strips.append(strip)
        return strip
