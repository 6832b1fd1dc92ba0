"""Backups, putting one back, the independent check, and bringing the database forward."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url

from app.clock import wall_ms
from app.domain.ids import as_text
from app.server.backup import Manifest
from app.server.checking import Checked, Finding, check
from app.server.commands.desk import Commands, Desk, Told, add, guarded, moment
from app.server.commands.speaking import say
from app.server.database import Database, connect
from app.server.engines import without_limit
from app.server.form import form_of, forms, refuse_newer
from app.server.opening import found_form, no_database, refuse_absent
from app.server.problems import DONE, FOUND, ServerProblem, UsageProblem
from app.server.restoring import PIPE, back_up, brought_forward, check_file, put_back, source


def add_to(commands: Commands) -> None:
    """Add the commands of this group."""
    made = add(commands, "backup", say("write the whole database into one file, while the service runs"), backup)
    made.add_argument("file", metavar="FILE", help=say("a new file, or - for standard output, to pipe it into a program that encrypts"))
    back = add(commands, "restore", say("put a backup into an empty database"), restore)
    back.add_argument("file", metavar="FILE", help=say("the backup, or - for standard input"))
    looked = add(commands, "check", say("prove that every chain, number and row agrees with the history"), check_command)
    looked.add_argument("file", nargs="?", default="", metavar="FILE", help=say("a backup (or -) to be proven instead of the database"))
    forward = add(commands, "migrate", say("bring the database to the form of this program, after a backup"), migrate)
    forward.add_argument("--backup", default="", metavar="FILE", help=say("where the backup goes"))
    forward.add_argument("--no-backup", action="store_true", help=say("make none: you have one"))


def backup(desk: Desk) -> Told:
    """Write a backup and say what is in it; never any of it beside the backup on standard output."""
    where = desk.asked.file
    with desk.house() as house:
        manifest = back_up(house.database, where, house.now())
    line = say("backup: {file}, {rows} rows, {streams} histories", file=where, **_sizes(manifest))
    return Told({"file": where, **_manifest(manifest)}, [line], on_stderr=where == PIPE)


def restore(desk: Desk) -> Told:
    """Put a backup into an empty database."""
    now = wall_ms(desk.clock)
    with source(desk.asked.file) as found, guarded(connect, desk.settings.address()) as database:
        manifest, checked = put_back(database, found, now)
        with database.read() as tx:
            form = form_of(tx.connection) or ""
    line = say("restored: {rows} rows, {streams} histories, made {made_at}", made_at=manifest.made_at, **_sizes(manifest))
    desk.notes.append(say("Start the service. Every laptop brings back what it has beyond this backup."))
    return Told({**_manifest(manifest), "restored_form": form, "changes": checked.changes}, [line])


def check_command(desk: Desk) -> Told:
    """Check the database, or a backup."""
    if desk.asked.file:
        manifest, checked = check_file(desk.asked.file, wall_ms(desk.clock))
        return _told(checked, {"file": desk.asked.file, **_manifest(manifest)})
    with desk.house() as house, house.database.read() as tx:
        without_limit(tx.connection)
        checked = check(house.database.log, tx)
    return _told(checked, {})


def _told(checked: Checked, data: Mapping[str, Any]) -> Told:
    """Say what was looked at and what was found."""
    findings, lost = _named(checked.findings), _named(checked.lost)
    seen = {"streams": checked.streams, "changes": checked.changes, "findings": findings, "lost": lost}
    lines = [say("checked: {streams} histories, {changes} changes", streams=checked.streams, changes=checked.changes)]
    lines += [say("does not hold: {what} in {stream} ({count})", **one) for one in findings]
    lines += [say("lost when the database was put back: {count} in {stream}", count=one["count"], stream=one["stream"]) for one in lost]
    lines += [] if findings else [say("everything holds")]
    return Told({**data, **seen}, lines, FOUND if findings else DONE)


def _named(found: Sequence[Finding]) -> list[dict[str, Any]]:
    return [{"what": one.what, "stream": as_text(one.stream), "count": one.count} for one in found]


def migrate(desk: Desk) -> Told:
    """Bring an older database forward, all of it or nothing."""
    asked = desk.asked
    address = desk.settings.address()
    refuse_absent(address)
    with guarded(connect, address) as database:
        before = found_form(database)
        if before is None:
            raise no_database()
        refuse_newer(before)
        if before == forms()[0]:
            return Told(
                {"from": before, "to": before, "backup": None}, [say("the database has the newest form already: {form}", form=before)]
            )
        file = None if asked.no_backup else _backup_file(desk, before)
        if file is not None:
            back_up(database, file, wall_ms(desk.clock))
        checked = _forward(database)
    data = {"from": before, "to": forms()[0], "backup": file}
    if checked.findings:
        told = _told(checked, data)
        said = say("The database was left as it was: after the steps it would not hold.")
        return Told({**told.data, "to": before}, [said, *told.lines[1:]], FOUND)
    return Told(data, [say("migrated: {before} to {after}, backup: {file}", before=before, after=forms()[0], file=file or "-")])


class _DoesNotHoldError(Exception):
    """What ends the transaction of a migration after which the database would not hold."""

    def __init__(self, checked: Checked) -> None:
        super().__init__(len(checked.findings))
        self.checked = checked


def _forward(database: Database) -> Checked:
    try:
        with database.write() as tx:
            without_limit(tx.connection)
            checked = brought_forward(database, tx)
            if checked.findings:
                raise _DoesNotHoldError(checked)
    except _DoesNotHoldError as error:
        return error.checked
    return checked


def _backup_file(desk: Desk, form: str) -> str:
    """Return where the backup before a migration goes: as asked, else in the set folder, else beside the database's file."""
    if desk.asked.backup == PIPE:
        raise UsageProblem("backup_to_file", "Before a migration the backup goes to a file, because it is read again.")
    if desk.asked.backup:
        return str(desk.asked.backup)
    url = make_url(desk.settings.address())
    beside = str(Path(url.database).parent) if url.get_backend_name() == "sqlite" and url.database else ""
    folder = desk.settings.backup_folder or beside
    if not folder:
        raise ServerProblem("backup_where", "Say where the backup goes: --backup FILE, or set backup_folder.")
    at = (moment(wall_ms(desk.clock)) or "").replace(":", "").replace("-", "")
    return str(Path(folder) / f"keukentafel-{form}-{at}.jsonl.zst")


def _sizes(manifest: Manifest) -> dict[str, int]:
    return {"rows": sum(manifest.rows.values()), "streams": len(manifest.heads)}


def _manifest(manifest: Manifest) -> dict[str, Any]:
    """Return what is told of a manifest: not each chain head, of which there may be thousands."""
    kept = {"version": manifest.version, "form": manifest.form, "made_at": manifest.made_at, "sha256": manifest.sha256}
    return {**kept, "rows": dict(manifest.rows), "streams": len(manifest.heads)}
