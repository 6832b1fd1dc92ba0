"""Compiles the parts in `nl/*.po` into the one catalogue the program reads. Refuses a key that stands in two parts."""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

HERE = Path(__file__).parent
TARGET = HERE / "nl" / "LC_MESSAGES" / "keukentafel.mo"


def parts() -> list[Path]:
    """Return the part files, in name order."""
    return sorted((HERE / "nl").glob("*.po"))


def merged() -> Catalog:
    """Return all parts as one catalogue; raises SystemExit on a key that stands twice."""
    whole = Catalog(locale="nl", charset="utf-8")
    owner: dict[object, str] = {}
    for part in parts():
        with part.open("rb") as file:
            catalogue = read_po(file, locale="nl")
        for message in catalogue:
            if not message.id:
                continue
            if message.id in owner:
                sys.exit(f"{message.id} stands in {owner[message.id]} and in {part.name}")
            owner[message.id] = part.name
            whole.add(message.id, message.string)
    return whole


def build() -> None:
    """Write the compiled catalogue, all of it or nothing."""
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    temporary = TARGET.with_suffix(".new")
    with temporary.open("wb") as file:
        write_mo(file, merged())
    temporary.replace(TARGET)


def stale() -> bool:
    """Tell whether a part is newer than the compiled catalogue."""
    return not TARGET.exists() or any(part.stat().st_mtime > TARGET.stat().st_mtime for part in parts())


if __name__ == "__main__":
    build()
