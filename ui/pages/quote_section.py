"""The family's own words, large and in their own colour; a pencil, or being empty, opens them to be written in."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.texts import t
from ui.pages.row_fields import RowFields
from ui.widgets.buttons import IconButton, QuietButton, call_row
from ui.widgets.quote_card import QuoteCard


class QuoteSection(QuoteCard):
    """A text and who said it, as a quote; both fields are of one row."""

    def __init__(self, title: str, fields: RowFields, text: str, said_by: str) -> None:
        super().__init__(title)
        call_row(self, title)
        self.fields = fields
        self.names = (text, said_by)
        self.writing = False
        self.pencil = IconButton("pencil", t("quote.edit", title=title))
        self.pencil.clicked.connect(self.open)
        self.text = fields.add(text)
        self.text.label.hide()
        self.form = QWidget()
        rows = QVBoxLayout(self.form)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        rows.addWidget(self.text)
        rows.addWidget(fields.add(said_by))
        self.ready = QuietButton(t("form.ready"), "check")
        self.ready.clicked.connect(self.close_form)
        rows.addWidget(self.ready, 0, Qt.AlignmentFlag.AlignLeft)
        head = QHBoxLayout()
        self.body.removeWidget(self.title)
        head.addWidget(self.title, 1)
        head.addWidget(self.pencil, 0, Qt.AlignmentFlag.AlignTop)
        self.body.insertLayout(0, head)
        self.body.addWidget(self.form)

    def show_words(self, words: str, said_by: str, attention: bool) -> None:
        """Show the words; open when there are none yet, or when something waits for a person."""
        self.show_quote(words, t("quote.who", who=said_by) if said_by else "")
        busy = any(not self.fields.bound[name].at_rest() for name in self.names)
        self._turn(self.writing or attention or busy or not words)

    def open(self) -> None:
        """Open the words to be written in."""
        self.writing = True
        self._turn(True)
        self.text.setFocus()

    def close_form(self) -> None:
        """Show the words as a quote again; what was written is kept."""
        self.writing = False
        for name in self.names:
            self.fields.bound[name].commit()
        words, who = (self.fields.bound[name].texts()[0] for name in self.names)
        self.show_quote(words, t("quote.who", who=who) if who else "")
        self._turn(not words)
        if words:
            self.pencil.setFocus()

    def _turn(self, writing: bool) -> None:
        self.form.setVisible(writing)
        self.pencil.setVisible(not writing)
        self.words.setVisible(not writing)
        self.said_by.setVisible(not writing and bool(self.said_by.text()))
