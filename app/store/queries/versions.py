"""The versions of a plan that were fixed, without their content: a page need not read what was printed a year ago."""

from datetime import date

from app.changelog.log import Stream
from app.changelog.tables import GONE
from app.domain.record import Id
from app.domain.rules.plan_code import FixedVersion


def fixed_versions(stream: Stream) -> list[FixedVersion]:
    """Return the versions of a family's plan, the newest last."""
    columns = ("id", "number", "made_on", "sha256", GONE)
    found = stream.tx.rows(stream.log.write.select(stream.log.tables.records["plan_version"], columns, stream.keys, ("id",)), stream.scope)
    whole = [values for values in found if None not in values[:4] and not values[4]]
    versions = [FixedVersion(Id(row), int(number), date.fromisoformat(day), sha256) for row, number, day, sha256, _ in whole]
    return sorted(versions, key=lambda one: (one.number, one.id))
