"""What a worker can save when the disk of the laptop is in trouble, and where it turns up again."""

import shutil
from functools import partial
from pathlib import Path

import pytest

from app.actions.families import NewFamily, new_family
from app.actions.family_page import family_page
from app.actions.fields import FieldRef, TypedText, change_field, drafts_of
from app.actions.opening import first_start, lock, unlock
from app.actions.planning import add_goal
from app.actions.safekeeping import keep_typed, look_at_store, put_in_lifeboat, save_copy
from app.errors import UserProblem
from app.paths import Home
from app.store import lifeboat
from app.store.keyfile import FLOOR
from app.store.place import place_of
from app.store.workspace import Workspace
from tests.bad_input.test_first_folder import in_a_process, leave_room
from tests.fakes import FakeClock
from tests.store.old_file import WORDS, Municipality

STORY = "Wij gaan elke zondag naar opa. Łukasz ook."


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home and a session folder of the test's own."""
    folder = tmp_path / "thuis"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Where the worker's data lies: a path with spaces and letters of everywhere."""
    return Home(tmp_path / "stick met ’n naam" / "Łódź")


@pytest.fixture
def work(home: Home) -> Workspace:
    """A laptop of an invented worker, open."""
    return first_start(home, Municipality(), "none", WORDS, FakeClock(), FLOOR)


def goal_of(work: Workspace) -> FieldRef:
    """Begin a family with a goal; return the field of its text."""
    family = new_family(work, NewFamily("Gezin De Wit", "Fatma"))
    return FieldRef(family, "goal", add_goal(work, family, "Wij eten samen."), "text")


def test_the_copy_of_a_store_whose_folder_has_gone_opens_with_the_passphrase_elsewhere(home: Home, work: Workspace, tmp_path: Path) -> None:
    ref = goal_of(work)
    shutil.rmtree(home.folder)
    with pytest.raises(UserProblem, match="store_gone"):
        look_at_store(work)
    with pytest.raises(UserProblem, match="store_gone"):
        keep_typed(work, {ref: TypedText(STORY, 0)})
    made = save_copy(work, tmp_path / "andere schijf")
    assert not home.folder.exists()
    work.engine.dispose()
    saved = unlock(Home(made), WORDS, FakeClock())
    assert [view.goal.text for view in family_page(saved, ref.family).goals] == ["Wij eten samen."]
    change_field(saved, ref, STORY)
    lock(saved)


def test_a_copy_over_a_file_is_refused_and_the_file_stays(work: Workspace, tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("x")
    with pytest.raises(UserProblem, match="copy_not_saved"):
        save_copy(work, tmp_path / "bestand")
    assert (tmp_path / "bestand").read_text() == "x"
    lock(work)


@pytest.mark.parametrize("beside_the_vault", [True, False])
def test_what_could_not_be_kept_at_closing_is_a_draft_at_the_next_opening(home: Home, work: Workspace, *, beside_the_vault: bool) -> None:
    ref = goal_of(work)
    first = lifeboat.files_of(place_of(work.engine))[0]
    if not beside_the_vault:
        first.with_name(f"{first.name}.nieuw").mkdir()  # nothing can be written there
    assert put_in_lifeboat(work, {ref: TypedText(STORY, 0)})
    [file] = [one for one in lifeboat.files_of(place_of(work.engine)) if one.is_file()]
    assert (file == first) is beside_the_vault
    assert file.stat().st_mode & 0o077 == 0
    for part in (STORY.encode(), b"opa", ref.row):
        assert part not in file.read_bytes()
    lock(work)
    again = unlock(home, WORDS, FakeClock())
    assert drafts_of(again, ref.family) == {ref: TypedText(STORY, 0)}
    assert not file.exists()
    lock(again)


def test_what_was_put_off_never_goes_over_what_was_typed_later(home: Home, work: Workspace) -> None:
    ref = goal_of(work)
    assert put_in_lifeboat(work, {ref: TypedText("van eerder", 0)})
    later = FakeClock()
    later.advance(60)
    work.clock = later
    keep_typed(work, {ref: TypedText(STORY, 0)})
    lock(work)
    again = unlock(home, WORDS, later)
    assert drafts_of(again, ref.family) == {ref: TypedText(STORY, 0)}
    lock(again)


def test_what_was_put_off_of_a_family_that_left_stays_away(home: Home, work: Workspace) -> None:
    ref = FieldRef(bytes(range(16)), "goal", bytes(16), "text")
    assert put_in_lifeboat(work, {ref: TypedText(STORY, 0)})
    lock(work)
    again = unlock(home, WORDS, FakeClock())
    assert drafts_of(again, ref.family) == {}
    assert [one for one in lifeboat.files_of(place_of(again.engine)) if one.exists()] == []
    lock(again)


def test_a_file_that_this_store_did_not_seal_is_left_alone(home: Home, work: Workspace) -> None:
    file = lifeboat.files_of(place_of(work.engine))[0]
    for content in (b"", b"kort", bytes(200)):
        file.write_bytes(content)
        lock(work)
        work = unlock(home, WORDS, FakeClock())
        assert file.read_bytes() == content
    lock(work)


def write_and_lock(home: Home, ref: FieldRef) -> None:
    """Open the store, write much, and lock while no file may grow any more."""
    again = unlock(home, WORDS, FakeClock())
    for number in range(20):
        change_field(again, ref, f"{STORY} {number} " * 40)
    leave_room(home.store.stat().st_size)
    lock(again)


def save_on_a_full_stick(home: Home, folder: Path) -> None:
    """Open the store and save a copy where there is room for half of it."""
    again = unlock(home, WORDS, FakeClock())
    leave_room(home.store.stat().st_size // 2)
    save_copy(again, folder)


def test_locking_on_a_full_disk_leaves_the_log_beside_the_store_and_loses_nothing(home: Home, work: Workspace) -> None:
    ref = goal_of(work)
    lock(work)
    assert in_a_process(partial(write_and_lock, home, ref)) == ""
    assert home.store.with_name(f"{home.store.name}-wal").stat().st_size > 0
    later = unlock(home, WORDS, FakeClock())
    assert family_page(later, ref.family).goals[0].goal.text.startswith(f"{STORY} 19")
    lock(later)


def test_a_stick_that_is_too_small_for_the_copy_is_said_and_left_empty(home: Home, work: Workspace, tmp_path: Path) -> None:
    lock(work)
    stick = tmp_path / "kleine stick"
    stick.mkdir()
    assert in_a_process(partial(save_on_a_full_stick, home, stick)) == "copy_not_saved"
    assert list(stick.iterdir()) == []
