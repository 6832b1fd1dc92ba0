"""The service described for programs: OpenAPI 3.1, made from the very declarations by which messages are checked.

Served to whoever asks, without a token: it says what app/protocol/PROTOCOL.md says, is the same in every municipality and holds no
data, not even which release this is; and whoever writes a second client needs it before there is a token.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import msgspec
from msgspec import Struct

from app.protocol.heal_messages import HealAnswer, HealRequest
from app.protocol.history_messages import HistoryAnswer
from app.protocol.messages import EnrolAnswer, EnrolRequest, Refusal, SyncAnswer, SyncRequest
from app.protocol.packing import PLAIN, ZSTD
from app.protocol.parts import IdText
from app.protocol.version import CONTENT, PROTOCOL

Json = dict[str, Any]

NO_STORE = "no-store"
MEANINGS = {
    204: "nothing to hand out, nothing handed in",
    400: "no message of this protocol, or beyond its limits",
    401: "no valid token, or another laptop's",
    403: "whatever is wrong with the code",
    404: "there is no such family for this laptop",
    405: "no such method here",
    409: "view, epoch, incarnation or ctr-gap: see PROTOCOL.md, Refusals",
    413: "too large: send less",
    500: "a fault in the service",
    503: "the service cannot now: come back later",
}


@dataclass(frozen=True)
class Route:
    """What one route takes and gives; `refuses` are the statuses that come with a Refusal."""

    method: str
    path: str
    does: str
    gives: type[Struct] | Json
    takes: type[Struct] | None = None
    refuses: Sequence[int] = ()
    empty: bool = False
    token: bool = True
    parameters: Sequence[Json] = field(default_factory=tuple)


HEALTH: Json = {"type": "object", "properties": {"status": {"const": "ok"}}, "required": ["status"], "additionalProperties": False}
STREAM: Json = {"name": "stream", "in": "path", "required": True, "schema": msgspec.json.schema(IdText)}
AFTER: Json = {"name": "after", "in": "query", "schema": {"type": "integer", "minimum": 0, "maximum": 2**53, "default": 0}}
PACKED: Json = {
    "name": "content-encoding",
    "in": "header",
    "description": "How the body comes: a zstd frame that names its size and has a checksum, or plain.",
    "schema": {"enum": [ZSTD, PLAIN], "default": PLAIN},
}
BODY = (400, 405, 413, 500, 503)

ROUTES = (
    Route("get", "/health", "Say that the service can serve.", HEALTH, refuses=(405, 503), token=False),
    Route("get", "/openapi.json", "Say what this page says.", {"type": "object"}, refuses=(405,), token=False),
    Route("post", "/v1/enrol", "A one-time code becomes a device and its token.", EnrolAnswer, EnrolRequest, (403, *BODY), token=False),
    Route("post", "/v1/sync", "Both directions at once.", SyncAnswer, SyncRequest, (401, 409, *BODY), empty=True),
    Route("post", "/v1/heal", "What a server that was put back has lost comes back.", HealAnswer, HealRequest, (401, 409, *BODY)),
    Route(
        "get",
        "/v1/streams/{stream}/changes",
        "One page of a family's history after a number, whole.",
        HistoryAnswer,
        refuses=(400, 401, 404, 405, 500, 503),
        parameters=(STREAM, AFTER),
    ),
)


@cache
def description() -> bytes:
    """Return the description as JSON; made once."""
    types = [kind for route in ROUTES for kind in (route.takes, route.gives) if isinstance(kind, type)]
    _, components = msgspec.json.schema_components([*types, Refusal], ref_template="#/components/schemas/{name}")
    paths: dict[str, Json] = {}
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method] = _operation(route)
    whole = {
        "openapi": "3.1.0",
        "info": {
            "title": "Keukentafel: a laptop and its municipal server",
            "version": str(PROTOCOL),
            "description": "The words behind it: app/protocol/PROTOCOL.md. Answers with a message come as zstd, whatever is accepted.",
        },
        "paths": paths,
        "components": {"schemas": components, "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    }
    return msgspec.json.encode(whole)


def _operation(route: Route) -> Json:
    parameters = [*route.parameters, *([PACKED] if route.takes else [])]
    operation: Json = {"operationId": _name(route), "summary": route.does, "responses": _answers(route)}
    if parameters:
        operation["parameters"] = parameters
    if route.takes:
        operation["requestBody"] = {"required": True, "content": {CONTENT: {"schema": _reference(route.takes)}}}
    if route.token:
        operation["security"] = [{"token": []}]
    return operation


def _name(route: Route) -> str:
    words = (word for word in route.path.removesuffix(".json").split("/") if word not in ("", "v1") and "{" not in word)
    return "-".join(words)


def _answers(route: Route) -> Mapping[str, Json]:
    packed = isinstance(route.gives, type)
    schema = _reference(route.gives) if isinstance(route.gives, type) else route.gives
    answers = {"200": _answer("as asked", schema, packed=packed)}
    if route.empty:
        answers["204"] = {"description": MEANINGS[204]}
    return answers | {str(status): _answer(MEANINGS[status], _reference(Refusal), packed=True) for status in _sorted(route.refuses)}


def _answer(meaning: str, schema: Json, *, packed: bool) -> Json:
    headers = {"cache-control": {"required": True, "schema": {"const": NO_STORE}}}
    if packed:
        headers["content-encoding"] = {"required": True, "schema": {"const": ZSTD}}
    return {"description": meaning, "headers": headers, "content": {CONTENT: {"schema": schema}}}


def _sorted(statuses: Iterable[int]) -> list[int]:
    return sorted(set(statuses))


def _reference(kind: type[Struct]) -> Json:
    return {"$ref": f"#/components/schemas/{kind.__name__}"}
