"""What happens in a town while something goes wrong: each scene brings the places into play at which it may."""

import shutil
from pathlib import Path

from sqlalchemy import select

from app.domain.ids import as_text
from app.errors import UserProblem
from app.server import tables
from app.server.backup import tables_of
from app.server.database import connect
from app.server.form import bring_forward, forms
from app.server.opening import found_form
from app.store.keyfile import open_keyfile
from tests.faults.points import LAPTOP, install
from tests.faults.stage import Seat, Stage
from tests.store.cut_upgrade import VERSIONS, in_a_fork, look, upgrade
from tests.store.old_file import FILES
from tests.store.old_file import WORDS as OLD_WORDS

JUDGED = ("server.again", "server.decides")
"""Places that are reached only where what is held is judged again: by the administrator, or by who decides."""


def work(stage: Stage) -> None:
    """Let both write and exchange at the same time."""
    stage.give(f"write {stage.chance.randint(2, 5)}", "sync")
    stage.attend()


def write(stage: Stage) -> None:
    """Let both write much."""
    stage.give("write 15", "sync")
    stage.attend()


def pull(stage: Stage) -> None:
    """Let one laptop only fetch what the other wrote."""
    one = stage.victim()
    [other] = [seat for seat in stage.seats if seat is not one]
    other.give("write 12", "sync")
    other.attend()
    one.give("sync", "sync")
    one.attend()


def lose(stage: Stage) -> None:
    """End the right of one who has work that waits; often it is given again, and what was held is judged again."""
    second, family = stage.second, as_text(stage.ground.family)
    if stage.ended:
        give_back(stage)
    second.give("write 3")
    second.attend()
    stage.server.must("revoke", family, second.name)
    lost_a_right(stage)
    second.give("write 3", "sync", "sync")
    second.attend()
    stage.revive()
    second.give("sync", "sync")
    second.attend()
    if stage.aim in JUDGED or stage.chance.random() < 0.7:
        give_back(stage)


def lost_a_right(stage: Stage) -> None:
    """Note that what the second laptop has of the family may be wiped: its drafts go too."""
    stage.ended = True
    stage.second.forget_drafts()


def give_back(stage: Stage) -> None:
    """Give the right again, and judge again what was held meanwhile."""
    family = as_text(stage.ground.family)
    stage.server.must("grant", family, stage.second.name, "--role", "regisseur")
    stage.ended = False
    if stage.aim == JUDGED[0] or (stage.aim != JUDGED[1] and stage.chance.random() < 0.5):
        stage.server.again("hold", "--again", family)
    stage.revive()
    stage.give("sync", "decide", "sync", "sync")
    stage.attend()


def grant(stage: Stage) -> None:
    """End and give the right while both work."""
    family = as_text(stage.ground.family)
    stage.give("write 3", "sync", "write 2", "sync")
    if not stage.ended:
        stage.server.must("revoke", family, stage.second.name)
        lost_a_right(stage)
    stage.server.must("grant", family, stage.second.name, "--role", "regisseur")
    stage.ended = False
    stage.attend()
    stage.give("sync")
    stage.attend()


def restore(stage: Stage) -> None:
    """Put the server back from a copy, after which more was done; both laptops come to it."""
    number = stage.done["backups"] = stage.done["backups"] + 1
    file = str(stage.folder / f"copy-{number}")
    stage.server.must("backup", file)
    work(stage)
    stage.revive()
    stage.server.process.kill() if stage.chance.random() < 0.5 else stage.server.process.stop()
    stage.server.address = stage.ground.another(stage.folder)
    stage.server.must("restore", file)
    stage.server.start()
    for _ in range(3):
        stage.give("write 1", "sync")
        stage.attend()
        stage.revive()


def born(stage: Stage) -> None:
    """Begin a family on each laptop, and work on."""
    stage.give("born Nieuw", "write 3", "sync")
    stage.attend()


def backup(stage: Stage) -> None:
    """Make a copy while both work."""
    stage.give("write 3", "sync")
    number = stage.done["backups"] = stage.done["backups"] + 1
    stage.server.must("backup", str(stage.folder / f"copy-{number}"))
    stage.attend()


def stop(stage: Stage) -> None:
    """Stop the server as an administrator does, and begin it again."""
    work(stage)
    stage.server.process.stop()
    stage.server.start()
    work(stage)


def compact(stage: Stage) -> None:
    """Let both drop what was replaced, while they work on."""
    for _ in range(2):
        stage.give("write 6", "sync", "compact", "write 2", "sync")
        stage.attend()
        stage.revive()


def put_back(stage: Stage) -> None:
    """Put a laptop back from a copy, after which more was done and handed in; it works on."""
    seat = stage.victim()
    copy = copied(stage, seat)
    seat.start()
    for _ in range(4):
        seat.give("write 3", "sync")
        seat.attend()
    if seat.synced[0] == "done":  # what nobody ever got is gone with the disk
        seat.process.kill()
        shutil.rmtree(seat.folder)
        copy.rename(seat.folder)
        seat.forget_drafts()
    stage.revive()
    if stage.chance.random() < 0.5:
        seat.give("sync")
    for _ in range(3):
        stage.give("write 3", "sync")
        stage.attend()
        stage.revive()


def cloned(stage: Stage) -> None:
    """Let two laptops work with one store: a disk that was copied."""
    seat = stage.victim()
    copy = copied(stage, seat)
    seat.start()
    seat.forget_drafts()
    clone = stage.twin_of(seat, copy)
    for _ in range(3):
        stage.give("write 3", "sync")
        clone.give("write 3", "sync")
        stage.attend()
        clone.attend()
        stage.revive()
        clone.revive()
    seat.arms.disarm()
    settled(stage, clone)


def settled(stage: Stage, clone: Seat) -> None:
    """Let a second program of a laptop hand in all it has, and end."""
    for _ in range(6):
        clone.give("sync")
        clone.attend()
        if clone.synced[:2] == ("done", 0):
            break
    else:
        stage.findings.stuck.append(f"the clone of {clone.name} exchanges and exchanges: {clone.synced}")
    clone.end()


def copied(stage: Stage, seat: Seat) -> Path:
    """Let a laptop lock, and copy all of it."""
    seat.end()
    copy = stage.folder / f"{seat.name}-copy-{seat.starts}"
    shutil.copytree(seat.folder, copy)
    return copy


def old_store(stage: Stage) -> None:
    """Open a store of a released version, cut off in its upgrade, and look what that left."""
    version = stage.chance.choice(VERSIONS)
    key = open_keyfile(FILES / version / "kluis", OLD_WORDS)
    arms = next((seat.arms for seat in stage.seats if seat.arms.file.exists()), stage.seats[0].arms)

    def upgraded(folder: Path) -> int:
        install(LAPTOP, arms)
        return upgrade(folder, key)

    cut = in_a_fork(upgraded, version, keep=True)
    arms.disarm()
    try:
        look(cut.folder, key, version)
    except (AssertionError, UserProblem, OSError) as error:
        stage.findings.unopened.append(f"a store of {version}: {error!r}")
    finally:
        shutil.rmtree(cut.folder.parent)


def old_server(stage: Stage) -> None:
    """Bring a database of an older form forward, cut off in that, and then whole."""
    work(stage)
    stage.revive()
    address = stage.server.address
    stage.server.address = stage.ground.another(stage.folder)
    before = older(address, stage.server.address)
    stage.server.command("migrate", "--no-backup")
    stage.server.arms.disarm()
    found = with_form(stage.server.address)
    if found not in (before, forms()[0]):
        stage.findings.wrong.append(f"a database of form {before} has form {found}")
    stage.server.must("migrate", "--no-backup")
    code, said = stage.server.command("check")
    if code != 0:
        stage.findings.wrong.append(f"a database that came forward does not hold: {said}")
    stage.server.address = address


def older(address: str, target: str) -> str:
    """Make a database of the form before this one, with what of another could be in it; returns its form."""
    form = forms()[1]
    source, made = connect(address), connect(target)
    with source.read() as there, made.write() as here:
        bring_forward(here.connection, form)
        for name, table in tables_of(here.connection).items():
            known = tables.metadata.tables[name]
            rows = [dict(row) for row in there.connection.execute(select(*(known.c[column.name] for column in table.c))).mappings()]
            if rows:
                here.connection.execute(table.insert(), rows)
    source.engine.dispose()
    made.engine.dispose()
    return form


def with_form(address: str) -> str | None:
    """Return the form of a database."""
    database = connect(address)
    form = found_form(database)
    database.engine.dispose()
    return form


SCENES = {
    "work": work,
    "write": write,
    "pull": pull,
    "lose": lose,
    "grant": grant,
    "restore": restore,
    "born": born,
    "backup": backup,
    "stop": stop,
    "compact": compact,
    "put_back": put_back,
    "cloned": cloned,
    "old_store": old_store,
    "old_server": old_server,
}
