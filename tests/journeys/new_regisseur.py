"""Two workers and a new regisseur, on the real programs: three windows, one server process and its command line.

Fatma and Joris write in the same field without a network. Fatma's right ends while work of hers waits, and she writes on. Sanne becomes
regisseur: she sees both versions, decides on what Fatma wrote too late, and puts her name in the plan.
"""

import json
import sqlite3
from functools import partial
from pathlib import Path
from typing import Any

from app.domain.ids import as_text
from app.paths import Home
from app.store.keyfile import open_keyfile
from tests.demo.laptop import Laptop, MissedError
from tests.demo.story import FAMILY, PASSPHRASES, SCHOOL, Story
from tests.faults.plain import plain_bytes
from tests.store.markers import every_file, forms, new_marker, scan

LOGIN, NAME = "sanne", "Sanne Bakker"


class NewRegisseur(Story):
    """Plays it; `marks` are the words that stand nowhere else."""

    def __init__(self, folder: Path, output: Path) -> None:
        super().__init__(folder, output)
        self.sanne = Laptop("laptop 3", folder / "laptop-3")
        both, taken, left, typed = (new_marker() for _ in range(4))
        self.marks = {"both": both, "taken": taken, "left": left, "typed": typed}
        self.fatmas = f"{SCHOOL} {both} zegt Fatma."
        self.joris_words = f"{SCHOOL} En op tijd."
        self.family = ""
        self.wiped: list[str] = []
        self.decided: list[dict[str, Any]] = []

    def play(self) -> None:
        """Play it to the end: the laptop of Fatma is clean, the others are equal, and the server says who decided."""
        laptops = (self.fatma, self.joris, self.sanne)
        try:
            self.town.start()
            for login, laptop in (("fatma", self.fatma), ("joris", self.joris)):
                self.cables[login] = self.town.cable()
                self.first_start(laptop, login)
                self.step(laptop, f"gezin-{login}", partial(laptop.click, "item", FAMILY), partial(laptop.see, SCHOOL))
            self.same_field()
            self.right_ends()
            self.hand_in()
            self.look_for_traces()
            self.new_one()
            self.decide()
            self.everybody_has_it()
            for laptop in (self.joris, self.sanne):
                laptop.close()
            self.decided = json.loads(self.town.command("hold", "--json"))["decided"]
        finally:
            for laptop in laptops:
                laptop.kill()
            self.town.close()

    def same_field(self) -> None:
        """Both write in the same goal, without a network."""
        for login, laptop, text in (("fatma", self.fatma, self.fatmas), ("joris", self.joris, self.joris_words)):
            self.cables[login].pull_out()
            self.step(laptop, f"zelfde-veld-{login}", partial(self.rewrite, laptop, text))

    def right_ends(self) -> None:
        """Fatma's right ends, Sanne becomes regisseur; Fatma does not know it yet and writes on, and leaves something half typed."""
        with sqlite3.connect(self.town.database) as database:
            [(found,)] = database.execute("SELECT stream FROM family WHERE display_name = ?", (FAMILY,))
        database.close()
        self.family = as_text(found)
        self.town.command("revoke", self.family, "fatma")
        self.town.command("worker", LOGIN, NAME)
        self.town.command("grant", self.family, LOGIN, "--role", "regisseur")
        self.town.codes[LOGIN] = json.loads(self.town.command("code", LOGIN, "--json"))["code"]
        one = self.fatma

        def goal(text: str) -> None:
            one.click("button", "Doel toevoegen")
            one.order("focus", name="Dit willen we bereiken")
            one.order("type", text=text)
            one.click("button", "Klaar", text)
            one.see("veilig op deze laptop")

        self.step(
            one, "te-laat", lambda: goal(f"Samen {self.marks['taken']} zwemmen."), lambda: goal(f"Naar {self.marks['left']} fietsen.")
        )

        def half() -> None:
            one.click("button", "Doel toevoegen")
            one.order("focus", name="Dit willen we bereiken")
            one.order("type", text=f"Nog {self.marks['typed']}")
            one.see("Bewaard om")

        self.step(one, "half-getypt", half)

    def hand_in(self) -> None:
        """Fatma's network is back: her work is handed in and the family leaves her laptop."""
        self.cables["fatma"].plug_in()
        self.step(self.fatma, "gezin-weg", lambda: self.fatma.press("F5"), lambda: self.fatma.gone(FAMILY))
        self.fatma.close()

    def look_for_traces(self) -> None:
        """Look for every marker in all that Fatma's laptop ever wrote: as it lies there, and with every page of the store decrypted."""
        marks = [*self.marks.values(), "Yılmaz"]
        raw = scan([self.fatma.folder], self.marks.values())
        self.wiped += [f"{hit.file}: {hit.form}" for hit in raw.hits]
        home = Home(self.fatma.folder / "data")
        key = open_keyfile(home.vault, PASSPHRASES["fatma"])
        stores = [file for file in every_file([home.vault]) if file.suffix == ".db"]
        if home.store not in stores:
            raise MissedError("there is no store to look through")
        for file in stores:
            data = plain_bytes(file, key)
            if b"stream_state" not in data:
                raise MissedError(f"{file.name} was not decrypted")
            self.wiped += [f"{file.name}: {mark} as {form}" for mark in marks for form, part in forms(mark).items() if part in data]

    def new_one(self) -> None:
        """Joris exchanges; Sanne starts for the first time, and sees both versions and what waits for her."""
        self.cables["joris"].plug_in()
        self.step(self.joris, "joris-terug", lambda: self.joris.press("F5"), lambda: self.joris.see("Twee versies"))
        one = self.sanne
        self.cables[LOGIN] = self.town.cable()
        self.first_start(one, LOGIN)
        self.step(one, "gezin-sanne", lambda: one.click("item", FAMILY), lambda: one.see("Twee versies"))
        one.see(self.marks["both"])
        one.see("Er wacht werk op uw besluit (3)")

    def decide(self) -> None:
        """Sanne decides without a network: one piece is taken over, the other is not."""
        one = self.sanne
        self.cables[LOGIN].pull_out()
        self.step(one, "wacht-op-besluit", lambda: one.click("button", "Bekijk dit werk"), lambda: one.see(self.marks["left"]))
        for words, answer, says in (
            (f"Samen {self.marks['taken']} zwemmen.", "Neem over", "U neemt dit over."),
            (f"Naar {self.marks['left']} fietsen.", "Neem niet over", "U neemt dit niet over."),
        ):
            self.step(one, answer.lower().replace(" ", "-"), partial(one.click, "button", answer, words), partial(one.see, says))
        one.see("Er wacht werk op uw besluit (1)")
        self.cables[LOGIN].plug_in()
        self.step(one, "besloten", lambda: one.press("F5"), lambda: one.see("Eerder beslist"))
        self.step(one, "terug-bij-gezin", lambda: one.click("button", "Terug naar het gezin"), lambda: one.see(self.marks["taken"]))
        self.step(one, "gekozen", lambda: one.click("button", "Deze", self.joris_words), lambda: one.gone("Twee versies"))
        one.see("In het plan staat nog Fatma")
        self.step(
            one, "naam-in-het-plan", lambda: one.click("button", "Mijn naam in het plan zetten"), lambda: one.see(f"Regisseur: {NAME}")
        )
        one.press("F5")
        one.see("Alles bij de gemeente")

    def everybody_has_it(self) -> None:
        """Joris has what Sanne took over, not what she left, and her choice."""
        one = self.joris
        self.step(one, "joris-heeft-het", lambda: one.press("F5"), lambda: one.see(self.marks["taken"]), lambda: one.gone("Twee versies"))
        for laptop in (self.joris, self.sanne):
            laptop.see(f"Regisseur: {NAME}")
            laptop.see(self.joris_words)
            laptop.gone(self.marks["left"])
            laptop.gone(self.marks["both"])
