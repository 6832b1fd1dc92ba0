"""The demo itself, so that it plays wherever the tests do."""

from pathlib import Path

from tests.demo.story import Story


def test_one_goal_goes_to_two_laptops_by_keys_and_mouse_only(tmp_path: Path) -> None:
    story = Story(tmp_path, tmp_path)
    story.play()
    assert story.steps == len(list(tmp_path.glob("[0-9][0-9]-*.png")))
    assert (tmp_path / "gezinsplan.pdf").stat().st_size > 10_000
