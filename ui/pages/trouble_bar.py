"""A disk in trouble, said for as long as it lasts: what is on the screen only, and three ways to keep it. Never a dialog."""

import os
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.actions.safekeeping import save_copy
from app.texts import t, tn
from ui.desk import Desk
from ui.theme import Kind
from ui.widgets.banner import Banner
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.text_field import TextField


class TroubleBar(QWidget):
    """Shown while `desk.unkept` has something to say. `leave_anyway` when the worker goes and lets what she typed go."""

    leave_anyway = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.leaving = self.asking = False
        self.banner = Banner("", Kind.PROBLEM)
        self.again = PrimaryButton(t("trouble.again"), "refresh")
        self.again.clicked.connect(desk.unkept.try_again)
        self.take = QuietButton(t("trouble.take"), "file-text")
        self.take.clicked.connect(self.copy_texts)
        self.copy = QuietButton(t("trouble.copy"), "shield-half")
        self.copy.clicked.connect(self.ask_place)
        self.go = QuietButton(t("trouble.go"), "x")
        self.go.clicked.connect(self.leave_anyway)
        self.place = TextField(t("trouble.place"), t("trouble.place_hint"))
        self.keep = PrimaryButton(t("trouble.keep"), "shield-half")
        self.keep.clicked.connect(self.save_copy)
        self.back = QuietButton(t("new_family.back"))
        self.back.clicked.connect(self.fold)
        self.news = Banner("")
        buttons = FlowLayout(gap=12)
        for button in (self.again, self.take, self.copy, self.go, self.keep, self.back):
            buttons.addWidget(button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addWidget(self.banner)
        rows.addWidget(self.place)
        rows.addLayout(buttons)
        rows.addWidget(self.news)
        self._show_buttons()
        self.news.hide()
        desk.unkept.changed.connect(self.show_state)
        self.hide()

    def show_state(self) -> None:
        """Say how it stands; when all is well again, nothing."""
        unkept = self.desk.unkept
        self.leaving = self.leaving and bool(unkept.held)
        if not unkept.reason and not unkept.held:
            self.hide()
            self.news.hide()
            self._show_buttons()
            return
        said = " ".join(self._sentences())
        if said != self.banner.text.text() or self.isHidden():
            self.banner.say(said, Kind.PROBLEM)
        self._show_buttons(asking=self.asking)
        self.show()

    def ask_to_stay(self) -> None:
        """Say that something is on the screen only, because the worker wants to go."""
        self.leaving = True
        self.asking = False
        self.show_state()
        self.again.setFocus()

    def copy_texts(self) -> None:
        """Put everything that was typed and not kept on the clipboard."""
        texts = self.desk.unkept.texts()
        QApplication.clipboard().setText("\n\n".join(one.text.replace("\x1f", "\n").strip() for one in texts.values()))
        self.news.say(tn("trouble.taken", len(texts)), Kind.INFO)

    def ask_place(self) -> None:
        """Ask where the copy of everything is to come."""
        if not self.place.value():
            self.place.set_value(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        self.news.hide()
        self._show_buttons(asking=True)
        self.place.setFocus()

    def fold(self) -> None:
        """Ask for no place any more."""
        self._show_buttons()

    def save_copy(self) -> None:
        """Write a copy of the whole store where the worker said; a place that cannot be written to is said beside the field."""
        self.place.clear_problem()
        folder = Path(self.place.value())
        self.desk.ask(lambda workspace: save_copy(workspace, folder), self._saved, self.place.show_problem)

    def _saved(self, made: Path) -> None:
        self._show_buttons()
        self.news.say(t("trouble.saved", name=made.name, folder=os.fspath(made.parent)), Kind.OK)

    def _sentences(self) -> list[str]:
        unkept = self.desk.unkept
        said = [t(f"trouble.{unkept.reason}")] if unkept.reason else []
        if unkept.held:
            said.append(t("trouble.leaving" if self.leaving else "trouble.on_screen"))
        return said

    def _show_buttons(self, *, asking: bool = False) -> None:
        """Show what can be done now; while the place of the copy is asked, only that: on a small screen there is no room for all."""
        held = bool(self.desk.unkept.held)
        self.asking = asking
        for part, seen in (
            (self.place, asking),
            (self.keep, asking),
            (self.back, asking),
            (self.again, not asking),
            (self.take, held and not asking),
            (self.copy, not asking),
            (self.go, self.leaving and not asking),
        ):
            part.setVisible(seen)
