"""What was typed and could not be kept when the program had to close: sealed, in the first folder that takes a small file.

A full disk or a stick that was pulled out must not cost a story, also when the laptop locks by itself. At the next opening it is
a draft again. Only the key of the store opens the file; its name tells which store, to nobody but us.
"""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.log import get_log
from app.store.disk import write_whole
from app.store.place import Place

log = get_log(__name__)

LARGEST = 16 * 1024 * 1024
NONCE = 12
ABOUT = b"keukentafel/lifeboat/v1"


def put_off(place: Place, content: bytes) -> bool:
    """Seal the content in the first folder that takes it; tells whether one did."""
    nonce = secrets.token_bytes(NONCE)
    sealed = nonce + lock_of(place).encrypt(nonce, content, ABOUT)
    for file in files_of(place):
        with contextlib.suppress(OSError):
            write_whole(file, sealed)
            log.event("lifeboat.put_off")
            return True
    log.trouble("lifeboat.no_place")
    return False


def found(place: Place) -> list[tuple[Path, bytes]]:
    """Return every file that was put off, with what is in it; what this store did not seal is left alone."""
    inside = []
    for file in files_of(place):
        with contextlib.suppress(OSError, InvalidTag):
            with file.open("rb") as opened:
                sealed = opened.read(LARGEST)
            inside.append((file, lock_of(place).decrypt(sealed[:NONCE].ljust(NONCE, b"\0"), sealed[NONCE:], ABOUT)))
    return inside


def files_of(place: Place) -> list[Path]:
    """Return where the file may lie: beside the vault, at home, or where the system keeps what goes at the end of a session."""
    name = f".keukentafel-{place.key.store_id.hex()}.getypt"
    session = os.environ.get("XDG_RUNTIME_DIR", "")
    folders = [place.path.parent.parent, Path.home(), *([Path(session)] if session else []), Path(tempfile.gettempdir())]
    return [folder / name for folder in dict.fromkeys(folders)]


def lock_of(place: Place) -> AESGCM:
    """Return what seals and opens, for this store only."""
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=ABOUT + place.key.store_id).derive(place.key.raw))
