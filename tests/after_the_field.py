"""What `test_adding_a_field.py` lets the upgraded program do: open an old store, write in the new field, and exchange with the server.

`python -m tests.after_the_field LAPTOP TOWN COLLEAGUE`, in a tree to which the patch was applied; prints what came out as JSON.
"""

import json
import sys
from pathlib import Path

from sqlalchemy import select

from app.actions.caseload import caseload
from app.actions.family_page import family_page
from app.actions.fields import FieldRef, change_field
from app.actions.opening import lock, unlock
from app.changelog.log import Log
from app.domain.records import SCHEMA
from app.paths import Home
from app.server import tables as server_tables
from app.server.database import open_database
from app.server.main import create_app
from app.server.settings import ServerSettings
from app.store import tables
from app.store.database import open_engine
from app.store.declarations import rows_as_declared
from app.store.migrate import backup_path, differences, migrate
from app.store.workspace import Workspace, load_identity
from app.sync.round import sync_once
from app.sync.server_link import ServerLink
from tests.fakes import FakeClock, InProcess, Line
from tests.world import ADDRESS, KEY

WORDS = "molen kaas tulp klomp fiets"
FIELD = "child_voice"


def upgraded(path: Path) -> Workspace:
    """Open a laptop of the tests as `unlock` opens one with a passphrase."""
    engine = open_engine(path, KEY)
    migrate(engine, path, KEY)
    with engine.connect() as connection:
        identity = load_identity(connection, Log(tables.log_tables, engine.dialect))
    workspace = Workspace(engine, identity, FakeClock())
    rows_as_declared(workspace)
    return workspace


def voices(workspace: Workspace) -> list[str]:
    """Return what stands in the new field of every goal on a laptop."""
    return [getattr(view.goal, FIELD) for line in caseload(workspace) for view in family_page(workspace, line.family).goals]


def main(laptop: Path, town: Path, colleague: Path) -> None:
    """Upgrade, look, write, exchange, and tell."""
    home = Home(laptop)
    samira, joost = unlock(home, WORDS, FakeClock()), upgraded(colleague)
    open_database(f"sqlite:///{town}").engine.dispose()  # as `keukentafel-server migrate` does; the service itself refuses an older form
    house = create_app(ServerSettings(database=f"sqlite:///{town}"), FakeClock())
    server = InProcess(house)
    found: dict[str, object] = {"schema": SCHEMA, "parked_before": voices(samira), "colleague_before": voices(joost)}
    found["differences"] = [str(one) for one in differences(samira.engine, tables.metadata)]
    found["backup"] = backup_path(home.store, "0004").is_file()
    [line] = caseload(samira)
    goal = family_page(samira, line.family).goals[0].goal
    with house.state.house.database.engine.connect() as connection:
        found["server_before"] = list(connection.execute(select(server_tables.log_tables.records["goal"].c[FIELD])).scalars())
    change_field(samira, FieldRef(line.family, "goal", goal.id, FIELD), "Ik wil ook zwemmen.")
    for workspace in (samira, joost):
        link = ServerLink(ADDRESS, workspace.identity.token, Line(server))
        sync_once(workspace, link)
        link.close()
    found["colleague_after"] = voices(joost)
    with samira.read() as reading:
        found["still_parked"] = len(reading.tx.connection.execute(select(tables.log_tables.parked)).all())
    lock(samira)
    joost.engine.dispose()
    server.close()
    print(json.dumps(found))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
