"""How long this laptop still opens without contact with the municipality; nothing is wiped by time, and nothing typed is lost."""

from app.domain.rules.lease import Contact
from app.store.workspace import Workspace
from app.sync.lease import contact_of
from app.texts import t, tn


def lease(workspace: Workspace) -> Contact:
    """Return the last contact: `ended` when the municipality has to be seen first, `warned` when the worker is to be told."""
    return contact_of(workspace)


def lease_text(contact: Contact) -> str:
    """Return what the worker is told about it, or nothing."""
    if contact.ended:
        return t("lease.ended", days=contact.days)
    return tn("lease.warned", contact.days_left, days=contact.days) if contact.warned else ""


def told_of_lease(workspace: Workspace) -> str:
    """Return what the worker is told about it now, or nothing."""
    return lease_text(lease(workspace))
