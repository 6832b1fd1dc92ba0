"""Makes what a municipality can hand out. For now that is the source bundle; the .deb and the Windows installer come later.

    python3 build_installer.py          # dist/keukentafel-<version>.tar.gz and its SHA-256, of the last commit

The same commit gives the same bytes, on every machine with the same zlib.
"""

import gzip
import hashlib
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent


def version(root: Path) -> str:
    """Return the version that pyproject.toml names."""
    return str(tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def committed_files(root: Path, name: str) -> bytes:
    """Return the files of the last commit under the folder `name`, as tar; raises SystemExit when there is no commit to take."""
    done = subprocess.run(["git", "archive", "--format=tar", f"--prefix={name}/", "HEAD"], cwd=root, capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"The bundle is made of the last commit, and git gives none here: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout


def build(root: Path, dist: Path) -> tuple[Path, str]:
    """Write the bundle with its sum beside it, and return the bundle and the sum in hex."""
    name = f"keukentafel-{version(root)}"
    bundle = dist / f"{name}.tar.gz"
    packed = gzip.compress(committed_files(root, name), mtime=0)
    digest = hashlib.sha256(packed).hexdigest()
    dist.mkdir(parents=True, exist_ok=True)
    bundle.write_bytes(packed)
    bundle.with_name(bundle.name + ".sha256").write_text(f"{digest}  {bundle.name}\n", encoding="ascii")
    return bundle, digest


def main() -> None:
    """Build the bundle and say what it is, and what it is not."""
    bundle, digest = build(ROOT, ROOT / "dist")
    print(f"{bundle.relative_to(ROOT)}  {bundle.stat().st_size // 1024} kB\nSHA-256 {digest}")
    print("This is the source, for Debian 12 with `make run`. There is no .deb and no Windows installer yet: those come later.")
    print("Not for real families yet: see README.md.")


if __name__ == "__main__":
    main()
