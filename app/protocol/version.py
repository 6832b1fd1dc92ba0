"""The version of the wire. A laptop and a server that speak another one say so before anything else."""

from typing import Literal

PROTOCOL: Literal[1] = 1
"""Goes up only when an older laptop could no longer read an answer; new fields of records need no new version (PROTOCOL.md)."""

CONTENT = "application/json"
