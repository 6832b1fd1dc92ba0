"""The chain over a family's history, by the words of the design: each head is SHA-256(head, SHA-256(salt, content)).

Of what was destroyed the inner hash, the leaf, is kept. Knows no program.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

NAMES = ("dev", "inc", "ctr", "seen", "tx", "record", "row", "grp", "val", "wall", "author", "schema", "kind")


def chained(stream: bytes, history: Iterable[Mapping[str, Any]]) -> bytes:
    """Return the head of the chain over changes in order."""
    head = bytes(32)
    for change in history:
        head = hashlib.sha256(head + (change["redacted"] or _leaf(stream, change))).digest()
    return head


def _leaf(stream: bytes, change: Mapping[str, Any]) -> bytes:
    parts = [stream, *(_as_hashed(change[name]) for name in NAMES)]
    content = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return hashlib.sha256(change["salt"] + content).digest()


def _as_hashed(part: object) -> bytes:
    return bytes(part) if isinstance(part, bytes) else str(part).encode()
