"""Where a fresh Debian is made: never in a folder that is somebody's."""

from pathlib import Path

import pytest

from tests.installer.root import MARK, own


def test_a_new_folder_an_empty_one_and_one_of_before_are_taken(tmp_path: Path) -> None:
    assert own(tmp_path / "new") == tmp_path / "new"
    assert own(tmp_path) == tmp_path
    (tmp_path / MARK).parent.mkdir()
    (tmp_path / MARK).touch()
    assert own(tmp_path) == tmp_path


@pytest.mark.parametrize("folder", ["", "/", "/usr", str(Path(__file__).parent)])
def test_no_other_folder_is_and_nothing_said_is_no_folder(folder: str) -> None:
    with pytest.raises(SystemExit, match="Name a new one"):
        own(Path(folder))
