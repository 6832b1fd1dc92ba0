"""Makes the installer for Windows, from Linux or on Windows itself.

On another system it takes a Windows Python that somebody supplies: this project brings none and never puts something in its place.
Nothing here needs more than Python itself: what is missing is said before anything is installed or fetched.
"""

import hashlib
import re
import shutil
import sys
from pathlib import Path

from installer import workshop
from installer.refusal import Refusal

NAME = re.compile(r"python-(3\.11\.\d+)-embed-amd64\.zip")
LOCKS = ("requirements.txt", "requirements-windows.txt")
NEEDS = """An installer for Windows needs the Windows Python, and none is given. Get python-3.11.x-embed-amd64.zip, "Windows embeddable \
package (64-bit)", from python.org, note the SHA-256 that stands there, and give both:
    python3 build_installer.py --target windows --python-embed FILE --sha256 SUM"""


def build(root: Path, dist: Path, embed: Path | None = None, sha256: str = "", wheels: Path | None = None) -> Path:
    """Write the installer, its sum and its list of parts into `dist`; raises Refusal when something is missing or not as it should be.

    `wheels` is a folder that keeps the fetched wheels, about 120 MB; by default in build/.
    """
    if sys.platform == "win32" and embed is None:
        makensis()
        return make(root, dist, "frozen", str(workshop.freeze(root, workshop.DESKTOP)))
    right = checked(embed, sha256.lower())
    makensis()
    fetched = fetch(root, wheels or root / "build" / "windows" / "wheels")
    return make(root, dist, "assembled", str(right), sha256.lower(), str(fetched))


def makensis() -> str:
    """Return the tool that packs; raises Refusal when it is not there."""
    found = shutil.which("makensis")
    if found is None:
        raise Refusal(
            "NSIS is missing: it packs the installer. On Debian: apt-get install nsis. On Windows: NSIS 3, with makensis in the path."
        )
    return found


def checked(embed: Path | None, sha256: str) -> Path:
    """Return the Windows Python once its name and sum are right."""
    if embed is None:
        raise Refusal(NEEDS)
    if not embed.is_file():
        raise Refusal(f"{embed} is not there. {NEEDS}")
    if NAME.fullmatch(embed.name) is None:
        raise Refusal(f"{embed.name} has another name than python-3.11.x-embed-amd64.zip: only that one fits the locked wheels.")
    if re.fullmatch(r"[0-9a-f]{64}", sha256) is None:
        raise Refusal(
            "--sha256 must be the 64 hexadecimal digits that python.org gives for the file: without them nobody knows what it is."
        )
    with embed.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    if digest != sha256:
        raise Refusal(f"{embed.name} is not the file that was meant: its SHA-256 is {digest}, and {sha256} was given.")
    return embed.resolve()


def fetch(root: Path, folder: Path) -> Path:
    """Return the folder with the locked wheels for Windows; each is checked by its sum, also when it was there already."""
    folder.mkdir(parents=True, exist_ok=True)
    words = [str(workshop.environment(root)), "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input", "--no-deps"]
    kind = ["--only-binary", ":all:", "--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp"]
    locks = [word for lock in LOCKS for word in ("-r", lock)]
    workshop.run([*words, *kind, "--require-hashes", *locks, "--dest", str(folder)], root)
    return folder


def make(root: Path, dist: Path, *how: str) -> Path:
    """Put the folder together and pack it, with the Python that has the tools for it."""
    dist.mkdir(parents=True, exist_ok=True)
    target = dist / f"keukentafel-{workshop.version(root)}-setup.exe"
    workshop.run([str(workshop.environment(root)), "-m", "installer.windows_make", str(target), *how], root)
    return target
