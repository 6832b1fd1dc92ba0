"""What the windows before the caseload share: the name of the program, the trial warning, a message and a busy line."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.texts import t
from ui import theme
from ui.theme import Kind
from ui.widgets.banner import Banner
from ui.widgets.card import Card, CardIcon
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import LineLabel, TextLabel
from ui.widgets.pill import Pill
from ui.widgets.report_card import ReportCard
from ui.widgets.scroll_page import ScrollPage


class Entrance(QWidget):
    """A window with one card of at most `width_px` in the middle. It holds no name of a person, nor does its title."""

    def __init__(self, title_key: str, heading_key: str, intro_key: str, width_px: int = 620, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(t(title_key))
        self.setProperty("ground", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.message = Banner("", Kind.PROBLEM)
        self.message.hide()
        self.news = Banner("")
        self.news.hide()
        self.news.acted.connect(self.show_report)
        self.report = ReportCard()
        self.report.hide()
        self.card = Card()
        self.card.body.setSpacing(16)
        self.card.add(TextLabel(t(heading_key), "title"), TextLabel(t(intro_key), "body"))
        self.page = ScrollPage()
        self.page.body.setSpacing(0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.page)
        self.fill_page(width_px)

    def fill_page(self, width_px: int) -> None:
        """Put brand, warning, message and card in a column in the middle."""
        column = QWidget()
        column.setMaximumWidth(width_px * theme.current().text_percent // 100)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(16)
        layout.addWidget(self.make_brand())
        for part in (self.news, self.report, self.message, self.card):
            layout.addWidget(part)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(column, 100)
        middle.addStretch(1)
        self.page.body.addStretch(1)
        self.page.body.addLayout(middle)
        self.page.body.addStretch(2)

    def make_brand(self) -> QWidget:
        """Return the line with the name of the program and what it is not for yet."""
        brand = QWidget()
        row = FlowLayout(brand, gap=12)
        row.addWidget(CardIcon("coffee", 34))
        row.addWidget(LineLabel(t("widget.product"), "brand"))
        row.addWidget(Pill(t("widget.trial"), Kind.WARN))
        return brand

    def tell_stopped(self, report: str) -> None:
        """Say that the program did not end in order the last time, and what of it was kept."""
        self.report.show_report(report)
        self.news.say(t("crash.stopped"), Kind.INFO, t("crash.look") if report else "")

    def show_report(self) -> None:
        """Show what was kept of an unexpected end, or put it away again."""
        shown = self.report.isHidden()
        self.report.setVisible(shown)
        self.news.button.setText(t("crash.hide" if shown else "crash.look"))

    def show_problem(self, text: str) -> None:
        """Say what went wrong and what to do; what was typed stays, and the window can be used again."""
        self.card.setEnabled(True)
        self.message.say(text, Kind.PROBLEM)
        self.page.ensureWidgetVisible(self.message)

    def busy(self, text: str = "") -> None:
        """Say what the program is doing, and wait with new input until `show_problem` or `ready`."""
        self.message.say(text or t("widget.busy"), Kind.INFO)
        self.card.setEnabled(False)

    def ready(self) -> None:
        """Take message and waiting away."""
        self.message.hide()
        self.card.setEnabled(True)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.card.isEnabled():
            self.submit()
            return
        super().keyPressEvent(event)

    def submit(self) -> None:
        """Send what was filled in; each window does this in its own way."""
        raise NotImplementedError
