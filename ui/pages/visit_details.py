"""What kind of visit it is, when, where and who are there: the fields of one visit, with the names one is likely to mean."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.actions.family_page import FamilyPage
from app.actions.fields import FieldRef, TypedText
from app.domain.records.visit import Visit
from app.texts import t
from ui.desk import Desk
from ui.pages.form_lines import side_by_side
from ui.pages.names_offered import names_at_the_table
from ui.pages.row_fields import RowFields
from ui.widgets.buttons import LinkButton
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.text_field import TextField

MOST_NAMES = 8


class VisitDetails(QWidget):
    """The form of one visit. Who are there is always in sight; the rest of a held visit opens by a press."""

    def __init__(self, desk: Desk, family: bytes, visit: Visit) -> None:
        super().__init__()
        self.fields = RowFields(desk, family, "visit", visit.id)
        self.names: tuple[str, ...] = ()
        self.more = LinkButton(t("visit.details"), "pencil")
        self.more.clicked.connect(self.open)
        self.rest = self._rest()
        present = self.fields.add("present")
        assert isinstance(present, TextField)
        self.present = present
        self.chips = QWidget()
        self.flow = FlowLayout(self.chips, gap=8)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(10)
        rows.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addWidget(self.rest)
        rows.addWidget(self.present)
        rows.addWidget(self.chips)
        self.rest.setVisible(visit.held_on is None)
        self.more.setVisible(visit.held_on is not None)

    def show_visit(self, visit: Visit, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> None:
        """Bring the fields up to date, and the names that can still be added."""
        self.fields.show(visit, page, drafts)
        self.held_on.setVisible(visit.held_on is not None)
        if self.fields.something_waits(page, drafts, [name for name in self.fields.bound if name != "present"]):
            self.open()
        here = self.present.value().casefold()
        everybody = [*names_at_the_table(page), page.family.regisseur.name]
        self._offer(tuple(name for name in dict.fromkeys(everybody) if name and name.casefold() not in here)[:MOST_NAMES])

    def open(self) -> None:
        """Show the rest of the fields."""
        self.rest.show()
        self.more.hide()

    def add_name(self, name: str) -> None:
        """Put somebody in the line of who are there, as if it was typed."""
        here = self.present.value().strip().rstrip(",")
        self.present.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.present.edit.setText(f"{here}, {name}" if here else name)
        self._offer(tuple(one for one in self.names if one != name))

    def _offer(self, names: tuple[str, ...]) -> None:
        if names == self.names:
            return
        self.names = names
        while (item := self.flow.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for name in names:
            chip = LinkButton(name.replace("&", "&&"), "plus")
            chip.setAccessibleName(t("visit.add_who", name=name))
            chip.clicked.connect(lambda _=False, name=name: self.add_name(name))
            self.flow.addWidget(chip)
        self.chips.setVisible(bool(names))

    def _rest(self) -> QWidget:
        rest = QWidget()
        rows = QVBoxLayout(rest)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(14)
        self.day = self.fields.add("visit_on")
        self.held_on = self.fields.add("held_on")
        place, time = self.fields.add("place"), self.fields.add("at_time")
        for field in (place, time):
            assert isinstance(field, TextField)
            field.edit.setPlaceholderText(t("visit.place.hint" if field is place else "visit.at_time.hint"))
        side_by_side(rows, self.fields.add("kind"), place)
        side_by_side(rows, self.day, self.held_on, time)
        return rest
