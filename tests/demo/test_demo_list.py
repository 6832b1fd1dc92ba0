"""The list of the invented families on one fixed day, whole: in which order they stand, and why."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.actions.caseload import caseload
from app.clock import wall_ms
from app.domain.rules.reason import by_reason
from app.domain.rules.roles import COLLEAGUE
from app.server import rights, tables
from app.server.demo_data import demo_data, load_demo
from app.server.enrol import Holder, make_code
from app.sync.server_link import ServerLink
from tests.fakes import Line
from tests.world import ADDRESS, Device, World

MONDAY_23_NOVEMBER = """
Gezin De Groot-Janssen
    Naar veiligheid kijken stond voor 20 november
    Nieuwe afspraken over veiligheid: wie zegt ja?
    Praten stond voor 20 november
    Plan 180 dagen oud
    Hulp stond tot 17 november: Ali Demir
    Nu 12 hulpverleners. Met wie kan het minder?
Gezin Al-Hassan
    Bezoek vandaag om 15.30
Gezin Van Dijk-Bakker
    Bezoek morgen om 15.30
    Plan 95 dagen oud
Gezin Kowalczyk
    Gesprek op school woensdag om 08.45
    Kacper is 6 weken thuis zonder school
    Kacper wordt 12 over 7 dagen
Gezin Bouazza-Visser
    Samen naar veiligheid kijken: vrijdag
    Praten over het plan: vrijdag
    Sofian wordt 12 over 10 weken
Pleeggezin Hoekstra-Postma
    Bezoek zaterdag om 16.00
Gezin IJzerman
    Praten stond voor 13 november
    Plan 80 dagen oud
    Jasmijn wordt 16 over 3 weken
Gezin Nguyễn
    De vraag over veiligheid staat nog open
Gezin Osei
    De vraag over veiligheid staat nog open
Gezin Vermeulen
    Tess wordt 18 over 9 weken
Gezin De Wit-Yılmaz
    Bijgewerkt op 20-11-2026
Gezin El Idrissi
    Bijgewerkt op 15-11-2026
"""


@pytest.fixture
def fatma(tmp_path: Path) -> Iterator[Device]:
    """A laptop of Fatma, who may see all twelve families."""
    town = World(tmp_path)
    with town.house.database.write() as tx:
        tx.connection.execute(tables.municipality.delete())
    workers = load_demo(town.house)
    code = demo_data()["municipality"]["code"]
    fatma = next(one for one in workers if one.login == "fatma")
    families = [row["stream"] for row in town.dump(tables.stream) if row["class"] == "family"]
    mine = {row["stream"] for row in town.dump(tables.grant) if row["worker"] == fatma.worker}
    now, log = wall_ms(town.clock), town.house.database.log
    with town.house.database.write() as tx:
        for family in families:
            if family not in mine:
                rights.give(log, tx, (code, family, fatma.worker), COLLEAGUE, now)
        once = make_code(log, tx, Holder(code, fatma.worker), now + 60_000)
    line = Line(town.server)
    device = Device(town, ServerLink(ADDRESS, transport=line).enrol(once), line, timedelta())
    town.devices.append(device)
    town.settle(6)
    yield device
    town.close()


def test_the_invented_families_stand_by_what_waits_and_each_says_why(fatma: Device) -> None:
    lines = by_reason(caseload(fatma.workspace))
    said = [words for line in lines for words in (line.name, *(f"    {reason.sentence()}" for reason in line.reasons))]
    assert "\n".join(said) == MONDAY_23_NOVEMBER.strip()
