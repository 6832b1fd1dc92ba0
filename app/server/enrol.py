"""How a worker's laptop becomes known: a one-time code, and for it a token that is said once."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from msgspec import UNSET

from app.changelog.log import Log
from app.changelog.transaction import Tx
from app.domain.ids import as_text, new_id
from app.log import get_log
from app.protocol.messages import Again, EnrolAnswer, EnrolRequest
from app.protocol.wire import stream_id
from app.server import tables
from app.server.access import ACTIVE, House, RefusedError, token_hash
from app.server.settings import CODE_TRIES

log = get_log(__name__)

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: nobody has to tell an O from a nought."""
NUMBER, SECRET = 4, 12
"""Four signs name the code, twelve are its secret of 60 bits."""
READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})
KEY = ("municipality", "device")
CODE = ("municipality", "number", "secret_hash", "worker", "expires_at", "tries", "used_at")


@dataclass(frozen=True)
class Holder:
    """For whom a code is."""

    municipality: str
    worker: bytes


def make_code(log_: Log, tx: Tx, holder: Holder, expires_at: int) -> str:
    """Return a new one-time code for a worker, in groups of four; the server keeps its hash only."""
    signs = "".join(secrets.choice(SIGNS) for _ in range(NUMBER + SECRET))
    row = (holder.municipality, signs[:NUMBER], _hash(signs), holder.worker, expires_at, 0, None)
    tx.run(log_.write.upsert(tables.enrol_code, CODE), row)
    return "-".join(signs[start : start + 4] for start in range(0, len(signs), 4))


def enrol(house: House, asked: EnrolRequest) -> EnrolAnswer:
    """Make a device for the worker whose code this is; refuses with 403 whatever is wrong with the code, in the same words.

    With `again` that device is known once more, under a new token: one that a server lost when it was put back, or that was refused.
    The code of another worker than the laptop's is refused, and can still be used.
    """
    signs = asked.code.upper().translate(READ_AS)

    def spend(tx: Tx) -> EnrolAnswer | None:
        holder = _spent(house, tx, signs)
        if holder is None or asked.again is UNSET:
            return _device(house, tx, holder) if holder else None
        return _device_again(house, tx, holder, asked.again)

    answer = house.database.writing(spend)
    if answer is None:
        log.trouble("enrol.refused")
        raise RefusedError(403, "code")
    log.event("enrolled", device=answer.device, again=asked.again is not UNSET)
    return answer


def _spent(house: House, tx: Tx, signs: str) -> Holder | None:
    """Use the code up, or count the wrong try; other signs than a code's are not even asked for."""
    if not set(signs) <= set(SIGNS):
        return None
    write = house.database.log.write
    rows = tx.rows(write.select(tables.enrol_code, CODE, ("number",)), (signs[:NUMBER],))
    for municipality, number, secret_hash, worker, expires_at, tries, used_at in rows:
        if used_at is not None or tries >= CODE_TRIES or house.now() >= expires_at:
            continue
        right = hmac.compare_digest(bytes(secret_hash), _hash(signs))
        now = house.now() if right else None
        tx.run(write.upsert(tables.enrol_code, CODE), (municipality, number, secret_hash, worker, expires_at, tries + 1, now))
        if right:
            return Holder(municipality, bytes(worker))
    return None


def _device_again(house: House, tx: Tx, holder: Holder, again: Again) -> EnrolAnswer:
    """Let a laptop in that has a store; what it has to bring back after a restore it still brings."""
    device = stream_id(again.device)
    known = tx.rows(house.database.log.write.select(tables.device, ("worker", "epoch"), KEY), (holder.municipality, device))
    worker, epoch = (bytes(known[0][0]), known[0][1]) if known else (holder.worker, None)
    if {worker, stream_id(again.worker)} != {holder.worker}:
        raise RefusedError(403, "code")
    return _let_in(house, tx, holder, device, epoch)


def _device(house: House, tx: Tx, holder: Holder) -> EnrolAnswer:
    epoch = tx.rows(house.database.log.write.select(tables.municipality, ("epoch",), KEY[:1]), (holder.municipality,))[0][0]
    return _let_in(house, tx, holder, bytes(new_id(house.now())), epoch)


def _let_in(house: House, tx: Tx, holder: Holder, device: bytes, reported: str | None) -> EnrolAnswer:
    """Make the device's row, or write it anew, with a token of now; `reported` is the last epoch in which it had nothing to bring."""
    write = house.database.log.write
    token = secrets.token_urlsafe(32)
    columns = ("municipality", "device", "worker", "inc", "token_hash", "status", "enrolled_at", "epoch")
    of = (holder.municipality,)
    name, epoch = tx.rows(write.select(tables.municipality, ("name", "epoch"), ("municipality",)), of)[0]
    row = (holder.municipality, device, holder.worker, 1, token_hash(token), ACTIVE, house.now(), reported)
    tx.run(write.upsert(tables.device, columns), row)
    person = tx.rows(write.select(tables.worker, ("name",), ("municipality", "worker")), (*of, holder.worker))[0][0]
    return EnrolAnswer(
        device=as_text(device),
        inc=1,
        token=token,
        worker=as_text(holder.worker),
        worker_name=person,
        municipality=holder.municipality,
        municipality_name=name,
        epoch=epoch,
    )


def _hash(signs: str) -> bytes:
    return hashlib.sha256(f"keukentafel/code/{signs}".encode()).digest()
