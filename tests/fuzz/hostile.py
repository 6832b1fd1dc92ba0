"""What is sent to the service with bad intent: real requests with a few things in them changed, and bodies that are not what they say."""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import zstandard
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from app.domain.ids import as_text
from app.protocol.packing import MOST_PACKED, pack

Json = Any
Mutation = tuple[str, int, int, Json]
"""What is done, at which place (of all places, in order), with which other place, and with which value."""
Wrapped = tuple[bytes, str | None]
"""A body and the content encoding it says it has."""

CANARY = "Kanarie"
LITERAL = "literally:"
AGAIN = "\0again"
INSIDE = {"val", "looks", "marks"}
"""What is looked at more closely than whether it is a message: what is changed here only gets further in."""
SQL = (
    "'; DROP TABLE change; --",
    "' OR '1'='1",
    '" OR ""="',
    "%s %(x)s ? :a {0}",
    "\\'; SELECT pg_sleep(9); --",
    "x') UNION SELECT token_hash--",
)
LITERALS = (
    *(b"NaN -Infinity 1e400 -1e400 -0 1.0 1E2 01 +1 0x10 1_000 tru".split()),
    *(b"9" * 18, b"9" * 400, b"9" * 5_000, b"-9223372036854775809", b"18446744073709551616", b"0." + b"3" * 999),
    *(
        b'"\\ud800"',
        b'"\\udfff\\ud800"',
        b'"\xff\xfe"',
        b'"\xed\xa0\x80"',
        b'"a\\u0000b"',
        b'"\x00"',
        b'"\\x"',
        b'"\n"',
        b'{"a":1,"a":2}',
        b"{1:2}",
    ),
    *(b"[" * deep + b"]" * deep for deep in (20, 1_100, 60_000)),
    *(b'{"a":' * deep + b"1" + b"}" * deep for deep in (70, 1_100)),
    *(b"[1,]", b"[1 2]", b"/* */1", b"\xef\xbb\xbf1", b""),
)
DEEP = len(LITERALS)
LITERALS += tuple(b"[" * deep + b"]" * deep for deep in (40, 500, 900, *range(960, 996, 3)))
"""Somewhere here the reader of JSON gives up: sooner, the deeper the program is in itself."""
SPELLINGS: tuple[Callable[[str], str], ...] = (
    lambda id_: f"{id_}==",
    lambda id_: id_[:-1] + "B",
    lambda id_: id_.replace("A", "/"),
    str.lower,
    lambda id_: f" {id_[:-1]}",
    lambda id_: f"{id_[:-1]}\n",
    lambda _: "é" * 22,
    lambda _: "00000000-0000-0000-0000-000000000000",
    lambda _: "A" * 22,
    lambda _: "_" * 21 + "w",
)
NUMBERS = (0, 1, 2, 7, -1, 2**31, 2**32, 2**53 - 1, 2**53, 2**53 + 1, 2**63 - 1, 2**63, -(2**53), -(2**63), 0.5, 1e300)
TEXTS = (
    "",
    "\0",
    f"{CANARY}\0{CANARY}",
    "*",
    "_deleted",
    "family",
    "goal",
    "text",
    "x" * 41,
    "x" * 4_001,
    "x" * 100_000,
    "𝕏" * 40,
    "\u202e",
    "\ufeff",
    *SQL,
)
KINDS = ("value", "literal", "spelling", "drop", "more", "again", "swap", "repeat", "turn", "wrap", "copy", "nest")


def values() -> SearchStrategy[Json]:
    """Return what may be put anywhere."""
    plain: SearchStrategy[Json] = st.sampled_from((None, True, False, [], {}, [None], {"a": {}}, *NUMBERS, *TEXTS))
    return st.one_of(plain, st.integers(), st.text(max_size=30), st.floats(allow_nan=False, allow_infinity=False))


def mutations() -> SearchStrategy[list[Mutation]]:
    """Return up to four changes to a request; often one, sometimes none: then it is taken in."""
    places = st.integers(0, 10_000)
    return st.lists(st.tuples(st.sampled_from(KINDS), places, places, values()), max_size=4)


def mutated(message: Json, changes: list[Mutation], *, deep: bool = False) -> bytes:
    """Return the message as JSON, with the changes made to it one after the other; `deep` leaves all but the values in it as it is."""
    root = {"": message}
    for change in changes:
        every = [(node, key) for node, key, inside in _places(root) if inside or not deep]
        if every:
            _change(change, every[change[1] % len(every)], every[change[2] % len(every)])
    text = json.dumps(root[""], separators=(",", ":")).encode().replace(b'\\u0000again"', b'"')
    for number, literal in enumerate(LITERALS):
        text = text.replace(f'"{LITERAL}{number}"'.encode(), literal)
    return text


def _places(node: Json, *, inside: bool = False) -> Iterator[tuple[Any, Any, bool]]:
    """Yield each place as its parent and its key, and whether it is in a value."""
    for key, value in list(node.items() if isinstance(node, dict) else enumerate(node)):
        deeper = inside or key in INSIDE
        yield node, key, deeper
        if isinstance(value, (dict, list)):
            yield from _places(value, inside=deeper)


def _change(change: Mutation, at: tuple[Any, Any], at_other: tuple[Any, Any]) -> None:
    (kind, _, number, _), (node, key), (other, its_key) = change, at, at_other
    value = json.loads(json.dumps(change[3]))  # a list of its own: it may be changed next
    there, its = node[key], other[its_key]
    if kind == "spelling" and isinstance(there, str):
        node[key] = SPELLINGS[number % len(SPELLINGS)](there)
    elif kind == "drop" and key != "":
        del node[key]
    elif kind in ("more", "again") and isinstance(node, dict) and key != "":
        node[f"{key}{AGAIN}" if kind == "again" else f"{value}"] = value
    elif kind == "swap" and not _within(there, other) and not _within(its, node):
        node[key], other[its_key] = its, there
    elif kind == "copy" and not _within(there, other):
        other[its_key] = json.loads(json.dumps(there))
    else:
        node[key] = _bent(kind, number, there, value)


def _bent(kind: str, number: int, there: Json, value: Json) -> Json:
    if kind in ("literal", "nest"):
        return f"{LITERAL}{number % DEEP if kind == 'literal' else DEEP + number % (len(LITERALS) - DEEP)}"
    if isinstance(there, list) and there and kind in ("repeat", "turn"):
        most = max(2, min(600, MOST_PACKED * 2 // len(json.dumps(there))))
        return there * (1 + number % most) if kind == "repeat" else there[::-1]
    return [there] if kind == "wrap" else value


def _within(node: Json, place: Any) -> bool:
    """Tell whether a place lies in a node, so that neither can be put into the other."""
    return node is place or (isinstance(node, (dict, list)) and any(place is parent for parent, *_ in _places(node)))


def renamed(message: Json, keep: Mapping[str, str]) -> Json:
    """Return the message with new names for every row, gesture and salt, the same wherever it says them; `keep` says other new names."""
    names = dict(keep)
    for change in [change for push in message["push"] for change in push["changes"]]:
        for member in ("tx", "row", "salt"):
            names.setdefault(change[member], as_text(os.urandom(16)))
    text = json.dumps(message)
    for old, new in names.items():
        text = text.replace(f'"{old}"', f'"{new}"')
    return json.loads(text)


def frame(data: bytes, *, checksum: bool = True, size: bool = True) -> bytes:
    """Return a frame as somebody else might make it."""
    return zstandard.ZstdCompressor(write_checksum=checksum, write_content_size=size).compress(data)


def _flipped(body: bytes, at: int) -> bytes:
    place = at % len(body)
    return body[:place] + bytes([body[place] ^ (1 << at % 8)]) + body[place + 1 :]


BOMB = frame(bytes(100 * 1024 * 1024))
SLOW_BOMB = frame(bytes(9 * 1024 * 1024))
WRAPS: Mapping[str, Callable[[bytes, int], Wrapped]] = {
    "plain": lambda body, _: (body, None),
    "said plain": lambda body, _: (body, "identity"),
    "packed": lambda body, _: pack(body),
    "no checksum": lambda body, _: (frame(body, checksum=False), "zstd"),
    "no size": lambda body, _: (frame(body, size=False), "zstd"),
    "cut": lambda body, at: (frame(body)[: at % len(frame(body))], "zstd"),
    "flipped": lambda body, at: (_flipped(frame(body), at), "zstd"),
    "flipped inside": lambda body, at: pack(_flipped(body or b"x", at)),
    "more behind": lambda body, at: (frame(body) + bytes(at % 40 + 1), "zstd"),
    "two": lambda body, _: (frame(body) + frame(body), "zstd"),
    "twice": lambda body, _: (frame(frame(body)), "zstd"),
    "bomb": lambda _, at: (BOMB if at % 2 else SLOW_BOMB, "zstd"),
    "too long": lambda body, _: (body + b" " * MOST_PACKED, None),
    "not packed": lambda body, _: (body, "zstd"),
    "said otherwise": lambda body, at: (body, ("gzip", "br", "ZSTD", "zstd, zstd", "deflate", "\xff", "")[at % 7]),
    "utf-16": lambda body, _: (body.decode("utf-8", "replace").encode("utf-16"), None),
    "nothing": lambda _, at: (b"", "zstd" if at % 2 else None),
    "bytes": lambda _, at: (os.urandom(at % 500), "zstd" if at % 2 else None),
    "magic": lambda _, at: (b"\x28\xb5\x2f\xfd" + os.urandom(at % 60), "zstd"),
}
HONEST = ("plain", "packed", "packed", "said plain")


def wraps() -> SearchStrategy[tuple[str, int]]:
    """Return how a body comes: mostly as it should."""
    return st.tuples(st.one_of(st.sampled_from(HONEST), st.sampled_from(HONEST), st.sampled_from(sorted(WRAPS))), st.integers(0, 100_000))
