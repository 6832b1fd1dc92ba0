"""The command line of whoever runs the service: `keukentafel-server`. Prints what was asked for and nothing of a family."""

import argparse
import logging
import sys
from collections.abc import Sequence

from app.clock import SystemClock
from app.domain.ids import as_text, from_text
from app.domain.rules.roles import COLLEAGUE, ROLES
from app.errors import KeukentafelError, ProgramFault
from app.server import rights, tables
from app.server.access import House
from app.server.database import open_database
from app.server.demo_data import load_demo
from app.server.enrol import Holder, make_code
from app.server.people import put_municipality, put_worker
from app.server.settings import DEMO_CODE_MINUTES, ServerSettings

MINUTE_MS = 60_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command says; returns 0, or 1 with a line on what was wrong."""
    asked = parser().parse_args(arguments)
    settings = ServerSettings()
    url = asked.database or settings.database
    settings = settings.model_copy(update={"database": url if "://" in url else f"sqlite:///{url}"})
    try:
        if asked.command == "serve":
            serve(settings, asked)
        else:
            house = House(open_database(settings.database), SystemClock())
            try:
                COMMANDS[asked.command](house, asked, settings)
            finally:
                house.database.engine.dispose()
    except KeukentafelError as error:
        print(f"keukentafel-server: {error}", file=sys.stderr)
        return 1
    return 0


def parser() -> argparse.ArgumentParser:
    """Return what the command line understands."""
    made = argparse.ArgumentParser(prog="keukentafel-server", description="The municipal service of Keukentafel.")
    made.add_argument("--database", default="", help="file or address of the database (else KEUKENTAFEL_SERVER_DATABASE)")
    commands = made.add_subparsers(dest="command", required=True)
    serving = commands.add_parser("serve", help="run the service")
    serving.add_argument("--host", default="")
    serving.add_argument("--port", type=int, default=0)
    commands.add_parser("demo", help="load the invented municipality and print a one-time code for each of its workers")
    town = commands.add_parser("municipality", help="begin with a municipality")
    town.add_argument("code")
    town.add_argument("name")
    worker = commands.add_parser("worker", help="add a worker, or change the name")
    worker.add_argument("login")
    worker.add_argument("name")
    code = commands.add_parser("code", help="print a one-time code with which a worker's laptop is enrolled")
    code.add_argument("login")
    for name, text in (("grant", "let a worker see and write a family"), ("revoke", "end that right, as of now")):
        right = commands.add_parser(name, help=text)
        right.add_argument("family", help="the family's id, 22 signs")
        right.add_argument("login")
        if name == "grant":
            right.add_argument("--role", choices=ROLES, default=COLLEAGUE)
    for command in commands.choices.values():
        command.add_argument("--database", default=argparse.SUPPRESS)
    return made


def serve(settings: ServerSettings, asked: argparse.Namespace) -> None:
    """Run the service until it is told to stop; plain http: outside this machine a proxy with TLS stands before it."""
    import uvicorn

    from app.server.main import create_app

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    host, port = asked.host or settings.host, asked.port or settings.port
    app = create_app(settings, SystemClock())
    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=5)


def demo_command(house: House, _asked: argparse.Namespace, _settings: ServerSettings) -> None:
    """Load the demo and print `login code` for each worker."""
    workers = load_demo(house)
    expires_at = house.now() + DEMO_CODE_MINUTES * MINUTE_MS
    for one in workers:
        holder = worker_of(house, one.login)
        with house.database.write() as tx:
            print(one.login, make_code(house.database.log, tx, holder, expires_at))


def municipality_command(house: House, asked: argparse.Namespace, _settings: ServerSettings) -> None:
    """Begin with a municipality; there is one in each database of this size."""
    with house.database.write() as tx:
        if tx.rows(house.database.log.write.select(tables.municipality, ("municipality",), ())):
            raise ProgramFault("there is a municipality already")
        put_municipality(house, tx, asked.code, asked.name)


def worker_command(house: House, asked: argparse.Namespace, _settings: ServerSettings) -> None:
    """Add a worker."""
    with house.database.write() as tx:
        rows = tx.rows(house.database.log.write.select(tables.municipality, ("municipality",), ()))
        if not rows:
            raise ProgramFault("begin with a municipality")
        put_worker(house, tx, rows[0][0], (asked.login, asked.name))


def code_command(house: House, asked: argparse.Namespace, settings: ServerSettings) -> None:
    """Print a one-time code."""
    holder = worker_of(house, asked.login)
    with house.database.write() as tx:
        print(make_code(house.database.log, tx, holder, house.now() + settings.code_minutes * MINUTE_MS))


def grant_command(house: House, asked: argparse.Namespace, _settings: ServerSettings) -> None:
    """Give a right on a family that exists."""
    holder, family = worker_of(house, asked.login), bytes(from_text(asked.family))
    with house.database.write() as tx:
        key = ("municipality", "stream")
        if not tx.rows(house.database.log.write.select(tables.stream, ("class",), key), (holder.municipality, family)):
            raise ProgramFault("there is no such family")
        rights.give(house.database.log, tx, (holder.municipality, family, holder.worker), asked.role, house.now())
    print("granted", as_text(family), asked.login)


def revoke_command(house: House, asked: argparse.Namespace, _settings: ServerSettings) -> None:
    """End a right on a family."""
    holder, family = worker_of(house, asked.login), bytes(from_text(asked.family))
    with house.database.write() as tx:
        if not rights.end(house.database.log, tx, (holder.municipality, family, holder.worker), house.now()):
            raise ProgramFault("there is no such right")
    print("revoked", as_text(family), asked.login)


def worker_of(house: House, login: str) -> Holder:
    """Return the worker of that login; raises ProgramFault."""
    with house.database.read() as tx:
        rows = tx.rows(house.database.log.write.select(tables.worker, ("municipality", "worker"), ("login",)), (login,))
    if not rows:
        raise ProgramFault("there is no such worker")
    return Holder(rows[0][0], bytes(rows[0][1]))


COMMANDS = {
    "demo": demo_command,
    "municipality": municipality_command,
    "worker": worker_command,
    "code": code_command,
    "grant": grant_command,
    "revoke": revoke_command,
}

if __name__ == "__main__":
    sys.exit(main())
