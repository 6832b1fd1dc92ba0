"""A score from 0 to 10: where it started, where it is now, where the family wants to be. By shape and number, not colour alone."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget
from typing_extensions import override

from app.texts import t
from ui import theme
from ui.widgets.score_drawing import MARGIN_PX, ScoreDrawing

LOWEST, HIGHEST = 0, 10
REST_MS = 900
DOWN_KEYS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Minus})
UP_KEYS = frozenset({Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Plus})


@dataclass(frozen=True)
class Scores:
    """What the scale shows; None is not asked yet."""

    start: int | None = None
    now: int | None = None
    goal: int | None = None


class ScoreScale(QSlider):
    """The scale of one goal. `score_chosen` gives the new score once: at a touch, at Enter, at leaving, or after a short rest.

    Keys: the digits (1 and then 0 is ten), arrows, Home, End; Enter keeps, Escape goes back.
    """

    score_chosen = Signal(int)

    def __init__(self, about: str, scores: Scores | None = None, editable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.about = about
        self.editable = editable
        self.scores = scores or Scores()
        self.pending: int | None = None
        self._showing = False
        self._ring = False
        self.setRange(LOWEST, HIGHEST)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if editable else Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(False)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self.keep)
        self.valueChanged.connect(self.moved)
        self.show_scores(self.scores)

    def show_scores(self, scores: Scores) -> None:
        """Show other scores without telling anybody; a choice the person is just making stays."""
        self.scores = scores
        if self.pending is None:
            self.show_value(scores.now)
        self.tell()

    def show_about(self, about: str) -> None:
        """Change what the score is about, for a screen reader."""
        self.about = about
        self.tell()

    def show_value(self, score: int | None) -> None:
        """Move the slider itself, silently."""
        self._showing = True
        self.setValue(score if score is not None else LOWEST)
        self._showing = False
        self.update()

    def tell(self) -> None:
        """Bring the name for a screen reader up to date."""
        none = t("widget.score_none")
        words = {
            name: none if score is None else str(score)
            for name, score in (("start", self.scores.start), ("now", self.shown()), ("goal", self.scores.goal))
        }
        self.setAccessibleName(t("widget.score_name", about=self.about, **words))
        self.setAccessibleDescription(t("widget.score_help") if self.editable else "")
        self.update()

    def shown(self) -> int | None:
        """Return the score that stands there now, also one not kept yet."""
        return self.scores.now if self.pending is None else self.pending

    def choose(self, score: int) -> None:
        """Take a score as the person's choice, to be kept after a short rest."""
        self.pending = min(max(score, LOWEST), HIGHEST)
        self.show_value(self.pending)
        self.tell()
        self._rest.start(REST_MS)

    def moved(self, score: int) -> None:
        """Take a change that came through a screen reader."""
        if not self._showing and self.editable:
            self.choose(score)

    def keep(self) -> None:
        """Tell the score that was chosen, once."""
        self._rest.stop()
        if self.pending is None:
            return
        score, self.pending = self.pending, None
        if score != self.scores.now:
            self.scores = Scores(self.scores.start, score, self.scores.goal)
            self.tell()
            self.score_chosen.emit(score)

    def go_back(self) -> None:
        """Forget a choice that was not kept yet."""
        self._rest.stop()
        self.pending = None
        self.show_scores(self.scores)

    @override
    def keyPressEvent(self, ev: QKeyEvent) -> None:
        self._ring = True
        if not self.editable or not self.take_key(Qt.Key(ev.key()), ev.text()):
            ev.ignore()

    def take_key(self, key: Qt.Key, text: str) -> bool:
        """Do what a key asks; tell whether it was for this widget."""
        shown = self.shown()
        if text.isascii() and text.isdigit():
            self.choose(HIGHEST if text == "0" and self.pending == 1 else int(text))
        elif key in DOWN_KEYS or key in UP_KEYS:
            step = 1 if key in UP_KEYS else -1
            self.choose((self.scores.start or 5) if shown is None else shown + step)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.choose(LOWEST if key is Qt.Key.Key_Home else HIGHEST)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.pending is not None:
            self.keep()
        elif key is Qt.Key.Key_Escape and self.pending is not None:
            self.go_back()
        else:
            return False
        return True

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = event.reason() is not Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.keep()
        super().focusOutEvent(event)

    @override
    def mousePressEvent(self, ev: QMouseEvent) -> None:
        if self.editable and ev.button() is Qt.MouseButton.LeftButton:
            self.choose(self.score_at(ev.position()))

    @override
    def mouseMoveEvent(self, ev: QMouseEvent) -> None:
        if self.editable and ev.buttons() & Qt.MouseButton.LeftButton:
            self.choose(self.score_at(ev.position()))

    @override
    def mouseReleaseEvent(self, ev: QMouseEvent) -> None:
        if self.editable and ev.button() is Qt.MouseButton.LeftButton:
            self.keep()

    @override
    def wheelEvent(self, e: QWheelEvent) -> None:
        e.ignore()

    def score_at(self, place: QPointF) -> int:
        """Return the score nearest to a place."""
        return round((place.x() - MARGIN_PX) / (self.width() - 2 * MARGIN_PX) * HIGHEST)

    def place_of(self, score: int) -> QPointF:
        """Return where a score stands, for who wants to touch it."""
        return ScoreDrawing(theme.current(), self.size()).point(score)

    @override
    def sizeHint(self) -> QSize:
        return QSize(320, 44 + theme.current().text_px("small") + 10)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.sizeHint().height())

    @override
    def changeEvent(self, e: QEvent) -> None:
        if e.type() is QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(e)

    @override
    def paintEvent(self, ev: QPaintEvent) -> None:
        drawing = ScoreDrawing(theme.current(), self.size())
        drawing.draw(QPainter(self), self.scores.start, self.shown(), self.scores.goal, self.hasFocus() and self._ring)
