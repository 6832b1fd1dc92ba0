"""Two versions of one value beside each other: who wrote which, when, what differs, and a choice. Decides nothing."""

import difflib
import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from app.texts import t
from ui import theme
from ui.widgets.announce import announce
from ui.widgets.buttons import LinkButton, QuietButton
from ui.widgets.labels import TextLabel

SIDE_BY_SIDE_PX = 520


@dataclass(frozen=True)
class Version:
    """One value as a person wrote it; `when` is already in words."""

    text: str
    who: str
    when: str


def marked(text: str, other: str) -> str:
    """Return `text` as safe rich text with the words that `other` does not have marked by colour and by a line."""
    look = theme.current()
    style = f"background-color:{look.highlight}; color:{look.highlight_text}; text-decoration:underline"
    mine, theirs = words(text), words(other)
    parts: list[str] = []
    for step, start, end, _, _ in difflib.SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        piece = html.escape("".join(mine[start:end])).replace("\n", "<br>")
        if piece:
            parts.append(piece if step == "equal" else f'<span style="{style}">{piece}</span>')
    return f'<span style="white-space:pre-wrap">{"".join(parts)}</span>'


def words(text: str) -> list[str]:
    """Return the words and the spaces between them."""
    return re.findall(r"\s+|[^\s]+", text)


class VersionCard(QFrame):
    """One version with its writer and the button to choose it."""

    def __init__(self, version: Version, other: Version, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("version", True)
        self.version, self.other = version, other
        self.text = text = QLabel()
        text.setTextFormat(Qt.TextFormat.RichText)
        text.setWordWrap(True)
        text.setAlignment(Qt.AlignmentFlag.AlignTop)
        text.setAccessibleName(version.text or t("widget.conflict_empty"))
        text.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.button = QuietButton(t("widget.conflict_this"), "check")
        self.button.setAccessibleName(t("widget.conflict_this_of", who=version.who, when=version.when))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(8)
        layout.addWidget(TextLabel(t("widget.conflict_by", who=version.who, when=version.when), "small"))
        layout.addWidget(text, 1)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.mark()

    def mark(self) -> None:
        """Write the text with the marks of the theme in use."""
        mine = self.version.text
        self.text.setText(marked(mine, self.other.text) if mine else html.escape(t("widget.conflict_empty")))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.mark()


class ConflictStrip(QFrame):
    """The versions of one field. `chosen` gives the place of the version chosen; `both_chosen` asks for all under each other."""

    chosen = Signal(int)
    both_chosen = Signal()

    def __init__(self, versions: Sequence[Version], allow_both: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = TextLabel(t("widget.conflict_title"), "label")
        self.setAccessibleName(self.title.text())
        self.cards = [VersionCard(version, versions[0 if place else -1]) for place, version in enumerate(versions)]
        self.row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.row.setSpacing(10)
        for place, card in enumerate(self.cards):
            self.row.addWidget(card, 1)
            card.button.clicked.connect(lambda _=False, place=place: self.chosen.emit(place))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 12, 14, 14)
        whole.setSpacing(10)
        whole.addWidget(self.title)
        whole.addLayout(self.row)
        self.both = LinkButton(t("widget.conflict_both"), "list-check")
        if not allow_both:
            self.both.hide()
        self.both.clicked.connect(self.both_chosen)
        whole.addWidget(self.both, 0, Qt.AlignmentFlag.AlignLeft)
        announce(self, self.title.text())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= SIDE_BY_SIDE_PX * theme.current().text_percent / 100
        self.row.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
