"""The short code that ties a signed paper to the plan it was printed from. Says nothing about what belongs to that content."""

import hashlib


def canonical_code(content: bytes) -> str:
    """Return the first eight hex digits of the content's SHA-256 as XXXX-XXXX, upper case (domain.md 2.8)."""
    digits = hashlib.sha256(content).hexdigest()[:8].upper()
    return f"{digits[:4]}-{digits[4:]}"
