"""One version of the safety agreements as it reads: questions with their answers, and what differs from those that count."""

import html

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from app.domain.records.safety import SafetyPlanVersion
from app.domain.rules.dates import show_long
from app.domain.rules.safety import TEXTS
from app.texts import t
from ui.widgets.conflict_strip import marked
from ui.widgets.labels import TextLabel


class MarkedText(QLabel):
    """A text that people can copy; the words that the other text does not have are marked, by colour and by a line."""

    def __init__(self, text: str, other: str | None) -> None:
        super().__init__()
        self.words, self.other = text, other
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setAccessibleName(text)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.mark()

    def mark(self) -> None:
        """Write the text with the marks of the theme in use."""
        plain = html.escape(self.words).replace("\n", "<br>")
        self.setText(plain if self.other is None else marked(self.words, self.other))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.mark()


class SafetyTexts(QWidget):
    """The questions and answers of a version; with `beside` what differs from that one is marked, also what is gone there."""

    def __init__(self, version: SafetyPlanVersion, beside: SafetyPlanVersion | None = None) -> None:
        super().__init__()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        for name in TEXTS:
            text, other = str(getattr(version, name)), str(getattr(beside, name)) if beside is not None else ""
            if text.strip() or other.strip():
                rows.addSpacing(6)
                rows.addWidget(TextLabel(t(f"safety_plan_version.{name}"), "label"))
                rows.addWidget(MarkedText(text, other if beside else None) if text.strip() else TextLabel(t("safety.left_out"), "small"))
        if version.review_on is not None:
            rows.addSpacing(6)
            rows.addWidget(MarkedText(review_words(version), review_words(beside) if beside else None))


def review_words(version: SafetyPlanVersion) -> str:
    """Return when people look again, or nothing."""
    return t("safety.review", day=show_long(version.review_on)) if version.review_on is not None else ""


class SafetyVersion(QFrame):
    """A version in a frame, with what is said above it; what can be done with it goes into `foot`."""

    def __init__(self, title: str, under: str, texts: SafetyTexts) -> None:
        super().__init__()
        self.setProperty("version", True)
        self.setAccessibleName(title)
        self.title = TextLabel(title, "strong")
        self.under = TextLabel(under, "small")
        self.foot = QVBoxLayout()
        self.foot.setSpacing(10)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(14, 12, 14, 12)
        rows.setSpacing(4)
        rows.addWidget(self.title)
        rows.addWidget(self.under)
        rows.addWidget(texts)
        rows.addStretch(1)
        rows.addSpacing(8)
        rows.addLayout(self.foot)
