"""Writes what goes with a program: the licence texts and the list of its parts. Run by the Python whose distributions are shipped.

python -m installer.papers FOLDER --name keukentafel --target linux-x86_64 --without app.server psycopg
"""

import argparse
import subprocess
from pathlib import Path

from installer import licences, sbom
from installer.parts import Shipment, shipped
from installer.workshop import moment, version

ROOT = Path(__file__).parent.parent


def write(shipment: Shipment, name: str, target: str, folder: Path) -> Path:
    """Write `licences/` and the list into the folder, and return the list; raises Refusal when a part may not be shipped."""
    parts = shipped(shipment)
    licences.collect(parts, shipment.root, folder / "licences")
    listed = folder / f"{name}.cdx.json"
    identity = sbom.Identity(name, version(shipment.root), target, commit(shipment.root), moment(shipment.root))
    sbom.write(parts, identity, listed)
    return listed


def commit(root: Path) -> str:
    """Return the commit that is built; "none" where there is none."""
    asked = subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, capture_output=True, text=True, check=False)
    return asked.stdout.strip() if asked.returncode == 0 else "none"


def main() -> None:
    """Write the papers of the distributions of this Python."""
    asks = argparse.ArgumentParser(prog="python -m installer.papers", description="Writes the licence texts and the list of parts.")
    asks.add_argument("folder", type=Path)
    asks.add_argument("--name", required=True)
    asks.add_argument("--target", required=True)
    asks.add_argument("--without", nargs="*", default=[], help="modules that are not shipped")
    given = asks.parse_args()
    write(Shipment(ROOT, without=frozenset(given.without)), given.name, given.target, given.folder)


if __name__ == "__main__":
    main()
