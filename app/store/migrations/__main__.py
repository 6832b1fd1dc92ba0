"""For builders: `python -m app.store.migrations "what changed"` drafts the next step from the difference with the declared tables."""

import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import MetaData

from app.store.database import close_store, open_engine
from app.store.keyfile import StoreKey
from app.store.migrate import STEPS, config_for, migrate


def draft_step(message: str, metadata: MetaData, steps: Path = STEPS) -> None:
    """Write the next step into `steps`; it is a draft: read it, and shorten it, before it is kept."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "leeg.db"
        key = StoreKey(raw=bytes(32), store_id=bytes(16))
        engine = open_engine(path, key, create=True)
        migrate(engine, path, key, steps)
        number = len(list((steps / "versions").glob("[0-9]*.py"))) + 1
        with engine.connect() as connection:
            command.revision(config_for(connection, steps, metadata), message, autogenerate=True, rev_id=f"{number:04}")
        close_store(engine)


if __name__ == "__main__":
    from app.store.tables import metadata

    draft_step(sys.argv[1], metadata)
