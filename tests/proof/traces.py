"""What is left of a family on a laptop from which it was wiped: looked for in every table, and in every byte of every file, decrypted.

A page of SQLCipher 4 is AES-256-CBC under the store's own key, its nonce behind it, then a checksum; in the write-ahead log the same.
"""

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from app.store import tables
from app.store.reserve import RESERVE
from tests.proof.people import CANARY
from tests.proof.reading import all_of
from tests.world import KEY, Device

PAGE, NONCE, BEHIND, SALT = 4096, 16, 80, 16
WAL_HEAD, FRAME_HEAD = 32, 24
SAY_ONLY_THAT = frozenset({"look", "wiped"})
"""Tables that say of a family only that somebody looked at it, or that it was wiped: ids and moments, nothing that anybody typed."""


def nothing_left(device: Device, *streams: bytes) -> None:
    """Check that a laptop has nothing more of these streams, nor of the words that were typed in them."""
    engine = device.workspace.engine
    for table in tables.metadata.sorted_tables:
        if table.name not in SAY_ONLY_THAT:
            left = [row for row in all_of(engine, table) if any(stream in row.values() for stream in streams)]
            assert not left, f"I8 rights: {len(left)} rows of a wiped family in {table.name}"
    found = [name for name, data in decrypted(device.path) if CANARY in data]
    assert not found, f"I8 rights: words of a wiped family in {found}"
    copies = [one.name for one in copies_beside(device.path)]
    assert not copies, f"I8 rights: copies of the store with a wiped family: {copies}"


def copies_beside(store: Path) -> list[Path]:
    """Return the copies from before an upgrade."""
    return sorted(one for one in (store.parent / RESERVE).glob(f"{store.stem}*") if one.is_file())


def decrypted(store: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the store and its write-ahead log with every page in plain, freed ones too."""
    data = store.read_bytes()
    yield store.name, b"".join(_page(data[at : at + PAGE], SALT if at == 0 else 0) for at in range(0, len(data), PAGE))
    log = store.with_name(f"{store.name}-wal")
    if log.is_file():
        data = log.read_bytes()
        frames = range(WAL_HEAD, len(data) - FRAME_HEAD - PAGE + 1, FRAME_HEAD + PAGE)
        pages = [(data[at : at + 4], data[at + FRAME_HEAD : at + FRAME_HEAD + PAGE]) for at in frames]
        yield log.name, b"".join(_page(page, SALT if number == b"\0\0\0\1" else 0) for number, page in pages)


def _page(page: bytes, before: int) -> bytes:
    body, nonce = page[before:-BEHIND], page[-BEHIND : -BEHIND + NONCE]
    reader = Cipher(algorithms.AES(KEY.raw), modes.CBC(nonce)).decryptor()
    return reader.update(body) + reader.finalize()
