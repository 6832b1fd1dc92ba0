"""`make bench`: every benchmark, or the one that is named; a line per figure, and exit 1 when a bar was missed.

Exit 3 says that no bar was missed, but that something could not be run here: that is not OK either.
"""

import argparse
import importlib
import sys
from collections.abc import Sequence

from benchmarks.figures import Figure

NAMES = (
    "unlock_paint",
    "one_edit",
    "sync_limit",
    "push_postgresql",
    "bootstrap",
    "monday",
    "flat_cost",
    "plan_pdf",
    "ui_thread",
    "while_pulling",
    "idle_memory",
    "installed",
)


def main() -> int:
    """Run what was asked for, and say what came out of it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("only", nargs="?", choices=NAMES, help="run only this one")
    only = parser.parse_args().only
    found: list[Figure] = []
    for name in [only] if only else NAMES:
        for figure in importlib.import_module(f"benchmarks.{name}").measure():
            print(figure, flush=True)
            found.append(figure)
    line, code = outcome(found)
    print(line)
    return code


def outcome(found: Sequence[Figure]) -> tuple[str, int]:
    """Return the last line and the exit code: OK is only what was all measured and all right."""
    by_verdict = {verdict: [one.name for one in found if one.verdict == verdict] for verdict in ("MISS", "NOT RUN")}
    wrong = [f"{verdict} {' '.join(names)}" for verdict, names in by_verdict.items() if names]
    if wrong:
        return f"BENCH {', '.join(wrong)}", 1 if by_verdict["MISS"] else 3
    return f"BENCH OK {sum(one.verdict != 'NOT BUILT' for one in found)} figures", 0


if __name__ == "__main__":
    sys.exit(main())
