"""Looks at the words of the field somebody writes in, once they are done being typed. Marks; never changes a word by itself."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint, QSize, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget
from shiboken6 import isValid

from app.actions.family_page import FamilyPage
from app.actions.spelling import SpellingKept, add_own_word, names_on, spelling_kept, turn_spelling
from app.domain.rules.spelled import Spot, is_name, spots
from app.texts import t
from ui.desk import Desk
from ui.spelling import Speller
from ui.widgets.long_text_field import GrowingEdit
from ui.widgets.spell_marks import SpellMarks, marks_of
from ui.widgets.text_field import LineEdit

SENTENCES = "sentences"
"""The property of a field of one line that holds sentences, not names."""
Page = Callable[[], FamilyPage | None]


class SpellWatch(QObject):
    """Follows the fields that somebody gets to; `looked` when what is marked may have changed."""

    looked = Signal()

    def __init__(self, desk: Desk, speller: Speller, page: Page, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.speller = speller
        self.page = page
        self._names: tuple[FamilyPage | None, frozenset[str]] = None, frozenset()
        self.kept = SpellingKept(on=True, own=frozenset())
        self.ignored: set[str] = set()
        self.fields: list[SpellMarks] = []
        speller.ready.connect(self.look_again)
        speller.checked.connect(self.look_again)
        desk.ask(spelling_kept, self._keep)

    def enter(self, widget: QWidget | None) -> None:
        """Look at a field from now on, as long as it is there."""
        if not isinstance(widget, GrowingEdit | LineEdit) or not writes_sentences(widget):
            return
        if marks_of(widget) is None:
            marks = SpellMarks(widget)
            marks.rested.connect(partial(self.look, marks))
            self.fields.append(marks)
            marks.destroyed.connect(partial(_drop, self.fields, marks))
        self.look(marks_of(widget))

    def look(self, marks: SpellMarks | None) -> None:
        """Mark what is wrong in a field as far as that is known, and ask for the rest."""
        if marks is None:
            return
        text = marks.text()
        found = self.asked_in(text) if self.kept.on else []
        self.speller.ask(spot.word for spot in found)
        busy = marks.place() if marks.edit.hasFocus() else -1
        count = counter(text)
        spans = [(count(spot.start), count(spot.end)) for spot in found if self.speller.is_wrong(spot.word)]
        marks.mark([span for span in spans if span[1] != busy])
        self.looked.emit()

    def look_again(self) -> None:
        """Look at every field that is in sight."""
        for marks in [*self.fields]:
            if isValid(marks) and marks.edit.isVisible():
                self.look(marks)

    def asked_in(self, text: str) -> list[Spot]:
        """Return the words of a text that the list decides on: not names of this family, not the worker's own words."""
        names = self.names()
        return [one for one in spots(text) if not self.is_known(one.word) and not is_name(one.word, names)]

    def names(self) -> frozenset[str]:
        """Return the names on the page that is open."""
        page = self.page()
        if page is not self._names[0]:
            self._names = page, names_on(page) if page is not None else frozenset()
        return self._names[1]

    def is_known(self, word: str) -> bool:
        """Tell whether the worker said that a word is right."""
        return word.casefold() in self.ignored or word.casefold() in self.kept.own

    def wrong_in(self, widget: QWidget | None) -> int:
        """Return how many words of a field are marked."""
        marks = marks_of(widget)
        return len(marks.spans) if marks is not None else 0

    def go_to_wrong(self, widget: QWidget) -> QPoint | None:
        """Put the cursor in the marked word it is in, else in the first; return the point under it."""
        marks = marks_of(widget)
        if marks is None or not marks.spans:
            return None
        here = [span for span in marks.spans if span[0] <= marks.place() <= span[1]]
        marks.put_cursor((here or marks.spans)[0][0])
        return marks.cursor_point()

    def cursor_place(self, widget: QWidget) -> QPoint:
        """Return the point under the cursor of a field, or its foot when there is no cursor."""
        marks = marks_of(widget)
        return marks.cursor_point() if marks is not None else QPoint(0, widget.height())

    def put_cursor(self, widget: QWidget, point: QPoint) -> None:
        """Put the cursor where somebody pointed."""
        marks = marks_of(widget)
        if marks is not None:
            marks.put_cursor_at(point)

    def fill_menu(self, menu: QMenu, widget: QWidget) -> None:
        """Put first what can be done about the word at the cursor; suggestions come in as they are found."""
        marks = marks_of(widget)
        if marks is None:
            return
        spot = self._wrong_at(marks)
        if spot is not None:
            WordMenu(self, menu, marks, spot)
        action = menu.addAction(t("spelling.on"))
        action.setCheckable(True)
        action.setChecked(self.kept.on)
        action.toggled.connect(self.turn)

    def add(self, word: str) -> None:
        """Know a word from now on."""
        self.kept = SpellingKept(self.kept.on, self.kept.own | {word.casefold()})
        self.desk.ask(lambda workspace: add_own_word(workspace, word.casefold()), lambda _: None)
        self.look_again()

    def ignore(self, word: str) -> None:
        """Leave a word alone until the program is closed."""
        self.ignored.add(word.casefold())
        self.look_again()

    def turn(self, on: bool) -> None:
        """Turn the check on or off."""
        self.kept = SpellingKept(on, self.kept.own)
        self.desk.ask(lambda workspace: turn_spelling(workspace, on), lambda _: None)
        self.look_again()

    def _wrong_at(self, marks: SpellMarks) -> Spot | None:
        text, place = marks.text(), marks.place()
        count = counter(text)
        found = (one for one in self.asked_in(text) if count(one.start) <= place <= count(one.end))
        return next((one for one in found if self.kept.on and self.speller.is_wrong(one.word)), None)

    def _keep(self, kept: SpellingKept) -> None:
        self.kept = kept
        self.look_again()


class WordMenu(QObject):
    """The part of a menu about one word: its suggestions, adding it, leaving it alone."""

    def __init__(self, watch: SpellWatch, menu: QMenu, marks: SpellMarks, spot: Spot) -> None:
        super().__init__(menu)
        self.menu, self.marks, self.spot, self.watch = menu, marks, spot, watch
        title = menu.addAction(t("spelling.word", word=spot.word))
        title.setEnabled(False)
        self.busy = menu.addAction(t("spelling.busy"))
        self.busy.setEnabled(False)
        menu.addSeparator()
        menu.addAction(t("spelling.add")).triggered.connect(lambda: watch.add(spot.word))
        menu.addAction(t("spelling.ignore")).triggered.connect(lambda: watch.ignore(spot.word))
        watch.speller.suggested.connect(self.suggest)
        watch.speller.suggested_all.connect(self.done)
        watch.speller.suggest(spot.word)
        self.found = 0

    def suggest(self, word: str, meant: str) -> None:
        """Offer one suggestion."""
        if word == self.spot.word:
            self.found += 1
            action = QAction(meant, self.menu)
            action.triggered.connect(lambda: self.take(meant))
            self.menu.insertAction(self.busy, action)
            self._fit()

    def done(self, word: str) -> None:
        """Say when there is nothing to offer."""
        if word == self.spot.word:
            self.busy.setText(t("spelling.nothing_found"))
            self.busy.setVisible(not self.found)
            self._fit()

    def take(self, meant: str) -> None:
        """Put the chosen word in the place of the wrong one, when that still stands there."""
        text = self.marks.text()
        if text[self.spot.start : self.spot.end] and self.spot in spots(text):
            count = counter(text)
            self.marks.replace((count(self.spot.start), count(self.spot.end)), meant)

    def _fit(self) -> None:
        """A menu that is open does not grow by itself."""
        size: QSize = self.menu.sizeHint()
        self.menu.resize(size)


def writes_sentences(widget: GrowingEdit | LineEdit) -> bool:
    """Tell whether a field holds sentences: every long text does, and a line that says so."""
    return not widget.isReadOnly() and (isinstance(widget, GrowingEdit) or bool(widget.property(SENTENCES)))


def counter(text: str) -> Callable[[int], int]:
    """Return how a place in a text counts for Qt, for which emoji and the like are two characters."""
    if text.isascii() or max(text) <= "\uffff":
        return lambda place: place
    return lambda place: len(text[:place].encode("utf-16-le")) // 2


def _drop(fields: list[SpellMarks], marks: SpellMarks) -> None:
    if marks in fields:
        fields.remove(marks)
