"""`make kills KILLS=30`: kills the windowed program so many times and ends with one line."""

import os
import sys
import tempfile
import time
from pathlib import Path

from tests.demo.laptop import MissedError
from tests.journeys.killing import Killing


def main() -> int:
    """Kill; 0 when nothing that was called saved is lost and every store opens."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="keukentafel-kills-") as folder:
        killing = Killing(Path(folder))
        try:
            killing.run(int(os.environ.get("KILLS", "30")))
        except MissedError as missed:
            print(missed)
    outcome = killing.outcome
    for trouble in (*outcome.lost, *outcome.unopened):
        print(trouble)
    print(f"KILLS {'OK' if outcome.good() else 'MISS'} {outcome.line()} seconds={time.monotonic() - began:.0f}")
    return 0 if outcome.good() else 1


if __name__ == "__main__":
    sys.exit(main())
