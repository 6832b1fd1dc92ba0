"""The Dutch word list, in a process of its own: reading it takes seconds and 180 MB, and must never disturb who is typing.

    python -m app.spelling

Words come in on stdin and answers go out on stdout, one JSON object a line: `{"check": [word, ...]}` gives `{"right": [...], "wrong":
[...]}`; `{"suggest": word}` gives `{"word": ..., "suggestion": ...}` for each one found and `{"word": ..., "done": true}` at the end.
It reads no file but the list, writes none, logs nothing, and ends when stdin does: so it never outlives the program.
"""

import json
import os
import sys
from collections.abc import Iterator
from itertools import islice
from typing import IO, Any

from spylls.hunspell import Dictionary
from spylls.hunspell.algo.lookup import Lookup

from app import paths
from app.clock import Clock, WorkClock

LIST = "nl_NL"
MOST = 5
"""How many suggestions a person reads."""
PATIENCE_S = 2.5
PIECE_S = 0.15
"""For how many seconds of work a word, and a piece of a long word, is looked into: some take the library 20. On a busy laptop what was
meant comes later, and it comes."""
LEAST_PIECE = 3
LONG = 8
NICE = 15


class Patient:
    """The library's lookup, which gives up when the time is over: every suggestion is tried on it."""

    def __init__(self, lookup: Lookup, clock: Clock) -> None:
        self.lookup = lookup
        self.clock = clock
        self.until = 0.0

    def __call__(self, word: str) -> bool:
        """Tell whether a word is right."""
        return self.lookup(word)

    def good_forms(self, word: str, **how: bool) -> Iterator[object]:
        """Return what the library knows of a word; raises TimeoutError when the time is over."""
        if self.clock.monotonic() > self.until:
            raise TimeoutError
        return self.lookup.good_forms(word, **how)


class WordList:
    """The words of a language: whether one is right, and what a wrong one may have been."""

    def __init__(self, path: str, clock: Clock) -> None:
        self.words = Dictionary.from_files(path)
        self.words.suggester.words_for_ngram = []  # comparing with all 160,000 words takes seconds and finds little
        self.clock = clock
        self.patient = Patient(self.words.lookuper, clock)
        self.words.suggester.lookup = self.patient

    def is_right(self, word: str) -> bool:
        """Tell whether a word is in the list, or made of words in it."""
        return self.words.lookup(word)

    def suggestions(self, word: str) -> Iterator[str]:
        """Yield what was meant, the likeliest first, each as soon as it is found."""
        given: set[str] = set()
        until = self.clock.monotonic() + PATIENCE_S
        for found in self._all(word, until):
            if found not in given and len(given) < MOST:
                given.add(found)
                yield found

    def _all(self, word: str, until: float) -> Iterator[str]:
        if len(word) >= LONG:
            yield from self._of_pieces(word, until)
        yield from self._within(word, until)

    def _of_pieces(self, word: str, until: float) -> Iterator[str]:
        """A long Dutch word with one fault is mostly a right word and a wrong one: "keukentafel" and "gespek"."""
        for cut in range(len(word) - LEAST_PIECE, LEAST_PIECE - 1, -1):
            head, tail = word[:cut], word[cut:]
            if self.clock.monotonic() > until:
                return
            if self.is_right(head):
                yield from (head + found for found in self._piece(tail) if self.is_right(head + found))
            elif self.is_right(tail):
                yield from (found + tail for found in self._piece(head) if self.is_right(found + tail))

    def _piece(self, piece: str) -> list[str]:
        return list(self._within(piece, self.clock.monotonic() + PIECE_S, 3))

    def _within(self, word: str, until: float, most: int = MOST) -> Iterator[str]:
        self.patient.until = until
        try:
            yield from islice(self.words.suggest(word), most)
        except TimeoutError:
            return


def answers(words: WordList, asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what one line asks for."""
    if "suggest" in asked:
        word = str(asked["suggest"])
        yield from ({"word": word, "suggestion": found} for found in words.suggestions(word))
        yield {"word": word, "done": True}
        return
    right = {word for word in asked["check"] if words.is_right(word)}
    yield {"right": sorted(right), "wrong": sorted(set(asked["check"]) - right)}


def serve(words: WordList, lines: IO[bytes], out: IO[bytes]) -> None:
    """Answer until nothing is asked any more."""
    tell(out, {"ready": True})
    for line in lines:
        for answer in answers(words, json.loads(line)):
            tell(out, answer)


def tell(out: IO[bytes], answer: dict[str, Any]) -> None:
    """Write one answer, at once."""
    out.write(json.dumps(answer).encode() + b"\n")
    out.flush()


def harden() -> None:
    """Leave the machine to others, and keep the words in memory from other programs of this worker (security.md 3.4)."""
    if sys.platform != "win32":
        os.nice(NICE)
    if sys.platform == "linux":
        import ctypes
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)


def main() -> None:
    """Read the list, and answer."""
    harden()
    words = WordList(str(paths.resources() / "spelling" / LIST), WorkClock())
    serve(words, sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
