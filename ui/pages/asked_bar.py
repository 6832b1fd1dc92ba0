"""The question that stands at a row which one person threw away while another changed it."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.actions.choosing import AskedDeletion, keep_row
from app.actions.family_page import FamilyPage
from app.actions.planning import delete_row
from app.domain.record import Id
from app.texts import t
from ui.desk import Desk
from ui.pages.moments import moment
from ui.widgets.buttons import QuietButton
from ui.widgets.labels import TextLabel


class AskedBar(QFrame):
    """Hidden until somebody must decide: keep the row, or throw it away after all."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.asked: AskedDeletion | None = None
        self.whole: QVBoxLayout | None = None
        self.hide()

    def show_asked(self, page: FamilyPage, row: bytes) -> None:
        """Show the question when it stands for this row; only then is it made, for there are as many of these as rows."""
        self.asked = next((asked for asked in page.asked if asked.row == row), None)
        if self.asked is not None:
            if self.whole is None:
                self._make()
            who = self.asked.written.by or t("who.colleague")
            self.text.setText(t("asked.text", who=who, when=moment(self.asked.written.at)))
        if self.isHidden() is (self.asked is not None):
            self.setVisible(self.asked is not None)

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

    def _make(self) -> None:
        self.text = TextLabel("", "body")
        self.keep = QuietButton(t("asked.keep"), "arrow-back-up")
        self.away = QuietButton(t("asked.away"), "trash")
        self.keep.clicked.connect(self.keep_it)
        self.away.clicked.connect(self.throw_away)
        self.setProperty("role", "conflict")
        self.style().unpolish(self)
        self.style().polish(self)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(self.keep)
        buttons.addWidget(self.away)
        buttons.addStretch(1)
        self.whole = QVBoxLayout(self)
        self.whole.addWidget(self.text)
        self.whole.addLayout(buttons)
