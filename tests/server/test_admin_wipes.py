"""`keukentafel-server wipes`: which laptop still has a family to which its worker has no right any more."""

from app.domain.ids import as_text
from tests.builders import a_plan
from tests.server.running import Command
from tests.world import World


def test_it_lists_who_still_has_what_and_since_when(world: World, run: Command) -> None:
    samira, joost = world.device("Samira"), world.device("Joost")
    family = samira.begin_family()
    samira.create(family, a_plan(family))
    samira.sync()
    world.grant(family, "Joost")
    joost.sync()
    assert run.json("wipes") == {"wipes": []}
    assert "hoeft nog iets te wissen" in run("wipes", "--language", "nl").out
    world.revoke(family, "Joost")
    world.clock.advance(60)
    device = as_text(joost.identity.device)
    [one] = run.json("wipes")["wipes"]
    assert one["since"] == "2026-11-23T09:30:00Z"
    assert (one["family"], one["device"], one["login"], one["refused"]) == (as_text(family), device, "joost", False)
    run("device", "--refuse", device)
    told = run("wipes")
    assert device in told.out
    assert "cannot say that it wiped" in told.err
