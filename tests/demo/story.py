"""The story: one goal, two laptops, a mentor and a visit. Every step is a worker's, and ends with something she sees."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.demo.laptop import PATIENCE_S, Laptop, MissedError
from tests.demo.people import PeopleSteps
from tests.demo.town import Cable, Town

PASSPHRASES = {"fatma": "vijf rode fietsen in de regen", "joris": "zeven stille uilen op zolder", "sanne": "een blauwe boot vaart langzaam"}
FAMILY = "Gezin De Wit-Yılmaz"
NEW_FAMILY = "Gezin Okonkwo-van der Meer"
GOAL = "Wij gaan op zondag weer samen zwemmen. Zonder telefoons."
ACTION = "De zwemtassen klaarzetten bij de voordeur"
SCHOOL = "Deniz gaat weer elke dag naar school."
FATMAS = "Deniz gaat vier dagen in de week naar school, en op vrijdag doet ze het thuis."
JORIS = "Deniz gaat elke dag naar school, ook op maandagochtend."
SEEN_WHEN = "Waaraan merken we dat het gelukt is?"
STAMPS = ("Bewaard om", "Alles bij de gemeente", "nog te versturen", "Bijgewerkt op")
FAULTS = ("Traceback", "QBackingStore", "QPainter", ".fault", "text.missing")
OWN = ("Fatma Şahin", "Joris Hoekstra")
FEWEST = 10
"""So much there is to read of the family on every tab."""


class Story:
    """Plays the story; `steps` and `pictures` are counted on the way."""

    def __init__(self, folder: Path, output: Path) -> None:
        self.folder = folder
        self.output = output
        self.steps = 0
        self.pictures = 0
        self.town = Town(folder)
        self.fatma = Laptop("laptop 1", folder / "laptop-1")
        self.joris = Laptop("laptop 2", folder / "laptop-2")
        self.began = time.monotonic()
        self.cables: dict[str, Cable] = {}

    def play(self) -> None:
        """Play it from the first start to two equal laptops."""
        try:
            self.town.start()
            for login, laptop in (("fatma", self.fatma), ("joris", self.joris)):
                self.cables[login] = self.town.cable()
                self.first_start(laptop, login)
            self.unlock_again()
            self.network_out()
            self.goal_and_action()
            PeopleSteps(self.fatma, self.step, self.output).play()
            self.new_family()
            self.on_paper()
            self.network_back()
            self.both_edit()
            self.choose()
            self.equal()
            for laptop in (self.fatma, self.joris):
                laptop.close()
                calm(laptop)
        finally:
            for laptop in (self.fatma, self.joris):
                laptop.kill()
            self.town.close()

    def step(self, laptop: Laptop, name: str, *doing: Callable[[], None]) -> None:
        """Do something on a laptop and keep a picture of what it then shows."""
        for do in doing:
            do()
        self.steps += 1
        self.pictures += 1
        laptop.picture(self.output / f"{self.steps:02d}-{name}.png")
        print(f"{self.steps:3d}  {time.monotonic() - self.began:6.1f} s  {name}", flush=True)

    def first_start(self, laptop: Laptop, login: str, sees: str = FAMILY) -> None:
        """Make a laptop known: address, code, passphrase twice, and that a lost one is lost."""
        laptop.start()
        code, passphrase = self.town.codes[login], PASSPHRASES[login]
        fields = [("Adres van de server", self.cables[login].address), ("Code voor één keer", code)]
        fields += [("Wachtzin", passphrase), ("Nog een keer dezelfde wachtzin", passphrase)]

        def fill_in() -> None:
            laptop.see("Welkom bij Keukentafel")
            for name, text in fields:
                laptop.write(name, text)
            laptop.click("box", "Ik begrijp dit")

        self.step(laptop, f"eerste-keer-{login}", fill_in)
        self.step(laptop, f"gezinnen-{login}", lambda: laptop.click("button", "Beginnen"), lambda: laptop.see(sees, 60))

    def unlock_again(self) -> None:
        """Close the program, start it again and open it with the passphrase."""
        self.fatma.close()
        self.fatma.start()
        self.step(
            self.fatma,
            "openen",
            lambda: self.fatma.see("Goed dat u er bent"),
            lambda: self.fatma.write("Wachtzin", PASSPHRASES["fatma"]),
        )
        self.step(self.fatma, "open", lambda: self.fatma.press("Return"), lambda: self.fatma.see(FAMILY, 60))
        for login, laptop in (("fatma", self.fatma), ("joris", self.joris)):
            self.step(laptop, f"gezin-{login}", partial(laptop.click, "item", FAMILY), partial(laptop.see, "Oma Gülay"))

    def network_out(self) -> None:
        """Pull the cable out of Fatma's laptop; the program says so calmly."""
        self.cables["fatma"].pull_out()
        self.step(self.fatma, "geen-netwerk", lambda: self.fatma.press("F5"), lambda: self.fatma.see("Geen netwerk"))

    def goal_and_action(self) -> None:
        """Write a goal and an action in the family's words."""
        one = self.fatma

        def goal() -> None:
            one.click("button", "Doel toevoegen")
            one.order("focus", name="Dit willen we bereiken")
            one.order("type", text=GOAL)
            one.see("Bewaard om")
            one.press("Tab")
            one.see_in("Dit willen we bereiken", GOAL, GOAL)

        def action() -> None:
            one.click("button", "Actie toevoegen", GOAL)
            one.order("focus", name="Wat gaan we doen?")
            one.order("type", text=ACTION)
            one.write("Wie zorgt dat het gebeurt?", "Emre", ACTION)
            one.write("Wanneer, in gewone woorden", "elke zaterdagavond", ACTION)
            one.click("button", "Klaar", ACTION)
            one.see("Emre · elke zaterdagavond")

        self.step(one, "doel-zonder-netwerk", goal)
        self.step(one, "actie-zonder-netwerk", action)

    def new_family(self) -> None:
        """Begin a family in a minute, still without network."""
        one = self.fatma

        def begin() -> None:
            one.press("Ctrl+N")
            one.write("Naam van het gezin", NEW_FAMILY)
            one.write("Hoe heet de eerste persoon?", "Chidi")
            one.write("Wie is dit in het gezin?", "vader")

        self.step(one, "nieuw-gezin", begin)
        self.step(
            one,
            "nieuw-gezin-begonnen",
            lambda: one.click("button", "Begin"),
            lambda: one.see(f"{NEW_FAMILY}. "),
            lambda: one.see("Nog geen doel"),
            lambda: one.see("alles is veilig op deze laptop"),
        )

    def on_paper(self) -> None:
        """Print the plan and keep the PDF."""
        one = self.fatma
        pdf = self.output / "gezinsplan.pdf"

        def keep() -> None:
            one.click("item", FAMILY)
            one.see(SCHOOL)
            one.press("Ctrl+P")
            one.see("Dit is versie 1 van het plan")
            one.write("Waar bewaart u het?", str(pdf))
            one.click("button", "Bewaar als PDF")
            one.see("Bewaard als gezinsplan.pdf")

        self.step(one, "op-papier", keep)
        if not pdf.read_bytes().startswith(b"%PDF-"):
            raise MissedError("gezinsplan.pdf is no PDF")
        self.step(one, "terug", lambda: one.click("button", "Terug naar het gezin"), lambda: one.see(SCHOOL))

    def network_back(self) -> None:
        """Put the cable back; both laptops exchange and the second one has it."""
        self.cables["fatma"].plug_in()
        self.step(self.fatma, "netwerk-terug", lambda: self.fatma.press("F5"), lambda: self.fatma.see("Alles bij de gemeente"))
        self.step(
            self.joris, "joris-heeft-het", lambda: self.joris.press("F5"), lambda: self.joris.see(GOAL), lambda: self.joris.see(ACTION)
        )

    def both_edit(self) -> None:
        """Both write in the same goal, without network."""
        for login, laptop, text in (("fatma", self.fatma, FATMAS), ("joris", self.joris, JORIS)):
            self.cables[login].pull_out()
            self.step(laptop, f"zelfde-doel-{login}", partial(self.rewrite, laptop, text))

    def rewrite(self, laptop: Laptop, text: str) -> None:
        """Write other words for the goal about school."""
        laptop.press("F5")
        laptop.see("Geen netwerk")
        laptop.click("button", "Doel veranderen", SCHOOL)
        laptop.order("focus", name="Dit willen we bereiken")
        laptop.press("Ctrl+A")
        laptop.order("type", text=text)
        laptop.click("button", "Klaar", text)
        laptop.see("veilig op deze laptop")

    def choose(self) -> None:
        """Both see both versions with who wrote them; Fatma chooses, and it is gone at Joris too."""
        self.choose_later()
        for login, laptop in (("fatma", self.fatma), ("joris", self.joris)):
            self.step(laptop, f"twee-versies-{login}", partial(self.see_both, laptop))
        one = self.fatma
        self.step(one, "gekozen", lambda: one.click("button", "Deze", JORIS), lambda: one.gone("Twee versies"), lambda: one.see(JORIS))
        one.press("F5")
        one.see("Alles bij de gemeente")
        other = self.joris
        self.step(other, "gekozen-bij-joris", lambda: other.press("F5"), lambda: other.gone("Twee versies"), lambda: other.see(JORIS))

    def choose_later(self) -> None:
        """Exchange until both have both versions."""
        for login, laptop in (("fatma", self.fatma), ("joris", self.joris)):
            self.cables[login].plug_in()
            laptop.press("F5")
            laptop.see("Alles bij de gemeente")
        self.fatma.press("F5")
        for laptop in (self.fatma, self.joris):
            laptop.see("Twee versies – kies samen")

    def see_both(self, laptop: Laptop) -> None:
        """See two versions beside each other, each with its writer."""
        laptop.order("scroll", role="button", name="Beide onder elkaar")
        for words in (FATMAS, JORIS, *(f"{name}, " for name in OWN)):
            laptop.see(words)

    def equal(self) -> None:
        """Compare what the two windows show of the family, on both tabs."""
        for tab, key in (("Plan", "Alt+P"), ("Netwerk", "Alt+N"), ("Wie helpt", "Alt+H"), ("Bezoeken", "Alt+B"), ("Gezin", "Alt+G")):
            for laptop in (self.fatma, self.joris):
                laptop.press(key)
            late = time.monotonic() + PATIENCE_S
            while (differs := self._differs()) != []:  # a page is made in turns, on each laptop in its own time
                if time.monotonic() > late:
                    raise MissedError(f"the laptops differ at {tab}: {differs}")
        self.step(self.joris, "gelijk", lambda: self.joris.see("Gülay"))

    def _differs(self) -> list[str] | None:
        """Return what only one of the two windows shows of the family; None while there is hardly anything to see."""
        mine, theirs = (set(of_family(laptop.read())) for laptop in (self.fatma, self.joris))
        return sorted(mine ^ theirs) if len(mine) >= FEWEST else None


def calm(laptop: Laptop) -> None:
    """Look whether anything went wrong that no window showed."""
    for file in (laptop.folder / "said.log", laptop.folder / "data" / "gebeurtenissen.log"):
        said = file.read_text(encoding="utf-8")
        faults = [line for line in said.splitlines() if any(sign in line for sign in FAULTS)]
        if faults:
            raise MissedError(f"{laptop.name}: {file.name}: {faults[0]}")


def of_family(said: list[str]) -> list[str]:
    """Return what is about the family: without what is about this laptop, its worker and its caseload."""
    begin = next((place for place, words in enumerate(said) if words == FAMILY), 0)
    return [words for words in said[begin:] if not any(stamp in words for stamp in STAMPS)]
