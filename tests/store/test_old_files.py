"""A store of every version that was ever released opens in this one, and nothing of it is lost."""

import json
import shutil
from pathlib import Path

import pytest

from app.actions.caseload import caseload
from app.actions.family_page import family_page
from app.actions.opening import lock, unlock
from app.actions.searching import FoundKind, searched
from app.changelog.apply import rebuild
from app.clock import SystemClock
from app.domain.records import specs
from app.paths import Home
from app.store.database import check_integrity
from app.store.migrate import differences
from app.store.tables import log_tables, metadata
from app.store.workspace import Workspace
from tests.store.old_file import CONTENTS, FILES, WORDS, contents, make

VERSIONS = sorted(folder.name for folder in FILES.iterdir() if folder.is_dir())


@pytest.fixture(params=VERSIONS)
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Home:
    """The folder of a laptop on which that version was the last to run."""
    shutil.copytree(FILES / request.param, tmp_path / "laptop")
    return Home(tmp_path / "laptop")


def kept_rows(workspace: Workspace) -> dict[str, list[tuple[object, ...]]]:
    with workspace.read() as reading:
        return {
            name: sorted((tuple(row) for row in reading.tx.connection.execute(table.select())), key=repr)
            for name, table in {**log_tables.records, "parked": log_tables.parked}.items()
        }


def test_the_first_version_is_among_the_kept_files() -> None:
    assert "0.1.0" in VERSIONS


def test_an_old_store_shows_what_it_showed_then(home: Home) -> None:
    workspace = unlock(home, WORDS, SystemClock())
    then = json.loads((home.folder / CONTENTS).read_text())
    assert [{name: family[name] for name in kept} for family, kept in zip(contents(workspace), then, strict=True)] == then
    assert differences(workspace.engine, metadata) == []
    check_integrity(workspace.engine)
    lock(workspace)


def test_ctrl_k_finds_what_an_old_store_held(home: Home) -> None:
    workspace = unlock(home, WORDS, SystemClock())
    family = caseload(workspace)[0].family
    assert {one.kind for one in searched(workspace, "celik lukasiewicz").found} == {FoundKind.FAMILY}
    assert [one.title for one in searched(workspace, "nguyen").found if one.kind is FoundKind.PERSON] == ["Nguyễn"]
    assert [one.row for one in searched(workspace, "samen eten").found if one.kind is FoundKind.GOAL][:1] == [
        goal.goal.id for goal in family_page(workspace, family).goals if "eten" in goal.goal.text.casefold()
    ]
    lock(workspace)


def test_the_rows_of_an_old_store_follow_from_its_log(home: Home) -> None:
    workspace = unlock(home, WORDS, SystemClock())
    before = kept_rows(workspace)
    for line in caseload(workspace):
        with workspace.write() as writing:
            for record in specs():
                rebuild(writing.stream(line.family), record)
    assert kept_rows(workspace) == before
    lock(workspace)


def test_a_store_made_today_is_like_the_newest_kept_file(tmp_path: Path) -> None:
    make(tmp_path / "laptop")
    then = json.loads((FILES / VERSIONS[-1] / CONTENTS).read_text())
    now = json.loads((tmp_path / "laptop" / CONTENTS).read_text())
    for family, kept in zip(now, then, strict=True):
        later = sum(family["rows"].pop(name) for name in family["rows"].keys() - kept["rows"].keys())
        family["caseload"][-1] -= later  # records that came later are in no kept file yet, and wait to be sent as well
    assert now == then
