"""The window with which the tests of this folder begin: that of tests/ui."""

from tests.ui.conftest import seat, town

__all__ = ["seat", "town"]
