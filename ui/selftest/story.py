"""The self-test itself: an invented family, written, printed, locked and read again in the program's own windows."""

import io
import logging
import secrets
import sys
from pathlib import Path
from typing import Any

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.actions import opening
from app.actions.caseload import caseload
from app.actions.family_page import family_page
from app.clock import Clock, SystemClock
from app.domain.ids import new_id
from app.errors import UserProblem
from app.paths import Home
from app.store.keyfile import FLOOR
from app.store.workspace import Identity, Workspace
from ui.desktop import Desktop
from ui.diagnostics import version
from ui.selftest.memory import in_memory
from ui.selftest.parts import look_at_parts, newest_form, readable_in
from ui.selftest.surroundings import NOWHERE, ClosedDoor, private_place, without_screen
from ui.selftest.walk import Findings, Story, Walk
from ui.windows.main_window import MainWindow
from ui.windows.unlock import UnlockWindow

PLAIN = b"SQLite format 3\x00"


class TownHall:
    """Says yes to every code: nobody it names exists."""

    def enrol(self, code: str) -> Identity:
        """Return who this laptop is."""
        nobody = new_id(0)
        server = "http://{}:{}".format(*NOWHERE)
        return Identity(server, secrets.token_bytes(16), 1, code, nobody, "Sam Zelftest", "GM9999", "Voorbeeldstad", "1")


class SelfTest:
    """One run, in one folder. `marker` is a word that stands nowhere else, so that nothing readable is overlooked."""

    def __init__(self, app: QApplication, folder: Path, findings: Findings, door: ClosedDoor) -> None:
        self.app = app
        self.folder = folder
        self.home = Home(folder / "data")
        self.findings = findings
        self.door = door
        self.clock: Clock = SystemClock()
        self.passphrase = " ".join(secrets.token_hex(4) for _ in range(5))
        self.marker = f"Zelftest{secrets.token_hex(6)}"
        self.locked = 0

    def story(self) -> Story:
        """Tell everything in its order."""
        check = self.findings.check
        opening.lock(opening.first_start(self.home, TownHall(), "-", self.passphrase, self.clock, FLOOR))
        first = self.home.store.read_bytes()[: len(PLAIN)]
        check("store encrypted", first != PLAIN and self.home.store.stat().st_size > 0)
        check("wrong passphrase refused", self._refused())
        desktop = self._desktop()
        look_at_parts(self.findings)
        if self.findings.missed:
            return  # what comes now would only fail for want of these
        yield from self._unlock(desktop)
        window = self._window(desktop)
        check("migrations", *newest_form(window.desk.workspace))
        window.speller.start()
        yield from self._write(window)
        yield from self._print(window)
        yield "the word list", lambda: window.speller.is_ready
        window.speller.ask(["keukentafel", "gespek"])
        yield "words looked up", lambda: {"keukentafel", "gespek"} <= window.speller.known.keys()
        check("spelling", window.speller.is_wrong("gespek") and not window.speller.is_wrong("keukentafel"))
        window.locked.emit()
        yield "locked", lambda: self.locked
        check("nothing readable on the disk", *self._hidden())
        again = self._desktop()
        yield from self._unlock(again)
        yield from self._read_again(self._window(again))
        check(
            "no network",
            not self.door.elsewhere,
            f"{self.door.asked} times the server of nobody was asked for, {self.door.elsewhere} other",
        )

    def _refused(self) -> bool:
        try:
            opening.lock(opening.unlock(self.home, f"{self.passphrase}!", self.clock))
        except UserProblem as problem:
            return problem.key == "wrong_passphrase"
        return False

    def _desktop(self) -> Desktop:
        desktop = Desktop(self.app, self.home, self.clock, anew=self._note_locked)
        desktop.start()
        return desktop

    def _note_locked(self) -> None:
        self.locked += 1

    def _unlock(self, desktop: Desktop) -> Story:
        """Type the passphrase in the first window."""
        yield "the window that asks the passphrase", lambda: isinstance(desktop.window, UnlockWindow) and desktop.window.isVisible()
        window: Any = desktop.window
        type_in(window.passphrase.edit, self.passphrase)
        window.button.click()
        yield "the window to work in", lambda: isinstance(desktop.window, MainWindow) and desktop.window.isVisible()
        self.findings.check("opens with its passphrase", True)

    def _window(self, desktop: Desktop) -> MainWindow:
        window: Any = desktop.window
        opened: MainWindow = window
        opened.desk.said.connect(self._heard)
        return opened

    def _heard(self, words: str, is_problem: bool) -> None:
        """A sentence about a problem is the end: what is waited for would never come."""
        if is_problem:
            self.findings.check("a problem", False, words)
            QApplication.quit()

    def _write(self, window: MainWindow) -> Story:
        """Begin with a family and write a goal, as a worker does."""
        window.start_new_family()
        type_in(window.new_family.name.edit, f"Gezin {self.marker}")
        type_in(window.new_family.call_name.edit, "Fatma")
        window.new_family.begin.click()
        yield "the plan of the new family", lambda: "plan" in window.family.pages
        plan: Any = window.family.pages["plan"]
        plan.add_goal()
        yield "the field of the goal", lambda: any(card.form is not None for card in plan.cards.values())
        card = next(iter(plan.cards.values()))
        type_in(card.text.edit, f"Wij eten samen. {self.marker}")
        window.family.commit()
        yield "the goal on the disk", lambda: window.desk.background.at_rest() and self._goal(window.desk.workspace)
        self.findings.check("writes what is typed", True)
        resident, shared_out = in_memory()
        self.findings.check("memory", True, f"{resident:.0f} MB, {shared_out:.0f} of it its own share")

    def _goal(self, workspace: Workspace) -> bool:
        lines = caseload(workspace)
        return bool(lines) and any(self.marker in view.goal.text for view in family_page(workspace, lines[0].family).goals)

    def _print(self, window: MainWindow) -> Story:
        """Print the plan, and read the paper back."""
        from ui.selftest.paper import is_tagged, words_of

        window.family.print_plan()
        yield "the print", lambda: window.paper.plan is not None and window.paper.isVisible()
        paper = self.folder / "gezinsplan.pdf"
        window.paper.place.set_value(str(paper))
        window.paper.keep.click()
        pdf = paper.read_bytes()
        paper.unlink()
        words = words_of(pdf)
        self.findings.check("prints the plan", self.marker in words, f"{len(pdf) // 1024} kB, {len(words)} signs")
        self.findings.check("the print is tagged", is_tagged(pdf))

    def _hidden(self) -> tuple[bool, str]:
        open_to_all = readable_in(self.folder, self.marker)
        store = self.home.store.read_bytes()
        return not open_to_all and not store.startswith(PLAIN), " ".join(open_to_all) or f"{len(store) // 1024} kB"

    def _read_again(self, window: MainWindow) -> Story:
        """Find everything as it was left."""
        yield "the family after opening again", window.desk.background.at_rest
        workspace = window.desk.workspace
        opening.check_store(workspace)
        name = caseload(workspace)[0].name
        self.findings.check("all there after locking", name == f"Gezin {self.marker}" and self._goal(workspace))


def type_in(edit: QWidget, words: str) -> None:
    """Put words in a field as an on-screen keyboard does."""
    edit.setFocus()
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(edit, event)


def run(folder: Path, findings: Findings, door: ClosedDoor) -> None:
    """Walk through the story in a program of its own."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Keukentafel")
    walk = Walk(app, SelfTest(app, folder, findings, door).story(), findings, SystemClock())
    walk.begin()
    app.exec()


def main() -> int:
    """Run the self-test; returns 0 when every check was good."""
    findings, clock, happened = Findings(), SystemClock(), io.StringIO()
    logging.basicConfig(level=logging.INFO, stream=happened, format="%(levelname)s %(name)s %(message)s")
    begun = clock.monotonic()
    without_screen()
    door = ClosedDoor()
    with private_place() as folder:
        run(folder, findings, door)
    findings.check("nothing left behind", not folder.exists())
    seconds = clock.monotonic() - begun
    if findings.missed:
        print(happened.getvalue(), end="")
    verdict = f"MISS {', '.join(findings.missed)}" if findings.missed else "OK"
    print(f"SELFTEST {verdict} version={version()} checks={len(findings.good)} seconds={seconds:.1f}", flush=True)
    return 1 if findings.missed else 0
