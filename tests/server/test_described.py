"""The description that the service serves, held against the routes, the messages, the page and the answers."""

import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jsonschema_rs import Draft202012Validator, meta
from starlette.routing import Route

import app.protocol
from app.protocol.messages import Refusal, decode
from app.server.described import description
from tests.server.asking import Asking
from tests.world import World

PAGE = Path(app.protocol.__path__[0]) / "PROTOCOL.md"
EXAMPLES = re.findall(r"<!-- (\w+) -->\n```json\n(.*?)\n```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
WHOLE: dict[str, Any] = json.loads(description())


def validator(name: str) -> Draft202012Validator:
    """Return what holds a message against its schema."""
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": WHOLE["components"]})


def test_every_route_that_is_served_is_described_and_the_other_way_round(world: World) -> None:
    routes = [route for route in world.app.routes if isinstance(route, Route)]
    served = {(route.path, method.lower()) for route in routes for method in route.methods or ()}
    assert served == {(path, method) for path, methods in WHOLE["paths"].items() for method in methods}
    page = PAGE.read_text(encoding="utf-8")
    assert all(f"{method.upper()} {path.replace('{stream}', '{id}')}" in page for path, method in served)


def test_a_route_wants_a_token_exactly_where_the_description_says_so(samira: Asking) -> None:
    for path, methods in WHOLE["paths"].items():
        for method, operation in methods.items():
            ask = samira.get(path, token="") if method == "get" else samira.post(path, b"{}", token="")
            assert (ask[0] == 401) == ("security" in operation), path


def test_it_is_served_to_whoever_asks_and_is_openapi(samira: Asking) -> None:
    status, body = samira.get("/openapi.json", token="")
    assert (status, body) == (200, description())
    assert WHOLE["openapi"] == "3.1.0"
    for schema in WHOLE["components"]["schemas"].values():
        assert meta.is_valid(schema)
    assert samira.device.identity.token not in body.decode()


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[name for name, _ in EXAMPLES])
def test_every_example_of_the_page_fits_its_schema_and_with_one_field_more_it_does_not(name: str, example: str) -> None:
    message = msgspec.json.decode(example)
    validator(name).validate(message)
    assert not validator(name).is_valid({**message, "surprise": 1})


@pytest.mark.parametrize(
    ("method", "path", "status", "word"),
    [
        ("get", "/v1/sync", 405, "method"),
        ("get", "/v1/nothing", 404, "not_found"),
        ("get", "/v1/sync/", 404, "not_found"),
        ("get", "/docs", 404, "not_found"),
        ("get", "/v1/streams/AaIHvanAcACgNN9v7gN3Iw/changes?after=Gezin%20De%20Wit", 400, "message"),
        ("get", "/v1/streams/AaIHvanAcACgNN9v7gN3Iw/changes?after=-1", 404, "not_found"),
        ("get", "/v1/streams/aaihvanacacgnn9v7gn3iw==/changes", 400, "message"),
        ("post", "/health", 405, "method"),
    ],
)
def test_what_the_framework_refuses_is_refused_in_our_words(samira: Asking, method: str, path: str, status: int, word: str) -> None:
    answer = samira.get(path) if method == "get" else samira.post(path, b"{}")
    assert answer[0] == status
    assert decode(Refusal, answer[1]) == Refusal(word)
