"""Laptops as whoever runs the service sees them, and the refusing of one that was lost or whose worker left."""

from app.changelog.transaction import Tx
from app.server import tables
from app.server.access import ACTIVE, House
from app.server.enrol import CODE, Holder

REFUSED = "refused"
KEY = ("municipality", "device")


def refuse(house: House, tx: Tx, municipality: str, device: bytes) -> bool:
    """Refuse a laptop from now on; tells whether it was let in until now. What it handed over before stays."""
    write = house.database.log.write
    columns = [column.name for column in tables.device.c]
    rows = tx.rows(write.select(tables.device, columns, KEY), (municipality, device))
    if not rows or rows[0][columns.index("status")] != ACTIVE:
        return False
    changed = [REFUSED if name == "status" else value for name, value in zip(columns, rows[0], strict=True)]
    tx.run(write.upsert(tables.device, columns), changed)
    return True


def refuse_all(house: House, tx: Tx, holder: Holder) -> int:
    """Refuse every laptop of a worker and every code that was not used yet; returns how many laptops."""
    write = house.database.log.write
    of = (holder.municipality, holder.worker)
    devices = [bytes(one) for (one,) in tx.rows(write.select(tables.device, ("device",), ("municipality", "worker")), of)]
    for row in tx.rows(write.select(tables.enrol_code, CODE, ("municipality", "worker")), of):
        spent = dict(zip(CODE, row, strict=True)) | {"expires_at": min(row[CODE.index("expires_at")], house.now())}
        tx.run(write.upsert(tables.enrol_code, CODE), [spent[name] for name in CODE])
    return sum(refuse(house, tx, holder.municipality, one) for one in devices)
