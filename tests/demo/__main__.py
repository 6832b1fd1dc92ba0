"""`make demo`: plays the story in a folder of its own, writes demo-output/, and ends with one line."""

import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.demo.laptop import MissedError
from tests.demo.story import Story
from tests.demo.town import ROOT, NoTownError

OUTPUT = ROOT / "demo-output"


def main() -> int:
    """Play it; 0 when every step showed what it should."""
    began = time.monotonic()
    OUTPUT.mkdir(exist_ok=True)
    for old in (*OUTPUT.glob("[0-9][0-9]-*.png"), *OUTPUT.glob("*.pdf")):
        old.unlink()
    folder = Path(tempfile.mkdtemp(prefix="keukentafel-demo-"))
    story = Story(folder, OUTPUT)
    try:
        story.play()
    except MissedError as missed:
        print(f"DEMO MISS after step {story.steps}: {missed}\nDEMO MISS steps={story.steps} kept={folder}")
        return 1
    except NoTownError as trouble:
        print(f"DEMO MISS: {trouble}\nIts log: {folder}/server.log")
        return 1
    shutil.rmtree(folder)
    print(f"DEMO OK steps={story.steps} pictures={story.pictures} seconds={time.monotonic() - began:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
