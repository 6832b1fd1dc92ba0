"""The first time on this laptop: the municipality's server, a one-time code, and a passphrase that only the worker knows."""

from dataclasses import dataclass, field

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.texts import t
from ui import theme
from ui.theme import Kind
from ui.widgets.banner import Banner
from ui.widgets.buttons import PrimaryButton
from ui.widgets.check_row import CheckRow
from ui.widgets.field_frame import FieldFrame
from ui.widgets.labels import TextLabel
from ui.widgets.passphrase_field import PassphraseField
from ui.widgets.text_field import TextField
from ui.windows.entrance import Entrance

WIDTH_PX = 1040
TWO_COLUMNS_PX = 900
LEAST_WORDS = 5
LEAST_CHARACTERS = 20
LEAST_DIFFERENT = 6


@dataclass(frozen=True)
class FirstStart:
    """What the worker filled in; the passphrase is kept out of its printed form."""

    server: str
    code: str = field(repr=False)
    passphrase: str = field(repr=False)


def weakness(passphrase: str) -> str:
    """Return the text key of what is wrong with a passphrase, or nothing."""
    words = passphrase.split()
    if len(words) < LEAST_WORDS and len(passphrase) < LEAST_CHARACTERS:
        return "first_start.weak"
    if len(set(passphrase.casefold())) < LEAST_DIFFERENT or (len(words) >= LEAST_WORDS and len(set(words)) == 1):
        return "first_start.one_char"
    return ""


class FirstStartWindow(Entrance):
    """Asks for server, code and passphrase; `submitted` gives a `FirstStart` only when every check is good."""

    submitted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("first_start.window", "first_start.title", "first_start.intro", WIDTH_PX, parent)
        self.sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.left_side, self.right_side = QVBoxLayout(), QVBoxLayout()
        self.server = TextField(t("first_start.server"), t("first_start.server_hint"), t("first_start.server_example"))
        self.code = TextField(t("first_start.code"), t("first_start.code_hint"))
        self.passphrase = PassphraseField(t("first_start.passphrase"), t("first_start.passphrase_hint"))
        self.again = PassphraseField(t("first_start.again"))
        self.understood = CheckRow(t("first_start.understood"), t("first_start.understood_sub"))
        self.understood_problem = Banner("", Kind.PROBLEM)
        self.understood_problem.hide()
        self.button = PrimaryButton(t("first_start.begin"), "player-play")
        self.fill_card()
        self.connect_checks()

    def fill_card(self) -> None:
        """Put the questions in the order in which they are asked: in two columns when there is room."""
        lost = Banner(t("first_start.lost"), Kind.INFO)
        for side in (self.left_side, self.right_side):
            side.setSpacing(12)
            self.sides.addLayout(side, 1)
        self.sides.setSpacing(36)
        self.card.body.addLayout(self.sides)
        self.add_part(self.left_side, "first_start.part_server", self.server, self.code)
        self.left_side.addSpacing(8)
        self.add_part(self.left_side, "first_start.part_passphrase", self.passphrase, self.again)
        self.left_side.addStretch(1)
        self.add_part(self.right_side, "first_start.lost_title", lost, self.understood, self.understood_problem)
        self.right_side.addStretch(1)
        self.right_side.addWidget(self.button)

    def add_part(self, side: QVBoxLayout, heading_key: str, *widgets: QWidget) -> None:
        """Put a heading with what belongs under it."""
        for widget in (TextLabel(t(heading_key), "heading"), *widgets):
            side.addWidget(widget)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= TWO_COLUMNS_PX * theme.current().text_percent / 100
        self.sides.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def connect_checks(self) -> None:
        """Check each field when it is left; while typing a message goes away as soon as it no longer holds."""
        self.server.left.connect(lambda: self.check_filled(self.server, "first_start.need_server"))
        self.code.left.connect(lambda: self.check_filled(self.code, "first_start.need_code"))
        self.passphrase.left.connect(self.check_passphrase)
        self.again.left.connect(self.check_again)
        self.passphrase.typed.connect(lambda: self.passphrase.has_problem() and self.check_passphrase())
        self.again.typed.connect(lambda: self.again.has_problem() and self.check_again())
        self.understood.toggled.connect(self.understood_problem.hide)
        self.button.clicked.connect(self.submit)

    def check_filled(self, asked: TextField, key: str) -> bool:
        """Show a message when a field is empty."""
        return self.judge(asked, "" if asked.value().strip() else key)

    def check_passphrase(self) -> bool:
        """Show a message when the passphrase is too easy, and look again at its repetition."""
        if self.again.value():
            self.check_again()
        return self.judge(self.passphrase, weakness(self.passphrase.value()))

    def check_again(self) -> bool:
        """Show a message when the two differ."""
        return self.judge(self.again, "" if self.again.value() == self.passphrase.value() else "first_start.unequal")

    def judge(self, asked: FieldFrame, key: str) -> bool:
        """Show or clear the message of a field; tell whether all is well."""
        if key:
            asked.show_problem(t(key))
        else:
            asked.clear_problem()
        return not key

    def check_understood(self) -> bool:
        """Show a message when the box is not ticked."""
        ticked = self.understood.is_checked()
        if not ticked:
            self.understood_problem.say(t("first_start.need_understood"), Kind.PROBLEM)
        return ticked

    @override
    def submit(self) -> None:
        checks = (
            (self.check_filled(self.server, "first_start.need_server"), self.server),
            (self.check_filled(self.code, "first_start.need_code"), self.code),
            (self.check_passphrase(), self.passphrase),
            (self.check_again(), self.again),
            (self.check_understood(), self.understood.box),
        )
        wrong = [widget for good, widget in checks if not good]
        if wrong:
            wrong[0].setFocus()
            return
        self.submitted.emit(FirstStart(self.server.value().strip(), self.code.value().strip(), self.passphrase.value()))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.server.setFocus()
