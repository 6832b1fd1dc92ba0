"""A laptop to measure on: enrolled and opened by the program's own functions, with a town hall that says yes to every code."""

import secrets
from pathlib import Path

from app.actions.opening import first_start
from app.clock import SystemClock
from app.domain.ids import new_id
from app.paths import Home
from app.store.keyfile import FLOOR
from app.store.workspace import Identity, Workspace


class TownHall:
    """Makes any code a laptop of an invented worker."""

    def enrol(self, code: str) -> Identity:
        """Return who this laptop is."""
        return Identity(
            server="http://127.0.0.1",
            device=secrets.token_bytes(16),
            inc=1,
            token=code,
            worker=new_id(0),
            worker_name="Sam Meting",
            municipality="GM9999",
            municipality_name="Meerdam",
            epoch="1",
        )


def new_laptop(folder: Path) -> Workspace:
    """Enrol a laptop in an empty folder and return its open store; the least costly passphrase, for no figure is about that."""
    return first_start(Home(folder), TownHall(), "-", "een zin van vijf woorden", SystemClock(), FLOOR)
