"""The exchange with the municipality, in one calm pill: by itself every five minutes and at F5, never with a dialog."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.actions.syncing import Exchange, SyncNews, SyncOutcome, count_unsent, wait_s
from app.clock import local
from app.texts import t
from ui.desk import Desk
from ui.widgets.labels import TextLabel
from ui.widgets.sync_pill import SyncPill, SyncState

PILLS = {SyncOutcome.DONE: SyncState.DONE, SyncOutcome.OFFLINE: SyncState.OFFLINE, SyncOutcome.ATTENTION: SyncState.ATTENTION}
SOON_MS = 2_000
"""After waking a laptop needs a moment to find its network."""


class SyncBar(QWidget):
    """The pill, and a plain sentence beside it when the clock of the laptop is wrong."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.attempt = 0
        self.unsent = 0
        self.way = Exchange()
        self.state = SyncState.WAITING
        self.at = ""
        self.waits = ""
        self.pill = SyncPill()
        self.pill.clicked.connect(self.exchange)
        self.clock = TextLabel("", "small")
        self.clock.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.pill)
        row.addWidget(self.clock)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.exchange)
        desk.families_touched.connect(lambda _: self.count())

    def begin(self) -> None:
        """Count what is unsent and exchange for the first time."""
        self.count()
        self.exchange()

    def exchange(self) -> None:
        """Exchange now, beside the work; a second request while one is under way is the same one."""
        if self.state is SyncState.BUSY:
            return
        self.state = SyncState.BUSY
        self.timer.stop()
        self.show_state()
        self.desk.exchange(self.way.now, self._done, self._broke_off)

    def soon(self) -> None:
        """Exchange once, soon: the laptop slept or its clock jumped. What is under way from before is given up, and tried again."""
        self.attempt = 0
        if self.state is SyncState.BUSY:
            self.way.cut()
        else:
            self.timer.start(SOON_MS)

    def count(self) -> None:
        """Ask how much has not been sent."""
        self.desk.ask(count_unsent, self._counted)

    def show_state(self) -> None:
        """Show how it stands."""
        state = SyncState.WAITING if self.state is SyncState.DONE and self.unsent else self.state
        self.pill.show_state(state, self.unsent, self.at, self.waits)

    def _counted(self, unsent: int) -> None:
        self.unsent = unsent
        self.show_state()

    def _done(self, news: SyncNews) -> None:
        self.state = PILLS[news.outcome]
        self.attempt = 0 if news.outcome is SyncOutcome.DONE else self.attempt + 1
        if news.outcome is SyncOutcome.DONE:
            self.at = f"{local(self.desk.workspace.clock.now()):%H.%M}"
        if news.waits_text and not self.waits:
            self.desk.said.emit(news.waits_text, False)
        self.waits = news.waits_text if news.outcome is not SyncOutcome.OFFLINE else self.waits
        if news.problem:
            self.desk.said.emit(news.problem, True)
        if news.trouble:
            self.desk.unkept.trouble(news.trouble)
        self.clock.setVisible(bool(news.clock_text))
        self.clock.setText(news.clock_text)
        self.count()
        if news.families:
            self.desk.families_touched.emit(set(news.families))
        self.timer.start(int(wait_s(news, self.attempt) * 1000))
        if news.held:
            self.desk.said.emit(t("sync.held"), False)

    def _broke_off(self, sentence: str) -> None:
        """A fault of ours: the next exchange comes all the same."""
        self._done(SyncNews(SyncOutcome.ATTENTION, problem=sentence))
