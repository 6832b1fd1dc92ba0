"""What the lines and marks in the circles mean: each drawn as it is in the circles, with its word."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from app.domain.records.network import Gives, Line
from app.domain.rules.circle_drawing import contact_line, star
from app.domain.rules.circle_layout import Spot
from app.domain.rules.circle_shapes import Shape
from app.domain.rules.circles import Circled, Stands
from app.texts import t
from ui import theme
from ui.widgets.circle_paint import ShapePainter
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import LineLabel


@dataclass(frozen=True)
class Meaning:
    """A sign and what it means; without a line it is the mentor's star."""

    text: str
    line: Line | None = None
    gives: Gives = Gives.BOTH


class Sample(QWidget):
    """A sign, drawn small; says nothing that the word beside it does not say."""

    def __init__(self, meaning: Meaning, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.meaning = meaning
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def shapes(self) -> Sequence[Shape]:
        """Return what is drawn."""
        text, size = theme.current().text_px("small"), self.sizeHint()
        if self.meaning.line is None:
            return star((size.width() / 2, size.height() / 2), text * 0.7)
        person = Circled(b"", Stands.NETWORK, "", line=self.meaning.line, gives=self.meaning.gives)
        return contact_line((2, size.height() / 2), 0, Spot(person, (size.width() + 1, size.height() / 2), 0), text)

    @override
    def sizeHint(self) -> QSize:
        text = theme.current().text_px("small")
        return QSize(text * (4 if self.meaning.line is not None else 2), round(text * 1.7))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = ShapePainter(QPainter(self), theme.current())
        for shape in self.shapes():
            painter.paint(shape)


class CircleLegend(QWidget):
    """Every sign of the circles beside its word."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.meanings = [
            *(Meaning(t(f"choice.Line.{line}"), line) for line in Line),
            Meaning(t("network.legend.to_us"), Line.THIN, Gives.TO_US),
            Meaning(t("network.legend.from_us"), Line.THIN, Gives.FROM_US),
            Meaning(t("network.legend.mentor")),
        ]
        layout = FlowLayout(self, gap=18)
        for meaning in self.meanings:
            layout.addWidget(legend_item(meaning))


def legend_item(meaning: Meaning) -> QWidget:
    """Return a sign with its word."""
    item = QWidget()
    line = QHBoxLayout(item)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    line.addWidget(Sample(meaning))
    line.addWidget(LineLabel(meaning.text, "small"))
    return item
