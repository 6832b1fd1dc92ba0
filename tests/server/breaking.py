"""Triggers with which a test lets PostgreSQL itself refuse, or break off, what the server asks of it."""

from typing import Any

from sqlalchemy import Connection, event

from tests.world import World

REFUSE = "RAISE EXCEPTION SQLSTATE '{state}'"
BREAK_OFF = "PERFORM pg_terminate_backend(pg_backend_pid())"
TROUBLE = """
CREATE SEQUENCE tries;
CREATE FUNCTION trouble() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN IF nextval('tries') <= {times} THEN {what}; END IF; RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER trouble AFTER INSERT ON change DEFERRABLE INITIALLY {when} FOR EACH ROW EXECUTE FUNCTION trouble();
"""
WHILE_WRITING, AT_COMMIT = "IMMEDIATE", "DEFERRED"
FOR_EVER = 1_000_000


def refuses(world: World, state: str, times: int, when: str = WHILE_WRITING) -> None:
    """Let the database fail with a code on so many changes from now on: a sequence counts on when a transaction does not."""
    _run(world, TROUBLE.format(times=times, what=REFUSE.format(state=state), when=when))


def breaks_off(world: World, when: str = WHILE_WRITING) -> None:
    """Let the database end the server's connection once, on the next change."""
    _run(world, TROUBLE.format(times=1, what=BREAK_OFF, when=when))


def is_well_again(world: World) -> None:
    """Take the trouble away."""
    _run(world, "DROP TRIGGER trouble ON change")


def _run(world: World, sql: str) -> None:
    with world.house.database.engine.begin() as connection:
        connection.exec_driver_sql(sql)


def loses_an_answer(world: World) -> None:
    """Let the next writer's commit go through, and end its connection before the server hears of it."""
    engine = world.house.database.engine
    heard: list[Connection] = []

    def ends(connection: Connection) -> None:
        """Commit before SQLAlchemy does, so that what it sends finds nobody."""
        if heard or not connection.get_execution_options().get("writes"):
            return
        heard.append(connection)
        driver: Any = connection.connection.dbapi_connection
        driver.commit()
        driver.execute("SELECT 1")
        with engine.connect() as beside:
            beside.exec_driver_sql(f"SELECT pg_terminate_backend({driver.info.backend_pid}, 10000)")

    event.listen(world.house.database.silent, "commit", ends)
