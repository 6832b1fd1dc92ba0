"""The story of two workers and a new regisseur, once, on the real programs (pictures of each step: PICTURES=folder)."""

import os
from pathlib import Path

from tests.journeys.new_regisseur import NewRegisseur


def test_a_new_regisseur_decides_on_what_came_too_late_and_the_old_laptop_is_clean(tmp_path: Path) -> None:
    output = Path(os.environ.get("PICTURES", str(tmp_path / "pictures")))
    output.mkdir(parents=True, exist_ok=True)
    story = NewRegisseur(tmp_path, output)
    story.play()
    assert story.wiped == []
    by = {(one["author"], one["login"], one["taken"], one["reason"]) for one in story.decided}
    assert by == {("fatma", "sanne", True, "grant_ended"), ("fatma", "sanne", False, "grant_ended")}
