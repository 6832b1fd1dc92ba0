"""Writes the licence texts of everything that is shipped, with an index, and refuses what may not be shipped."""

import fnmatch
import re
from collections.abc import Collection
from pathlib import Path

from installer.parts import Part, kept_by_hand, own_text
from installer.refusal import Refusal

INDEX = "LICENSES-THIRD-PARTY.txt"
OPENING = """Keukentafel is licensed under the EUPL-1.2 (LICENSE, beside this index). It is shipped with the parts below, each under its own
licence. The texts are in the folder that the last column names. Licences are SPDX identifiers; of "A OR B" the one that fits is
taken: for Qt, PySide6 and shiboken6 that is the LGPL-3.0 (QT-NOTICE.txt says how to replace them).

"""


def collect(parts: Collection[Part], root: Path, folder: Path) -> None:
    """Write every text into a folder for each part, the index, our own licence and Qt's notice.

    Raises Refusal when a part may not be shipped, or comes without a text.
    """
    refused = [f"{part.name} {part.version} ({part.licence})" for part in parts if not allowed(part.licence)]
    if refused:
        raise Refusal(f"These may not be shipped, for installer/parts.toml does not allow their licence: {', '.join(refused)}.")
    bare = [part.name for part in parts if not part.texts and not part.inside]
    if bare:
        raise Refusal(f"These may not be shipped without their licence text, and none is found: {', '.join(bare)}.")
    folder.mkdir(parents=True, exist_ok=True)
    for part in parts:
        for name, text in part.texts:
            target = folder / folder_of(part) / name
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(text)
    (folder / "LICENSE").write_bytes((root / "LICENSE").read_bytes())
    for name, text in map(own_text, ("QT-NOTICE.txt", "LGPL-3.0.txt", "GPL-3.0.txt")):
        (folder / name).write_bytes(text)
    (folder / INDEX).write_text(OPENING + index(parts), encoding="utf-8")


def folder_of(part: Part) -> str:
    """Return the name of the folder that holds the part's texts: its own, or that of the distribution that carries it."""
    if part.inside:
        return plain(f"{part.name} in {part.inside}" if part.texts else part.inside)
    return plain(part.name)


def plain(words: str) -> str:
    """Return words as the name of a folder on any system."""
    return re.sub(r"[^A-Za-z0-9.+]+", "-", words).strip("-")


def index(parts: Collection[Part]) -> str:
    """Return the table: what, version, licence, in what, where its texts are."""
    rows = [("Part", "Version", "Licence", "Inside", "Texts")]
    rows += sorted((part.name, part.version, part.licence, part.inside or "-", folder_of(part)) for part in parts)
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "".join("  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)).rstrip() + "\n" for row in rows)


def allowed(expression: str) -> bool:
    """Tell whether something under this SPDX expression may be shipped."""
    words = re.findall(r"[()]|[^\s()]+", expression)
    may = _either(words, set(kept_by_hand()["licences"]["allowed"]))
    return may and not words


def _either(words: list[str], known: set[str]) -> bool:
    may = _all(words, known)
    while words[:1] == ["OR"]:
        words.pop(0)
        may = _all(words, known) or may
    return may


def _all(words: list[str], known: set[str]) -> bool:
    may = _one(words, known)
    while words[:1] == ["AND"]:
        words.pop(0)
        may = _one(words, known) and may
    return may


def _one(words: list[str], known: set[str]) -> bool:
    word = words.pop(0) if words else ""
    if word == "(":
        may = _either(words, known)
        return words[:1] == [")"] and bool(words.pop(0)) and may
    if words[:1] == ["WITH"]:
        del words[:2]
    return word in known


def may_travel(path: str) -> bool:
    """Tell whether a file of a distribution, named from the folder of the distributions, may be shipped."""
    return not any(fnmatch.fnmatch(path, pattern) for pattern in kept_by_hand()["licences"]["never"])
