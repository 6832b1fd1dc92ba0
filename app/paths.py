"""Where the program's own files and the worker's data lie. Creates nothing."""

import os
import sys
from pathlib import Path

import platformdirs


def resources() -> Path:
    """Return the folder with fonts, icons, themes and texts, also inside a frozen program."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) / "resources" if frozen else Path(__file__).parent.parent / "resources"


def data_folder() -> Path:
    """Return the folder of this worker's encrypted store; KEUKENTAFEL_DATA puts it elsewhere."""
    chosen = os.environ.get("KEUKENTAFEL_DATA")
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir("keukentafel", appauthor=False))
