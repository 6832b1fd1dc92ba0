"""Laptops that still have a family to which their worker has no right any more."""

from app.domain.ids import as_text
from app.server.access import ACTIVE
from app.server.commands.desk import Commands, Desk, Told, add, moment, on_the_wall, table, town_of
from app.server.commands.families import logins_of
from app.server.commands.speaking import say
from app.server.wiping import must_wipe


def add_to(commands: Commands) -> None:
    """Add the commands of this group."""
    add(commands, "wipes", say("list the laptops that have not wiped a family yet to which their worker has no right any more"), wipes)


def wipes(desk: Desk) -> Told:
    """Say which laptop still has to wipe which family, the longest first."""
    with desk.house() as house, house.database.read() as tx:
        town = town_of(house, tx)
        logins, found = logins_of(house, tx, town), must_wipe(house.database.log, tx, town, house.now())
    data = [
        {
            "family": as_text(one.stream),
            "device": as_text(one.device),
            "login": logins.get(one.worker, ""),
            "since": moment(one.since),
            "seen_at": moment(one.seen_at),
            "refused": one.status != ACTIVE,
        }
        for one in found
    ]
    rows = [
        (as_text(one.stream), as_text(one.device), logins.get(one.worker, ""), on_the_wall(one.since), on_the_wall(one.seen_at)[:10])
        for one in found
    ]
    if any(one["refused"] for one in data):
        desk.notes.append(say("a laptop that is refused cannot say that it wiped anything"))
    heads = (say("family"), say("laptop"), say("login"), say("since"), say("last seen"))
    return Told({"wipes": data}, table(heads, rows) or [say("no laptop has to wipe anything")])
