"""What this laptop remembers of its last contact with the municipality, for how long it opens without."""

from contextlib import suppress

from app.clock import wall_ms
from app.domain.rules.lease import Contact
from app.errors import UserProblem
from app.store.workspace import Workspace

LEASE = "lease"
WORTH_MS = 600_000
"""How much more must have passed for it to be written down: an open window asks often."""


CONTACT = "contact"
"""The fact in `meta` that holds when (ms) the server was in step with this laptop last."""


def in_step(wall: int, clock_err: int) -> dict[str, bytes]:
    """Return what is remembered when everything was exchanged at this moment: the municipality knows this laptop, and it begins anew.

    `clock_err` (ms) is what the clock is off.
    """
    return {CONTACT: b"%d" % wall, **_lease(Contact(wall, wall + clock_err))}


def contact_of(workspace: Workspace) -> Contact:
    """Return the last contact and what has passed since, and remember that; a store of before begins now."""
    with workspace.read() as reading:
        said = reading.meta(LEASE)
    wall = wall_ms(workspace.clock)
    before = Contact(*(int(part) for part in said.split())) if said else Contact(wall, wall)
    contact = before.seen_at(wall)
    if said is None or contact.passed - before.passed >= WORTH_MS:
        with suppress(UserProblem), workspace.write() as writing:  # a disk in trouble says so elsewhere, and locks nobody out
            writing.put_metas(_lease(contact))
    return contact


def _lease(contact: Contact) -> dict[str, bytes]:
    return {LEASE: b"%d %d %d" % (contact.wall, contact.server, contact.passed)}
