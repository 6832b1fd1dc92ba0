"""The link over real sockets of this machine: nobody there, somebody who is no web server, and one who cannot show who it is."""

import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from app.errors import UserProblem
from app.protocol.messages import SyncRequest
from app.sync.server_link import NoNetworkError, ServerLink, proxy_to
from tests.fakes import START

TOKEN = "niet verder vertellen".replace(" ", "-")
REQUEST = SyncRequest(device="A" * 22, inc=1, epoch="begin", schema=1, wall_now=0, view="0" * 64)


@contextmanager
def answering(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """Listen on a port of this machine and treat each caller so."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(10)

        def listen() -> None:
            """Answer one caller."""
            caller, _ = listening.accept()
            with caller:
                answer(caller)

        thread = threading.Thread(target=listen)
        thread.start()
        yield listening.getsockname()[1]
        thread.join(10)


def test_nobody_there_is_no_network() -> None:
    with socket.create_server(("127.0.0.1", 0)) as reserved:
        port = reserved.getsockname()[1]
    link = ServerLink(f"http://127.0.0.1:{port}")
    with pytest.raises(NoNetworkError):
        link.sync(REQUEST)
    link.close()


@pytest.mark.parametrize("words", [b"", b"220 mail.voorbeeld.example ESMTP\r\n", b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"])
def test_an_answer_that_breaks_off_or_is_no_http_is_no_network(words: bytes) -> None:
    def answer(caller: socket.socket) -> None:
        """Say the words and hang up."""
        caller.recv(65536)
        caller.sendall(words)

    with answering(answer) as port:
        link = ServerLink(f"http://127.0.0.1:{port}")
        with pytest.raises(NoNetworkError):
            link.sync(REQUEST)
        link.close()


PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture
def surroundings(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A machine of which nobody said by way of which proxy it goes."""
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return monkeypatch


@pytest.mark.parametrize(
    ("named", "address", "by_way_of"),
    [
        ({}, "https://gemeente.example", None),
        ({"https_proxy": "http://proxy.example:3128"}, "https://gemeente.example", "http://proxy.example:3128"),
        ({"HTTPS_PROXY": "proxy.example:3128"}, "https://gemeente.example", "http://proxy.example:3128"),
        ({"all_proxy": "http://proxy.example:3128"}, "https://gemeente.example:8443", "http://proxy.example:3128"),
        ({"https_proxy": "http://proxy.example", "no_proxy": ".gemeente.example"}, "https://plan.gemeente.example", None),
        ({"https_proxy": "http://proxy.example", "no_proxy": "*"}, "https://gemeente.example", None),
        ({"http_proxy": "http://proxy.example", "all_proxy": "http://proxy.example"}, "http://127.0.0.1:8420", None),
    ],
)
def test_a_proxy_is_used_where_the_machine_names_one_and_never_without_tls(
    surroundings: pytest.MonkeyPatch, named: dict[str, str], address: str, by_way_of: str | None
) -> None:
    for name, value in named.items():
        surroundings.setenv(name, value)
    assert proxy_to(address) == by_way_of


def test_a_proxy_is_only_told_where_to_go_and_one_that_refuses_is_no_network(surroundings: pytest.MonkeyPatch) -> None:
    heard: list[bytes] = []

    def answer(caller: socket.socket) -> None:
        """Refuse to go on."""
        heard.append(caller.recv(65536))
        caller.sendall(b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n")

    with answering(answer) as port:
        surroundings.setenv("https_proxy", f"http://127.0.0.1:{port}")
        link = ServerLink("https://gemeente.example", TOKEN)
        with pytest.raises(NoNetworkError):
            link.sync(REQUEST)
        link.close()
    assert heard[0].startswith(b"CONNECT gemeente.example:443 HTTP/1.1\r\n")
    assert TOKEN.encode() not in heard[0]


def self_signed(folder: Path) -> ssl.SSLContext:
    """Return what a server without a certificate that anybody trusts would show."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    built = built.not_valid_before(START - datetime.timedelta(days=900)).not_valid_after(START + datetime.timedelta(days=9000))
    built = built.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
    file = folder / "server.pem"
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(private + built.sign(key, hashes.SHA256()).public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def test_a_server_whose_certificate_nobody_signed_is_not_trusted_and_gets_no_token(tmp_path: Path) -> None:
    context = self_signed(tmp_path)
    heard = []

    def answer(caller: socket.socket) -> None:
        """Shake hands, and listen to what is said after that."""
        try:
            with context.wrap_socket(caller, server_side=True) as secured:
                heard.append(secured.recv(65536))
        except OSError as error:
            heard.append(type(error).__name__.encode())

    with answering(answer) as port:
        link = ServerLink(f"https://127.0.0.1:{port}", TOKEN)
        with pytest.raises(UserProblem, match="server_not_trusted"):
            link.sync(REQUEST)
        link.close()
    assert heard
    assert not any(TOKEN.encode() in words for words in heard)
