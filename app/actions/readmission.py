"""Coming in again: a laptop with a store that the municipality knows no more, with a fresh code. Nothing on it is lost by that."""

from contextlib import closing
from dataclasses import replace
from typing import Protocol

from app.errors import UserProblem
from app.log import get_log
from app.store.workspace import Identity, Workspace
from app.sync.server_link import ServerLink

log = get_log(__name__)


class LetsIn(Protocol):
    """The server as a laptop sees it that is known no more."""

    def enrol(self, code: str, again: Identity | None = None) -> Identity:
        """Return who this laptop is from now on; raises UserProblem for a wrong or used code, or one of another worker."""
        ...


def come_back(workspace: Workspace, code: str, link: LetsIn | None = None) -> None:
    """Be known as who this laptop was, under a new token; what the municipality lost goes back at the next exchange.

    Raises `code_refused`, also for the code of another worker, `server_unreachable` and `server_nonsense`.
    """
    before = workspace.identity
    if link is None:
        with closing(ServerLink(before.server)) as own:
            come_back(workspace, code, own)
        return
    said = link.enrol(code, before)
    if (said.device, said.worker, said.municipality) != (before.device, before.worker, before.municipality):
        raise UserProblem("server_nonsense")
    with workspace.write() as writing:
        writing.put_meta("token", said.token.encode())
    workspace.identity = replace(before, token=said.token)
    log.event("store.let_in_again")
