"""The only place that asks the machine for the time. Nothing in the program depends on a clock being right."""

import time
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/Amsterdam")


class Clock(Protocol):
    """What the program may know of time."""

    def now(self) -> datetime:
        """Return the moment, aware and in UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never run back."""
        ...


class SystemClock:
    """The clock of this machine, right or wrong."""

    def now(self) -> datetime:
        """Return the machine's moment in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return the machine's steady seconds."""
        return time.monotonic()


class WorkClock(SystemClock):
    """A clock whose steady seconds are those in which this process worked: on a busy machine they last longer."""

    def monotonic(self) -> float:
        """Return the seconds of work."""
        return time.process_time()


def rest(seconds: float) -> None:
    """Wait. Nothing may hang on how long; a test hands in another."""
    time.sleep(seconds)


def wall_ms(clock: Clock) -> int:
    """Return the clock's moment as whole milliseconds since 1970, as changes carry it."""
    return int(clock.now().timestamp() * 1000)


def today(clock: Clock) -> date:
    """Return the day it is in the Netherlands."""
    return clock.now().astimezone(HERE).date()


def from_ms(wall: int) -> datetime:
    """Return the aware UTC moment of whole milliseconds since 1970."""
    return datetime.fromtimestamp(wall / 1000, UTC)


def local(moment: datetime) -> datetime:
    """Return the moment on the clock of the kitchen wall."""
    return moment.astimezone(HERE)
