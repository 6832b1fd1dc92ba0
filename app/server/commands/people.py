"""The municipality, the demo, its workers and their one-time codes. A worker's name goes to the terminal when asked for, never to a log."""

import argparse
from collections.abc import Sequence
from functools import partial

from app.changelog.transaction import Tx
from app.domain.ids import as_text
from app.server import rights, tables
from app.server.access import ACTIVE, House
from app.server.commands.desk import Commands, Desk, Told, add, moment, on_the_wall, table, town_of, worker_of
from app.server.commands.speaking import say
from app.server.demo_data import demo_data, load_demo
from app.server.devices import refuse_all
from app.server.enrol import Holder, make_code
from app.server.people import put_municipality, put_worker
from app.server.problems import ServerProblem, UsageProblem
from app.server.settings import DEMO_CODE_MINUTES

MINUTE_MS = 60_000


def add_to(commands: Commands) -> None:
    """Add the commands of this group."""
    town = add(commands, "municipality", say("begin a database with its municipality"), municipality)
    town.add_argument("code", metavar="CODE", help=say("its code, such as GM9999"))
    town.add_argument("name", metavar="NAME", help=say("its name as the workers read it"))
    add(commands, "demo", say("load the invented municipality, with a code for each of its workers"), demo)
    one = add(commands, "worker", say("list the workers, or add, rename or end one"), worker)
    one.add_argument("login", nargs="?", default="", metavar="LOGIN", help=say("the name with which the worker logs in elsewhere"))
    one.add_argument("name", nargs="?", default="", metavar="NAME", help=say("the name that colleagues and families read"))
    one.add_argument("--rename", action="store_true", help=say("give a worker who is there another name"))
    one.add_argument("--end", action="store_true", help=say("end every right, and refuse the laptops and open codes"))
    made = add(commands, "code", say("make a one-time code with which a worker's laptop is enrolled"), code)
    made.add_argument("login", metavar="LOGIN")


def municipality(desk: Desk) -> Told:
    """Begin with a municipality; there is one in each database of this size."""
    asked = desk.asked
    with desk.house(make=True) as house:

        def begun(tx: Tx) -> None:
            if tx.rows(house.database.log.write.select(tables.municipality, ("municipality",), ())):
                raise ServerProblem("has_municipality", "There is a municipality already.")
            put_municipality(house, tx, asked.code, asked.name)

        _short_enough(code=(asked.code, 6), name=(asked.name, 200))
        house.database.writing(begun)
    return Told({"municipality": asked.code}, [say("begun: {code}", code=asked.code)])


def demo(desk: Desk) -> Told:
    """Load the demo and give `login code` for each worker; never into a database in which somebody works."""
    with desk.house(make=True) as house:
        _refuse_real(house)
        workers = load_demo(house)
        until = house.now() + DEMO_CODE_MINUTES * MINUTE_MS
        codes = {one.login: house.database.writing(partial(_code, house, one.login, until)) for one in workers}
    return Told({"codes": codes, "expires_at": moment(until)}, [f"{login} {made}" for login, made in codes.items()])


def _refuse_real(house: House) -> None:
    data = demo_data()
    logins = {one["login"] for one in data["workers"]}
    with house.database.read() as tx:
        write = house.database.log.write
        towns = tx.rows(write.select(tables.municipality, ("municipality", "name"), ()))
        found = {login for (login,) in tx.rows(write.select(tables.worker, ("login",), ()))}
    if any(tuple(town) != tuple(data["municipality"].values()) for town in towns) or found - logins:
        raise ServerProblem("not_for_demo", "This database is in use. The demo only goes into an empty one.")


def worker(desk: Desk) -> Told:
    """List the workers, or do with one what was asked."""
    asked = desk.asked
    if not asked.login:
        if asked.end or asked.rename:
            raise UsageProblem("login_missing", "Say which worker: LOGIN.")
        return _workers(desk)
    if asked.end:
        return _ended(desk)
    if not asked.name:
        raise UsageProblem("name_missing", "Say the name of the worker too.")
    _short_enough(login=(asked.login, 60), name=(asked.name, 200))
    with desk.house() as house:
        made = house.database.writing(lambda tx: _put(house, tx, asked))
    did = say("renamed: {login}", login=asked.login) if asked.rename else say("added: {login}", login=asked.login)
    return Told({"login": asked.login, "worker": as_text(made)}, [did])


def _put(house: House, tx: Tx, asked: argparse.Namespace) -> bytes:
    town = town_of(house, tx)
    rows = tx.rows(house.database.log.write.select(tables.worker, ("name",), ("municipality", "login")), (town, asked.login))
    if asked.rename and not rows:
        raise ServerProblem("no_worker", "There is no worker with that login.")
    if rows and not asked.rename and rows[0][0] != asked.name:
        raise ServerProblem("has_worker", "There is a worker with that login, under another name. To change the name: --rename")
    return put_worker(house, tx, town, (asked.login, asked.name))


def _short_enough(**texts: tuple[str, int]) -> None:
    """What is too long or empty is refused here: one engine would cut it and the other fail."""
    for name, (text, most) in texts.items():
        if not text.strip() or len(text) > most or not text.isprintable():
            raise UsageProblem(
                "text_does_not_fit",
                "{name} is empty, longer than {most} signs, or holds a sign that cannot be printed.",
                name=name,
                most=most,
            )


def _workers(desk: Desk) -> Told:
    with desk.house() as house, house.database.read() as tx:
        write, now, town = house.database.log.write, house.now(), town_of(house, tx)
        found = tx.rows(write.select(tables.worker, ("worker", "login", "name"), ("municipality",), ("login",)), (town,))
        devices = tx.rows(write.select(tables.device, ("worker", "status"), ("municipality",)), (town,))
        grants = tx.rows(write.select(tables.grant, ("worker", "until"), ("municipality",)), (town,))
    active = [bytes(who) for who, status in devices if status == ACTIVE]
    lasting = [bytes(who) for who, until in grants if until is None or until > now]
    data = [
        {"login": login, "name": name, "worker": as_text(bytes(who)), "devices": active.count(who), "rights": lasting.count(who)}
        for who, login, name in ((bytes(who), login, name) for who, login, name in found)
    ]
    rows = [(one["login"], one["name"], one["devices"], one["rights"]) for one in data]
    return Told({"workers": data}, table((say("login"), say("name"), say("laptops"), say("rights")), rows) or [say("no workers yet")])


def _ended(desk: Desk) -> Told:
    """End whatever a worker may; what the worker wrote stays. Says which families nobody leads any more."""
    with desk.house() as house:

        def end(tx: Tx) -> tuple[int, int, list[bytes]]:
            holder, now = worker_of(house, tx, desk.asked.login), house.now()
            ended = _rights_ended(house, tx, holder, now)
            left = [family for family in ended if not rights.confidants(house.database.log, tx, (holder.municipality, family), now)]
            return len(ended), refuse_all(house, tx, holder), left

        count, refused, left = house.database.writing(end)
    data = {
        "login": desk.asked.login,
        "rights_ended": count,
        "devices_refused": refused,
        "families_without_regisseur": [as_text(one) for one in left],
    }
    lines = [say("ended: {login}, {rights} rights, {devices} laptops", login=desk.asked.login, rights=count, devices=refused)]
    lines += [say("nobody leads this family now: {family}", family=as_text(one)) for one in left]
    return Told(data, lines)


def _rights_ended(house: House, tx: Tx, holder: Holder, now: int) -> Sequence[bytes]:
    """End every right; returns the families, each of which also stands for what is kept apart of it."""
    write = house.database.log.write
    of = (holder.municipality, holder.worker)
    found = tx.rows(write.select(tables.grant, ("stream", "until"), ("municipality", "worker")), of)
    classes = {bytes(one): kind for one, kind in tx.rows(write.select(tables.stream, ("stream", "class"), ("municipality",)), of[:1])}
    lasting = [bytes(one) for one, until in found if until is None or until > now]
    for stream in lasting:
        rights.end(house.database.log, tx, (holder.municipality, stream, holder.worker), now)
    return [one for one in lasting if classes.get(one) == "family"]


def code(desk: Desk) -> Told:
    """Make a one-time code."""
    with desk.house() as house:
        until = house.now() + desk.settings.code_minutes * MINUTE_MS
        made = house.database.writing(partial(_code, house, desk.asked.login, until))
    desk.notes.append(say("valid until {moment}", moment=on_the_wall(until)))
    return Told({"login": desk.asked.login, "code": made, "expires_at": moment(until)}, [made])


def _code(house: House, login: str, until: int, tx: Tx) -> str:
    return make_code(house.database.log, tx, worker_of(house, tx, login), until)
