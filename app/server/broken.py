"""What a change can break while it is applied. It stops no other work: it is held."""

from typing import Any

from sqlalchemy.exc import DataError, IntegrityError

from app.errors import ProgramFault
from app.server.access import House


def broken_by(house: House) -> tuple[type[Exception], ...]:
    """Return what one broken change can raise while it is applied; a full disk or a busy database is not among them."""
    driver: Any = house.database.engine.dialect.loaded_dbapi
    return (ProgramFault, IntegrityError, DataError, OverflowError, TypeError, driver.IntegrityError, driver.DataError)
