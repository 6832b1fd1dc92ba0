"""Opslaan bij de gemeente: one exchange with the server, and what the worker reads about it. Never a dialog."""

import secrets
from dataclasses import dataclass
from enum import Enum

from app.actions.safekeeping import TROUBLES
from app.errors import UserProblem
from app.protocol.parts import FAR_OFF_MS
from app.store.queries.unsent import all_waiting
from app.store.workspace import Workspace
from app.sync import progress
from app.sync.compacting import compact_daily
from app.sync.progress import Told, nobody
from app.sync.round import RoundResult, sync_once
from app.sync.schedule import after_return, next_delay
from app.sync.server_link import NoNetworkError, ServerLink
from app.texts import problem_text, t, tn

NOT_TAKEN_IN = {"disk_full": "sync_no_room", "disk_error": "sync_disk_error"}

Progress = progress.Progress


class SyncOutcome(Enum):
    """How an exchange ended, as the pill shows it."""

    DONE = "done"
    OFFLINE = "offline"
    REFUSED = "refused"
    DISK = "disk"
    ATTENTION = "attention"


REFUSALS = {"device_refused": SyncOutcome.REFUSED}


@dataclass(frozen=True)
class SyncNews:
    """How an exchange went; `problem`, `clock_text` and `waits_text` are sentences for the worker, or empty.

    `trouble` is what is wrong with the store, which the window says for as long as it lasts.
    """

    outcome: SyncOutcome
    sent: int = 0
    received: int = 0
    held: int = 0
    families: tuple[bytes, ...] = ()
    clock_text: str = ""
    problem: str = ""
    waits_text: str = ""
    trouble: str = ""


def link_to(address: str) -> ServerLink:
    """Return a link to a server for a laptop without a token yet; raises `server_not_safe`."""
    return ServerLink(address)


class Exchange:
    """The exchange of one window, of which there is one at a time; `cut` and `end` may come from another thread."""

    def __init__(self, told: Told = nobody) -> None:
        """`told` hears how far the first download is, often, and in the thread of the exchange."""
        self._told = told
        self._link: ServerLink | None = None
        self._ended = False

    def now(self, workspace: Workspace) -> SyncNews:
        """Exchange everything there is with the server; no network is a normal state."""
        return exchanged(workspace, self.link(workspace), self._told)

    def link(self, workspace: Workspace) -> ServerLink:
        """Return a link that is broken off with what else is under way; who asks for it closes it."""
        link = ServerLink(workspace.identity.server, workspace.identity.token)
        self._link = link
        if self._ended:
            link.cutter.cut()
        return link

    def cut(self) -> None:
        """Break off what is under way: nobody waits for a server to close a window, and what it took counts once."""
        if self._link is not None:
            self._link.cutter.cut()

    def end(self) -> None:
        """Break off what is under way, and exchange no more."""
        self._ended = True
        self.cut()


def sync_now(workspace: Workspace) -> SyncNews:
    """Exchange everything there is with the server; no network is a normal state."""
    return Exchange().now(workspace)


def exchanged(workspace: Workspace, link: ServerLink, told: Told = nobody) -> SyncNews:
    """Exchange over this link, and close it."""
    try:
        news = _news(sync_once(workspace, link, told))
        compact_daily(workspace, stopped=lambda: link.cutter.was_cut)
        return news
    except NoNetworkError:
        return SyncNews(SyncOutcome.OFFLINE)
    except UserProblem as problem:
        return _failed(problem)
    finally:
        link.close()


def count_unsent(workspace: Workspace) -> int:
    """Return how many changes are only on this laptop."""
    with workspace.read() as reading:
        return all_waiting(reading)


def wait_s(news: SyncNews, attempt: int) -> float:
    """Return after how many seconds to exchange again; `attempt` counts failures in a row."""
    return next_delay(news.outcome.value, attempt, _chance())


def wait_back_s() -> float:
    """Return after how many seconds to exchange when there is a network again."""
    return after_return(_chance())


def _chance() -> float:
    return secrets.randbelow(1000) / 1000


def _news(result: RoundResult) -> SyncNews:
    return SyncNews(
        SyncOutcome.DONE,
        sent=result.pushed,
        received=result.pulled,
        held=result.held,
        families=tuple(result.families),
        clock_text=_clock_text(result.clock_err),
        waits_text=t("sync.waits") if result.waits else "",
    )


def _failed(problem: UserProblem) -> SyncNews:
    """Tell what stands in the way; of the disk what it means here: nothing that was typed is at stake."""
    if problem.key in NOT_TAKEN_IN:
        return SyncNews(SyncOutcome.DISK, problem=problem_text(UserProblem(NOT_TAKEN_IN[problem.key])))
    if problem.key in TROUBLES:
        return SyncNews(SyncOutcome.DISK, trouble=problem.key)
    return SyncNews(REFUSALS.get(problem.key, SyncOutcome.ATTENTION), problem=problem_text(problem))


def _clock_text(clock_err_ms: int) -> str:
    if abs(clock_err_ms) < FAR_OFF_MS:
        return ""
    by = by_how_much(abs(clock_err_ms) // 60_000)
    return t("sync.clock_behind" if clock_err_ms > 0 else "sync.clock_ahead", by=by)


def by_how_much(minutes: int) -> str:
    """Return how far a clock is off: minutes, hours with minutes, or days."""
    if minutes < 60:
        return t("sync.minutes", minutes=minutes)
    if minutes < 48 * 60:
        return t("sync.hours", hours=minutes // 60, minutes=f"{minutes % 60:02}")
    return tn("sync.days", minutes // (24 * 60))
