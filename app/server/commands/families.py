"""Who may see which family, which laptops there are, and what is held. Of a family nothing is said but its id."""

from collections import Counter as Tally

from app.changelog.transaction import Tx
from app.domain.ids import as_text
from app.domain.rules.roles import COLLEAGUE, ROLES
from app.server import held, rights, tables
from app.server.access import House
from app.server.commands.desk import Commands, Desk, Told, add, bare, id_of, moment, on_the_wall, table, town_of, worker_of
from app.server.commands.speaking import say
from app.server.devices import refuse
from app.server.problems import ServerProblem


def add_to(commands: Commands) -> None:
    """Add the commands of this group."""
    family = say("the family's id, 22 signs")
    given = add(commands, "grant", say("let a worker see and write a family"), grant)
    given.add_argument("family", type=bare, metavar="FAMILY", help=family)
    given.add_argument("login", metavar="LOGIN")
    given.add_argument("--role", choices=ROLES, default=COLLEAGUE, help=say("what the worker is to the family (colleague)"))
    ended = add(commands, "revoke", say("end that right, as of now"), revoke)
    ended.add_argument("family", type=bare, metavar="FAMILY", help=family)
    ended.add_argument("login", metavar="LOGIN")
    listed = add(commands, "rights", say("list who may see which family"), rights_listed)
    listed.add_argument("--family", default="", type=bare, metavar="FAMILY", help=say("of this family only"))
    listed.add_argument("--worker", default="", metavar="LOGIN", help=say("of this worker only"))
    laptop = add(commands, "device", say("list the laptops, or refuse one"), device)
    laptop.add_argument("--worker", default="", metavar="LOGIN", help=say("of this worker only"))
    laptop.add_argument(
        "--refuse", default="", type=bare, metavar="DEVICE", help=say("let this laptop in no more: lost, stolen, or to be replaced")
    )
    kept = add(commands, "hold", say("list what was received and is held, or judge it again"), hold)
    kept.add_argument(
        "--again", default="", type=bare, metavar="FAMILY", help=say("judge what is held of this family again, after a grant or upgrade")
    )


def grant(desk: Desk) -> Told:
    """Give a right on a family that exists."""
    asked, family = desk.asked, id_of(desk.asked.family)
    with desk.house() as house:

        def give(tx: Tx) -> int:
            holder = worker_of(house, tx, asked.login)
            write = house.database.log.write
            found = tx.rows(write.select(tables.stream, ("class",), ("municipality", "stream")), (holder.municipality, family))
            if not found or found[0][0] != "family":
                raise ServerProblem("no_family", "There is no family with that id.")
            rights.give(house.database.log, tx, (holder.municipality, family, holder.worker), asked.role, house.now())
            return held.count_of(house, tx, (holder.municipality, family))

        waiting = house.database.writing(give)
    if waiting:
        desk.notes.append(
            say("{count} changes of it are held; to judge them again: hold --again {family}", count=waiting, family=asked.family)
        )
    data = {"family": asked.family, "login": asked.login, "role": asked.role, "held": waiting}
    return Told(data, [say("granted: {family} {login} {role}", family=asked.family, login=asked.login, role=asked.role)])


def revoke(desk: Desk) -> Told:
    """End a right on a family."""
    asked, family = desk.asked, id_of(desk.asked.family)
    with desk.house() as house:

        def end(tx: Tx) -> bool:
            holder = worker_of(house, tx, asked.login)
            return rights.end(house.database.log, tx, (holder.municipality, family, holder.worker), house.now())

        if not house.database.writing(end):
            raise ServerProblem("no_right", "That worker has no right on that family.")
    return Told({"family": asked.family, "login": asked.login}, [say("revoked: {family} {login}", family=asked.family, login=asked.login)])


def logins_of(house: House, tx: Tx, town: str) -> dict[bytes, str]:
    """Return the workers' logins by their ids."""
    found = tx.rows(house.database.log.write.select(tables.worker, ("worker", "login"), ("municipality",)), (town,))
    return {bytes(worker): login for worker, login in found}


def rights_listed(desk: Desk) -> Told:
    """List rights on families, also those that ended; what is kept apart of a family follows from them and is not listed."""
    asked = desk.asked
    family = id_of(asked.family) if asked.family else b""
    with desk.house() as house, house.database.read() as tx:
        town, write = town_of(house, tx), house.database.log.write
        worker = worker_of(house, tx, asked.worker).worker if asked.worker else b""
        logins = logins_of(house, tx, town)
        families = {bytes(one) for (one,) in tx.rows(write.select(tables.stream, ("stream",), ("municipality", "class")), (town, "family"))}
        columns = ("stream", "worker", "role", "since", "until")
        found = tx.rows(write.select(tables.grant, columns, ("municipality",), ("stream", "since", "worker")), (town,))
    wanted = [row for row in found if bytes(row[0]) in families and family in (b"", bytes(row[0])) and worker in (b"", bytes(row[1]))]
    data = [
        {
            "family": as_text(bytes(stream)),
            "login": logins.get(bytes(who), ""),
            "role": role,
            "since": moment(since),
            "until": moment(until),
        }
        for stream, who, role, since, until in wanted
    ]
    rows = [
        (one["family"], one["login"], one["role"], on_the_wall(row[3]), on_the_wall(row[4])) for one, row in zip(data, wanted, strict=True)
    ]
    heads = (say("family"), say("login"), say("role"), say("since"), say("until"))
    return Told({"rights": data}, table(heads, rows) or [say("no rights")])


def device(desk: Desk) -> Told:
    """List the laptops, or refuse one."""
    asked = desk.asked
    if asked.refuse:
        name = id_of(asked.refuse)
        with desk.house() as house:
            if not house.database.writing(lambda tx: refuse(house, tx, town_of(house, tx), name)):
                raise ServerProblem("no_device", "There is no laptop with that id that is let in.")
        return Told({"device": asked.refuse, "status": "refused"}, [say("refused: {device}", device=asked.refuse)])
    with desk.house() as house, house.database.read() as tx:
        town, logins = town_of(house, tx), logins_of(house, tx, town_of(house, tx))
        worker = worker_of(house, tx, asked.worker).worker if asked.worker else b""
        columns = ("device", "worker", "status", "enrolled_at", "seen_at")
        found = tx.rows(house.database.log.write.select(tables.device, columns, ("municipality",), ("enrolled_at", "device")), (town,))
    wanted = [row for row in found if worker in (b"", bytes(row[1]))]
    data = [
        {
            "device": as_text(bytes(one)),
            "login": logins.get(bytes(who), ""),
            "status": status,
            "enrolled_at": moment(at),
            "seen_at": moment(seen),
        }
        for one, who, status, at, seen in wanted
    ]
    rows = [
        (as_text(bytes(one)), logins.get(bytes(who), ""), status, on_the_wall(at), on_the_wall(seen)[:10])
        for one, who, status, at, seen in wanted
    ]
    heads = (say("laptop"), say("login"), say("status"), say("enrolled"), say("last seen"))
    return Told({"devices": data}, table(heads, rows) or [say("no laptops yet")])


def hold(desk: Desk) -> Told:
    """List what is held, by family, laptop and reason, or judge a family's again."""
    if desk.asked.again:
        return _again(desk)
    with desk.house() as house, house.database.read() as tx:
        town = town_of(house, tx)
        logins, found, decided = logins_of(house, tx, town), held.listed(house, tx, town), held.decisions(house, tx, town)
    data = [
        {
            "family": as_text(one.stream),
            "device": as_text(one.device),
            "login": logins.get(one.author, ""),
            "reason": one.reason,
            "changes": one.changes,
            "since": moment(one.since),
            "decision": one.decision or "",
        }
        for one in found
    ]
    rows = [(*list(one.values())[:5], on_the_wall(kept.since), kept.decision or "") for one, kept in zip(data, found, strict=True)]
    heads = (say("family"), say("laptop"), say("login"), say("reason"), say("changes"), say("since"), say("decision"))
    audit, lines = _decided(decided, logins)
    return Told({"held": data, "decided": audit}, [*(table(heads, rows) or [say("nothing is held")]), *lines])


def _decided(found: list[held.Decision], logins: dict[bytes, str]) -> tuple[list[dict[str, object]], list[str]]:
    """Return who decided on held work, for programs and for people."""
    data: list[dict[str, object]] = [
        {
            "family": as_text(bytes(one.stream)),
            "author": logins.get(bytes(one.author), ""),
            "taken": bool(one.taken),
            "reason": one.reason,
            "changes": one.changes,
            "login": logins.get(bytes(one.decided_by), ""),
            "decided_at": moment(one.decided_at),
        }
        for one in found
    ]
    words = {True: say("taken over"), False: say("not taken over")}
    rows = [
        (str(said["family"]), str(said["author"]), one.changes, words[bool(one.taken)], str(said["login"]), on_the_wall(one.decided_at))
        for one, said in zip(found, data, strict=True)
    ]
    heads = (say("family"), say("login"), say("changes"), say("decision"), say("decided by"), say("decided on"))
    return data, table(heads, rows)


def _again(desk: Desk) -> Told:
    stream = id_of(desk.asked.again)
    with desk.house() as house:
        with house.database.read() as tx:
            town = town_of(house, tx)
        outcome = held.judge_again(house, (town, stream))
    if not outcome.applied and not outcome.held:
        raise ServerProblem("nothing_held", "Nothing of that family is held.")
    reasons = dict(sorted(Tally(outcome.held).items()))
    data = {"family": desk.asked.again, "applied": outcome.applied, "held": sum(reasons.values()), "reasons": reasons}
    lines = [say("applied: {applied} changes, still held: {held}", applied=outcome.applied, held=data["held"])]
    return Told(data, lines + [f"  {reason}: {count}" for reason, count in reasons.items()])
