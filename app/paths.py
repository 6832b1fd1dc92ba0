"""Where the program's own files and the worker's data lie. Creates nothing."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs

STORE = "gezinnen.db"


def resources() -> Path:
    """Return the folder with fonts, icons, themes and texts, also inside a frozen program."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) / "resources" if frozen else Path(__file__).parent.parent / "resources"


def data_folder() -> Path:
    """Return the folder of this worker's encrypted store; KEUKENTAFEL_DATA puts it elsewhere."""
    chosen = os.environ.get("KEUKENTAFEL_DATA")
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir("keukentafel", appauthor=False))


@dataclass(frozen=True)
class Home:
    """Where this worker's data lies."""

    folder: Path

    @property
    def vault(self) -> Path:
        """Return the folder of the key and the store; it is there whole or not at all."""
        return self.folder / "kluis"

    @property
    def store(self) -> Path:
        """Return the encrypted store's file."""
        return self.vault / STORE

    @property
    def enrolled(self) -> bool:
        """Tell whether there is something to unlock: anything of a former start counts, so that nothing is made over it."""
        return self.vault.exists()
