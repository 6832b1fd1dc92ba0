"""The key file: what opens it, what does not, and what a cut-off or damaged file means."""

import hashlib
import json
import resource
from base64 import b64decode, b64encode
from pathlib import Path

import pytest
from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.errors import ProgramFault, UserProblem
from app.store.keyfile import (
    FLOOR,
    NAMES,
    USUAL,
    Cost,
    StoreKey,
    change_passphrase,
    create_keyfile,
    open_keyfile,
    read_header,
    wrapped,
    wrapping_key,
)

WORDS = "appel fiets regen stoel lamp"


@pytest.fixture(scope="module")
def sealed() -> tuple[bytes, StoreKey]:
    """One key file at the floor, made once: each guess costs a fifth of a second."""
    key = StoreKey(raw=bytes(range(32)), store_id=b"0123456789abcdef")
    return wrapped(key, WORDS, FLOOR), key


@pytest.fixture
def folder(tmp_path: Path, sealed: tuple[bytes, StoreKey]) -> Path:
    """A folder with both copies."""
    for name in NAMES:
        (tmp_path / name).write_bytes(sealed[0])
    return tmp_path


def problem_of(folder: Path, passphrase: str = WORDS) -> str:
    with pytest.raises(UserProblem) as caught:
        open_keyfile(folder, passphrase)
    return caught.value.key


def altered(content: bytes, **changes: object) -> bytes:
    """Return a key file with another header and a check sum that fits: what somebody with a text editor can make."""
    envelope = json.loads(content)
    kdf = changes.pop("kdf", {})
    assert isinstance(kdf, dict)
    envelope["header"] |= {**changes, "kdf": envelope["header"]["kdf"] | kdf}
    header = json.dumps(envelope["header"], separators=(",", ":")).encode()
    parts = (header, b64decode(envelope["nonce"]), b64decode(envelope["wrapped"]))
    check = hashlib.sha256(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).digest()
    rest = json.dumps({name: envelope[name] for name in ("nonce", "wrapped")})[1:-1]
    return b'{"header":' + header + b"," + rest.encode() + b',"check":"' + b64encode(check) + b'"}'


def means_the_same(flipped: bytes, content: bytes) -> bool:
    """Say whether only the last bits of a base64 value differ, which carry nothing."""
    try:
        one, other = json.loads(flipped), json.loads(content)
        values = [name for name in other if name != "header"]
        return bool(one["header"] == other["header"]) and all(b64decode(one[name]) == b64decode(other[name]) for name in values)
    except (ValueError, KeyError):
        return False


def test_a_new_key_file_opens_with_its_passphrase_and_gives_the_same_key(tmp_path: Path) -> None:
    made = create_keyfile(tmp_path / "nieuw", WORDS, FLOOR)
    assert open_keyfile(tmp_path / "nieuw", WORDS) == made
    assert len(made.raw) == 32


def test_the_usual_cost_is_the_one_of_the_security_page() -> None:
    assert Cost(memory_kib=256 * 1024, passes=3, lanes=4) == USUAL
    assert USUAL.enough()


def test_two_stores_never_share_a_key_or_an_id(sealed: tuple[bytes, StoreKey], tmp_path: Path) -> None:
    other = create_keyfile(tmp_path, WORDS, FLOOR)
    assert other.raw != sealed[1].raw
    assert other.store_id != sealed[1].store_id


def test_another_passphrase_does_not_open_it(folder: Path) -> None:
    assert problem_of(folder, "appel fiets regen stoel lamb") == "wrong_passphrase"


def test_a_passphrase_typed_on_another_keyboard_is_the_same_passphrase(tmp_path: Path) -> None:
    made = create_keyfile(tmp_path, "caf\u00e9 in de zon \ud800", FLOOR)
    assert open_keyfile(tmp_path, "cafe\u0301 in de zon \ud800") == made


def test_a_second_key_file_is_never_made_over_the_first(folder: Path, sealed: tuple[bytes, StoreKey]) -> None:
    (folder / NAMES[0]).unlink()
    with pytest.raises(UserProblem, match="store_exists"):
        create_keyfile(folder, WORDS, FLOOR)
    assert (folder / NAMES[1]).read_bytes() == sealed[0]


def test_the_key_shows_itself_nowhere(sealed: tuple[bytes, StoreKey]) -> None:
    content, key = sealed
    for shown in (repr(key), str(key), f"{key}", content.decode()):
        assert repr(key.raw)[2:-1] not in shown
        assert key.raw.hex() not in shown
        assert b64encode(key.raw).decode() not in shown


def test_only_this_worker_may_read_the_key_file_and_its_folder(tmp_path: Path) -> None:
    create_keyfile(tmp_path / "nieuw", WORDS, FLOOR)
    assert (tmp_path / "nieuw").stat().st_mode & 0o777 == 0o700
    for name in NAMES:
        (tmp_path / "nieuw" / name).chmod(0o644)
    open_keyfile(tmp_path / "nieuw", WORDS)
    assert {(tmp_path / "nieuw" / name).stat().st_mode & 0o777 for name in NAMES} == {0o600}


def test_without_any_copy_the_key_file_is_missing(tmp_path: Path) -> None:
    assert problem_of(tmp_path) == "keyfile_missing"


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\xfe", b"[" * 60_000, b'{"header":' + b"[" * 60_000, b"x" * 100_000, b"null"])
def test_a_damaged_copy_is_mended_from_the_other(folder: Path, sealed: tuple[bytes, StoreKey], damage: bytes) -> None:
    (folder / NAMES[0]).write_bytes(damage)
    assert open_keyfile(folder, WORDS) == sealed[1]
    assert (folder / NAMES[0]).read_bytes() == sealed[0]


def test_a_missing_copy_is_made_again(folder: Path, sealed: tuple[bytes, StoreKey]) -> None:
    (folder / NAMES[1]).unlink()
    assert open_keyfile(folder, WORDS) == sealed[1]
    assert (folder / NAMES[1]).read_bytes() == sealed[0]


def test_a_copy_that_cannot_be_mended_does_not_stop_the_work(folder: Path, sealed: tuple[bytes, StoreKey]) -> None:
    (folder / NAMES[1]).unlink()
    (folder / NAMES[1]).mkdir()
    assert open_keyfile(folder, WORDS) == sealed[1]


def test_two_damaged_copies_are_damaged_and_not_a_wrong_passphrase(folder: Path, sealed: tuple[bytes, StoreKey]) -> None:
    (folder / NAMES[0]).unlink()
    (folder / NAMES[1]).write_bytes(sealed[0][:-20])
    assert problem_of(folder) == "keyfile_damaged"


def test_every_flipped_bit_is_seen_before_a_passphrase_is_tried(sealed: tuple[bytes, StoreKey]) -> None:
    content = sealed[0]
    for place in range(len(content) * 8):
        flipped = bytearray(content)
        flipped[place // 8] ^= 1 << place % 8
        if means_the_same(bytes(flipped), content):
            assert read_header(bytes(flipped)) == read_header(content)
        else:
            with pytest.raises(UserProblem, match="keyfile_damaged"):
                read_header(bytes(flipped))


@pytest.mark.parametrize("change", [{"version": 2}, {"version": 0}, {"secrets": ["passphrase", "device"]}, {"secrets": []}])
def test_a_header_of_an_unknown_version_is_refused_and_left_alone(
    folder: Path, sealed: tuple[bytes, StoreKey], change: dict[str, object]
) -> None:
    newer = altered(sealed[0], **change)
    (folder / NAMES[1]).write_bytes(newer)
    assert problem_of(folder) == "keyfile_newer_version"
    assert (folder / NAMES[1]).read_bytes() == newer


@pytest.mark.parametrize("cheap", [{"memory_kib": 64 * 1024 - 1}, {"passes": 2}, {"lanes": 3}])
def test_a_header_that_makes_guessing_cheap_is_refused(folder: Path, sealed: tuple[bytes, StoreKey], cheap: dict[str, int]) -> None:
    for name in NAMES:
        (folder / name).write_bytes(altered(sealed[0], kdf=cheap))
    assert problem_of(folder) == "keyfile_weak"


@pytest.mark.parametrize("dear", [{"memory_kib": 2**31}, {"passes": 65}, {"lanes": 65}, {"salt": ""}, {"name": "scrypt"}])
def test_a_header_no_version_of_ours_ever_wrote_is_damaged(folder: Path, sealed: tuple[bytes, StoreKey], dear: dict[str, object]) -> None:
    for name in NAMES:
        (folder / name).write_bytes(altered(sealed[0], kdf=dear))
    assert problem_of(folder) == "keyfile_damaged"


def test_a_header_altered_by_hand_never_opens(folder: Path, sealed: tuple[bytes, StoreKey]) -> None:
    for name in NAMES:
        (folder / name).write_bytes(altered(sealed[0], kdf={"passes": 4}))
    assert problem_of(folder) == "wrong_passphrase"


@pytest.mark.parametrize("cost", [Cost(64 * 1024 - 1, 3, 4), Cost(64 * 1024, 2, 4), Cost(64 * 1024, 3, 3)])
def test_the_program_itself_cannot_make_a_cheap_key_file(tmp_path: Path, cost: Cost) -> None:
    with pytest.raises(ProgramFault):
        create_keyfile(tmp_path, WORDS, cost)


@pytest.mark.parametrize("length", [0, 16, 31, 33, 64])
def test_a_store_key_of_another_length_cannot_exist(length: int) -> None:
    with pytest.raises(ProgramFault):
        StoreKey(raw=bytes(length), store_id=bytes(16))


def test_a_changed_passphrase_opens_the_same_key_and_the_old_one_does_not(folder: Path, sealed: tuple[bytes, StoreKey]) -> None:
    change_passphrase(folder, WORDS, "boom gras wolk brug maan")
    assert open_keyfile(folder, "boom gras wolk brug maan") == sealed[1]
    assert problem_of(folder) == "wrong_passphrase"
    old, new = json.loads(sealed[0])["header"], json.loads((folder / NAMES[0]).read_bytes())["header"]
    assert old["kdf"]["salt"] != new["kdf"]["salt"]
    assert {**old["kdf"], "salt": ""} == {**new["kdf"], "salt": ""}


def test_the_passphrase_changes_only_for_who_knows_the_old_one(folder: Path, sealed: tuple[bytes, StoreKey]) -> None:
    with pytest.raises(UserProblem, match="wrong_passphrase"):
        change_passphrase(folder, "mis", "boom gras wolk brug maan")
    assert (folder / NAMES[0]).read_bytes() == sealed[0]


@pytest.mark.parametrize("remembered", [WORDS, "boom gras wolk brug maan"])
def test_a_change_cut_off_halfway_opens_with_either_passphrase_and_settles_on_it(
    folder: Path, sealed: tuple[bytes, StoreKey], remembered: str
) -> None:
    change_passphrase(folder, WORDS, "boom gras wolk brug maan")
    (folder / NAMES[1]).write_bytes(sealed[0])
    assert open_keyfile(folder, remembered) == sealed[1]
    assert (folder / NAMES[0]).read_bytes() == (folder / NAMES[1]).read_bytes()


def test_a_write_that_was_cut_off_leaves_nothing_in_the_way(folder: Path, sealed: tuple[bytes, StoreKey]) -> None:
    (folder / f"{NAMES[0]}.nieuw").write_bytes(sealed[0][:50])
    (folder / NAMES[0]).unlink()
    assert open_keyfile(folder, WORDS) == sealed[1]
    assert sorted(path.name for path in folder.iterdir()) == sorted(NAMES)


def test_a_full_disk_leaves_the_old_passphrase(folder: Path, sealed: tuple[bytes, StoreKey]) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        with pytest.raises(UserProblem, match="disk_full"):
            change_passphrase(folder, WORDS, "boom gras wolk brug maan")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert sorted(path.name for path in folder.iterdir()) == sorted(NAMES)
    assert open_keyfile(folder, WORDS) == sealed[1]


def opened_with_little_memory(folder: Path) -> str:
    """Return what is said with room for little more than the process has already."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + 40 * 2**20, before[1]))
    try:
        open_keyfile(folder, WORDS)
    except UserProblem as problem:
        return problem.key
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
    return ""


def test_too_little_memory_says_so(folder: Path) -> None:
    said = ""
    for _ in range(5):  # a thread that ends meanwhile gives some back, once
        said = said or opened_with_little_memory(folder)
    assert said == "memory_short"


def test_two_libraries_stretch_a_passphrase_to_the_same_bytes(sealed: tuple[bytes, StoreKey]) -> None:
    header = read_header(sealed[0])
    other = Argon2id(salt=header.kdf.salt, length=32, iterations=3, lanes=4, memory_cost=64 * 1024).derive(WORDS.encode())
    assert other == hash_secret_raw(WORDS.encode(), header.kdf.salt, 3, 64 * 1024, 4, 32, Type.ID)
    bound = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"keukentafel/kek/v1|0123456789abcdef").derive(other)
    assert bound == wrapping_key(header, WORDS)
