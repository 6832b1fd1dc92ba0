"""`python -m tests.demo.pictures`: every screen, at the two sizes of ui.md and in the three looks, into demo-output/screens/."""

import shutil
import sys
import tempfile
from functools import partial
from pathlib import Path

from tests.demo.__main__ import OUTPUT
from tests.demo.laptop import Laptop
from tests.demo.people_pictures import people_screens
from tests.demo.plan_pictures import plan_screens
from tests.demo.story import FAMILY, PASSPHRASES, SCHOOL, Story
from ui import theme

SIZES = {"1366": (1366, 768, "1"), "1920": (1280, 720, "1.5")}
"""Name, then the window in px of the screen and the system's scale: 1920 x 1080 at 150 % is 1280 x 720."""
LOOKS = (theme.LIGHT, theme.DARK, theme.HIGH_CONTRAST)


class Gallery:
    """Two laptops with a conflict between them, and one that is new; each screen is reached by hand."""

    def __init__(self, folder: Path, output: Path) -> None:
        self.folder = folder
        self.output = output
        self.story = Story(folder, folder)
        self.pictures = 0

    def make(self) -> int:
        """Make all pictures; returns how many."""
        try:
            self.prepare()
            for size in SIZES:
                for look in LOOKS:
                    self.one_look(size, look)
        finally:
            for laptop in (self.story.fatma, self.story.joris):
                laptop.kill()
            self.story.town.close()
        return self.pictures

    def prepare(self) -> None:
        """Let Fatma and Joris write in the same goal, and give a third worker a laptop without families."""
        story = self.story
        story.town.start()
        for login, laptop in (("fatma", story.fatma), ("joris", story.joris)):
            story.cables[login] = story.town.cable()
            story.first_start(laptop, login)
            laptop.click("item", FAMILY)
            laptop.see(SCHOOL)
        story.both_edit()
        story.choose_later()
        story.town.command("worker", "sanne", "Sanne de Boer")
        story.town.codes["sanne"] = story.town.command("code", "sanne").strip()
        new = Laptop("laptop 3", self.folder / "laptop-3")
        story.cables["sanne"] = story.town.cable()
        story.first_start(new, "sanne", "Hier komen uw gezinnen")
        for laptop in (story.fatma, story.joris, new):
            laptop.close()

    def one_look(self, size: str, look: str) -> None:
        """Go past every screen in one size and look."""
        take = partial(self.take, size, look)
        new = self.opened("nieuw", None, size, look)
        new.see("Welkom bij Keukentafel")
        take(new, "eerste-keer")
        new.click("button", "Beginnen")
        new.see("Vul de code in")
        take(new, "eerste-keer-fouten")
        new.kill()
        empty = self.opened("leeg", "laptop-3", size, look)
        take(empty, "openen")
        self.unlock(empty, "sanne", "Hier komen uw gezinnen")
        take(empty, "geen-gezinnen")
        empty.kill()
        one = self.opened("vol", "laptop-1", size, look)
        self.unlock(one, "fatma", FAMILY)
        one.see("Regisseur: Fatma Şahin")
        take(one, "gezinnen")
        people_screens(one, take)
        self.family_screens(one, size, look)
        one.kill()

    def family_screens(self, one: Laptop, size: str, look: str) -> None:
        """Go past the screens of one family, and the ways away from it."""
        take = partial(self.take, size, look)
        one.click("item", "Gezin El Idrissi")
        plan_screens(one, take)
        one.press("Alt+G")
        one.see("Persoon toevoegen")
        take(one, "mensen")
        one.click("button", "Gegevens van Ilyas veranderen")
        take(one, "persoon-open")
        one.click("item", FAMILY)
        one.see("Twee versies")
        one.order("scroll", role="button", name="Beide onder elkaar")
        take(one, "twee-versies")
        one.press("F9")
        one.see("Toon mijn gezinnen")
        take(one, "aan-tafel")
        one.press("F9")
        one.press("Ctrl+N")
        one.click("button", "Begin")
        one.see("Vul dit in")
        take(one, "nieuw-gezin")
        one.click("button", "Terug")
        one.press("Ctrl+P")
        one.see("Dit is versie")
        take(one, "op-papier")
        one.press("F1")
        one.see("Waar wilt u iets over weten?")
        take(one, "handleiding")

    def opened(self, name: str, source: str | None, size: str, look: str) -> Laptop:
        """Start the program on a copy of a laptop, as large as the screen and in a look."""
        laptop = Laptop(name, self.folder / f"{name}-{size}-{look}")
        data = laptop.folder / "data"
        if source is None:
            data.mkdir(parents=True)
        else:
            shutil.copytree(self.folder / source / "data", data)
        (data / "venster.ini").write_text(f"[General]\nlook={look}\n", encoding="utf-8")
        width, height, scale = SIZES[size]
        laptop.start(QT_SCALE_FACTOR=scale)
        laptop.order("size", width=width, height=height)
        return laptop

    def unlock(self, laptop: Laptop, login: str, sees: str) -> None:
        """Open the store."""
        laptop.write("Wachtzin", PASSPHRASES[login])
        laptop.press("Return")
        laptop.see(sees, 60)
        laptop.see("Alles bij de gemeente")

    def take(self, size: str, look: str, laptop: Laptop, screen: str) -> None:
        """Keep one picture."""
        self.pictures += 1
        laptop.picture(self.output / f"{screen}-{size}-{look}.png")


def main() -> int:
    """Make them."""
    output = OUTPUT / "screens"
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="keukentafel-screens-") as folder:
        pictures = Gallery(Path(folder), output).make()
    print(f"SCREENS OK pictures={pictures}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
