"""Destroying what a row of a family's plan says, after somebody asked for it. Of the row nothing is said but its id."""

from app.domain.ids import as_text
from app.server.commands.desk import Commands, Desk, Told, add, bare, id_of, moment, on_the_wall, table, town_of
from app.server.commands.speaking import say
from app.server.problems import UsageProblem
from app.server.redacting import Asked, redact, rows_of

LONGEST = 200


def add_to(commands: Commands) -> None:
    """Add the command."""
    made = add(commands, "redact", say("destroy what a row of a family says, for good; without --row: list its rows"), command)
    made.add_argument("family", type=bare, metavar="FAMILY", help=say("the family's id, 22 signs"))
    made.add_argument("--row", default="", type=bare, metavar="ROW", help=say("the row's id, 22 signs"))
    made.add_argument("--reason", default="", metavar="TEXT", help=say("why, without names: that stays, on the laptops too"))


def command(desk: Desk) -> Told:
    """Destroy a row's words, or list the rows there are."""
    return _destroyed(desk) if desk.asked.row else _listed(desk)


def _destroyed(desk: Desk) -> Told:
    asked = desk.asked
    family, row, reason = id_of(asked.family), id_of(asked.row), asked.reason.strip()
    if not 0 < len(reason) <= LONGEST:
        raise UsageProblem("reason", "Say why with --reason, in at most {most} signs and without names.", most=LONGEST)
    with desk.house() as house:
        count = house.database.writing(lambda tx: redact(house, tx, (town_of(house, tx), family), Asked(row, reason)))
    desk.notes.append(say("Backups of before still have it: throw them away when you may. Laptops destroy it at their next sync."))
    data = {"family": asked.family, "row": asked.row, "changes": count}
    return Told(data, [say("destroyed: what {count} changes said", count=count)])


def _listed(desk: Desk) -> Told:
    family = id_of(desk.asked.family)
    with desk.house() as house, house.database.read() as tx:
        found = rows_of(house, tx, (town_of(house, tx), family))
    data = [
        {"record": one.record, "row": as_text(one.row), "changes": one.changes, "first": moment(one.first), "last": moment(one.last)}
        for one in found
    ]
    rows = [(one.record, as_text(one.row), str(one.changes), on_the_wall(one.first), on_the_wall(one.last)) for one in found]
    heads = (say("record"), say("row"), say("changes"), say("first"), say("last"))
    return Told({"rows": data}, table(heads, rows) or [say("no rows")])
