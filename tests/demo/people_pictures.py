"""The screens with the people around the table, one after the other, on a laptop that is open."""

from collections.abc import Callable
from datetime import timedelta

from app.clock import SystemClock
from app.domain.rules.dates import show_long
from tests.demo.laptop import Laptop

Take = Callable[[Laptop, str], None]
SEPARATED = "Gezin Van Dijk-Bakker"
MANY = "Gezin De Groot-Janssen"
LONG = "Gezin Vermeulen"


def people_screens(one: Laptop, take: Take) -> None:
    """Go past every tab of a family with two households and a mentor, one with twelve helpers, and one with two years of visits."""
    open_family(one, SEPARATED, "Ik weet nooit waar ik morgen slaap.")
    take(one, "plan-krachten-zorgen")
    one.press("Alt+G")
    one.see("Bij mama")
    one.click("button", "Gegevens van Lotte veranderen")
    take(one, "gezin-persoon-open")
    one.order("scroll", role="button", name="Nieuwe persoon in dit huis", near="Bij mama")
    take(one, "gezin-huishoudens")
    one.press("Alt+N")
    one.see("beste vriendin van Lotte")
    take(one, "netwerk")
    one.order("scroll", role="button", name="Afspraken en keuzes over Tante Ilse")
    take(one, "mentor")
    one.click("button", "Afspraken en keuzes over Tante Ilse")
    one.see("Wat mag de mentor weten?")
    take(one, "mentor-open")
    one.press("Alt+B")
    one.see("Samen het rooster gemaakt.")
    take(one, "bezoeken")
    one.click("button", f"Open: Gesprek met het gezin · {show_long(SystemClock().now().date() - timedelta(days=41))}")
    one.see("Aanvulling")
    take(one, "bezoek-open")
    open_family(one, MANY, "Ronald gokt al zes weken niet meer.")
    one.press("Alt+H")
    one.see("Nu 12 hulpverleners")
    take(one, "wie-helpt")
    open_family(one, LONG, "Wij lachen weer aan tafel.")
    one.press("Alt+B")
    one.see("Toon eerdere bezoeken")
    take(one, "bezoeken-twee-jaar")
    one.press("Ctrl+K")
    one.order("type", text="tante")
    one.see("zus van Marloes")
    take(one, "zoeken")
    one.press("Escape")


def open_family(one: Laptop, name: str, sees: str) -> None:
    """Open a family on its plan."""
    one.click("item", name)
    one.see(sees)
