"""The part of making the installer for Windows that needs tools: run by the Python that has them, see windows.py.

python -m installer.windows_make TARGET assembled EMBED SUM WHEELS
python -m installer.windows_make TARGET frozen FOLDER                  (on Windows)
"""

import shutil
import sys
from pathlib import Path, PureWindowsPath

from installer import papers
from installer.archive import digest_of, write_sums
from installer.lock import read_lock
from installer.parts import Shipment
from installer.refusal import Refusal
from installer.windows import LOCKS, NAME
from installer.windows_folder import RUNS, Ingredients, lay_out
from installer.windows_libraries import missing_libraries
from installer.windows_setup import Setup, pack
from installer.workshop import DESKTOP, moment, version

ROOT = Path(__file__).parent.parent
TARGET = "windows-amd64"


def assemble(given: Ingredients, runtime_sum: str, work: Path, target: Path) -> Path:
    """Write the installer of a supplied Windows Python and fetched wheels, its papers in it; raises Refusal when a file is not right."""
    folder = work / "folder"
    at_home = lay_out(given, folder)
    found = NAME.fullmatch(given.embed.name)
    shipment = Shipment(
        given.root,
        LOCKS,
        frozenset(DESKTOP.without),
        at_home,
        folder / "lib",
        python=found[1] if found else "3.11",
        runtime_sum=runtime_sum,
    )
    list_parts(shipment, folder, target)
    own = folder / "runtime" / "LICENSE.txt"  # the maker's own text names what this Windows Python carries
    if own.is_file():
        shutil.copy(own, folder / "licences" / "Python")
    missing = missing_libraries(folder)
    if missing:
        raise Refusal(f"The program would not start: nobody brings {', '.join(sorted(missing))}, asked for by {missing}.")
    return packed(folder, PureWindowsPath(RUNS), given.root, work, target)


def frozen(bundle: Path, root: Path, work: Path, target: Path) -> Path:
    """Write the installer of what PyInstaller made on Windows."""
    list_parts(Shipment(root, LOCKS, frozenset(DESKTOP.without), at_home=frozenset({"distlib"})), bundle, target)
    return packed(bundle, PureWindowsPath(f"{DESKTOP.name}.exe"), root, work, target)


def list_parts(shipment: Shipment, folder: Path, target: Path) -> None:
    """Write the licence texts into the folder, and the list of parts in it and beside the installer."""
    listed = papers.write(shipment, DESKTOP.name, TARGET, folder)
    shutil.copy(listed, target.with_suffix(".cdx.json"))


def packed(folder: Path, runs: PureWindowsPath, root: Path, work: Path, target: Path) -> Path:
    """Write the installer and the sums."""
    made = pack(Setup(folder, version(root), runs, moment(root)), work, target)
    write_sums([made, target.with_suffix(".cdx.json")], target.parent)
    return made


def right_wheels(root: Path, fetched: Path, target: Path) -> Path:
    """Copy the one wheel of each locked distribution whose sum the lock accepts; raises Refusal when one is not there."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    by_sum = {digest_of(wheel): wheel for wheel in sorted(fetched.glob("*.whl"))}
    for pin in (pin for lock in LOCKS for pin in read_lock(root / lock)):
        right = [by_sum[one] for one in pin.sums if one in by_sum]
        if not right:
            raise Refusal(f"No wheel with a sum that the lock accepts for {pin.name} {pin.version} is in {fetched.name}.")
        shutil.copy(right[0], target)
    return target


def main() -> int:
    """Make it, and say what is wrong in one sentence when it cannot be made."""
    target, how, *rest = sys.argv[1:]
    work = ROOT / "build" / "windows"
    try:
        if how == "frozen":
            made = frozen(Path(rest[0]), ROOT, work, Path(target))
        else:
            embed, runtime_sum, wheels = rest
            right = right_wheels(ROOT, Path(wheels), work / "locked")
            made = assemble(Ingredients(ROOT, Path(embed), right), runtime_sum, work, Path(target))
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 2
    print(f"{made.name}  {made.stat().st_size / 1e6:.1f} MB  SHA-256 {digest_of(made)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
