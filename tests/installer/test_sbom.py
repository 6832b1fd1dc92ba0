"""The list of parts: right by the schema, whole by the lock file, and true by what the libraries themselves say."""

import ctypes
import importlib
import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pikepdf
import psycopg
import pytest
import zstandard
from cryptography.hazmat.backends.openssl import backend
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from PIL import features
from PySide6.QtCore import qVersion
from sqlcipher3 import dbapi2

from installer import papers, sbom
from installer.lock import read_lock
from installer.parts import Part, Shipment, kept_by_hand, shipped
from installer.workshop import DESKTOP
from tests.house_rules import ROOT

IDENTITY = sbom.Identity("keukentafel", "1.2.3", "linux-x86_64", "0" * 40, 1_700_000_000)


@pytest.fixture(scope="module")
def parts() -> list[Part]:
    """Everything that the lock, the libraries inside it and resources/ come to."""
    return shipped(Shipment(ROOT))


def test_the_list_is_right_by_the_schema_of_cyclonedx(parts: list[Part]) -> None:
    validator = JsonStrictValidator(SchemaVersion.V1_6)
    text = sbom.document(parts, IDENTITY)
    assert validator.validate_str(text) is None
    assert validator.validate_str(text.replace('"specVersion"', '"spec"')) is not None


def test_every_locked_distribution_is_listed_with_its_sums_and_licence(parts: list[Part]) -> None:
    listed = {one["bom-ref"]: one for one in json.loads(sbom.document(parts, IDENTITY))["components"]}
    pins = read_lock(ROOT / "requirements.txt")
    assert len(pins) > 40
    for pin in pins:
        one = listed[f"distribution/{pin.name}"]
        assert (one["version"], one["purl"]) == (pin.version, f"pkg:pypi/{pin.name}@{pin.version}")
        assert sorted(sum_["content"] for sum_ in one["hashes"]) == list(pin.sums)
        assert one["licenses"][0]["expression"]


def test_the_same_commit_gives_the_same_list_and_another_gives_another_number(parts: list[Part], tmp_path: Path) -> None:
    sbom.write(parts, IDENTITY, tmp_path / "one.json")
    sbom.write(list(reversed(shipped(Shipment(ROOT)))), IDENTITY, tmp_path / "two.json")
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()
    one = json.loads((tmp_path / "one.json").read_text(encoding="utf-8"))
    assert one["metadata"]["timestamp"] == "2023-11-14T22:13:20+00:00"
    later = sbom.Identity("keukentafel", "1.2.3", "linux-x86_64", "1" * 40, 1_700_000_000)
    assert json.loads(sbom.document(parts, later))["serialNumber"] != one["serialNumber"]


def test_the_papers_of_the_program_name_nothing_that_only_the_server_has(tmp_path: Path) -> None:
    listed = papers.write(Shipment(ROOT, without=frozenset(DESKTOP.without)), "keukentafel", "linux-x86_64", tmp_path)
    names = {one["bom-ref"] for one in json.loads(listed.read_text(encoding="utf-8"))["components"]}
    assert {"distribution/pyside6-essentials", "sqlcipher3/SQLCipher", "resource/Noto Sans", "runtime/Python"} <= names
    assert not names & {"distribution/fastapi", "distribution/psycopg", "distribution/psycopg-binary", "psycopg-binary/OpenSSL"}
    assert (tmp_path / "licences" / "pyside6-essentials" / "LGPL-3.0.txt").is_file()
    assert not (tmp_path / "licences" / "fastapi").exists()


def of_store(question: str) -> str:
    """Return what the store's library says of itself."""
    with closing(dbapi2.connect(":memory:")) as store:
        store.execute("PRAGMA key='of no store'")
        return str((store.execute(question).fetchone() or ("",))[0])


def of_module(name: str, says: str) -> Any:
    """Return what a module without types says of itself."""
    return getattr(importlib.import_module(name), says)


def of_icu() -> str:
    """Return the version of the ICU that Qt brings."""
    folder = Path(str(of_module("PySide6", "__file__"))).parent / "Qt" / "lib"
    version = (ctypes.c_uint8 * 4)()
    ctypes.CDLL(str(next(folder.glob("libicuuc.so.*")))).u_getVersion_73(version)
    return f"{version[0]}.{version[1]}"


def of_psycopg_openssl() -> str:
    """Return the version of the OpenSSL that psycopg brings."""
    folder = Path(psycopg.__file__).parent.parent / "psycopg_binary.libs"
    library = ctypes.CDLL(str(next(folder.glob("libcrypto-*"))))
    library.OpenSSL_version.restype = ctypes.c_char_p
    return str(library.OpenSSL_version(0).decode().split()[1])


def dotted(numbers: tuple[int, ...]) -> str:
    """Return a version as people write it."""
    return ".".join(map(str, numbers))


SAYS: dict[tuple[str, str], Callable[[], str]] = {
    ("SQLCipher", "sqlcipher3"): lambda: of_store("PRAGMA cipher_version"),
    ("OpenSSL", "sqlcipher3"): lambda: of_store("PRAGMA cipher_provider_version").split()[1],
    ("SQLite", "sqlcipher3"): lambda: of_store("SELECT sqlite_version()"),
    ("Qt", "pyside6-essentials"): qVersion,
    ("ICU", "pyside6-essentials"): of_icu,
    ("OpenSSL", "cryptography"): lambda: str(backend.openssl_version_text()).split()[1],
    ("qpdf", "pikepdf"): lambda: str(pikepdf.__libqpdf_version__),
    ("libxml2", "lxml"): lambda: dotted(of_module("lxml.etree", "LIBXML_VERSION")),
    ("libxslt", "lxml"): lambda: dotted(of_module("lxml.etree", "LIBXSLT_VERSION")),
    ("Zstandard", "zstandard"): lambda: dotted(zstandard.ZSTD_VERSION),
    ("HarfBuzz", "uharfbuzz"): lambda: str(of_module("uharfbuzz", "version_string")()),
    ("libpq", "psycopg-binary"): lambda: f"{psycopg.pq.version() // 10_000}.{psycopg.pq.version() % 10_000}",
    ("OpenSSL", "psycopg-binary"): of_psycopg_openssl,
    ("libjpeg-turbo", "pillow"): lambda: str(features.version("libjpeg_turbo")),
    ("FreeType", "pillow"): lambda: str(features.version("freetype2")),
    ("HarfBuzz", "pillow"): lambda: str(features.version("harfbuzz")),
    ("Little CMS", "pillow"): lambda: str(features.version("littlecms2")),
    ("libtiff", "pillow"): lambda: str(features.version("libtiff")),
    ("libwebp", "pillow"): lambda: str(features.version("webp")),
    ("OpenJPEG", "pillow"): lambda: str(features.version("jpg_2000")),
    ("libavif", "pillow"): lambda: str(features.version("avif")),
    ("zlib-ng", "pillow"): lambda: str(features.version("zlib_ng")),
    ("Raqm", "pillow"): lambda: str(features.version("raqm")),
}
WRITTEN_ONLY = {
    ("Argon2", "argon2-cffi-bindings"), ("Brotli", "pillow"), ("XZ Utils (liblzma)", "pillow"), ("Zstandard", "pillow"),
    ("libpng", "pillow"), ("libxcb and libXau", "pillow"), ("Kerberos 5", "psycopg-binary"),
}  # fmt: skip
"""These do not say which version they are; the file's name or the wheel's own list does."""


@pytest.mark.parametrize("library", SAYS, ids=" in ".join)
def test_the_library_in_the_wheel_is_the_one_that_is_listed(library: tuple[str, str]) -> None:
    kept = {(one["name"], one["inside"]): one["version"] for one in kept_by_hand()["libraries"]}
    assert SAYS[library]() == kept[library], "follow the advisories of the new version, and change installer/parts.toml"


def test_every_version_that_is_kept_by_hand_is_compared_or_known_to_be_written_only() -> None:
    dated = {(one["name"], one["inside"]) for one in kept_by_hand()["libraries"] if one["version"][:1].isdigit()}
    assert dated == set(SAYS) | WRITTEN_ONLY
