"""What a laptop holds, as one hash: equal views mean that there is nothing to fetch."""

import hashlib
from collections.abc import Iterable

Seen = tuple[bytes, int, bytes, int]
"""Stream, cursor or head, hash of the chain there, version of the grant."""


def view_of(streams: Iterable[Seen]) -> str:
    """Return the hash over all streams, by id; the same on both sides."""
    digest = hashlib.sha256()
    for stream, cursor, head_hash, version in sorted(streams):
        digest.update(stream + cursor.to_bytes(8, "big") + head_hash + version.to_bytes(8, "big"))
    return digest.hexdigest()
