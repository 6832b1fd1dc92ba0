"""Ties fields on the screen to one field of a record: a draft while it is typed, a change when it is left, no Save button.

`seen` is fixed when the field gets the focus: what a colleague writes while it is open does not slip under the worker's hands.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from app.actions.choosing import ConflictView, both_texts, choose
from app.actions.fields import FieldRef, TypedText, change_field, drop_draft, keep_draft
from app.actions.history import put_back_value
from app.actions.values_in_words import value_text
from app.domain.rules.words import looks_like_bsn, looks_like_iban
from app.errors import UserProblem
from app.texts import problem_text, t
from ui.desk import Desk
from ui.pages.field_form import TEXT, Form, Input
from ui.pages.moments import moment
from ui.widgets.conflict_strip import ConflictStrip, Version
from ui.widgets.field_frame import FieldFrame

DRAFT_MS = 600
"""A draft is on the disk within 1 s of the last key (sync.md 3.1)."""
REST_MS = 60_000
SEPARATOR = "\x1f"


class BoundField(QObject):
    """One field of one row, in one or more inputs that make up its value."""

    def __init__(self, desk: Desk, ref: FieldRef, inputs: Sequence[Input], form: Form = TEXT) -> None:
        super().__init__(inputs[0] if isinstance(inputs[0], QObject) else None)
        self.desk = desk
        self.ref = ref
        self.inputs = list(inputs)
        self.form = form
        self.shown: Any = None
        self.unsaved = False
        self.born = desk.unkept.generation
        self._page: tuple[Any, int] = (None, 0)
        self._cursor = 0
        self._seen: int | None = None
        self._on_the_way = 0
        self._keys = 0
        self._conflict: ConflictView | None = None
        self._draft = self._timer(DRAFT_MS, self.keep_draft)
        self._rest = self._timer(REST_MS, self.commit)
        for one in self.inputs:
            one.entered.connect(self.enter)
            if isinstance(one, FieldFrame):
                one.pointed.connect(partial(desk.field_near.emit, self, one))
            one.typed.connect(self.note_typed)
            if form.whole:
                one.left.connect(self.commit)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self.focus_moved)

    def show(self, value: Any, cursor: int) -> None:
        """Show what stands; what somebody is typing, or typed and did not leave yet, stays. Taken back with the cursor in it is left."""
        self._page = value, cursor
        if self.at_rest() or not (self.unsaved or self._on_the_way or self._seen is not None):
            self._take_page()

    def show_draft(self, text: str, seen: int) -> None:
        """Put back what was typed before the program ended; a page that was read before the field was left is too late."""
        texts = text.split(SEPARATOR)
        if len(texts) == len(self.inputs) and not self.unsaved and not self._on_the_way:
            self._fill(texts)
            self.unsaved = True
            self._seen = seen
            self._rest.start()

    def show_conflict(self, conflict: ConflictView | None) -> None:
        """Show the values that stand side by side, or take them away."""
        first = self.inputs[0]
        if conflict == self._conflict:
            return
        self._conflict = conflict
        if conflict is None:
            first.clear_conflict()
            return
        versions = [
            Version(value_text(conflict, c.value), c.written.by or t("who.colleague"), moment(c.written.at)) for c in conflict.choices
        ]
        strip = ConflictStrip(versions, conflict.both)
        cursor = self._page[1]
        strip.chosen.connect(lambda place: self._choose(conflict.choices[place].value, cursor))
        strip.both_chosen.connect(lambda: self._choose_both(conflict, cursor))
        first.show_conflict(strip)

    def rest_after(self, rest_ms: int) -> None:
        """Make what was typed a change after another time without a key than the usual minute."""
        self._rest.setInterval(rest_ms)

    def enter(self) -> None:
        """Fix what the worker has seen: the page of which the text in the field is."""
        if self._seen is None:
            self._seen = self._cursor

    def note_typed(self, _text: str = "") -> None:
        """Something was typed: keep it soon, make it a change after a minute's rest."""
        self.enter()
        self.unsaved = True
        self._keys += 1
        self.desk.note_typing(self)
        self._clear_problems()
        self._draft.start()
        self._rest.start()

    def keep_draft(self) -> None:
        """Put what was typed on the disk, as it is."""
        self._draft.stop()
        if self.unsaved:
            ref, text, seen = self.ref, SEPARATOR.join(self.texts()), self._seen if self._seen is not None else self._cursor
            keys = self._keys
            self.desk.ask(
                lambda workspace: keep_draft(workspace, ref, text, seen), lambda _: self._kept(keys), lambda _: self._hold(text, seen)
            )

    def focus_moved(self, old: QWidget | None, now: QWidget | None) -> None:
        """When the field is left, what was typed becomes one change; a choice made with the arrow keys too is one."""
        if (self._seen is not None or self.unsaved) and self._holds(old) and not self._holds(now):
            self.commit()

    def commit(self) -> None:
        """Make what was typed one change; what is not understood stays in the field with a sentence, and as a draft."""
        self._draft.stop()
        self._rest.stop()
        if not self.unsaved:
            self._seen = None
            if self.at_rest():
                self._take_page()
            return
        try:
            value = self.form.read(self.texts())
        except UserProblem as problem:
            self.keep_draft()
            self.refuse(problem_text(problem))
            return
        ref, seen, before, keys, typed = self.ref, self._seen, self.shown, self._keys, SEPARATOR.join(self.texts())
        self.unsaved = False
        self._seen = None
        self._on_the_way += 1
        self._clear_problems()

        def refused(text: str) -> None:
            self._on_the_way -= 1
            if isValid(self):
                self._refused(text, before, seen)
            else:  # its page is gone
                self._hold(typed, seen or 0)

        def arrived(_: object) -> None:
            self._on_the_way -= 1
            self._kept(keys)

        if value == before:
            self.desk.ask(lambda workspace: drop_draft(workspace, ref), arrived, refused)
            return
        self.shown = value
        self.desk.do(ref.family, lambda workspace: change_field(workspace, ref, value, seen), arrived, refused)
        self._warn()

    def on_the_screen(self) -> TypedText | None:
        """Return what was typed and is no change yet; None while it is on its way."""
        seen = self._seen if self._seen is not None else self._cursor
        return TypedText(SEPARATOR.join(self.texts()), seen) if self.unsaved else None

    def try_again(self) -> None:
        """Make it a change after all, or a draft while somebody is typing it; the sentence of last time goes."""
        self._clear_problems()
        if self.has_focus():
            self.keep_draft()
        else:
            self.commit()

    def has_focus(self) -> bool:
        """Tell whether the keyboard is in one of the inputs."""
        return self._holds(QApplication.focusWidget())

    def at_rest(self) -> bool:
        """Tell whether nobody is busy in this field, and nothing of it is on its way to the disk."""
        return not self.unsaved and not self._on_the_way and (self.form.whole or not self.has_focus())

    def texts(self) -> list[str]:
        """Return what stands in the inputs."""
        return [one.value() for one in self.inputs]

    def refuse(self, text: str) -> None:
        """Say beside the field what is not right; what was typed stays."""
        self.inputs[0].show_problem(text)

    def _clear_problems(self) -> None:
        for one in self.inputs:
            one.clear_problem()

    def _warn(self) -> None:
        """Say that something looks like a number that does not belong on this laptop; it is kept all the same (domain.md 5.5)."""
        texts = self.texts()
        for one, text, said in zip(self.inputs, texts, self.form.warn(texts), strict=True):
            numbers = ((looks_like_bsn, "warning.bsn"), (looks_like_iban, "warning.iban"))
            sentences = [t(key) for looks, key in numbers if looks(text)]
            if said or sentences:
                one.show_problem(" ".join([*sentences, said]).strip())

    def _kept(self, keys: int) -> None:
        """Tell that the text of so many keys is on the disk, unless there was another key since."""
        if keys == self._keys:
            self.desk.note_kept(self, self.ref)

    def _refused(self, text: str, before: Any, seen: int | None) -> None:
        """What could not be kept is as unsaved as it was: the next time the field is left it is tried again."""
        self.shown, self._seen, self.unsaved = before, seen, True
        self.keep_draft()
        self.refuse(text)

    def _hold(self, text: str, seen: int) -> None:
        """Have held what could not be put on the disk, also when the field goes."""
        self.desk.unkept.hold(self.ref, TypedText(text, seen), self)

    def _take_page(self) -> None:
        """Show the newest page; only from here on has the worker seen it."""
        self.shown, self._cursor = self._page
        self._fill(self.form.show(self.shown))

    def _holds(self, widget: QWidget | None) -> bool:
        """Tell whether a widget is part of an input, also in a list that it opened in a window of its own."""
        inputs: list[object] = [*self.inputs]
        while widget is not None and widget not in inputs:
            widget = widget.parentWidget()
        return widget is not None

    def _fill(self, texts: Sequence[str]) -> None:
        for one, text in zip(self.inputs, texts, strict=True):
            one.set_value(text)

    def put_back(self, value: Any) -> None:
        """Let an earlier value stand again."""
        self._let_stand(value, put_back_value)

    def _choose(self, value: Any, seen: int) -> None:
        self._let_stand(value, partial(choose, seen=seen))

    def _let_stand(self, value: Any, action: Callable[..., None]) -> None:
        self.unsaved, self._seen = False, None
        self.desk.unkept.let_go(self.ref)
        self._draft.stop()
        self._clear_problems()
        self.shown = value
        self._fill(self.form.show(value))
        ref, keys = self.ref, self._keys
        self.desk.do(ref.family, lambda workspace: action(workspace, ref, value), lambda _: self._kept(keys), self.refuse)

    def _choose_both(self, conflict: ConflictView, seen: int) -> None:
        try:
            self._choose(both_texts(conflict), seen)
        except UserProblem as problem:
            self.refuse(problem_text(problem))

    def _timer(self, after_ms: int, call: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after_ms)
        timer.timeout.connect(call)
        return timer
