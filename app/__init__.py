"""Keukentafel without a window: records, change log, store, sync, paper and the municipal service."""

VERSION = "0.3.0"
"""The same as in pyproject.toml, which a packaged program does not have with it."""
