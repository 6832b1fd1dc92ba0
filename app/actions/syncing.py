"""Opslaan bij de gemeente: one exchange with the server, and what the worker reads about it. Never a dialog."""

import secrets
from dataclasses import dataclass
from enum import Enum

from app.errors import UserProblem
from app.store.queries.unsent import all_waiting
from app.store.workspace import Workspace
from app.sync.round import RoundResult, sync_once
from app.sync.schedule import next_delay
from app.sync.server_link import NoNetworkError, ServerLink
from app.texts import problem_text, t

WRONG_CLOCK_MS = 120_000
"""From two minutes on the worker is told (sync.md 3.5); no change is ever refused for its time."""


class SyncOutcome(Enum):
    """How an exchange ended, as the pill shows it."""

    DONE = "done"
    OFFLINE = "offline"
    ATTENTION = "attention"


@dataclass(frozen=True)
class SyncNews:
    """How an exchange went; `problem` and `clock_text` are sentences for the worker, or empty."""

    outcome: SyncOutcome
    sent: int = 0
    received: int = 0
    held: int = 0
    families: tuple[bytes, ...] = ()
    clock_text: str = ""
    problem: str = ""


def link_to(address: str) -> ServerLink:
    """Return a link to a server for a laptop without a token yet; raises `server_not_safe`."""
    return ServerLink(address)


def sync_now(workspace: Workspace) -> SyncNews:
    """Exchange everything there is with the server; no network is a normal state."""
    identity = workspace.identity
    link = ServerLink(identity.server, identity.token)
    try:
        return _news(sync_once(workspace, link))
    except NoNetworkError:
        return SyncNews(SyncOutcome.OFFLINE)
    except UserProblem as problem:
        return SyncNews(SyncOutcome.ATTENTION, problem=problem_text(problem))
    finally:
        link.close()


def count_unsent(workspace: Workspace) -> int:
    """Return how many changes are only on this laptop."""
    with workspace.read() as reading:
        return all_waiting(reading)


def wait_s(news: SyncNews, attempt: int) -> float:
    """Return after how many seconds to exchange again; `attempt` counts failures in a row."""
    return next_delay(news.outcome.value, attempt, secrets.randbelow(1000) / 1000)


def _news(result: RoundResult) -> SyncNews:
    return SyncNews(
        SyncOutcome.DONE,
        sent=result.pushed,
        received=result.pulled,
        held=result.held,
        families=tuple(result.families),
        clock_text=_clock_text(result.clock_err),
    )


def _clock_text(clock_err_ms: int) -> str:
    if abs(clock_err_ms) < WRONG_CLOCK_MS:
        return ""
    minutes = abs(clock_err_ms) // 60_000
    by = t("sync.hours", hours=minutes // 60, minutes=minutes % 60)
    return t("sync.clock_behind" if clock_err_ms > 0 else "sync.clock_ahead", by=by)
