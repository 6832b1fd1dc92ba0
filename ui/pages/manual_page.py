"""The worker's manual, on the laptop itself: it must be there where there is no network."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.actions.about import manual
from app.texts import t
from ui.widgets.buttons import QuietButton
from ui.widgets.chapters import Chapters
from ui.widgets.choice_field import Choice, ChoiceField

WIDE_PX = 900
"""Longer lines are hard to read."""


class ManualPage(QWidget):
    """`left` goes back."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.back = QuietButton(t("about.back"))
        self.back.clicked.connect(self.left)
        self.chapters = Chapters(t("manual.name"))
        self.chapters.setMaximumWidth(WIDE_PX)
        self.whole = QVBoxLayout(self)
        self.whole.setContentsMargins(28, 12, 28, 12)
        self.whole.setSpacing(12)
        self.whole.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        beside = QHBoxLayout()  # so that the text stands at the left
        beside.addWidget(self.chapters, 100)
        beside.addStretch(1)
        self.whole.addLayout(beside, 1)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.chapters.written:
            self._fill()
        self.chapters.setFocus()

    def _fill(self) -> None:
        self.chapters.show_text(manual())
        titles = [Choice(str(place), title) for place, title in enumerate(self.chapters.titles())]
        self.chapter = ChoiceField(t("manual.about"), titles)
        self.chapter.setMaximumWidth(WIDE_PX)
        self.chapter.chosen.connect(lambda place: self.chapters.go_to(int(place)))
        self.whole.insertWidget(1, self.chapter)
