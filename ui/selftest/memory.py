"""What this process has in memory, as Linux counts it."""

import re
from pathlib import Path

PLACES = ((Path("/proc/self/status"), "VmRSS"), (Path("/proc/self/smaps_rollup"), "Pss"))


def in_memory() -> tuple[float, float]:
    """Return the resident memory and this process's share of it (RSS and PSS) in MB; 0 for what the system does not tell."""
    resident, shared_out = (figure(file, name) for file, name in PLACES)
    return resident, shared_out


def figure(file: Path, name: str) -> float:
    """Return one figure of a file of /proc; a hardened process may not read all of them about itself."""
    try:
        found = re.search(rf"^{name}:\s+(\d+) kB", file.read_text(encoding="ascii"), re.MULTILINE)
    except OSError:
        return 0.0
    return int(found[1]) / 1000 if found else 0.0
