"""`make handover`: two workers and a new regisseur on the real programs, once; a picture of each step is in demo-output/handover/."""

import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.demo.laptop import MissedError
from tests.demo.town import ROOT
from tests.journeys.new_regisseur import NewRegisseur

OUTPUT = ROOT / "demo-output" / "handover"
DECIDED = {("fatma", "sanne", True, "grant_ended"), ("fatma", "sanne", False, "grant_ended")}
"""Whose work it was, who decided, whether it was taken over, and why it was held."""


def main() -> int:
    """Play it; 0 when every step showed what it should, the old laptop is clean and the audit says who decided what."""
    began = time.monotonic()
    shutil.rmtree(OUTPUT, ignore_errors=True)
    OUTPUT.mkdir(parents=True)
    folder = Path(tempfile.mkdtemp(prefix="keukentafel-handover-"))
    story = NewRegisseur(folder, OUTPUT)
    try:
        story.play()
    except MissedError as missed:
        print(f"{missed}\nHANDOVER MISS steps={story.steps} kept={folder}")
        return 1
    by = {(one["author"], one["login"], one["taken"], one["reason"]) for one in story.decided}
    good = not story.wiped and by == DECIDED
    said = f"steps={story.steps} decided={len(story.decided)} left_on_the_old_laptop={len(story.wiped)}"
    print(f"HANDOVER {'OK' if good else 'MISS'} {said} seconds={time.monotonic() - began:.0f}")
    shutil.rmtree(folder)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
