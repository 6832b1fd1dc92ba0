"""What there is beside the field in use, and nowhere else: its earlier texts, and the words to look at. One for the whole window."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QWidget
from shiboken6 import isValid
from typing_extensions import override

from app.actions.history import FieldPast, field_past, whole_past
from app.actions.syncing import Exchange
from app.domain.record import Kind
from app.texts import t, tn
from ui.desk import Desk
from ui.pages.bound_field import BoundField
from ui.pages.draft_field import DraftField
from ui.pages.field_menu import edit_entries
from ui.pages.history_panel import HistoryPanel
from ui.pages.spell_watch import SENTENCES, SpellWatch
from ui.widgets.buttons import IconButton
from ui.widgets.field_frame import FieldFrame
from ui.widgets.text_field import LineEdit, TextField

SENTENCE_LONG = 300
WHO = frozenset({"visit.present", "agreement.parties"})
"""Long lines in which names stand."""
LOOK_MS = 300
"""How often is looked whether somebody is still at the field."""


class FieldButtons(QWidget):
    """The two small buttons at the end of a field's label; by keyboard there is Ctrl+H and the menu key, so Tab passes them by."""

    def __init__(self, label: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = IconButton("abc", "")
        self.past = IconButton("history", t("history.of", label=label))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for button in (self.words, self.past):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(button)
        self.words.hide()

    def show_words(self, count: int) -> None:
        """Offer the words to look at, when there are any."""
        self.words.show_name(tn("spelling.words", count))
        self.words.setVisible(count > 0)


class FieldTools(QObject):
    """Follows keyboard, finger and mouse to a field, and opens what is asked of it."""

    def __init__(self, desk: Desk, watch: SpellWatch, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self.watch = watch
        self.field: BoundField | None = None
        self.frame: FieldFrame | None = None
        self.buttons: FieldButtons | None = None
        self.menu: QMenu | None = None
        self._watched: list[QWidget] = []
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self.look)
        desk.field_near.connect(self.near)
        watch.looked.connect(self._show_words)

    def near(self, got_to: BoundField, frame: FieldFrame) -> None:
        """Show the buttons of the field that somebody got to; its keys work while the keyboard is in it. A note to be made has no past."""
        field = None if isinstance(got_to, DraftField) else got_to
        focus = QApplication.focusWidget()
        if focus is not None and frame.isAncestorOf(focus):
            self._watch_keys(focus)
            if isinstance(focus, LineEdit):
                focus.setProperty(SENTENCES, holds_sentences(field, frame))
            self.watch.enter(focus)
        if frame is not self.frame or not self._there():
            self.away()
            self.field, self.frame = field, frame
            self.buttons = FieldButtons(frame.label.text(), frame.parentWidget() or frame)
            self.buttons.past.setVisible(field is not None)
            self.buttons.past.clicked.connect(lambda: self.open_history(field, frame))
            self.buttons.words.clicked.connect(partial(self.open_words, frame))
            frame.installEventFilter(self)
            self._show_words()
            self._look.start()

    def away(self) -> None:
        """Take the buttons away."""
        self._look.stop()
        if self.frame is not None and isValid(self.frame):
            self.frame.removeEventFilter(self)
        if self.buttons is not None and isValid(self.buttons):
            self.buttons.hide()
            self.buttons.deleteLater()
        self.field = self.frame = self.buttons = None

    def look(self) -> None:
        """Go away when nobody is at the field any more."""
        if not self._there() or not self._in_use():
            self.away()

    def open_history(self, field: BoundField | None, frame: FieldFrame) -> None:
        """Show what ever stood in a field under it, or put that away again."""
        if field is None:
            return
        if frame.past is not None:
            close_past(frame)
            return
        field.commit()
        self.desk.ask(lambda workspace: field_past(workspace, field.ref), partial(show_past, field, frame))

    def open_words(self, frame: FieldFrame, _clicked: bool = False) -> None:
        """Open the menu of the word to look at: that of the cursor, else the first."""
        control = frame.control
        place = self.watch.go_to_wrong(control) if control is not None else None
        if control is not None and place is not None:
            self.open_menu(control, control.mapToGlobal(place))

    def open_menu(self, control: QWidget, at: QPoint) -> None:
        """Open the menu of a field: the word under the cursor, the clipboard, what stood here."""
        field, frame = self.field, self.frame
        if self.menu is not None or frame is None:
            return
        menu = QMenu(control)
        self.watch.fill_menu(menu, control)
        edit_entries(menu, control)
        if field is not None:
            menu.addSeparator()
            menu.addAction(t("history.of", label=frame.label.text())).triggered.connect(lambda: self.open_history(field, frame))
        menu.aboutToHide.connect(self._menu_gone)
        self.menu = menu
        menu.popup(at)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self.frame and kind in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            QTimer.singleShot(0, self, self._place)
        elif isinstance(event, QKeyEvent) and kind is QEvent.Type.KeyPress and watched is QApplication.focusWidget():
            return self._key(event)
        elif isinstance(event, QContextMenuEvent) and watched in self._watched and self.frame is not None:
            self._open_at(event)
            return True
        return False

    def _key(self, event: QKeyEvent) -> bool:
        control = QApplication.focusWidget()
        if control is None or self.frame is None or not self.frame.isAncestorOf(control):
            return False
        if event.key() == Qt.Key.Key_H and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.open_history(self.field, self.frame)
            return True
        shifted = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_Menu or (event.key() == Qt.Key.Key_F10 and shifted):
            self.open_menu(control, control.mapToGlobal(self.watch.cursor_place(control)))
            return True
        return False

    def _open_at(self, event: QContextMenuEvent) -> None:
        control = QApplication.focusWidget()
        if control is not None:
            if event.reason() is QContextMenuEvent.Reason.Mouse:
                self.watch.put_cursor(control, event.pos())
            self.open_menu(control, event.globalPos())

    def _watch_keys(self, focus: QWidget) -> None:
        for old in self._watched:
            if isValid(old):
                old.removeEventFilter(self)
        viewport: Callable[[], QWidget] | None = getattr(focus, "viewport", None)
        self._watched = [focus] if viewport is None else [focus, viewport()]
        for one in self._watched:
            one.installEventFilter(self)

    def _menu_gone(self) -> None:
        menu, self.menu = self.menu, None
        if menu is not None:
            menu.deleteLater()

    def _there(self) -> bool:
        return all(one is not None and isValid(one) for one in (self.frame, self.buttons))

    def _in_use(self) -> bool:
        frame, buttons = self.frame, self.buttons
        if frame is None or buttons is None or not frame.isVisible():
            return False
        return held(frame) or frame.underMouse() or buttons.underMouse() or self.menu is not None

    def _show_words(self) -> None:
        if self._there() and self.frame is not None and self.buttons is not None:
            self.buttons.show_words(self.watch.wrong_in(self.frame.control))
            self._place()

    def _place(self) -> None:
        """At the end of the label's line, a finger high, above whatever is there."""
        frame, buttons = self.frame, self.buttons
        if not self._there() or frame is None or buttons is None:
            return
        size = buttons.sizeHint()
        bottom = frame.y() + frame.label.geometry().bottom() + 6
        if buttons.parentWidget() is frame:
            bottom -= frame.y()
        buttons.setGeometry(QRect(QPoint(frame.geometry().right() + 1 - size.width(), max(0, bottom - size.height())), size))
        buttons.raise_()
        buttons.show()


def holds_sentences(field: BoundField | None, frame: FieldFrame) -> bool:
    """Tell whether a field of one line is for sentences: it is made for many characters, and not for who took part."""
    if type(frame) is not TextField or field is None:
        return type(frame) is TextField
    spec, name = field.ref.spec, f"{field.ref.record}.{field.ref.field}"
    members = [one for one in spec.members if t(f"{name}.{one.name}") == frame.label.text()]
    declared = (members[0] if members else spec).declared
    return declared.kind is Kind.WORDS and declared.longest >= SENTENCE_LONG and name not in WHO


def held(frame: FieldFrame) -> bool:
    """Tell whether the keyboard is in a field or in what belongs to it."""
    focus = QApplication.focusWidget()
    return focus is not None and frame.isAncestorOf(focus)


def show_past(field: BoundField, frame: FieldFrame, past: FieldPast) -> None:
    """Put the past under its field."""
    if isValid(frame) and frame.isVisible():
        panel = HistoryPanel(frame.label.text(), past)
        panel.closed.connect(partial(close_past, frame))
        panel.put_back.connect(partial(_put_back, field, frame, past))
        panel.whole_wanted.connect(partial(_fetch_whole, field, frame, panel))
        frame.show_past(panel)
        panel.enter()


def close_past(frame: FieldFrame) -> None:
    """Put the past away; the keyboard is in the field again."""
    if frame.control is not None:
        frame.setFocus(Qt.FocusReason.OtherFocusReason)
    frame.clear_past()


def _put_back(field: BoundField, frame: FieldFrame, past: FieldPast, place: int) -> None:
    close_past(frame)
    field.put_back(past.values[place].value)


def _fetch_whole(field: BoundField, frame: FieldFrame, panel: HistoryPanel) -> None:
    """Fetch what is only at the municipality, beside everything else, and show it where somebody is still looking."""

    def still_there() -> bool:
        return isValid(frame) and frame.past is panel

    def fetched(past: FieldPast) -> None:
        if still_there():
            frame.clear_past()
            show_past(field, frame, past)

    way = field.desk.way or Exchange()
    field.desk.exchange(
        lambda workspace: whole_past(workspace, field.ref, way.link(workspace)),
        fetched,
        lambda text: panel.say(text) if still_there() else None,
    )
