"""Knows what is shipped: the locked distributions, the C libraries inside them, the resources of others, and Python itself.

Licences and versions come from the metadata of what is installed; what no metadata says stands in parts.toml.
"""

import fnmatch
import functools
import platform
import re
import sys
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from installer.lock import Pin, read_lock
from installer.refusal import Refusal

HERE = Path(__file__).parent
TEXT = re.compile(r"(licen[cs]es?|copying|notice|authors|contributors)\b[^/]*$", re.IGNORECASE)
CARRIED = ".dist-info/licenses/"


@dataclass(frozen=True)
class Part:
    """One thing that is shipped. `texts` are its licence texts by file name; a library without texts has its text among those of the
    distribution that it lies `inside`.
    """

    kind: str
    name: str
    version: str
    licence: str
    texts: tuple[tuple[str, bytes], ...]
    sums: tuple[str, ...] = ()
    inside: str = ""


@functools.cache
def kept_by_hand() -> dict[str, Any]:
    """Return what parts.toml says."""
    return tomllib.loads((HERE / "parts.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Shipment:
    """What travels together: the distributions of `locks` as they lie in `site` (by default: in this Python), and this Python.

    Distributions that bring only modules in `without`, and those in `at_home`, are not in it. `runtime_sum` is the SHA-256 of the Python
    as it was supplied, when it was.
    """

    root: Path
    locks: tuple[str, ...] = ("requirements.txt",)
    without: frozenset[str] = frozenset()
    at_home: frozenset[str] = frozenset()
    site: Path | None = None
    python: str = platform.python_version()
    runtime_sum: str = ""


def shipped(shipment: Shipment) -> list[Part]:
    """Return every part; raises Refusal when a distribution is not installed as locked, or has no licence that can be read."""
    kept = kept_by_hand()
    where = distributions(path=[str(shipment.site)]) if shipment.site else distributions()
    found = {name_of(one): one for one in where}
    pins = {pin.name: pin for lock in shipment.locks for pin in read_lock(shipment.root / lock)}
    parts: list[Part] = []
    for name, pin in sorted(pins.items()):
        if name in shipment.at_home:
            continue
        installed = found.get(name)
        if installed is None or installed.version != pin.version:
            raise Refusal(f"{name} {pin.version} is locked, but {installed.version if installed else 'nothing'} is installed.")
        modules = modules_of(installed)
        if not modules or modules - shipment.without:
            parts += [
                of_distribution(pin, installed, kept),
                *libraries_in(pin, kept, windows=bool(shipment.runtime_sum) or sys.platform == "win32"),
            ]
    sums = (shipment.runtime_sum,) if shipment.runtime_sum else ()
    runtime = Part("runtime", "Python", shipment.python, "PSF-2.0", (own_text("Python.txt"),), sums)
    return [*parts, *resources(shipment.root, kept), runtime]


def name_of(installed: Distribution) -> str:
    """Return the name as the lock file writes it."""
    return re.sub(r"[-_.]+", "-", installed.metadata["Name"]).lower()


def modules_of(installed: Distribution) -> set[str]:
    """Return the top-level modules that a distribution brings."""
    tops = {file.parts[0].split(".")[0] for file in installed.files or [] if file.suffix in {".py", ".so", ".pyd"}}
    return {top for top in tops if top.isidentifier()}


def of_distribution(pin: Pin, installed: Distribution, kept: dict[str, Any]) -> Part:
    """Return a distribution as a part."""
    by_hand = kept["distributions"].get(pin.name, {})
    licence = by_hand.get("licence") or stated_licence(installed)
    if not licence:
        raise Refusal(
            f"{pin.name} {pin.version} states no licence that a machine can read: read its text, and name it in installer/parts.toml"
        )
    texts = tuple(texts_in(installed)) or tuple(own_text(name) for name in by_hand.get("texts", ()))
    return Part("distribution", pin.name, pin.version, licence, texts, pin.sums)


def stated_licence(installed: Distribution) -> str:
    """Return the licence that the metadata states, as SPDX; empty when it states none or not so that a machine can read it."""
    for field in ("License-Expression", "License"):
        for stated in installed.metadata.get_all(field) or ():
            with suppress(InvalidLicenseExpression):
                return str(canonicalize_license_expression(stated))
    return ""


def texts_in(installed: Distribution) -> Iterator[tuple[str, bytes]]:
    """Yield the licence texts that a distribution brings, each under a flat name."""
    for file in sorted(installed.files or []):
        path = file.as_posix()
        if ".dist-info/" in path and (CARRIED in path or TEXT.search(path)):
            inside = path.partition(".dist-info/")[2].removeprefix("licenses/")
            yield inside.replace("/", "-"), Path(str(installed.locate_file(file))).read_bytes()


def own_text(name: str) -> tuple[str, bytes]:
    """Return a licence text that is kept here."""
    return name, (HERE / "texts" / name).read_bytes()


def libraries_in(pin: Pin, kept: dict[str, Any], windows: bool) -> Iterator[Part]:
    """Yield the C libraries inside a distribution."""
    for library in kept["libraries"]:
        if library["inside"] == pin.name and (library.get("windows", True) or not windows):
            texts = tuple(own_text(name) for name in library.get("texts", ()))
            yield Part("library", library["name"], library["version"], library["licence"], texts, inside=pin.name)


def resources(root: Path, kept: dict[str, Any]) -> Iterator[Part]:
    """Yield what lies in resources/ and was made by others."""
    for resource in kept["resources"]:
        texts = tuple((Path(name).name, (root / name).read_bytes()) for name in resource["texts"])
        yield Part("resource", resource["name"], resource["version"], resource["licence"], texts)


def unclaimed(root: Path, kept: dict[str, Any]) -> list[str]:
    """Return the files in resources/ that have a licence of their own by kind (fonts, pictures, word lists) and that no entry claims."""
    kinds = {".ttf", ".otf", ".svg", ".png", ".aff", ".dic"}
    files = [file.relative_to(root).as_posix() for file in (root / "resources").rglob("*") if file.suffix in kinds]
    patterns = [pattern for resource in kept["resources"] for pattern in resource["files"]]
    return sorted(file for file in files if not any(fnmatch.fnmatch(file, pattern) for pattern in patterns))
