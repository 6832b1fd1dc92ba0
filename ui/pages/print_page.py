"""The plan on paper: what was made, and where to keep it."""

import os
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout

from app.actions.printing import PrintedPlan
from app.texts import t
from ui.theme import Kind
from ui.widgets.banner import Banner
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import TextLabel
from ui.widgets.scroll_page import ScrollPage
from ui.widgets.text_field import TextField


class PrintPage(ScrollPage):
    """The PDF is in memory until the worker says where it goes; `left` goes back to the family."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.plan: PrintedPlan | None = None
        self.kept: Path | None = None
        self.about = TextLabel("", "body")
        self.place = TextField(t("print.place"), t("print.place_hint"))
        self.keep = PrimaryButton(t("print.keep"), "file-text")
        self.keep.clicked.connect(self.keep_plan)
        self.look = QuietButton(t("print.look"), "eye")
        self.look.clicked.connect(self.look_at_plan)
        back = QuietButton(t("print.back"))
        back.clicked.connect(self.left)
        self.news = Banner("")
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        for button in (self.keep, self.look, back):
            buttons.addWidget(button)
        buttons.addStretch(1)
        card = Card(t("print.title"), "printer")
        card.setMaximumWidth(760)
        card.add(self.about, self.place)
        card.body.addLayout(buttons)
        card.add(self.news)
        self.body.setContentsMargins(28, 12, 28, 12)
        self.body.addWidget(card)
        self.body.addStretch(1)

    def show_plan(self, plan: object) -> None:
        """Show a plan that was just made."""
        if isinstance(plan, PrintedPlan):
            self.plan = plan
            self.kept = None
            self.news.hide()
            self.look.hide()
            self.about.setText(t("print.about", version=plan.version, code=plan.code))
            folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
            self.place.set_value(str(Path(folder) / plan.file_name))

    def keep_plan(self) -> None:
        """Write the PDF where the worker said; a place that cannot be written to is said beside the field."""
        self.place.clear_problem()
        path = Path(self.place.value()).expanduser()
        if self.plan is None:
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_bytes(self.plan.pdf)
        except (OSError, ValueError):
            self.place.show_problem(t("print.not_kept"))
            return
        self.kept = path
        self.news.say(t("print.kept", name=path.name, folder=os.fspath(path.parent)), Kind.OK)
        self.news.show()
        self.look.show()

    def look_at_plan(self) -> None:
        """Open the PDF in the program of this laptop; only when the worker asks."""
        if self.kept is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.kept)))
