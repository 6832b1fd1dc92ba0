"""The key file: a random store key, wrapped by the worker's passphrase. A changed passphrase wraps anew, the key stays.

Beside the store lie two equal copies. Each is one JSON object: `header` says how the key was wrapped and is bound to it,
`nonce` and `wrapped` hold it, `check` tells a damaged file from a wrong passphrase (it is no secret and no protection).
`header.secrets` names what opens the file; version 1 knows the passphrase alone and refuses anything else as newer.
"""

import contextlib
import hashlib
import secrets
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.errors import ProgramFault, UserProblem
from app.log import get_log
from app.store.disk import StorageGuard, close_to_others, private_folder, write_whole

log = get_log(__name__)

NAMES = ("sleutel.json", "sleutel.kopie.json")
PASSPHRASE_ALONE = ["passphrase"]
LARGEST = 64 * 1024
KEY_BYTES = 32
WORST_FIRST = ("keyfile_newer_version", "keyfile_weak", "keyfile_damaged", "keyfile_missing")


@dataclass(frozen=True)
class Cost:
    """What one guess of the passphrase costs; never below the second set of RFC 9106."""

    memory_kib: int = 256 * 1024
    passes: int = 3
    lanes: int = 4

    def enough(self) -> bool:
        """Say whether a guess costs at least the floor in each of the three."""
        return self.memory_kib >= FLOOR.memory_kib and self.passes >= FLOOR.passes and self.lanes >= FLOOR.lanes


FLOOR = Cost(memory_kib=64 * 1024, passes=3, lanes=4)
USUAL = Cost()


@dataclass(frozen=True)
class StoreKey:
    """The key of one store; it shows itself nowhere."""

    raw: bytes = field(repr=False)
    store_id: bytes

    def __post_init__(self) -> None:
        """Refuse any other length: SQLCipher would quietly take it for a passphrase."""
        if len(self.raw) != KEY_BYTES:
            raise ProgramFault("a store key is exactly 32 bytes")


class Kdf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the passphrase became a key."""

    memory_kib: Annotated[int, msgspec.Meta(ge=1, le=1024 * 1024)]
    passes: Annotated[int, msgspec.Meta(ge=1, le=64)]
    lanes: Annotated[int, msgspec.Meta(ge=1, le=64)]
    salt: Annotated[bytes, msgspec.Meta(min_length=16, max_length=16)]
    name: Literal["argon2id"] = "argon2id"

    def cost(self) -> Cost:
        """Return the three figures that make a guess dear."""
        return Cost(self.memory_kib, self.passes, self.lanes)


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What version 1 says about the wrapped key; as stored it is the additional data of the wrap."""

    version: Literal[1]
    secrets: list[str]
    store_id: Annotated[bytes, msgspec.Meta(min_length=16, max_length=16)]
    kdf: Kdf


class AnyHeader(msgspec.Struct, frozen=True):
    """The part of a header that every version has."""

    version: int
    secrets: list[str]


class Envelope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The outer form of the file, the same in every version."""

    header: msgspec.Raw
    nonce: Annotated[bytes, msgspec.Meta(min_length=12, max_length=12)]
    wrapped: Annotated[bytes, msgspec.Meta(min_length=48, max_length=48)]
    check: bytes


def create_keyfile(folder: Path, passphrase: str, cost: Cost = USUAL) -> StoreKey:
    """Make a new random key and write it wrapped, twice; refuses a folder that has a key file (`store_exists`)."""
    with StorageGuard():
        private_folder(folder)
        if any((folder / name).exists() for name in NAMES):
            raise UserProblem("store_exists")
    key = StoreKey(raw=secrets.token_bytes(KEY_BYTES), store_id=secrets.token_bytes(16))
    write_copies(folder, wrapped(key, passphrase, cost))
    return key


def open_keyfile(folder: Path, passphrase: str) -> StoreKey:
    """Return the store's key, and mend a copy that is missing, damaged or left behind.

    Raises `wrong_passphrase`, `keyfile_missing`, `keyfile_damaged` (both copies), `keyfile_newer_version` or `keyfile_weak`.
    """
    content, key = unlocked(folder, passphrase)
    with contextlib.suppress(UserProblem):
        mend(folder, content)
    return key


def change_passphrase(folder: Path, old: str, new: str) -> None:
    """Wrap the same key with a new passphrase; the store itself is not touched. Raises what `open_keyfile` raises."""
    content, key = unlocked(folder, old)
    write_copies(folder, wrapped(key, new, read_header(content).kdf.cost()))


def unlocked(folder: Path, passphrase: str) -> tuple[bytes, StoreKey]:
    """Return the copy that this passphrase opens, and its key.

    Copies differ only after a passphrase change that was cut off; then each passphrase still opens its own.
    """
    for content in readable_copies(folder):
        with contextlib.suppress(InvalidTag):
            return content, unwrapped(content, passphrase)
    raise UserProblem("wrong_passphrase")


def readable_copies(folder: Path) -> list[bytes]:
    """Return the different copies that are whole, of this version and not weak, the first one first."""
    good: dict[bytes, None] = {}
    found: set[str] = set()
    for name in NAMES:
        try:
            content = read_copy(folder / name)
            read_header(content)
            good[content] = None
        except UserProblem as problem:
            found.add(problem.key)
    if not good or "keyfile_newer_version" in found:
        raise UserProblem(next(key for key in WORST_FIRST if key in found))
    return list(good)


def read_copy(path: Path) -> bytes:
    """Return the bytes of one copy, or raise `keyfile_missing`; a copy that cannot be read counts as damaged."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST)
    except FileNotFoundError:
        raise UserProblem("keyfile_missing") from None
    except OSError as error:
        raise UserProblem("keyfile_damaged") from error


def read_header(content: bytes) -> Header:
    """Return what a copy says about its wrap; raises `keyfile_damaged`, `keyfile_newer_version` or `keyfile_weak`."""
    try:
        envelope = msgspec.json.decode(content, type=Envelope)
        if not secrets.compare_digest(envelope.check, check_of(envelope)):
            raise UserProblem("keyfile_damaged")
        early = msgspec.json.decode(envelope.header, type=AnyHeader)
        if early.version != 1 or early.secrets != PASSPHRASE_ALONE:
            raise UserProblem("keyfile_newer_version")
        header = msgspec.json.decode(envelope.header, type=Header)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UserProblem("keyfile_damaged") from error
    if not header.kdf.cost().enough():
        raise UserProblem("keyfile_weak")
    return header


def wrapped(key: StoreKey, passphrase: str, cost: Cost) -> bytes:
    """Return the bytes of a key file that this passphrase opens; a cost below the floor is our own fault."""
    if not cost.enough():
        raise ProgramFault("the passphrase would be too cheap to guess")
    kdf = Kdf(memory_kib=cost.memory_kib, passes=cost.passes, lanes=cost.lanes, salt=secrets.token_bytes(16))
    header = Header(version=1, secrets=PASSPHRASE_ALONE, store_id=key.store_id, kdf=kdf)
    bound = msgspec.json.encode(header)
    nonce = secrets.token_bytes(12)
    sealed = AESGCM(wrapping_key(header, passphrase)).encrypt(nonce, key.raw, bound)
    open_envelope = Envelope(header=msgspec.Raw(bound), nonce=nonce, wrapped=sealed, check=b"")
    return msgspec.json.encode(msgspec.structs.replace(open_envelope, check=check_of(open_envelope)))


def unwrapped(content: bytes, passphrase: str) -> StoreKey:
    """Return the key inside; raises cryptography's InvalidTag for a wrong passphrase or an altered header."""
    envelope = msgspec.json.decode(content, type=Envelope)
    header = read_header(content)
    raw = AESGCM(wrapping_key(header, passphrase)).decrypt(envelope.nonce, envelope.wrapped, bytes(envelope.header))
    return StoreKey(raw=raw, store_id=header.store_id)


def wrapping_key(header: Header, passphrase: str) -> bytes:
    """Return the key that wraps the store key: Argon2id over the passphrase, then HKDF bound to this store."""
    cost = header.kdf.cost()
    secret = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    try:
        stretched = hash_secret_raw(secret, header.kdf.salt, cost.passes, cost.memory_kib, cost.lanes, KEY_BYTES, Type.ID)
    except HashingError as error:
        raise UserProblem("memory_short") from error
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"keukentafel/kek/v1|" + header.store_id).derive(stretched)


def check_of(envelope: Envelope) -> bytes:
    """Return the check sum over everything else in the file."""
    parts = (bytes(envelope.header), envelope.nonce, envelope.wrapped)
    return hashlib.sha256(b"".join(len(part).to_bytes(4) + part for part in parts)).digest()


def mend(folder: Path, content: bytes) -> None:
    """Make both copies equal to the one that opened, and private again."""
    if not all(stands(folder / name, content) for name in NAMES):
        log.event("keyfile.mended")
        write_copies(folder, content)
    with StorageGuard():
        for name in NAMES:
            close_to_others(folder / name)


def stands(path: Path, content: bytes) -> bool:
    """Say whether a copy is there with exactly this content."""
    try:
        return read_copy(path) == content
    except UserProblem:
        return False


def write_copies(folder: Path, content: bytes) -> None:
    """Write both copies, the first one first."""
    with StorageGuard():
        for name in NAMES:
            write_whole(folder / name, content)
