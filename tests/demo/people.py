"""The part of the story with the people around the table: a mentor is named, a visit is held, and everything is found again."""

from collections.abc import Callable
from pathlib import Path

from tests.demo.laptop import Laptop, MissedError

AUNT = "Tante Meryem"
YOUTH = "Deniz"
NOTE = "Wij hebben over de ochtend gepraat. Deniz wil graag dat tante Meryem meedenkt."
PRIVATE = "Bart vertelde iets wat de kinderen nog niet weten."
ARRANGED = "De schoolbel in de telefoon gezet"
CARD = "mentorkaart.pdf"

Step = Callable[..., None]


class PeopleSteps:
    """What Fatma does at the table, on one laptop; `step` keeps a picture of each."""

    def __init__(self, one: Laptop, step: Step, output: Path) -> None:
        self.one = one
        self.step = step
        self.output = output

    def play(self) -> None:
        """Play all of it, with or without network."""
        self.circles()
        self.mentor()
        self.visit()
        self.card()
        self.find()

    def circles(self) -> None:
        """Put the aunt in the circles, and bring her nearer with the arrow keys."""
        one = self.one

        def add() -> None:
            one.press("Alt+N")
            one.click("button", "Iemand toevoegen")
            one.write("Naam", AUNT)
            one.write("Wie is dit voor het gezin?", "zus van Aylin", AUNT)
            one.click("button", "Klaar")
            one.see("zus van Aylin · Dichtbij, familie")

        self.step(one, "kringen", add)

    def mentor(self) -> None:
        """Deniz names her aunt and chooses; the worker can only write it down."""
        one = self.one

        def name() -> None:
            one.click("button", f"Wie noemt {YOUTH}?")
            one.order("type", text=AUNT.split(maxsplit=1)[0])  # a list jumps to what begins so
            one.click("button", "Zet erbij")
            one.see(f"Alleen {YOUTH} kiest")

        def choose() -> None:
            one.click("button", f"{YOUTH} kiest {AUNT}")
            one.click("button", f"{YOUTH} heeft het gevraagd")
            one.click("button", "Ja", f"Wat zegt {AUNT}: ja, nee, of nog even nadenken?")
            one.click("button", "Ja", f"Wat vindt Aylin van {AUNT} als mentor? Ja met tegenzin is ook ja.")
            one.click("button", "Ja, met tegenzin", f"Wat vindt Bart van {AUNT} als mentor? Ja met tegenzin is ook ja.")
            one.see(f"JIM van {YOUTH} sinds")

        self.step(one, "mentor-genoemd", name)
        self.step(one, "mentor-gekozen", choose)

    def visit(self) -> None:
        """Begin today's visit, write the report, arrange something, keep an internal note, and fix the report."""
        one = self.one

        def begin() -> None:
            one.press("Alt+B")
            one.click("button", "Start bezoek")
            one.click("field", "Wat hebben we besproken?")
            one.order("type", text=NOTE)
            one.see("Nog niet vastgelegd")

        def arrange() -> None:
            one.click("field", "Wat is geregeld?")
            one.order("type", text=ARRANGED)
            one.press("Return")
            one.see(ARRANGED)

        def fix() -> None:
            one.click("button", "Vastleggen")
            one.see("Vastgelegd door Fatma Şahin")
            one.see(NOTE)

        self.step(one, "bezoek-begonnen", begin)
        self.step(one, "vandaag-geregeld", arrange)
        self.step(one, "vastgelegd", fix)

    def card(self) -> None:
        """Print the mentor's card."""
        one = self.one
        pdf = self.output / CARD

        def keep() -> None:
            one.press("Ctrl+P")
            one.click("button", f"Mentorkaart van {AUNT}")
            one.see("De mentorkaart op papier")
            one.write("Waar bewaart u het?", str(pdf))
            one.click("button", "Bewaar als PDF")
            one.see(f"Bewaard als {CARD}")

        self.step(one, "mentorkaart", keep)
        if not pdf.read_bytes().startswith(b"%PDF-"):
            raise MissedError(f"{CARD} is no PDF")

    def find(self) -> None:
        """Find the report again by a few of its words in another order, and open it where it stands."""
        one = self.one

        def look() -> None:
            one.press("Ctrl+K")
            one.order("type", text="meedenkt meryem")
            one.see("Verslagen van bezoeken")
            one.see("Deniz wil graag dat tante Meryem meedenkt.")

        def go() -> None:
            one.press("Return")
            one.gone("Verslagen van bezoeken")
            one.see("Vastgelegd door Fatma Şahin")

        def back() -> None:
            one.press("Alt+P")
            one.see("Deniz gaat weer elke dag naar school.")

        self.step(one, "zoeken", look)
        self.step(one, "gevonden", go)
        self.step(one, "terug-bij-het-plan", back)
