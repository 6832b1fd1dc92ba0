"""A small size of `make fuzz`, and that it would see a fault of each kind."""

import secrets
from collections import Counter
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from app.log import get_log
from tests.fuzz.hostile import LITERAL, LITERALS, mutated
from tests.fuzz.run import Attack
from tests.fuzz.town import Town
from tests.fuzz.verdict import described, fault_in_answer, listening

EXAMPLES = 3
PATH, REFUSED = "/v1/enrol", b'{"error":"code"}'
HEADERS = {"cache-control": "no-store"}


@pytest.mark.logs("sync.held")
def test_whatever_is_sent_the_service_refuses_or_takes_in_and_stays_sound(tmp_path: Path, address: str) -> None:
    count: Counter[str] = Counter()
    town = Town(tmp_path, address)
    with closing(town.world), listening() as ear:
        Attack([town], ear, EXAMPLES, secrets.randbelow(2**32), count).everything()
    assert count["operations"] == sum(len(methods) for methods in described()["paths"].values())
    assert count["examples"] >= EXAMPLES * 2 * count["operations"]
    assert count["taken"] > 0


@pytest.mark.parametrize(
    ("status", "headers", "body", "wrong"),
    [
        (403, HEADERS, REFUSED, ""),
        (500, HEADERS, b'{"error":"fault"}', "a server error: 500"),
        (403, {}, REFUSED, "may be kept on the way"),
        (418, HEADERS, REFUSED, "418 is not described"),
        (403, HEADERS, b'{"error":"Gezin De Wit"}', "an unknown word"),
        (403, HEADERS, b'{"error":"code","detail":"x"}', "breaks the schema at []: additionalProperties"),
        (200, HEADERS, b'{"device":"x"}', "breaks the schema"),
    ],
)
def test_an_answer_that_is_not_as_described_is_a_fault(status: int, headers: dict[str, str], body: bytes, wrong: str) -> None:
    assert wrong in (said := fault_in_answer(PATH, "post", httpx.Response(status, headers=headers, content=body)))
    assert bool(wrong) == bool(said)


def test_a_line_of_the_log_with_anything_of_the_request_in_it_is_a_fault() -> None:
    with listening() as ear:
        log = get_log("app.server.anything")
        log.trouble("sync.held", error="IntegrityError", stream=bytes(16))
        assert ear.fault("Kanarie") == ""
        log.trouble("sync.held", error="Kanarie")
        assert "typed" in ear.fault('{"name":"Kanarie"}')
        log.trouble("server.fault", error="KeyError")
        assert ear.fault("") == "server.fault error=KeyError"


def test_a_request_is_changed_at_its_place_and_as_no_encoder_would() -> None:
    nan = next(number for number, literal in enumerate(LITERALS) if literal == b"NaN")
    message = {"a": 1, "val": {"b": 2}}
    assert mutated(message, []) == b'{"a":1,"val":{"b":2}}'
    assert mutated({"a": 1}, [("again", 1, 0, 7)]) == b'{"a":1,"a":7}'
    assert mutated({"a": 1}, [("literal", 1, nan, None)]) == b'{"a":NaN}'
    assert mutated(message, [("drop", 1, 0, None)], deep=True) == b'{"a":1,"val":{}}'
    assert LITERAL not in str(mutated({"a": 1}, [("literal", 1, 3, None)]))
