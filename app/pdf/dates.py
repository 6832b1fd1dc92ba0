"""Dates as they are read on paper: 21 november 2026."""

from datetime import date

from app.texts import t


def long_date(day: date) -> str:
    """Return the date with the month written out."""
    return f"{day.day} {t('paper.months').split(' ')[day.month - 1]} {day.year}"
