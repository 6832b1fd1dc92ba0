"""Running the service: on one address, until it is told to stop."""

import gc
import json
import signal
import socket
import sys
from contextlib import suppress
from typing import NoReturn

from app.log import get_log
from app.server.commands.desk import Commands, Desk, Told, add, guarded
from app.server.commands.speaking import say
from app.server.log_lines import write_log
from app.server.opening import open_as_it_is
from app.server.problems import ServerProblem
from app.server.settings import refuse_unsafe

log = get_log(__name__)

RINGS_AFTER = 50_000
"""After so many more objects than were let go of, Python looks for garbage in rings."""


def add_to(commands: Commands) -> None:
    """Add the commands of this group."""
    serving = add(commands, "serve", say("run the service, until it is told to stop (SIGTERM or Ctrl+C)"), serve)
    serving.add_argument("--host", default="", metavar="ADDRESS", help=say("where to listen (127.0.0.1)"))
    serving.add_argument("--port", type=int, default=None, metavar="PORT", help=say("at which port (8420); 0 takes a free one"))


def serve(desk: Desk) -> Told:
    """Run the service; plain http, so outside this machine a proxy with TLS stands before it."""
    import uvicorn

    from app.server.main import create_app
    from app.server.patience import MOST_LINES, patient_for

    asked = desk.asked
    chosen = {"host": asked.host or desk.settings.host, "port": desk.settings.port if asked.port is None else asked.port}
    settings = desk.settings.model_copy(update=chosen)
    refuse_unsafe(settings)
    with guarded(open_as_it_is, settings.address()):
        ear = bound(settings.host, settings.port)
    write_log(settings.logs)
    with ear, suppress(StoppedError):
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _stopped)
        port = ear.getsockname()[1]
        config = uvicorn.Config(
            create_app(settings, desk.clock),
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            http=patient_for(settings.request_seconds),
            ws="none",
            limit_concurrency=MOST_LINES,
            timeout_graceful_shutdown=settings.stop_seconds,
        )
        set_aside()
        _announced(desk, settings.host, port)
        log.event("server.open", port=port)
        uvicorn.Server(config).run(sockets=[ear])
    log.event("server.closed")
    return Told({}, [])


def set_aside() -> None:
    """Let Python look for garbage in rings less often, and never among what is loaded for good.

    A push of 5,000 changes makes tens of thousands of objects, none of them in a ring: looking through them again and again took a
    seventh of the time of a push.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(RINGS_AFTER, 20, 100)


class StoppedError(Exception):
    """The service was told to stop: before it had begun, or by uvicorn, which says it again when everything is closed."""


def _stopped(_number: int, _frame: object) -> NoReturn:
    raise StoppedError


def _announced(desk: Desk, host: str, port: int) -> None:
    """Say where, at once: whoever started the service waits for this line."""
    address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    line = json.dumps({"address": address, "port": port}) if desk.asked.json else say("listening on {address}", address=address)
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def bound(host: str, port: int) -> socket.socket:
    """Return the socket on which the service listens; raises ServerProblem when somebody else does."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        ear = socket.create_server(address[:2], family=family, backlog=2048)
    except OSError as error:
        raise ServerProblem(
            "address_taken",
            "Nothing can listen on {host} port {port} ({why}). Choose another port, or stop what listens there.",
            host=host,
            port=port,
            why=error.strerror or type(error).__name__,
        ) from error
    ear.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else each answer waits 40 ms between its head and its body
    return ear
