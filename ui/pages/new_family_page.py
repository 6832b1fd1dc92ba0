"""A new family in a minute: the family's name and the first person's, nothing else is needed to begin."""

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout
from typing_extensions import override

from app.actions.families import NewFamily, is_known, new_family
from app.texts import t
from ui.desk import Desk
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import TextLabel
from ui.widgets.scroll_page import ScrollPage
from ui.widgets.text_field import TextField


class NewFamilyPage(ScrollPage):
    """`begun(family id)` when the family is on this laptop; `left` when the worker thinks better of it."""

    begun = Signal(object)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.said_of = ""
        self.name = TextField(t("family.display_name"), t("new_family.name_hint"))
        self.call_name = TextField(t("new_family.call_name"), t("new_family.call_name_hint"))
        self.role = TextField(t("person.role"), t("new_family.role_hint"))
        self.begin = PrimaryButton(t("new_family.begin"), "check")
        self.begin.clicked.connect(self.make)
        back = QuietButton(t("new_family.back"))
        back.clicked.connect(self.left)
        for one in (self.name, self.call_name, self.role):
            one.submitted.connect(self.make)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(self.begin)
        buttons.addWidget(back)
        buttons.addStretch(1)
        card = Card(t("new_family.title"), "users-group")
        card.setMaximumWidth(640)
        card.add(TextLabel(t("new_family.intro"), "body"), self.name, self.call_name, self.role)
        card.body.addLayout(buttons)
        self.body.setContentsMargins(28, 12, 28, 12)
        self.body.addWidget(card)
        self.body.addStretch(1)

    def make(self) -> None:
        """Begin the family; what is missing, and once that there is one of that name, is said beside its field."""
        for field in (self.name, self.call_name):
            field.clear_problem()
            if not field.value().strip():
                field.show_problem(t("new_family.needed"))
                field.setFocus()
                return
        asked = NewFamily(self.name.value(), self.call_name.value(), self.role.value())
        self.begin.setEnabled(False)
        if self.desk.at_the_table or asked.display_name == self.said_of:  # who looks along does not hear which families there are
            self._make(asked)
        else:
            self.desk.ask(lambda workspace: is_known(workspace, asked.display_name), partial(self._looked, asked), self._refused)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.begin.setEnabled(True)
        QTimer.singleShot(0, self.name.setFocus)

    def _looked(self, asked: NewFamily, known: bool) -> None:
        if known:
            self.said_of = asked.display_name
            self._refused(t("new_family.known"))
        else:
            self._make(asked)

    def _make(self, asked: NewFamily) -> None:
        self.desk.ask(lambda workspace: new_family(workspace, asked), self._made, self._refused)

    def _made(self, family: bytes) -> None:
        self.said_of = ""
        for one in (self.name, self.call_name, self.role):
            one.set_value("")
        self.begin.setEnabled(True)
        self.desk.families_touched.emit({family})
        self.begun.emit(family)

    def _refused(self, text: str) -> None:
        self.begin.setEnabled(True)
        self.name.show_problem(text)
