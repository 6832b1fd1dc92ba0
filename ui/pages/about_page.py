"""Over Keukentafel: which version this is, when it locks by itself, what to copy for whoever helps, and what it is made of."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.actions.about import made_of
from app.actions.settings import lock_minutes, set_lock_minutes
from app.texts import t, tn
from ui.desk import Desk
from ui.diagnostics import screen_lines, system_lines, version
from ui.widgets.buttons import QuietButton
from ui.widgets.card import Card
from ui.widgets.choice_field import Choice, ChoiceField
from ui.widgets.labels import TextLabel
from ui.widgets.long_reading import LongReading
from ui.widgets.report_card import ReportCard
from ui.widgets.scroll_page import ScrollPage

MINUTES = (1, 2, 5, 10, 15)
WIDE_PX = 760


class AboutPage(ScrollPage):
    """`left` goes back, `manual_wanted` goes to the manual; `minutes_chosen(number)` when it must lock after another time.

    `last_report` gives what a crash left.
    """

    left = Signal()
    manual_wanted = Signal()
    minutes_chosen = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.last_report: Callable[[], str] = str
        self.back = QuietButton(t("about.back"))
        self.back.clicked.connect(self.left)
        self.manual = QuietButton(t("manual.open"), "file-text")
        self.manual.clicked.connect(self.manual_wanted)
        self.minutes = ChoiceField(t("about.minutes"), [Choice(str(one), tn("about.minute", one)) for one in MINUTES], segmented=True)
        self.minutes.chosen.connect(self.choose)
        self.technical = ReportCard(t("about.technical"), "info-circle")
        self.parts = LongReading(t("about.parts"))
        self.body.setContentsMargins(28, 12, 28, 12)
        column = QWidget()
        column.setMaximumWidth(WIDE_PX)
        under = QVBoxLayout(column)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(16)
        for card in self.cards():
            under.addWidget(card)
        beside = QHBoxLayout()  # so that the height is that of the narrow column
        beside.addWidget(column, 100)
        beside.addStretch(1)
        self.body.addLayout(beside)
        self.body.addStretch(1)

    def cards(self) -> list[Card]:
        """Return the cards of the page, from top to bottom."""
        program = Card(t("about.title"), "coffee")
        program.add(TextLabel(t("about.version", version=version()), "strong"), TextLabel(t("about.what"), "body"))
        ways = QHBoxLayout()
        ways.setSpacing(12)
        ways.addWidget(self.back)
        ways.addWidget(self.manual)
        ways.addStretch(1)
        program.body.addLayout(ways)
        lock = Card(t("about.lock"), "lock")
        lock.add(TextLabel(t("about.lock_about"), "body"), self.minutes)
        parts = Card(t("about.parts"), "list-check")
        parts.add(TextLabel(t("about.parts_about"), "small"), self.parts)
        return [program, lock, self.technical, parts]

    def choose(self, minutes: str) -> None:
        """Lock after this time from now on."""
        self.desk.ask(lambda workspace: set_lock_minutes(workspace, int(minutes)), self._chosen)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.technical.show_report("\n".join([*system_lines(), *screen_lines(), "", self.last_report()]))
        self.desk.ask(lock_minutes, lambda minutes: self.minutes.set_value(str(minutes)))
        if not self.parts.toPlainText():
            self.desk.ask(lambda _: made_of(), self.parts.setPlainText)
        self.back.setFocus()

    def _chosen(self, minutes: int) -> None:
        self.minutes.set_value(str(minutes))
        self.minutes_chosen.emit(minutes)
