"""Moments as people say them."""

from datetime import datetime

from app.texts import t


def moment(at: datetime) -> str:
    """Return a moment as people say it: 21-11-2026 om 15.42."""
    return t("when.moment", day=f"{at:%d-%m-%Y}", time=f"{at:%H.%M}")
