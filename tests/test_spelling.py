"""The word list in its own process: asked over its pipes as the windows do, it knows Dutch, and it holds on to nothing."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
ALONE = """
import io, json, sys
from app import paths, spelling
from app.clock import SystemClock

words = spelling.WordList(str(paths.resources() / "spelling" / spelling.LIST), SystemClock())
lines = [{"check": ["gezinsplan", "huisweerk"]}, {"suggest": "huisweerk"}]
asked = io.BytesIO(b"".join(json.dumps(line).encode() + b"\\n" for line in lines))

def stay_here(event, given):
    if event == "open" or event.startswith(("socket.", "subprocess.", "os.")):
        raise RuntimeError(event)

sys.addaudithook(stay_here)
spelling.serve(words, asked, sys.stdout.buffer)
"""
"""The list, with every file, connection and program forbidden once it has been read."""
RIGHT = (
    "keukentafelgesprek", "gezinsplan", "buurvrouw", "ijs", "IJs", "IJsselmeer", "één", "coördinatie", "reünie", "foto's", "zo'n",
    "pleegouder", "afspraak", "gesprek", "oma", "opa", "vrijwilliger", "leerplichtambtenaar",
)  # fmt: skip
WRONG = ("keukentafelgespek", "huisweerk", "Ijs", "coordinatie", "gebuert", "afspaark", "slaapen")
MEANT = {
    "huisweerk": "huiswerk",
    "keukentafelgespek": "keukentafelgesprek",
    "coordinatie": "coördinatie",
    "afspaark": "afspraak",
    "slaapen": "slapen",
    "schol": "school",
}


@dataclass
class Child:
    """The process, with a line to it and a line back."""

    process: subprocess.Popen[bytes]

    def ask(self, **asked: Any) -> None:
        """Ask something."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(asked).encode() + b"\n")
        self.process.stdin.flush()

    def answer(self) -> dict[str, Any]:
        """Return the next answer."""
        assert self.process.stdout is not None
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def meant(self, word: str) -> list[str]:
        """Return every suggestion for a word."""
        self.ask(suggest=word)
        found = []
        while not (answer := self.answer()).get("done"):
            assert answer["word"] == word
            found.append(answer["suggestion"])
        return found


@pytest.fixture(scope="module")
def child() -> Iterator[Child]:
    """The process, ready."""
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    started = subprocess.Popen([sys.executable, "-m", "app.spelling"], cwd=ROOT, stdin=pipe, stdout=pipe, stderr=nowhere)
    made = Child(started)
    assert made.answer() == {"ready": True}
    yield made
    assert started.stdin is not None
    assert started.stdout is not None
    started.stdin.close()
    assert started.wait(20) == 0
    started.stdout.close()


def test_it_knows_dutch_words_their_compounds_accents_and_the_long_ij(child: Child) -> None:
    child.ask(check=[*RIGHT, *WRONG])
    assert child.answer() == {"right": sorted(RIGHT), "wrong": sorted(WRONG)}


@pytest.mark.parametrize("word", MEANT)
def test_among_its_few_suggestions_is_the_word_that_was_meant(child: Child, word: str) -> None:
    found = child.meant(word)
    assert MEANT[word] in found
    assert len(found) <= 5
    assert len(set(found)) == len(found)


def test_a_word_that_resembles_nothing_gives_no_suggestion_and_ends(child: Child) -> None:
    assert child.meant("qzxvbwqzxvbwqzxvbw") == []


def test_it_gives_way_to_everything_else_on_the_machine(child: Child) -> None:
    stat = (Path("/proc") / str(child.process.pid) / "stat").read_text(encoding="ascii")
    assert int(stat.rsplit(")", 1)[1].split()[16]) >= 15


def test_no_word_leaves_it_but_by_its_line() -> None:
    done = subprocess.run([sys.executable, "-c", ALONE], cwd=ROOT, capture_output=True, text=True, check=True)
    assert [json.loads(line) for line in done.stdout.splitlines()][1:3] == [
        {"right": ["gezinsplan"], "wrong": ["huisweerk"]},
        {"word": "huisweerk", "suggestion": "huiswerk"},
    ]
    assert done.stderr == ""


def test_it_leaves_no_image_of_its_memory_behind_when_it_falls_over(child: Child) -> None:
    status = (Path("/proc") / str(child.process.pid) / "limits").read_text(encoding="ascii")
    [core] = [line.split()[4:6] for line in status.splitlines() if line.startswith("Max core")]
    assert core == ["0", "0"]


def test_it_is_not_loaded_by_the_windows() -> None:
    code = "import sys, ui.spelling, ui.windows.main_window; print('spylls' in sys.modules, 'app.spelling' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
