from collections.abc import Iterator

from spylls.hunspell.algo.lookup import Lookup

class Suggest:
    lookup: object
    words_for_ngram: list[object]
    def __call__(self, word: str) -> Iterator[str]: ...

class Dictionary:
    lookuper: Lookup
    suggester: Suggest
    @classmethod
    def from_files(cls, path: str) -> Dictionary: ...
    def lookup(self, word: str) -> bool: ...
    def suggest(self, word: str) -> Iterator[str]: ...
