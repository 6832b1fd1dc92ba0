"""Puts the service together: routes, who may use them, and what happens when something goes wrong."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from msgspec import Struct
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send

from app.clock import Clock
from app.domain.ids import as_text
from app.log import get_log
from app.protocol.heal_messages import HealRequest
from app.protocol.history_messages import HistoryAnswer
from app.protocol.messages import EnrolRequest, Refusal, SyncRequest, decode, encode
from app.protocol.packing import MOST_PACKED, pack, unpack
from app.protocol.parts import MalformedError
from app.protocol.version import CONTENT
from app.protocol.wire import stream_id
from app.server import tables
from app.server.access import House, RefusedError, SignedIn, TheHouse, house_of, readable, signed_in, token_in
from app.server.described import NO_STORE, description
from app.server.enrol import enrol
from app.server.exchange import exchange, names_of
from app.server.opening import open_as_it_is
from app.server.pages import Shelf
from app.server.settings import ServerSettings
from app.server.streams import GapError
from app.server.tails import heal

log = get_log(__name__)


async def body_of(house: TheHouse, request: Request) -> bytes:
    """Return the unpacked body; stops reading at the limit, and when its time is up."""
    body = bytearray()
    try:
        async with asyncio.timeout(house.request_seconds):
            async for part in request.stream():
                body += part
                if len(body) > MOST_PACKED:
                    raise RefusedError(413, "too_large")
    except TimeoutError:
        raise RefusedError(503, "later") from None
    return unpack(bytes(body), request.headers.get("content-encoding", ""))


Body = Annotated[bytes, Depends(body_of)]


def create_app(settings: ServerSettings, clock: Clock) -> FastAPI:
    """Return the service on its database."""
    house = House(open_as_it_is(settings.address()), clock, settings.request_seconds)

    @asynccontextmanager
    async def open_hours(_app: FastAPI) -> AsyncIterator[None]:
        """Close the database when the service stops, so that everything is in its one file."""
        yield
        house.database.engine.dispose()

    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False, lifespan=open_hours)
    app.state.house = house
    for known in (RefusedError, MalformedError, GapError, RequestValidationError, ClientDisconnect):
        app.add_exception_handler(known, refused)
    app.add_exception_handler(HTTPException, misdirected)
    for busy in (OperationalError, PoolTimeoutError, house.database.engine.dialect.loaded_dbapi.OperationalError):
        app.add_exception_handler(busy, unable)
    app.add_middleware(outermost)
    app.add_route("/v1/sync", sync, methods=["POST"])  # before all others, for it is asked for most
    app.add_api_route("/health", health, methods=["GET"])
    app.add_api_route("/openapi.json", described, methods=["GET"])
    app.add_api_route("/v1/enrol", enrolment, methods=["POST"])
    app.add_api_route("/v1/heal", healed, methods=["POST"])
    app.add_api_route("/v1/streams/{stream}/changes", changes, methods=["GET"])
    return app


def health(house: TheHouse) -> Response:
    """Say whether the service can serve, and nothing else: 200, or 503. The database is read once."""
    driver: Any = house.database.engine.dialect.loaded_dbapi
    try:
        with house.database.read() as tx:
            tx.rows(house.database.log.write.select(tables.municipality, ("municipality",), ()))
    except (SQLAlchemyError, driver.Error) as error:
        log.trouble("server.unable", error=type(error).__name__)
        return packed(Refusal("later"), 503)
    return Response(b'{"status":"ok"}', 200, {"cache-control": NO_STORE}, CONTENT)


def described() -> Response:
    """Hand out the description of the service, as plain JSON: whoever reads it may know no zstd."""
    return Response(description(), 200, {"cache-control": NO_STORE}, CONTENT)


def enrolment(house: TheHouse, body: Body) -> Response:
    """Exchange a one-time code for a device and its token, or for a new token of a device that is known no more."""
    return packed(enrol(house, decode(EnrolRequest, body)))


async def sync(request: Request) -> Response:
    """Take in and hand out. Every laptop asks this every few minutes, mostly for nothing: a plain route and one turn in a thread, for
    to read its parameters as the other routes do took as long again as the whole answer.
    """
    house, authorization = await house_of(request), request.headers.get("authorization", "")
    token_in(authorization)  # who shows none need not send the rest
    body = await body_of(house, request)
    return await run_in_threadpool(synced, house, authorization, body)


def synced(house: House, authorization: str, body: bytes) -> Response:
    """Answer one sync; who asks comes before what is asked."""
    actor = signed_in(house, authorization)
    answer = exchange(house, actor, decode(SyncRequest, body))
    return Response(status_code=204) if answer is None else packed(answer)


def healed(house: TheHouse, actor: SignedIn, body: Body) -> Response:
    """Take back what a server that was put back has lost, and say where it is."""
    return packed(heal(house, actor, decode(HealRequest, body)))


def changes(house: TheHouse, actor: SignedIn, stream: str, after: int = 0) -> Response:
    """Hand out one page of a family's history, whole; 404 for another's family."""
    with house.database.read() as tx:
        grant = readable(house, tx, actor, stream_id(stream))
        if not 0 <= after < grant.head_seq:
            raise RefusedError(404, "not_found")
        page = Shelf(house, tx, actor, frozenset({grant.stream})).page(grant, after)
        return packed(HistoryAnswer(page=page, names=names_of(house, tx, actor, {change.author for change in page.changes}), end=True))


def packed(message: Struct, status: int = 200) -> Response:
    """Return a message as an answer; nothing keeps a copy on the way."""
    body, encoding = pack(encode(message))
    headers = {"content-encoding": encoding, "cache-control": NO_STORE}
    return Response(body, status, headers, CONTENT)


async def refused(_request: Request, error: Exception) -> Response:
    """Answer what was refused on purpose."""
    if isinstance(error, RefusedError):
        return packed(Refusal(error.error), error.status)
    if isinstance(error, GapError):
        return packed(Refusal("ctr-gap", as_text(error.stream), error.last_ctr), 409)
    return packed(Refusal("message"), 400)


async def misdirected(_request: Request, error: Exception) -> Response:
    """Answer in our own form where the framework found no such route, or no such method on it."""
    status = error.status_code if isinstance(error, HTTPException) else 400
    answer = packed(Refusal({404: "not_found", 405: "method"}.get(status, "message")), status)
    answer.headers.update(getattr(error, "headers", None) or {})
    return answer


async def unable(_request: Request, error: Exception) -> Response:
    """Say that the database cannot now (busy, full): nothing was kept, the laptop tries again."""
    log.trouble("server.unable", error=type(error).__name__)
    return packed(Refusal("later"), 503)


def outermost(app: ASGIApp) -> ASGIApp:
    """Answer 500 to whatever nobody foresaw, and log no more of it than its type."""

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await app(scope, receive, send)
        except Exception as error:
            log.trouble("server.fault", error=type(error).__name__)
            await packed(Refusal("fault"), 500)(scope, receive, send)

    return guarded
