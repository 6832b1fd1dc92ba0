"""The engine without listeners: the same connections, and a transaction as whole as on the one with them."""

import pytest
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.pool import QueuePool

from app.changelog.silent import moment, silent, transaction
from app.errors import UserProblem
from app.store.database import begin
from app.store.place import place_of
from tests.store.notebook import notes

ONE_LESS = text("DELETE FROM note WHERE id = 1")


def writes(engine: Engine) -> Engine:
    """Return the silent engine of who writes."""
    return silent(engine).execution_options(writes=True)


def test_what_is_written_stays_when_it_ends_well_and_not_otherwise(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), transaction(writes(engine), begin) as connection:
        _ = connection.execute(ONE_LESS).rowcount / 0
    assert notes(engine) == 400
    with transaction(writes(engine), begin) as connection:
        connection.execute(ONE_LESS)
        assert notes(engine) == 400, "not before it has ended"
    assert notes(engine) == 399


def test_a_reader_sees_one_moment(engine: Engine) -> None:
    with moment(silent(engine), begin) as reading:
        before = reading.execute(text("SELECT count(*) FROM note")).scalar_one()
        with transaction(writes(engine), begin) as writing:
            writing.execute(ONE_LESS)
        assert reading.execute(text("SELECT count(*) FROM note")).scalar_one() == before


def test_of_a_reader_nothing_stays_and_nothing_is_committed(engine: Engine) -> None:
    quiet = silent(engine)
    committed: list[Connection] = []
    event.listen(quiet, "commit", committed.append)
    with moment(quiet, begin) as reading:
        reading.execute(ONE_LESS)
    assert notes(engine) == 400
    assert committed == []


def test_a_writer_looks_whether_its_store_is_still_there_and_gives_its_turn_back(engine: Engine) -> None:
    place = place_of(engine)
    place.damaged = True
    with pytest.raises(UserProblem, match="store_damaged"), transaction(writes(engine), begin):
        pytest.fail("it began")
    assert not place.turn.locked()
    place.damaged = False
    with transaction(writes(engine), begin):
        assert place.turn.locked()
    assert not place.turn.locked()


def test_it_goes_along_when_all_connections_are_let_go_of(engine: Engine) -> None:
    quiet = silent(engine)
    engine.dispose()
    with transaction(quiet, begin) as connection:
        assert connection.execute(text("SELECT count(*) FROM note")).scalar_one() == 400
        assert isinstance(engine.pool, QueuePool)
        assert engine.pool.checkedout() == 1, "it lends from the engine's own pool"
