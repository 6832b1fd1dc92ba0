"""`make bench`: every benchmark, or the one that is named; a line per figure, and exit 1 when a bar was missed."""

import argparse
import importlib
import sys

NAMES = ("unlock_paint", "one_edit", "sync_limit", "plan_pdf", "ui_thread", "idle_memory", "installed")


def main() -> int:
    """Run what was asked for, and say what came out of it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("only", nargs="?", choices=NAMES, help="run only this one")
    only = parser.parse_args().only
    figures = 0
    missed = []
    for name in [only] if only else NAMES:
        for figure in importlib.import_module(f"benchmarks.{name}").measure():
            print(figure, flush=True)
            figures += figure.verdict != "NOT BUILT"
            if figure.verdict == "MISS":
                missed.append(figure.name)
    print(f"BENCH MISS {' '.join(missed)}" if missed else f"BENCH OK {figures} figures")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
