"""On PostgreSQL what is written waits for no answer; what went wrong with it is heard before the transaction counts as done."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
from sqlalchemy import select

from app.changelog.transaction import Tx
from app.server import tables
from app.server.database import Database, open_database
from tests.postgres import Cluster

TOWN = ("GM9999", "Voorbeeldstad", "een")
COLUMNS = ("municipality", "name", "epoch")
STATE = "SELECT state FROM pg_stat_activity WHERE application_name = 'keukentafel-server' AND wait_event_type = %s"


@pytest.fixture
def database(cluster: Cluster) -> Iterator[Database]:
    """An empty service's database, with one municipality."""
    with cluster.database() as address:
        database = open_database(address)
        database.writing(lambda tx: tx.run(database.log.write.insert(tables.municipality, COLUMNS), TOWN))
        yield database
        database.engine.dispose()


def renamed(database: Database, tx: Tx, name: str) -> None:
    """Write the town's name."""
    tx.run(database.log.write.upsert(tables.municipality, COLUMNS), (TOWN[0], name, TOWN[2]))


def names(database: Database, tx: Tx) -> list[str]:
    """Ask for the names of all towns."""
    return [name for (name,) in tx.rows(database.log.write.select(tables.municipality, ("name",), ()))]


def until(cluster: Cluster, waits_for: str) -> list[str]:
    """Return in which state the service's connections are, once one waits for that."""
    with cluster.connection() as admin:
        while not (found := [str(state) for (state,) in admin.execute(STATE, (waits_for,)).fetchall()]):
            pass
    return found


def test_who_writes_goes_on_before_it_is_written_and_reads_what_it_wrote(cluster: Cluster, database: Database) -> None:
    with psycopg.connect(database.engine.url.set(drivername="postgresql").render_as_string(False)) as holds:
        holds.execute("SELECT name FROM municipality FOR UPDATE")
        with database.write() as tx:
            renamed(database, tx, "Meerdam")
            assert until(cluster, "Lock") == ["active"]
            holds.rollback()
            assert names(database, tx) == ["Meerdam"]
            renamed(database, tx, "Nieuwmeer")
            assert tx.connection.execute(select(tables.municipality.c.name)).scalars().all() == ["Nieuwmeer"]
            assert tx.touched(database.log.write.delete(tables.worker, ("municipality",)), TOWN[:1]) == 0
            renamed(database, tx, "Voorbeeldstad aan Zee")
    with database.read() as tx:
        assert names(database, tx) == ["Voorbeeldstad aan Zee"]


def test_who_wrote_and_asked_and_then_hangs_is_one_that_says_nothing_and_is_sent_away_in_time(cluster: Cluster, database: Database) -> None:
    with database.write() as tx:
        renamed(database, tx, "Meerdam")
        assert names(database, tx) == ["Meerdam"]
        assert until(cluster, "Client") == ["idle in transaction"]


def asks(database: Database, tx: Tx) -> None:
    """Ask for something."""
    names(database, tx)


def speaks_sqlalchemy(_: Database, tx: Tx) -> None:
    """Take the broad way."""
    assert tx.connection


def waits(_: Database, tx: Tx) -> None:
    """Wait until all is written."""
    tx.settle()


def ends(_: Database, _tx: Tx) -> None:
    """Go on to the end."""


def goes_wrong(_: Database, _tx: Tx) -> None:
    """Fail, in whatever way."""
    raise GoneWrongError


class GoneWrongError(Exception):
    """Something else went wrong."""


def write_two(database: Database, clash: bool, then: Callable[[Database, Tx], None]) -> None:
    """Write in one transaction, perhaps what is there already, and do something after it."""
    with database.write() as tx:
        renamed(database, tx, "Meerdam")
        if clash:
            tx.run(database.log.write.insert(tables.municipality, COLUMNS), TOWN)
        renamed(database, tx, "Nieuwmeer")
        then(database, tx)


@pytest.mark.parametrize("then", [asks, speaks_sqlalchemy, waits, ends])
def test_what_could_not_be_written_is_raised_as_it_is_and_nothing_stays(database: Database, then: Callable[[Database, Tx], None]) -> None:
    with pytest.raises(psycopg.errors.UniqueViolation):
        write_two(database, True, then)
    with database.read() as tx:
        assert names(database, tx) == [TOWN[1]]


def test_what_was_sent_before_something_else_went_wrong_does_not_stay(database: Database) -> None:
    with pytest.raises(GoneWrongError):
        write_two(database, False, goes_wrong)
    with database.read() as tx:
        assert names(database, tx) == [TOWN[1]]
