"""The exchange with the municipality, in one calm pill: by itself, at F5, and never with a dialog."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.actions.lease import told_of_lease
from app.actions.syncing import Exchange, Progress, SyncNews, SyncOutcome, count_unsent, wait_back_s, wait_s
from app.clock import local
from app.texts import t, tn
from ui.desk import Desk
from ui.widgets.announce import announce
from ui.widgets.sync_pill import SyncPill, SyncState

PILLS = {outcome: SyncState(outcome.value) for outcome in SyncOutcome}
SOON_MS = 2_000
"""After waking a laptop needs a moment to find its network."""
REST_MS = 20_000
"""So long after the last change what was written is sent, when the municipality could be reached the last time."""
RETURNS_APART_S = 60.0
"""A network that comes and goes makes nobody hurry more often than this."""
ROUTINE = frozenset({SyncState.BUSY, SyncState.WAITING})
SAID_EVERY_S = 15.0
"""How often a screen reader says how far the first download is."""
NEWS_MS = 500
"""How often it is shown how far a download is, and the families that came in: the window and the store have other work too."""


class SyncBar(QWidget):
    """The pill and what keeps it going. `changed` when it stands otherwise, `arrived` when another family is here.

    `clock_told` and `lease_told` after an exchange, with a sentence about a wrong clock, or no contact for long, or nothing;
    `heard` how far a download is.
    """

    changed = Signal()
    arrived = Signal()
    clock_told = Signal(str)
    lease_told = Signal(str)
    heard = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.attempt = 0
        self.unsent = 0
        self.heard.connect(self._heard)
        self.way = desk.way = Exchange(self.hear)
        self.state = SyncState.WAITING
        self.at = self.waits = self.problem = ""
        self.progress = Progress()
        self.back_at = self.said_at = float("-inf")
        self.said = SyncState.DONE
        self.pill = SyncPill()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.pill)
        self.timer, self.rest = self._timer(), self._timer()
        self.news = QTimer(self, singleShot=True, interval=NEWS_MS)
        self.news.timeout.connect(self._show_progress)
        self.newest = self.progress
        desk.families_touched.connect(lambda _: self.count())
        desk.unkept.changed.connect(self.show_state)

    def begin(self) -> None:
        """Count what is unsent and exchange for the first time."""
        self.count()
        self.desk.ask(told_of_lease, self.lease_told.emit)
        self.exchange()

    def exchange(self) -> None:
        """Exchange now, beside the work; a second request while one is under way is the same one."""
        if self.state is SyncState.BUSY:
            return
        self.state = SyncState.BUSY
        self.timer.stop()
        self.rest.stop()
        self.show_state()
        self.desk.exchange(self.way.now, self._done, self._broke_off)

    def send_now(self) -> None:
        """Exchange because the worker asks for it: what stands in the way is said once more."""
        self.problem = ""
        self.exchange()

    def hear(self, progress: Progress) -> None:
        """Hear how far it is, in the thread of the exchange: the screen hears it in its own."""
        self.heard.emit(progress)

    def soon(self) -> None:
        """Exchange once, soon: the laptop slept or its clock jumped. What is under way from before is given up, and tried again."""
        self.attempt = 0
        if self.state is SyncState.BUSY:
            self.way.cut()
        else:
            self.timer.start(SOON_MS)

    def network_is_back(self) -> None:
        """Exchange in a moment, and begin anew with the short waits."""
        now = self.desk.workspace.clock.monotonic()
        if now - self.back_at < RETURNS_APART_S:
            return
        self.back_at, self.attempt = now, 0
        if self.state is not SyncState.BUSY:
            self.timer.start(int(wait_back_s() * 1000))

    def network_is_gone(self) -> None:
        """Show it at once; whether the municipality can be reached all the same shows at the next exchange."""
        if self.state is not SyncState.BUSY:
            self.state = SyncState.OFFLINE
            self.show_state()

    def stop(self) -> None:
        """Exchange by itself no more: the window goes."""
        self.timer.stop()
        self.rest.stop()

    def count(self) -> None:
        """Ask how much has not been sent."""
        self.desk.ask(count_unsent, self._counted)

    def shown(self) -> SyncState:
        """Return the state that the pill shows: trouble with the disk is said before all else."""
        if self.desk.unkept.reason:
            return SyncState.DISK
        if self.state is SyncState.DONE and self.unsent:
            return SyncState.HEALING if self.waits else SyncState.WAITING
        return self.state

    def fetching(self) -> tuple[int, int] | None:
        """Return how many families came of how many, while some still come."""
        done, families = self.progress.families_done, self.progress.families
        return (done, families) if done < families else None

    def show_state(self) -> None:
        """Show how it stands."""
        state = self.shown()
        told = [self.waits, tn("sync_page.unsent", self.unsent) if self.unsent else "", self.last_contact()]
        self.pill.show_state(state, self.unsent, self.fetching(), " ".join(filter(None, told)))
        self._announce(state)
        self.changed.emit()

    def last_contact(self) -> str:
        """Return when this window last had an answer, or nothing."""
        return t("sync.last_contact", when=self.at) if self.at else ""

    def _timer(self) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(self.exchange)
        return timer

    def _announce(self, state: SyncState) -> None:
        """Let a screen reader say what lasts once, and how far a download is now and then: an ordinary exchange is no news."""
        if state is SyncState.BUSY and self.fetching() is not None:
            now = self.desk.workspace.clock.monotonic()
            if now - self.said_at >= SAID_EVERY_S:
                self.said_at = now
                announce(self.pill, self.pill.text())
        elif state not in ROUTINE and state is not self.said:
            self.said = state
            announce(self.pill, self.pill.text())

    def _counted(self, unsent: int) -> None:
        more = unsent > self.unsent
        self.unsent = unsent
        if more and self.state is SyncState.DONE:
            self.rest.start(REST_MS)
        self.show_state()

    def _heard(self, progress: Progress) -> None:
        """Hear how far the download is; what came in is shown while the rest comes."""
        if self.state is not SyncState.BUSY:
            return
        self.newest = progress
        if not self.news.isActive():
            self._show_progress()

    def _show_progress(self) -> None:
        """Show how far it is, the first time at once and then now and then; at the end the exchange itself tells what came."""
        if self.newest is self.progress or self.state is not SyncState.BUSY:
            return
        more = self.newest.families_done != self.progress.families_done
        self.progress = self.newest
        self.news.start()
        self.show_state()
        if more:
            self.arrived.emit()

    def _done(self, news: SyncNews) -> None:
        done = news.outcome is SyncOutcome.DONE
        self.state = PILLS[news.outcome]
        self.attempt = 0 if done else self.attempt + 1
        if done:
            self.at = f"{local(self.desk.workspace.clock.now()):%H.%M}"
            self.progress = self.newest = Progress()
            self.clock_told.emit(news.clock_text)
        if news.waits_text and not self.waits:
            self.desk.said.emit(news.waits_text, False)
        self.waits = news.waits_text if news.outcome is not SyncOutcome.OFFLINE else self.waits
        if news.problem and news.problem != self.problem:
            self.desk.said.emit(news.problem, True)
        self.problem = news.problem
        if news.trouble:
            self.desk.unkept.trouble(news.trouble)
        self.show_state()
        self.count()
        self.desk.ask(told_of_lease, self.lease_told.emit)
        if news.families:
            self.desk.families_touched.emit(set(news.families))
        self.timer.start(int(wait_s(news, self.attempt) * 1000))
        if news.held:
            self.desk.said.emit(t("sync.held"), False)

    def _broke_off(self, sentence: str) -> None:
        """A fault of ours: the next exchange comes all the same."""
        self._done(SyncNews(SyncOutcome.ATTENTION, problem=sentence))
