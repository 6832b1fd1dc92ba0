"""After locking and unlocking the worker is where she was, with the keyboard in the same field."""

from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.actions.settings import PLACE, LastPlace, keep_place, last_place
from app.domain.ids import new_id
from tests.ui.laptop import half_typed, locked_laptop, opened, started
from tests.ui.table import Seat, edit_of
from tests.world import World
from ui.returning import Returning


def test_unlocking_leads_back_to_the_same_field(qtbot: QtBot, town: World, tmp_path: Path) -> None:
    home = locked_laptop(tmp_path / "laptop", town)
    first = started(qtbot, home)
    family = half_typed(opened(first, qtbot), qtbot)
    first.lock()
    again = started(qtbot, home)
    window = opened(again, qtbot)
    qtbot.waitUntil(lambda: window.family.family == family and "plan" in window.family.pages)
    page: Any = window.family.pages["plan"]
    qtbot.waitUntil(lambda: bool(page.cards))
    [card] = page.cards.values()
    qtbot.waitUntil(lambda: "text" in card.fields.bound and edit_of(card.fields.bound["text"]).hasFocus())
    window.sync.timer.stop()
    again.close()


def test_a_family_that_may_not_be_seen_any_more_is_not_opened(seat: Seat) -> None:
    window = seat.window
    window.family.family = None
    Returning(window).open(LastPlace(bytes(new_id(0)), "plan"))
    assert window.family.family is None


def test_a_worker_who_is_already_somewhere_stays_there(seat: Seat) -> None:
    seat.open_tab("visits")
    Returning(seat.window).open(LastPlace(seat.family, "plan"))
    assert seat.window.family.tab == "visits"


@pytest.mark.parametrize("kept", [b"", b"{}", b"[1]", b'["zz", "plan", "", "", ""]', b"\xff", b"[1, 2, 3, 4, 5]"])
def test_what_another_version_kept_leads_nowhere(seat: Seat, kept: bytes) -> None:
    workspace = seat.device.workspace
    keep_place(workspace, LastPlace(b"1", "plan"))
    assert last_place(workspace) == LastPlace(b"1", "plan")
    with workspace.write() as writing:
        writing.put_meta(PLACE, kept)
    assert last_place(workspace) is None
