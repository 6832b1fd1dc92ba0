"""Where the program's own files and the worker's data lie. Creates nothing."""

import errno
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs

STORE = "gezinnen.db"
VAULT = "kluis"


def resources() -> Path:
    """Return the folder with fonts, icons, themes and texts, also inside a frozen program."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) / "resources" if frozen else Path(__file__).parent.parent / "resources"


def data_folder() -> Path:
    """Return the folder of this worker's encrypted store; KEUKENTAFEL_DATA puts it elsewhere.

    Always from the root: a fresh process that begins in another folder must find the same store.
    """
    chosen = os.environ.get("KEUKENTAFEL_DATA", "").strip()
    return Path(os.path.abspath(os.path.expanduser(chosen))) if chosen else Path(platformdirs.user_data_dir("keukentafel", appauthor=False))


@dataclass(frozen=True)
class Home:
    """Where this worker's data lies."""

    folder: Path

    @property
    def vault(self) -> Path:
        """Return the folder of the key and the store; it is there whole or not at all."""
        return self.folder / VAULT

    @property
    def store(self) -> Path:
        """Return the encrypted store's file."""
        return self.vault / STORE

    @property
    def enrolled(self) -> bool:
        """Tell whether there is something to unlock: anything of a former start counts, so that nothing is made over it.

        Where this worker may not look there may be something; a name that no disk can hold leads to nothing.
        """
        try:
            return self.vault.exists()
        except OSError as error:
            return error.errno != errno.ENAMETOOLONG
