"""Every byte of an encrypted store, decrypted: also of pages that no table has any more, and of its write-ahead log. Knows SQLCipher 4."""

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from app.store.keyfile import StoreKey

PAGE, RESERVE, IV, SALT = 4096, 80, 16, 16
WAL_HEAD, FRAME_HEAD = 32, 24


def plain_bytes(path: Path, key: StoreKey) -> bytes:
    """Return what is in the store and in its write-ahead log."""
    found = b"".join(_page(page, key, first=number == 0) for number, page in enumerate(_pieces(path.read_bytes(), PAGE)))
    ahead = path.with_name(f"{path.name}-wal")
    if ahead.exists():
        for frame in _pieces(ahead.read_bytes()[WAL_HEAD:], FRAME_HEAD + PAGE):
            found += _page(frame[FRAME_HEAD:], key, first=int.from_bytes(frame[:4], "big") == 1)
    return found


def _pieces(data: bytes, size: int) -> Iterator[bytes]:
    for start in range(0, len(data) - size + 1, size):
        yield data[start : start + size]


def _page(page: bytes, key: StoreKey, *, first: bool) -> bytes:
    end = PAGE - RESERVE
    cipher = Cipher(algorithms.AES(key.raw), modes.CBC(page[end : end + IV])).decryptor()
    return cipher.update(page[SALT if first else 0 : end]) + cipher.finalize()
