"""The wish of the family, in its own words and in its own colour."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.texts import t
from ui.widgets.labels import TextLabel


class QuoteCard(QFrame):
    """A terracotta field with a title, the words between quotes, and who said them and when."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = TextLabel(title or t("widget.quote_title"), "heading")
        self.words = TextLabel("", "quote")
        self.said_by = TextLabel("", "small")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(20, 18, 20, 20)
        self.body.setSpacing(8)
        for label in (self.title, self.words, self.said_by):
            self.body.addWidget(label)
        self.setAccessibleName(self.title.text())
        self.show_quote("", "")

    def show_quote(self, words: str, said_by: str) -> None:
        """Show the words as they were said; without words the field invites to ask."""
        self.words.setText(t("widget.quote", words=words) if words else t("widget.quote_empty"))
        self.said_by.setText(said_by)
        self.said_by.setVisible(bool(said_by))
