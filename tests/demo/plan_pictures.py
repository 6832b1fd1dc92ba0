"""The plan of a family, from top to bottom, and what is opened on it."""

from tests.demo.laptop import Laptop
from tests.demo.people_pictures import Take


def plan_screens(one: Laptop, take: Take) -> None:
    """Go past the plan, which is open."""
    one.see("Ik slaap weer vijf uur")
    take(one, "plan")
    one.order("scroll", role="choice", name="Is er een maatregel van de kinderrechter?")
    take(one, "plan-onderaan")
    one.click("button", "Plan afsluiten")
    one.order("scroll", role="button", name="Nog niet")
    take(one, "plan-afsluiten")
    one.click("button", "Nog niet")
    one.click("button", "Doel veranderen", "Ik slaap weer vijf uur achter elkaar.")
    take(one, "doel-open")
    one.click("button", "Actie veranderen", "Op vrijdag slaapt Noura bij opa en oma.")
    one.order("scroll", role="button", name="Actie weggooien")
    take(one, "actie-open")
