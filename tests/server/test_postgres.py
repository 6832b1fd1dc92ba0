"""How the server stands on PostgreSQL: what it asks of a connection, and what it does not put up with."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from app.changelog.transaction import Tx
from app.server import tables
from app.server.database import Database, connect, open_database
from app.server.engines import GONE_AFTER, LIMITS_MS, arguments_for, engine_for
from app.server.form import bring_forward
from app.server.opening import open_as_it_is
from app.server.problems import DatabaseProblem
from tests.builders import plan_id
from tests.postgres import Cluster, NoPostgresError, binaries
from tests.server.asking import Asking, push
from tests.world import World


def shown(database: Database, name: str) -> str:
    """Return what a reader's connection says of a setting."""
    with database.read() as tx:
        return str(tx.connection.exec_driver_sql(f"SHOW {name}").scalar_one())


def test_no_client_can_hold_a_family_for_long_and_the_server_is_known_by_name(pg_world: World) -> None:
    database = pg_world.house.database
    assert [shown(database, name) for name in LIMITS_MS] == ["10s", "30s", "1min"]
    assert shown(database, "application_name") == "keukentafel-server"
    assert shown(database, "transaction_isolation") == "repeatable read"
    found: list[str] = []

    def look(tx: Tx) -> None:
        found.append(tx.connection.exec_driver_sql("SHOW transaction_isolation").scalar_one())

    database.writing(look)
    database.noting(look)
    assert found == ["serializable", "read committed"]
    assert shown(database, "transaction_isolation") == "repeatable read"


@pytest.mark.logs("server.unable")
def test_a_family_that_somebody_holds_is_503_until_it_is_let_go(cluster: Cluster, tmp_path: Path) -> None:
    with cluster.database() as address:
        world = World(tmp_path, f"{address}&options=-c%20lock_timeout%3D20")
        samira = Asking(world, world.device("Samira"))
        family = samira.born()
        sent = push(family, 2, samira.change("plan", plan_id(family), "*", {}))
        with world.house.database.write() as tx:
            tx.connection.execute(tables.stream.update().values(head_seq=tables.stream.c.head_seq))
            assert samira.sync(sent) == (503, {"error": "later"})
        assert samira.answered(sent).acks
        world.close()


def test_two_services_that_begin_at_once_make_one_database(cluster: Cluster) -> None:
    with cluster.database(empty=True) as address, ThreadPoolExecutor(1) as beside, cluster.connection() as admin:
        first = connect(address)
        with first.write() as tx:
            bring_forward(tx.connection)
            second = beside.submit(open_as_it_is, address)
            while not admin.execute("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'").fetchall():
                assert not second.done()
        for database in (first, second.result()):
            assert shown(database, "server_encoding") == "UTF8"
            database.engine.dispose()


def test_a_database_that_cannot_hold_every_name_is_refused(cluster: Cluster) -> None:
    with cluster.database(empty=True, more="ENCODING 'LATIN1'") as address, pytest.raises(DatabaseProblem) as refused:
        open_database(address)
    assert refused.value.key == "encoding"


def test_another_kind_of_database_is_refused() -> None:
    for address in ("mysql://localhost/x", "postgresql+asyncpg://localhost/x", "sqlite+pysqlcipher:///x", "niets"):
        with pytest.raises(DatabaseProblem) as refused:
            engine_for(address)
        assert refused.value.key == "database_kind"


@pytest.mark.parametrize(
    ("address", "guarded"),
    [
        ("postgresql://u@/x", False),
        ("postgresql://u@/x?host=/run/postgresql", False),
        ("postgresql+psycopg://u@127.0.0.1:5432/x", False),
        ("postgresql://u@db.voorbeeldstad.example/x", True),
        ("postgresql://u@/x?host=localhost,db.voorbeeldstad.example", True),
        ("postgresql://u@db.voorbeeldstad.example/x?sslmode=require", False),
    ],
)
def test_over_a_network_only_the_right_server_is_spoken_to_unless_the_address_says_otherwise(address: str, guarded: bool) -> None:
    assert (arguments_for(make_url(address)).get("sslmode") == "verify-full") is guarded


def test_a_service_whose_machine_is_no_more_is_given_up_within_a_minute() -> None:
    assert arguments_for(make_url("postgresql://u@db.voorbeeldstad.example/x"))["options"].count("-c tcp_keepalives_") == len(GONE_AFTER)
    assert GONE_AFTER["tcp_keepalives_idle"] + GONE_AFTER["tcp_keepalives_interval"] * GONE_AFTER["tcp_keepalives_count"] == 60


def test_a_machine_without_postgresql_fails_and_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoPostgresError, match="apt-get install postgresql"):
        binaries(tmp_path)
