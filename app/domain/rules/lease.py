"""How long a laptop opens without contact with the municipality. Pure: moments come from outside, in ms (docs/decisions/0017)."""

from dataclasses import dataclass

DAY_MS = 24 * 3_600_000
DAYS = 30
WARNED_FROM = 20


@dataclass(frozen=True)
class Contact:
    """The last contact: what this laptop's clock said, what the municipality's said, and the most time that was seen to pass since."""

    wall: int
    server: int
    passed: int = 0

    def seen_at(self, wall: int) -> "Contact":
        """Return the contact with what has passed by now. It never gets less: a clock that is turned back wins no time.

        The clock may have been wrong at the contact and put right since, so the nearest of both moments before now counts.
        """
        since = [wall - moment for moment in (self.wall, self.server) if moment <= wall]
        return Contact(self.wall, self.server, max(self.passed, min(since, default=0)))

    @property
    def days(self) -> int:
        """Return how many whole days have passed without contact."""
        return self.passed // DAY_MS

    @property
    def days_left(self) -> int:
        """Return how many days the laptop still opens, a day that has begun counted; 0 when it does no more."""
        return max(DAYS - self.days, 0)

    @property
    def warned(self) -> bool:
        """Tell whether the worker is to be told."""
        return self.days >= WARNED_FROM

    @property
    def ended(self) -> bool:
        """Tell whether the laptop first has to see the municipality."""
        return self.days >= DAYS
