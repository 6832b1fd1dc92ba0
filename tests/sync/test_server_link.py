"""The way to the server: which address is safe, what no network is, and what is no answer."""

import ssl

import httpx
import pytest
import zstandard

from app.errors import UserProblem
from app.protocol.packing import MOST_PACKED, pack
from app.sync.server_link import NoNetworkError, ServerLink, on_this_machine, safe_address, untrusted
from tests.builders import a_goal
from tests.fakes import Line
from tests.world import ADDRESS, Device, World

pytestmark = pytest.mark.one_database

Shared = tuple[Device, Device, bytes]
NONSENSE = pytest.mark.logs("server.nonsense")


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://sync.voorbeeld.example", "https://sync.voorbeeld.example"),
        (" sync.voorbeeld.example/ ", "https://sync.voorbeeld.example"),
        ("sync.voorbeeld.example:8443/gezin", "https://sync.voorbeeld.example:8443/gezin"),
        ("http://127.0.0.1:8420", "http://127.0.0.1:8420"),
        ("http://localhost:8420/", "http://localhost:8420"),
        ("http://[::1]:8420", "http://[::1]:8420"),
    ],
)
def test_an_address_is_https_unless_it_is_this_machine(typed: str, address: str) -> None:
    assert safe_address(typed) == address
    assert ServerLink(typed).address == address


@pytest.mark.parametrize(
    "typed", ["http://sync.voorbeeld.example", "http://10.0.0.1", "http://127.0.0.1.voorbeeld.example", "HTTP://0.0.0.0"]
)
def test_without_tls_nothing_leaves_this_machine(typed: str) -> None:
    with pytest.raises(UserProblem, match="server_not_safe"):
        ServerLink(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "#",
        "https://",
        "https://voor beeld.example",
        "https://a..b",
        f"https://{'x' * 64}.example",
        "ftp://sync.example",
        "https://a:b@sync.example",
        "https://:b@sync.example",
        "https://sync.example?x=1",
        "https://x:99999",
        "https://[::1",
    ],
)
def test_what_is_no_address_is_said_so(typed: str) -> None:
    with pytest.raises(UserProblem, match="server_address_wrong"):
        ServerLink(typed)


@pytest.mark.parametrize("typed", ["https://xn--\u00e9.example", "https://[v1.x]"])
def test_an_address_that_only_looks_like_one_is_said_when_it_is_used(typed: str) -> None:
    with pytest.raises(UserProblem, match="server_address_wrong"):
        ServerLink(typed).enrol("CODE")


def test_loopback_is_a_number_or_localhost_and_no_other_name() -> None:
    assert on_this_machine("127.9.9.9")
    assert not on_this_machine("localhost.example")


def test_no_network_is_a_state_at_sync_and_a_sentence_at_the_first_start(world: World, shared: Shared) -> None:
    samira, _, family = shared
    samira.create(family, a_goal(family))
    samira.line.cut = True
    with pytest.raises(NoNetworkError):
        samira.sync()
    with pytest.raises(UserProblem, match="server_unreachable"):
        ServerLink(ADDRESS, transport=samira.line).enrol(world.code("Samira"))
    samira.line.cut = False
    assert samira.sync().pushed == 1


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_server_that_cannot_now_is_like_no_network(shared: Shared, status: int) -> None:
    samira, _, _ = shared
    samira.line.nonsense = (status, {}, b"<html>Bad gateway</html>")
    with pytest.raises(NoNetworkError):
        samira.sync()


ANSWER = b'{"v":1,"epoch":"begin","now":1,"clock_err":0,"grants":[],"acks":[],"exceptions":[],"pages":[],"more":false,"end":true}'
BOMB = zstandard.ZstdCompressor(write_checksum=True).compress(bytes(9 * 1024 * 1024))
WHOLE = zstandard.ZstdCompressor(write_checksum=True).compress(ANSWER)


@NONSENSE
@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (200, {"content-type": "text/html"}, b"<html>Welkom bij het gastnetwerk</html>"),
        (302, {"location": "https://elders.example"}, b""),
        (404, {}, b"Not found"),
        (200, {"content-encoding": "zstd"}, WHOLE[:-3]),
        (200, {"content-encoding": "zstd"}, BOMB),
        (200, {"content-encoding": "zstd"}, zstandard.ZstdCompressor(write_checksum=False).compress(ANSWER)),
        (200, {"content-encoding": "zstd"}, WHOLE + b"meer"),
        (200, {"content-encoding": "gzip"}, ANSWER),
        (200, {}, bytes(MOST_PACKED + 1)),
        (200, {}, b""),
        (200, {}, ANSWER.replace(b',"end":true', b"")),
        (200, {}, ANSWER.replace(b'"end":true', b'"end":false')),
        (200, {}, ANSWER.replace(b'"v":1', b'"v":2')),
        (200, {}, ANSWER.replace(b'"more"', b'"surprise":1,"more"')),
        (200, {}, b"[" * 100_000),
    ],
)
def test_an_answer_that_is_none_changes_nothing(shared: Shared, status: int, headers: dict[str, str], body: bytes) -> None:
    samira, _, family = shared
    samira.create(family, a_goal(family))
    before = (samira.rows(family), samira.cursor(family), samira.state(family))
    samira.line.nonsense = (status, headers, body)
    with pytest.raises(UserProblem, match="server_nonsense"):
        samira.sync()
    assert (samira.rows(family), samira.cursor(family), samira.state(family)) == before
    samira.line.nonsense = None
    assert samira.sync().pushed == 1


def test_a_refusal_that_is_none_is_nonsense_too(shared: Shared) -> None:
    samira, _, _ = shared
    samira.line.nonsense = (409, {}, b"Conflict")
    with pytest.raises(UserProblem, match="server_nonsense"):
        samira.sync()


@NONSENSE
def test_enrolment_believes_no_nonsense(world: World) -> None:
    line = Line(world.server, nonsense=(200, {}, b"<html>"))
    with pytest.raises(UserProblem, match="server_nonsense"):
        ServerLink(ADDRESS, transport=line).enrol("CODE")


def test_a_server_that_cannot_show_who_it_is_is_not_trusted() -> None:
    error = httpx.ConnectError("handshake")
    error.__cause__ = ssl.SSLCertVerificationError("self-signed")
    assert untrusted(error)
    assert not untrusted(httpx.ConnectError("refused"))


def test_the_token_is_in_no_address_and_the_body_is_packed(shared: Shared) -> None:
    samira, _, _ = shared
    samira.sync()
    sent = samira.line.requests[-1]
    assert samira.identity.token not in str(sent.url)
    assert sent.headers["authorization"] == f"Bearer {samira.identity.token}"
    assert sent.headers["content-encoding"] == pack(sent.read())[1] == "zstd"


def test_a_link_can_be_closed_and_used_again(shared: Shared) -> None:
    samira, _, _ = shared
    samira.link.close()
    samira.link.close()
    assert samira.sync().pulled == 0
