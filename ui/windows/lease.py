"""The window of a laptop that had no contact with the municipality for too long: it opens as soon as it has. Shows no name."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.actions.lease import lease, lease_text
from app.actions.syncing import Exchange, SyncNews, SyncOutcome
from app.texts import t
from ui.desk import Desk
from ui.pages.readmission_card import ReadmissionCard
from ui.widgets.buttons import PrimaryButton
from ui.widgets.labels import TextLabel
from ui.windows.entrance import Entrance


class LeaseWindow(Entrance):
    """Exchanges with the municipality at once and when asked; `seen` when it did. Nothing here is wiped, whatever it says."""

    seen = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("lease.window", "lease.title", "lease.intro", parent=parent)
        self.desk = desk
        self.way = Exchange()
        self.told = TextLabel(lease_text(lease(desk.workspace)), "body")
        self.button = PrimaryButton(t("lease.connect"), "cloud-up")
        self.button.clicked.connect(self.connect_now)
        self.readmission = ReadmissionCard(desk)
        self.readmission.let_in.connect(self.connect_now)
        self.readmission.hide()
        self.card.add(self.told, self.button, self.readmission)

    @override
    def submit(self) -> None:
        if not self.readmission.code.edit.hasFocus():  # there Enter hands in the code
            self.connect_now()

    def connect_now(self) -> None:
        """Exchange; meanwhile nothing else can be pressed."""
        self.busy(t("lease.busy"))
        self.desk.exchange(self.way.now, self._exchanged, self.show_problem)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.connect_now()

    def leave_everything(self) -> None:
        """Break off what is under way and wait for the disk: the window goes."""
        self.way.end()
        self.desk.background.finish()

    def _exchanged(self, news: SyncNews) -> None:
        if not lease(self.desk.workspace).ended:
            self.ready()
            self.seen.emit()
            return
        self.readmission.setVisible(news.outcome is SyncOutcome.REFUSED)
        self.show_problem(news.problem or t("lease.offline"))
        self.button.setFocus()
