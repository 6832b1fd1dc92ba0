"""Makes the source bundle: the last commit, and nothing that lies around it."""

import gzip
import subprocess
from pathlib import Path

from installer.archive import write_sums
from installer.refusal import Refusal
from installer.workshop import version


def build(root: Path, dist: Path) -> Path:
    """Write the bundle and its sum, and return the bundle. The same commit gives the same bytes, on every machine with the same zlib."""
    name = f"keukentafel-{version(root)}"
    packed = gzip.compress(committed_files(root, name), mtime=0)
    dist.mkdir(parents=True, exist_ok=True)
    bundle = dist / f"{name}.tar.gz"
    bundle.write_bytes(packed)
    write_sums([bundle], dist)
    return bundle


def committed_files(root: Path, name: str) -> bytes:
    """Return the files of the last commit under the folder `name`, as tar; raises Refusal when there is no commit to take."""
    done = subprocess.run(["git", "archive", "--format=tar", f"--prefix={name}/", "HEAD"], cwd=root, capture_output=True, check=False)
    if done.returncode:
        raise Refusal(f"The bundle is made of the last commit, and git gives none here: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout
