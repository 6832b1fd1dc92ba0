"""Looks at what the program brought along, and at what it wrote on the disk."""

from pathlib import Path

from alembic.script import ScriptDirectory
from PySide6.QtGui import QFontDatabase

from app import paths
from app.store import migrate
from app.store.workspace import Workspace
from app.texts import t
from ui import icons, theme
from ui.selftest.walk import Findings

LETTERS = "Atkinson Hyperlegible Next"
WORD_LIST = ("nl_NL.aff", "nl_NL.dic")


def look_at_parts(findings: Findings) -> None:
    """Check everything that travels beside the code."""
    folder = paths.resources()
    findings.check("texts", t("app.name") != "app.name", t("app.name"))
    findings.check("letters", LETTERS in QFontDatabase.families(), LETTERS)
    findings.check("looks", all(theme.load(name).sizes for name in theme.NAMES), ", ".join(theme.NAMES))
    names = sorted(file.stem for file in (folder / "icons").glob("*.svg"))
    drawn = [name for name in names if has_ink(name)]
    findings.check("icons", names and drawn == names, f"{len(drawn)} of {len(names)}")
    findings.check("word list", all((folder / "spelling" / name).is_file() for name in WORD_LIST))


def has_ink(name: str) -> bool:
    """Tell whether something is drawn of an icon."""
    image = icons.pixmap(name, "#000000", 24).toImage()
    return any(image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height()))


def newest_form(workspace: Workspace) -> tuple[bool, str]:
    """Return whether the store has the newest form that the migrations of this copy make, and which that is."""
    newest = ScriptDirectory(str(migrate.STEPS)).get_current_head()
    return migrate.revision_of(workspace.engine) == newest is not None, newest or "none"


def readable_in(folder: Path, word: str) -> list[str]:
    """Return the files below a folder in which a word can be read without the key."""
    forms = [word.encode(), word.encode("utf-16-le"), word.lower().encode()]
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return [file.name for file in files if any(form in file.read_bytes() for form in forms)]
