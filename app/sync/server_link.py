"""The only way to the municipal server. Decides about addresses, trust and sizes; keeps nothing and knows no store."""

import ipaddress
import ssl
from contextlib import closing
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar, cast
from urllib.parse import urlsplit

from msgspec import UNSET

from app.domain.ids import as_text, from_text
from app.errors import KeukentafelError, UserProblem
from app.log import get_log
from app.protocol.heal_messages import HealAnswer, HealRequest
from app.protocol.history_messages import HistoryAnswer
from app.protocol.messages import (
    Again,
    EnrolAnswer,
    EnrolRequest,
    Refusal,
    SyncAnswer,
    SyncRequest,
    decode,
    encode,
)
from app.protocol.packing import MOST_PACKED, PLAIN, ZSTD, pack, unpack
from app.protocol.parts import MalformedError
from app.protocol.version import CONTENT
from app.protocol.wire import stream_id
from app.store.workspace import Identity
from app.sync.cutting import Cutter

if TYPE_CHECKING:
    import httpx

log = get_log(__name__)
M = TypeVar("M", SyncAnswer, EnrolAnswer, HealAnswer, HistoryAnswer)

PATIENCE_S = {"connect": 5.0, "read": 30.0, "write": 30.0, "pool": 30.0}
"""How long to wait for a line, and for anything at all to move on it."""
WHO = "Keukentafel"
TOO_LARGE = "too_large"
BUSY = frozenset({408, 429, 500, 502, 503, 504})
"""The server, or what stands before it, cannot answer now: the same as no network."""


class NoNetworkError(KeukentafelError):
    """The server cannot be reached now. A state, not a problem: everything waits on the laptop."""


class OutOfStepError(KeukentafelError):
    """The server cannot take this request as it is: another view, epoch or incarnation, counters it never got, or too much at once."""

    def __init__(self, error: str, stream: bytes | None) -> None:
        super().__init__(error)
        self.error = error
        self.stream = stream


class ServerLink:
    """A link to one server with one device's token; `transport` stands in for the network in tests."""

    def __init__(self, address: str, token: str = "", transport: "httpx.BaseTransport | None" = None) -> None:
        self.address = safe_address(address)
        self._token = token
        self._transport = transport
        self.cutter = Cutter()

    def enrol(self, code: str, again: Identity | None = None) -> Identity:
        """Exchange a one-time code for who this laptop is; raises UserProblem, also when there is no network.

        `again` is who it was: then it asks to be known as that once more.
        """
        who = Again(as_text(again.device), as_text(again.worker)) if again else UNSET
        request = EnrolRequest(code=code.strip()[:60] or "-", again=who)
        try:
            status, body = self._post("/v1/enrol", encode(request))
        except NoNetworkError as error:
            raise UserProblem("server_unreachable") from error
        if status == 403:
            raise UserProblem("code_refused")
        answer = self._read(EnrolAnswer, status, body)
        return Identity(
            server=self.address,
            device=bytes(from_text(answer.device)),
            inc=answer.inc,
            token=answer.token,
            worker=from_text(answer.worker),
            worker_name=answer.worker_name,
            municipality=answer.municipality,
            municipality_name=answer.municipality_name,
            epoch=answer.epoch,
        )

    def sync(self, request: SyncRequest) -> SyncAnswer | None:
        """Exchange changes; None when there is nothing new on either side.

        Raises NoNetworkError, OutOfStepError, and UserProblem for a device the server refuses or an answer that is none.
        """
        status, body = self._post("/v1/sync", encode(request))
        if status == 204:
            return None
        self._refused(status, body)
        return self._read(SyncAnswer, status, body)

    def heal(self, request: HealRequest) -> HealAnswer:
        """Ask a server that was put back where it is, and bring it what it lost; raises as `sync` does."""
        status, body = self._post("/v1/heal", encode(request))
        self._refused(status, body)
        return self._read(HealAnswer, status, body)

    def history(self, stream: bytes, after: int) -> HistoryAnswer:
        """Return one page of a family's whole history; raises as `sync` does, and UserProblem for a family that is another's by now."""
        status, body = self._post(f"/v1/streams/{as_text(stream)}/changes?after={after}")
        if status == 404:
            raise UserProblem("history_not_given")
        self._refused(status, body)
        return self._read(HistoryAnswer, status, body)

    def close(self) -> None:
        """Let go of the connection."""
        if self._transport is not None:
            self._transport.close()

    def _read(self, kind: type[M], status: int, body: bytes) -> M:
        try:
            if status != 200:
                raise MalformedError("another status")
            return decode(kind, body)
        except MalformedError as error:
            log.trouble("server.nonsense", status=status)
            raise UserProblem("server_nonsense") from error

    def _refused(self, status: int, body: bytes) -> None:
        if status == 401:
            raise UserProblem("device_refused")
        if status == 409:
            raise self._out_of_step(body)
        if status == 413:
            raise OutOfStepError(TOO_LARGE, None)

    def _out_of_step(self, body: bytes) -> KeukentafelError:
        try:
            refusal = decode(Refusal, body)
            return OutOfStepError(refusal.error, stream_id(refusal.stream) if refusal.stream else None)
        except MalformedError:
            return UserProblem("server_nonsense")

    def _post(self, path: str, message: bytes | None = None) -> tuple[int, bytes]:
        """Return status and unpacked body; without a message it only asks.

        httpx carries it without its `Client`: that follows redirects, keeps cookies and signs in, none of which happens here, and takes a
        fifth of the time for it.
        """
        import httpx

        if self.cutter.was_cut:
            raise NoNetworkError("cut")
        method, (body, encoding) = ("GET", (b"", PLAIN)) if message is None else ("POST", pack(message))
        headers = {"user-agent": WHO, "content-type": CONTENT, "content-encoding": encoding, "accept-encoding": ZSTD}
        if self._token:
            headers["authorization"] = f"Bearer {self._token}"
        try:
            address, handled = address_of(self.address + path), {"timeout": PATIENCE_S, "trace": self.cutter.note}
            request = httpx.Request(method, address, content=body, headers=headers, extensions=handled)
            with closing(self._way().handle_request(request)) as response:
                if response.status_code in BUSY:
                    raise NoNetworkError(str(response.status_code))
                return response.status_code, unpack(all_of(response), response.headers.get("content-encoding", ""))
        except httpx.TransportError as error:
            if untrusted(error):
                raise UserProblem("server_not_trusted") from error
            raise NoNetworkError(type(error).__name__) from error
        except httpx.InvalidURL as error:
            raise UserProblem("server_address_wrong") from error
        except MalformedError as error:
            log.trouble("server.nonsense")
            raise UserProblem("server_nonsense") from error

    def _way(self) -> "httpx.BaseTransport":
        import httpx
        import truststore

        if self._transport is None:
            trust = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            self._transport = httpx.HTTPTransport(verify=trust, proxy=proxy_to(self.address))
        return self._transport


def all_of(response: "httpx.Response") -> bytes:
    """Return the body of an answer as it came, packed; raises MalformedError for one that is too large."""
    packed = b""
    for part in cast("httpx.SyncByteStream", response.stream):
        packed += part
        if len(packed) > MOST_PACKED:
            raise MalformedError("a body too large")
    return packed


def proxy_to(address: str) -> str | None:
    """Return the proxy that this machine's settings name for an address. Without TLS nothing may go by way of one."""
    from urllib.request import getproxies, proxy_bypass  # with httpx, not before the first window

    parts = urlsplit(address)
    if parts.scheme != "https" or proxy_bypass(parts.netloc):
        return None
    named = getproxies()
    proxy = named.get("https") or named.get("all")
    return proxy and (proxy if "://" in proxy else f"http://{proxy}")


@lru_cache(4)
def address_of(text: str) -> "httpx.URL":
    """Return an address in its parts, which is work, and nearly always the same one. Raises `InvalidURL`."""
    import httpx

    return httpx.URL(text)


def safe_address(typed: str) -> str:
    """Return the server's address, `https` where none was said; raises UserProblem `server_not_safe` or `server_address_wrong`."""
    text = typed.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        _ = parts.port, (parts.hostname or "").encode("idna")
    except ValueError as error:
        raise UserProblem("server_address_wrong") from error
    if len(text.split()) != 1 or parts.scheme not in ("http", "https") or not parts.hostname:
        raise UserProblem("server_address_wrong")
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise UserProblem("server_address_wrong")
    if parts.scheme == "http" and not on_this_machine(parts.hostname):
        raise UserProblem("server_not_safe")
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def on_this_machine(host: str) -> bool:
    """Tell whether the host is loopback: the only place to which anything goes without TLS."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def untrusted(error: BaseException | None) -> bool:
    """Tell whether a connection failed because the server could not show who it is."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False
