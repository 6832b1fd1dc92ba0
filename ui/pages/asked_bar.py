"""The question that stands at a row which one person threw away while another changed it."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.actions.choosing import AskedDeletion, keep_row
from app.actions.families import FamilyPage
from app.actions.planning import delete_row
from app.domain.record import Id
from app.texts import t
from ui.desk import Desk
from ui.pages.bound_field import moment
from ui.widgets.buttons import QuietButton
from ui.widgets.labels import TextLabel


class AskedBar(QFrame):
    """Hidden until somebody must decide: keep the row, or throw it away after all."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.asked: AskedDeletion | None = None
        self.text = TextLabel("", "body")
        self.keep = QuietButton(t("asked.keep"), "arrow-back-up")
        self.away = QuietButton(t("asked.away"), "trash")
        self.keep.clicked.connect(self.keep_it)
        self.away.clicked.connect(self.throw_away)
        self.setProperty("role", "conflict")
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(self.keep)
        buttons.addWidget(self.away)
        buttons.addStretch(1)
        whole = QVBoxLayout(self)
        whole.addWidget(self.text)
        whole.addLayout(buttons)
        self.hide()

    def show_asked(self, page: FamilyPage, row: bytes) -> None:
        """Show the question when it stands for this row."""
        self.asked = next((asked for asked in page.asked if asked.row == row), None)
        self.setVisible(self.asked is not None)
        if self.asked is not None:
            who = self.asked.written.by or t("who.colleague")
            self.text.setText(t("asked.text", who=who, when=moment(self.asked.written.at)))

    def keep_it(self) -> None:
        """Put the row back."""
        asked = self.asked
        if asked is not None:
            self.desk.do(asked.family, lambda workspace: keep_row(workspace, asked.family, asked.record, asked.row))

    def throw_away(self) -> None:
        """Throw the row away, now that the change was seen."""
        asked = self.asked
        if asked is not None:
            self.desk.do(asked.family, lambda workspace: delete_row(workspace, asked.family, asked.record, Id(asked.row)))
