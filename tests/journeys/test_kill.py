"""kill -9 of the windowed program while keys come in (KILLS=30 for the whole measure)."""

import os
from pathlib import Path

from tests.journeys.killing import Killing


def test_what_the_window_called_saved_survives_kill_9(tmp_path: Path) -> None:
    outcome = Killing(tmp_path).run(int(os.environ.get("KILLS", "4")))
    assert outcome.good(), [outcome.line(), *outcome.lost, *outcome.unopened]
