"""After a backup was put back: which laptops have not reported yet, and what the others brought back."""

from app.domain.ids import as_text
from app.server import healing
from app.server.commands.desk import Commands, Desk, Told, add, moment, on_the_wall, table, town_of
from app.server.commands.families import logins_of
from app.server.commands.speaking import say


def add_to(commands: Commands) -> None:
    """Add the commands of this group."""
    made = add(commands, "heal", say("after a restore: which laptops have not reported yet, and what came back"), heal)
    made.add_argument("--finish", action="store_true", help=say("wait for no laptop any longer: give new numbers at once"))


def heal(desk: Desk) -> Told:
    """Say how far the healing is, or end the waiting."""
    with desk.house() as house:
        log = house.database.log
        if desk.asked.finish:
            house.database.writing(lambda tx: healing.finish(log, tx))
        with house.database.read() as tx:
            town = town_of(house, tx)
            era, logins = healing.era_of(log, tx, town), logins_of(house, tx, town)
            missing, brought = healing.missing(log, tx), healing.brought_back(log, tx)
        waits = era.heals(house.now())
    changes = sum(one.last_seq - one.first_seq + 1 for one in brought)
    laptops = [{"device": as_text(one.device), "login": logins.get(one.worker, ""), "seen_at": moment(one.seen_at)} for one in missing]
    data = {"restored_at": moment(era.restored_at), "waits_until": moment(era.healing_until) if waits else None}
    if era.restored_at is None:
        return Told({**data, "missing": [], "changes_back": 0}, [say("this database was never put back from a backup")])
    lines = [say("put back on {moment}; {changes} changes came back since", moment=on_the_wall(era.restored_at), changes=changes)]
    lines += [say("new work waits until {moment} for these laptops:", moment=on_the_wall(era.healing_until))] if waits and missing else []
    rows = [(one["device"], one["login"], on_the_wall(kept.seen_at)[:10]) for one, kept in zip(laptops, missing, strict=True)]
    lines += table((say("laptop"), say("login"), say("last seen")), rows) or [say("every laptop has reported")]
    return Told({**data, "missing": laptops, "changes_back": changes}, lines)
