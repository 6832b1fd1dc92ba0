"""The page that describes the protocol, held against the messages; and what is not believed on the way."""

import re
from pathlib import Path

import msgspec
import pytest
import zstandard

import app.protocol
from app.changelog.change import Change
from app.protocol import heal_messages, history_messages, messages
from app.protocol.messages import PushedChange, SyncRequest, decode, encode
from app.protocol.packing import MOST_PACKED, MOST_UNPACKED, pack, unpack
from app.protocol.parts import MalformedError
from app.protocol.view import view_of
from app.protocol.wire import from_pulled, from_pushed, gestures, head_hash, ordered, pulled, pushed, stream_id

PAGE = Path(app.protocol.__path__[0]) / "PROTOCOL.md"
EXAMPLES = re.findall(r"<!-- (\w+) -->\n```json\n(.*?)\n```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
KINDS = {name: kind for part in (messages, heal_messages, history_messages) for name, kind in vars(part).items()}


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[name for name, _ in EXAMPLES])
def test_the_examples_of_the_page_are_messages(name: str, example: str) -> None:
    kind = KINDS[name]
    assert msgspec.json.decode(encode(decode(kind, example.encode()))) == msgspec.json.decode(example)
    with pytest.raises(MalformedError):
        decode(kind, example.replace("{", '{"surprise":1,', 1).encode())


def test_the_page_names_every_message_and_every_reason() -> None:
    assert {name for name, _ in EXAMPLES} == {
        "EnrolRequest",
        "EnrolAnswer",
        "SyncRequest",
        "SyncAnswer",
        "HealRequest",
        "HealAnswer",
        "HistoryAnswer",
        "Page",
        "Push",
        "Refusal",
    }
    page = PAGE.read_text(encoding="utf-8")
    for reason in ("collision", "no_grant", "grant_ended", "author", "seen", "value", "append_only", "too_many", "fault"):
        assert f"`{reason}`" in page


CHANGE = Change(
    dev=bytes(range(16)),
    inc=1,
    ctr=3,
    seq=9,
    ord=1_000,
    seen=2,
    tx=bytes(range(1, 17)),
    record="goal",
    row=bytes(range(2, 18)),
    grp="text",
    val=b'{ "a" : "\xc3\xab" }',
    salt=bytes(range(3, 19)),
    wall=5_000,
    author=bytes(range(4, 20)),
    schema=1,
    kind="set",
    received_at=1_000,
    clock_err=-2_500,
)


def test_a_change_comes_over_the_line_as_it_was() -> None:
    wire = decode(messages.PulledChange, encode(pulled(CHANGE)))
    assert from_pulled(wire, 9) == CHANGE
    mine = decode(PushedChange, encode(pushed(CHANGE)))
    assert from_pushed(mine, CHANGE.dev, 1, 3) == CHANGE._replace(seq=None, ord=None, received_at=None, clock_err=None)


def test_no_edit_is_newer_than_its_arrival() -> None:
    assert ordered(wall=5_000, clock_err=0, received_at=1_000) == 1_000
    assert ordered(wall=5_000, clock_err=-4_500, received_at=1_000) == 500


@pytest.mark.parametrize("text", ["", "A" * 21, "A" * 23, "A" * 21 + "=", "A" * 21 + "B", "é" * 22, "A" * 21 + " ", "+" * 22])
def test_an_id_has_one_spelling(text: str) -> None:
    with pytest.raises(MalformedError):
        stream_id(text)


def test_a_head_is_hex() -> None:
    assert head_hash("0f" * 32) == bytes([15]) * 32
    with pytest.raises(MalformedError):
        head_hash("xy" * 32)


def test_changes_fall_apart_into_gestures() -> None:
    other = CHANGE._replace(tx=bytes(16))
    assert list(gestures([])) == []
    assert list(gestures([CHANGE, CHANGE, other, CHANGE])) == [[CHANGE, CHANGE], [other], [CHANGE]]


def test_a_view_is_the_same_in_any_order_and_another_for_any_difference() -> None:
    one, two = (bytes(16), 1, bytes(32), 1), (bytes([1] * 16), 1, bytes(32), 1)
    assert view_of([one, two]) == view_of([two, one])
    others = [(bytes(16), 2, bytes(32), 1), (bytes(16), 1, bytes([1] * 32), 1), (bytes(16), 1, bytes(32), 2)]
    assert len({view_of([other]) for other in (*others, one, two)} | {view_of([])}) == 6


def frame(data: bytes, *, checksum: bool = True, size: bool = True) -> bytes:
    """Return a frame as somebody else might make it."""
    return zstandard.ZstdCompressor(write_checksum=checksum, write_content_size=size).compress(data)


def test_what_is_packed_can_be_unpacked() -> None:
    for data in (b"{}", b"x" * MOST_PACKED, bytes(range(256)) * 100):
        assert unpack(*pack(data)) == data
    assert unpack(b"{}", "") == unpack(b"{}", "identity") == b"{}"


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (bytes(MOST_PACKED + 1), ""),
        (frame(b"x"), "gzip"),
        (frame(b"x", checksum=False), "zstd"),
        (frame(b"x", size=False), "zstd"),
        (frame(bytes(MOST_PACKED + 1)), "zstd"),
        (frame(bytes(MOST_UNPACKED + 1)), "zstd"),
        (frame(bytes(100 * 1024 * 1024)), "zstd"),
        (frame(b"x" * 999)[:-1], "zstd"),
        (frame(b"x" * 999)[:-1] + b"?", "zstd"),
        (frame(b"x") + b"x", "zstd"),
        (b"", "zstd"),
        (b"no frame", "zstd"),
    ],
)
def test_nothing_broken_or_beyond_the_limits_is_unpacked(body: bytes, encoding: str) -> None:
    with pytest.raises(MalformedError):
        unpack(body, encoding)


def test_a_frame_that_lies_about_its_size_is_broken() -> None:
    honest = bytearray(frame(b"x" * 200))
    honest[5] += 40
    with pytest.raises(MalformedError):
        unpack(bytes(honest), "zstd")


def test_no_laptop_is_refused_for_what_its_clock_says() -> None:
    example = dict(EXAMPLES)["SyncRequest"]
    for wall in (-(2**53), 0, 2**53):
        assert decode(SyncRequest, example.replace("1795426200000", str(wall)).encode()).wall_now == wall


def test_what_reads_a_message_is_there_before_anybody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two laptops that come as the service begins would make it at once, and that is a fault of memory."""

    def made(kind: object) -> None:
        raise AssertionError(f"made while somebody waits: {kind}")

    monkeypatch.setattr(msgspec.json, "Decoder", made)
    kinds = [kind for kind in KINDS.values() if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind is not msgspec.Struct]
    assert {SyncRequest, heal_messages.HealRequest, history_messages.HistoryAnswer} <= set(kinds)
    for kind in kinds:
        with pytest.raises(MalformedError):
            decode(kind, b"1")
