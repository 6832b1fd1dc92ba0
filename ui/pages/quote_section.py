"""The family's own words, large and in their own colour; a pencil, or being empty, opens them to be written in."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.actions.family_page import FamilyPage
from app.actions.fields import FieldRef, TypedText
from app.texts import t
from ui.pages.row_fields import RowFields, Widget
from ui.widgets.buttons import IconButton, QuietButton, call_row
from ui.widgets.quote_card import QuoteCard


class QuoteSection(QuoteCard):
    """A text of the plan and who said it, as a quote. Its form is made when it is first opened, because most are only read."""

    text: Widget

    def __init__(self, title: str, fields: RowFields, text: str, said_by: str) -> None:
        super().__init__(title)
        call_row(self, title)
        self.fields = fields
        self.names = (text, said_by)
        self.writing = False
        self.form: QWidget | None = None
        self.shown: tuple[FamilyPage, Mapping[FieldRef, TypedText]] | None = None
        self.pencil = IconButton("pencil", t("quote.edit", title=title))
        self.pencil.clicked.connect(self.open)
        head = QHBoxLayout()
        self.body.removeWidget(self.title)
        head.addWidget(self.title, 1)
        head.addWidget(self.pencil, 0, Qt.AlignmentFlag.AlignTop)
        self.body.insertLayout(0, head)

    def show_page(self, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> None:
        """Show the words; open when there are none yet, or when something waits for a person. Fields that are made are up to date."""
        self.shown = page, drafts
        words, who = (getattr(page.plan, name) for name in self.names)
        self._show_words(words, who)
        busy = self.form is not None and any(not self.fields.bound[name].at_rest() for name in self.names)
        self._turn(self.writing or busy or not words or self.fields.something_waits(page, drafts, self.names))

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
        self._show_words(words, who)
        self._turn(not words)
        if words:
            self.pencil.setFocus()

    def _show_words(self, words: str, who: str) -> None:
        self.show_quote(words, t("quote.who", who=who) if who else "")

    def _turn(self, writing: bool) -> None:
        if writing and self.form is None:
            self.form = self._form()
            self.body.addWidget(self.form)
            if self.shown is not None:
                page, drafts = self.shown
                self.fields.show(page.plan, page, drafts, self.names)
        if self.form is not None:
            self.form.setVisible(writing)
        self.pencil.setVisible(not writing)
        self.words.setVisible(not writing)
        self.said_by.setVisible(not writing and bool(self.said_by.text()))

    def _form(self) -> QWidget:
        form = QWidget()
        rows = QVBoxLayout(form)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        self.text, said_by = (self.fields.add(name) for name in self.names)
        self.text.label.hide()
        self.ready = QuietButton(t("form.ready"), "check")
        self.ready.clicked.connect(self.close_form)
        rows.addWidget(self.text)
        rows.addWidget(said_by)
        rows.addWidget(self.ready, 0, Qt.AlignmentFlag.AlignLeft)
        return form
