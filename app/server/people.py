"""The municipality and its workers, as whoever runs the service makes them known."""

import secrets

from app.changelog.transaction import Tx
from app.domain.ids import derived_id
from app.server import tables
from app.server.access import House


def put_municipality(house: House, tx: Tx, code: str, name: str) -> bool:
    """Make the municipality; tells whether it is new."""
    write = house.database.log.write
    if tx.rows(write.select(tables.municipality, ("name",), ("municipality",)), (code,)):
        return False
    tx.run(write.insert(tables.municipality, ("municipality", "name", "epoch")), (code, name, secrets.token_hex(8)))
    return True


def put_worker(house: House, tx: Tx, code: str, who: tuple[str, str]) -> bytes:
    """Make or rename a worker, given by login and name; returns the id, which follows from the login."""
    login, name = who
    worker = bytes(derived_id(code.encode(), login))
    put = house.database.log.write.upsert(tables.worker, ("municipality", "worker", "login", "name"))
    tx.run(put, (code, worker, login, name))
    return worker
