"""When a laptop syncs next."""

import pytest

from app.sync.schedule import LONGEST_S, REGULAR_S, next_delay


def test_after_a_good_round_it_is_about_five_minutes() -> None:
    assert [next_delay("done", 0, chance) for chance in (0.0, 0.5, 1.0)] == pytest.approx([270.0, REGULAR_S, 330.0])


def test_after_failures_the_wait_grows_to_a_quarter_of_an_hour_and_is_left_to_chance() -> None:
    assert [next_delay("offline", attempt, 1.0) for attempt in (1, 2, 3, 9, 10, 1000)] == [2.0, 4.0, 8.0, 512.0, LONGEST_S, LONGEST_S]
    assert {next_delay("attention", attempt, 0.0) for attempt in (0, 1, 5, 50)} == {1.0}
