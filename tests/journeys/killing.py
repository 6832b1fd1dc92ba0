"""Kills the real program, with its window, in the middle of typing, and looks whether all that it called "Bewaard" is there again.

What the window showed is all that counts: the store is never opened here.
"""

import random
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from tests.demo.laptop import Laptop, MissedError
from tests.demo.town import Town

PASSPHRASE = " ".join(["acht", "groene", "lampen", "boven", "tafel"])
FAMILY = "Gezin Proef"
FIELDS = ("Dit willen we bereiken", "Waaraan merken we dat het gelukt is?")
PACE_MS = 12
MIDDLE, LEAVING, NEXT = 0, 1, 2
"""When the kill comes: in the middle of a word, just when a field is left, or in the next field."""
WORDS = ("zwemmen", "fietsen", "lachen", "koken", "slapen", "rekenen", "tuinieren")


@dataclass
class Typed:
    """A field: what the window called saved, and everything that was typed in it."""

    name: str
    saved: str = ""
    all: str = ""

    def judge(self, shown: str) -> bool:
        """Tell whether nothing that was saved is lost, and nothing stands there that nobody typed; a last space goes at leaving."""
        return shown.startswith(self.saved.rstrip()) and self.all.startswith(shown)


@dataclass
class Outcome:
    """What the kills did."""

    kills: int = 0
    saved: int = 0
    lost: list[str] = field(default_factory=list)
    unopened: list[str] = field(default_factory=list)
    drafts: int = 0
    drafts_back: int = 0

    def good(self) -> bool:
        """Tell whether all is well."""
        return self.kills > 0 and not self.lost and not self.unopened and self.drafts == self.drafts_back

    def line(self) -> str:
        """Return the figures."""
        figures = f"kills={self.kills} windowed={self.kills} saved={self.saved} lost={len(self.lost)} unopened={len(self.unopened)}"
        return f"{figures} drafts={self.drafts} drafts_back={self.drafts_back}"


class Killing:
    """One laptop that is killed again and again; chance decides when."""

    def __init__(self, folder: Path) -> None:
        self.chance = random.SystemRandom()
        self.town = Town(folder)
        self.laptop = Laptop("laptop", folder / "laptop")
        self.typed = [Typed(name) for name in FIELDS]
        self.outcome = Outcome()

    def run(self, kills: int) -> Outcome:
        """Prepare a family with one goal, then type and kill so many times."""
        try:
            self.prepare()
            for number in range(kills):
                self.type_and_kill(number)
                self.look_back(number)
        finally:
            self.laptop.kill()
            self.town.close()
        return self.outcome

    def prepare(self) -> None:
        """Start for the first time and begin a family with one goal; then the network goes."""
        self.town.start()
        one = self.laptop
        one.start()
        address = self.town.cable().address
        for name, text in (("Adres van de server", address), ("Code voor één keer", self.town.codes["fatma"])):
            one.write(name, text)
        for name in ("Wachtzin", "Nog een keer dezelfde wachtzin"):
            one.write(name, PASSPHRASE)
        one.click("box", "Ik begrijp dit")
        one.click("button", "Beginnen")
        one.see("Mijn gezinnen (", 60)
        self.town.close()
        one.press("Ctrl+N")
        one.write("Naam van het gezin", FAMILY)
        one.write("Hoe heet de eerste persoon?", "Kim")
        one.click("button", "Begin")
        one.see("Nog geen doel")
        one.click("button", "Doel toevoegen")
        one.order("focus", name=FIELDS[0])

    def type_and_kill(self, number: int) -> None:
        """Type until the window says that it is saved, go on, and kill the program at some moment of that."""
        here, there = self.typed[number % 2], self.typed[1 - number % 2]
        self.enter(here)
        self.write(here, number)
        way = number % 3
        if way == MIDDLE:
            self.send_keys(here, number)
        elif way == LEAVING:
            self.laptop.send("click", role="field", name=there.name, near="")
        else:
            self.enter(there)
            self.send_keys(there, number)
        self.kill_after(self.chance.uniform(0.0, 0.25 if way == LEAVING else 0.9))

    def enter(self, here: Typed) -> None:
        """Go to the end of a field."""
        self.laptop.click("field", here.name)
        self.laptop.press("Ctrl+End")

    def write(self, here: Typed, number: int) -> None:
        """Type some words and wait until the window calls them saved."""
        text = f"{number} {self.chance.choice(WORDS)} "
        self.laptop.order("keys", text=text, pace=PACE_MS)
        here.all = here.saved + text
        self.laptop.see("Bewaard om")
        here.saved = here.all
        self.outcome.saved += 1

    def send_keys(self, here: Typed, number: int) -> None:
        """Let keys come in without waiting for anything."""
        text = f"en {number} dan {self.chance.choice(WORDS)} en {self.chance.choice(WORDS)} "
        here.all = here.saved + text
        self.laptop.send("keys", text=text, pace=PACE_MS)

    def kill_after(self, seconds: float) -> None:
        """End the program with kill -9 after a while, unless it ends by itself."""
        process = self.laptop.process
        if process is None:
            raise MissedError("the program does not run")
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.laptop.kill()
            self.outcome.kills += 1
            return
        raise MissedError("the program ended by itself")

    def look_back(self, number: int) -> None:
        """Start again, unlock, and see what is in the fields."""
        one = self.laptop
        one.start()
        try:
            one.write("Wachtzin", PASSPHRASE)
            one.press("Return")
            one.see(FAMILY, 60)
            one.click("item", FAMILY)
            one.see("Doel toevoegen")
        except MissedError as missed:
            self.outcome.unopened.append(f"{number}: {missed}")
            raise
        self.see_drafts(number % 3)
        for here in self.typed:
            shown = one.order("value", role="field", name=here.name)
            if not here.judge(shown):
                self.outcome.lost.append(f"{number}: {here.name}: {here.saved!r} became {shown!r}")
            here.saved = here.all = shown

    def see_drafts(self, way: int) -> None:
        """See whether what was typed and never left opened its form by itself; else open it."""
        opened = self.laptop.order("has", role="field", name=FIELDS[0])
        if way == MIDDLE:
            self.outcome.drafts += 1
            self.outcome.drafts_back += opened
        if not opened:
            self.laptop.click("button", "Doel veranderen")
