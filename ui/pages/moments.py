"""Moments as people say them."""

from datetime import date, datetime, timedelta

from app.texts import t


def moment(at: datetime) -> str:
    """Return a moment as people say it: 21-11-2026 om 15.42."""
    return t("when.moment", day=f"{at:%d-%m-%Y}", time=f"{at:%H.%M}")


def near_moment(at: datetime, today: date) -> str:
    """Return a moment that may be of today or yesterday: vandaag om 15.42."""
    time = f"{at:%H.%M}"
    if at.date() == today:
        return t("when.today", time=time)
    return t("when.yesterday", time=time) if at.date() == today - timedelta(days=1) else moment(at)
