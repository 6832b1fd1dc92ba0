"""Who opened or printed which family, and when, is noted from the first day and goes to the municipality."""

from app.actions.looking import OPENED, PRINTED, note_look
from app.clock import wall_ms
from app.server import tables as server_tables
from app.store import tables
from tests.actions.conftest import Case


def test_looks_are_numbered_over_a_restart_and_sent_once(case: Case) -> None:
    note_look(case.workspace, case.family, OPENED)
    case.restart()
    case.device.clock.advance(60)
    note_look(case.workspace, case.family, PRINTED)
    now = wall_ms(case.device.clock)
    kept = [(row["kind"], row["at"]) for row in sorted(case.device.dump(tables.look), key=lambda row: row["number"])]
    assert kept == [(OPENED, now - 60_000), (PRINTED, now)]
    case.device.sync()
    case.device.sync()
    assert case.device.dump(tables.look) == []
    sent = case.device.world.dump(server_tables.look)
    assert sorted(row["kind"] for row in sent) == [OPENED, PRINTED]
