"""When to sync next. Pure: the chance comes from outside."""

REGULAR_S = 300.0
FIRST_S = 1.0
LONGEST_S = 900.0
RETURN_S = 10.0


def next_delay(outcome: str, attempt: int, chance: float) -> float:
    """Return the seconds until the next sync: `outcome` is "done" or how it failed, `attempt` counts failures in a row from 1.

    `chance` lies in [0, 1).
    After a failure the whole wait is left to chance (full jitter), so that a thousand laptops do not come back together.
    """
    if outcome == "done":
        return REGULAR_S * (0.9 + 0.2 * chance)
    longest = min(LONGEST_S, FIRST_S * 2.0 ** min(max(attempt, 1), 20))
    return max(FIRST_S, longest * chance)


def after_return(chance: float) -> float:
    """Return the seconds to wait once there is a network again: a moment to get an address, and not all laptops of a building at once."""
    return FIRST_S + (RETURN_S - FIRST_S) * chance
