"""Runs first in a frozen program. Its own libraries are for itself: what it opens (a PDF reader, a printer's window) uses the system's."""

import os

if "LD_LIBRARY_PATH" in os.environ:
    before = os.environ.get("LD_LIBRARY_PATH_ORIG")
    if before is None:
        del os.environ["LD_LIBRARY_PATH"]
    else:
        os.environ["LD_LIBRARY_PATH"] = before
