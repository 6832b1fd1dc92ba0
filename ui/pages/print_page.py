"""A print: what was made, where to keep it, and what else can be printed of this family."""

import os
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout

from app.actions.mentor_card import CardOffer, PrintedCard
from app.actions.printing import PrintedPlan, keep_pdf
from app.texts import t
from ui.theme import Kind
from ui.widgets.banner import Banner
from ui.widgets.buttons import PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import TextLabel
from ui.widgets.scroll_page import ScrollPage
from ui.widgets.text_field import TextField

LONGEST_NAME = 40
"""What of a name stands on a button; the whole of it is said to a screen reader."""


def shortened(name: str) -> str:
    """Return a name as it fits on a button."""
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"


class PrintPage(ScrollPage):
    """The PDF is in memory until the worker says where it goes; `left` goes back to the family.

    `plan_wanted()` and `card_wanted(mentor id)` ask for another print.
    """

    left = Signal()
    plan_wanted = Signal()
    card_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.plan: PrintedPlan | None = None
        self.card: PrintedCard | None = None
        self.kept: Path | None = None
        self.asked: Path | None = None
        self.about = TextLabel("", "body")
        self.place = TextField(t("print.place"), t("print.place_hint"))
        self.keep = PrimaryButton(t("print.keep"), "file-text")
        self.keep.clicked.connect(self.keep_print)
        self.look = QuietButton(t("print.look"), "eye")
        self.look.clicked.connect(self.look_at_print)
        back = QuietButton(t("print.back"))
        back.clicked.connect(self.left)
        self.news = Banner("")
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        for button in (self.keep, self.look, back):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.field = Card(t("print.title"), "printer")
        self.field.setMaximumWidth(760)
        self.field.add(self.about, self.place)
        self.field.body.addLayout(buttons)
        self.field.add(self.news)
        self.more = Card(t("print.more"))
        self.more.setMaximumWidth(760)
        self.others: list[QuietButton] = []
        self.row = FlowLayout(gap=12)
        self.more.body.addLayout(self.row)
        self.body.setContentsMargins(28, 12, 28, 12)
        self.body.addWidget(self.field)
        self.body.addWidget(self.more)
        self.body.addStretch(1)

    def show_plan(self, plan: object) -> None:
        """Show a plan that was just made."""
        if isinstance(plan, PrintedPlan):
            self.plan, self.card = plan, None
            self.field.show_title(t("print.title"))
            self._show(t("print.about", version=plan.version, code=plan.code), plan.file_name)
            self._offer(plan.cards, also_plan=False)

    def show_card(self, card: object) -> None:
        """Show a mentor's card that was just made."""
        if isinstance(card, PrintedCard):
            self.card = card
            self.field.show_title(t("print.card_title"))
            self._show(t("print.card_about", name=card.offer.name), card.file_name)
            offers = self.plan.cards if self.plan is not None else ()
            self._offer(tuple(offer for offer in offers if offer != card.offer), also_plan=True)

    def _show(self, about: str, file_name: str) -> None:
        self.kept = self.asked = None
        self.news.hide()
        self.look.hide()
        self.place.clear_problem()
        self.about.setText(about)
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self.place.set_value(str(Path(folder) / file_name))

    def _offer(self, cards: tuple[CardOffer, ...], *, also_plan: bool) -> None:
        """Offer what else can be printed; nothing when there is nothing else."""
        for button in self.others:
            self.row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.others = []
        if also_plan:
            button = QuietButton(t("print.plan_again"), "printer")
            button.clicked.connect(self.plan_wanted)
            self.others.append(button)
        for card in cards:
            button = QuietButton(t("print.card", name=shortened(card.name)), "printer")
            button.setAccessibleName(t("print.card", name=card.name))
            button.clicked.connect(partial(self.card_wanted.emit, card.mentor))
            self.others.append(button)
        for button in self.others:
            self.row.addWidget(button)
        self.more.setVisible(bool(self.others))

    def keep_print(self) -> None:
        """Write the PDF where the worker said. A place that cannot be, and a file that is there already, are said beside the field."""
        self.place.clear_problem()
        path = Path(self.place.value()).expanduser()
        printed = self.card or self.plan
        if printed is None:
            return
        try:
            if path.is_file() and path not in (self.kept, self.asked):
                self.asked = path
                self.place.show_problem(t("print.replace"))
                return
            keep_pdf(path, printed.pdf)
        except (OSError, ValueError):
            self.place.show_problem(t("print.not_kept"))
            return
        self.kept = path
        self.news.say(t("print.kept", name=path.name, folder=os.fspath(path.parent)), Kind.OK)
        self.news.show()
        self.look.show()

    def look_at_print(self) -> None:
        """Open the PDF in the program of this laptop; only when the worker asks."""
        if self.kept is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.kept)))
