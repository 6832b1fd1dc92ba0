"""Bodies on the wire: zstd with a checksum, and limits that are checked before anything is unpacked."""

import zstandard

from app.protocol.parts import MalformedError

ZSTD = "zstd"
PLAIN = "identity"
LEVEL = 3
MOST_PACKED = 2 * 1024 * 1024
MOST_UNPACKED = 10 * 1024 * 1024
MOST_RATIO = 50
"""Beyond what might have come plain, a body may grow no more than this."""


def pack(data: bytes) -> tuple[bytes, str]:
    """Return the body and its content encoding."""
    return zstandard.ZstdCompressor(level=LEVEL, write_checksum=True, write_content_size=True).compress(data), ZSTD


def unpack(body: bytes, encoding: str) -> bytes:
    """Return what was packed; raises MalformedError on anything broken, unknown, or larger than the limits."""
    if len(body) > MOST_PACKED:
        raise MalformedError("a body too large")
    if encoding in ("", PLAIN):
        return body
    if encoding != ZSTD:
        raise MalformedError("an unknown encoding")
    try:
        frame = zstandard.get_frame_parameters(body)
        most = min(MOST_UNPACKED, max(MOST_PACKED, len(body) * MOST_RATIO))
        if not frame.has_checksum or frame.content_size > most:
            raise MalformedError("a frame without checksum or size, or beyond the limits")
        # The frame names its size, so this allocates no more than was just allowed.
        return zstandard.ZstdDecompressor().decompress(body, allow_extra_data=False)
    except zstandard.ZstdError as error:
        raise MalformedError("a broken frame") from error
