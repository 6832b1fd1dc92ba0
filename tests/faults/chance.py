"""Chance that can be had again: the same number, the same faults."""

import random


class Chance(random.Random):
    """What one run leaves to chance; no secret hangs on it."""
