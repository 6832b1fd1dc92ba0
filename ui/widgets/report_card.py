"""A text for whoever mends the program: all of it to be read, and one button to copy it. Sends nothing."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.texts import t
from ui.widgets.announce import announce
from ui.widgets.buttons import QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import TextLabel
from ui.widgets.long_reading import LongReading


class ReportCard(Card):
    """Shows a report, and says that nothing of a family stands in it."""

    def __init__(self, title: str = "", icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(title, icon, parent)
        self.text = LongReading(t("crash.report"))
        self.copy = QuietButton(t("crash.copy"), "versions")
        self.copy.clicked.connect(self.copy_all)
        self.copied = TextLabel("", "small")
        self.copied.hide()
        self.add(TextLabel(t("crash.about"), "small"), self.text, self.copied)
        self.body.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignLeft)

    def show_report(self, report: str) -> None:
        """Show this text."""
        self.text.setPlainText(report)
        self.copied.hide()

    def copy_all(self) -> None:
        """Put the text where it can be pasted."""
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.copied.setText(t("crash.copied"))
        self.copied.show()
        announce(self, t("crash.copied"))
