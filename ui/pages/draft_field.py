"""Binds inputs whose text stays a draft until a person presses a button: a note, a line to add. Leaving them changes nothing.

What is typed is on the disk within a second, as in every field; only the button hands it to an action, which drops the draft.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from shiboken6 import isValid
from typing_extensions import override

from app.actions.fields import FieldRef, TypedText, drop_draft, keep_draft
from app.domain.rules.words import looks_like_bsn, looks_like_iban
from app.texts import t
from ui.desk import Desk
from ui.pages.bound_field import SEPARATOR, BoundField
from ui.pages.field_form import Input


class DraftField(BoundField):
    """One draft in one or more inputs. `unsaved` means here: typed, and not on the disk yet."""

    def __init__(self, desk: Desk, ref: FieldRef, inputs: Sequence[Input]) -> None:
        super().__init__(desk, ref, inputs)
        self.warned: list[str] = []
        self._stored = self._nothing()
        self._latest: Mapping[FieldRef, TypedText] | None = None

    def show_typed(self, drafts: Mapping[FieldRef, TypedText]) -> None:
        """Show the draft as the store has it. Drafts that were shown before, or read before the last keep, are too old."""
        if drafts is self._latest:
            return
        self._latest = drafts
        text = drafts[self.ref].text if self.ref in drafts else self._nothing()
        if self._on_the_way or text.count(SEPARATOR) != len(self.inputs) - 1:
            return
        if self.unsaved:
            self._put_before(text)
        elif text.split(SEPARATOR) != self.texts():
            self._fill(text.split(SEPARATOR))
        self._stored = text

    def filled(self) -> bool:
        """Tell whether there is anything in the inputs."""
        return any(text.strip() for text in self.texts())

    @override
    def keep_draft(self) -> None:
        self._draft.stop()
        if not self.unsaved:
            return
        ref, text, keys, filled = self.ref, SEPARATOR.join(self.texts()), self._keys, self.filled()
        self.unsaved = False
        self._stored = text
        self._on_the_way += 1

        def work(workspace: Any) -> None:
            if filled:
                keep_draft(workspace, ref, text, 0)
            else:
                drop_draft(workspace, ref)

        self.desk.ask(work, lambda _: self._arrived(keys), lambda said: self._not_kept(said, text))

    @override
    def commit(self) -> None:
        self._rest.stop()
        self._seen = None
        self.keep_draft()
        self.warn()

    def warn(self) -> bool:
        """Say that a number that does not belong here seems to be in the text; tell whether that is news."""
        found = [
            key for looks, key in ((looks_like_bsn, "warning.bsn"), (looks_like_iban, "warning.iban")) if any(map(looks, self.texts()))
        ]
        if not found:
            return False
        news = self.warned != self.texts()
        self.warned = self.texts()
        self.refuse(t(found[0]))
        return news

    def hand_over(self, action: Callable[[Any], Any], family: bytes, done: Callable[[], None]) -> None:
        """Empty the inputs and let the action keep what was in them; what it refuses is back in them, with the reason."""
        self.keep_draft()
        texts, keys = self.texts(), self._keys
        self._fill([""] * len(texts))
        self._clear_problems()
        self._on_the_way += 1

        def kept(_: object) -> None:
            self._stored = self._nothing()
            self._arrived(keys)
            if isValid(self):
                done()

        def refused(text: str) -> None:
            self._on_the_way -= 1
            if isValid(self):  # where the page is gone the text is in the store still, as the draft it was
                self._give_back(texts)
                self.refuse(text)

        self.desk.do(family, action, kept, refused)

    def _give_back(self, texts: Sequence[str]) -> None:
        """Put back what was refused, before what was typed since."""
        both = zip(texts, self.texts(), strict=True)
        self._fill(["\n".join(part for part in (old, new) if part) if place == 0 else new or old for place, (old, new) in enumerate(both)])
        self.unsaved = True
        self.keep_draft()

    def _put_before(self, text: str) -> None:
        """A note that was taken back while somebody types comes before what is being typed."""
        if text != self._stored and text.endswith(self._stored):
            first, *others = self.texts()
            before = text.removesuffix(self._stored).rstrip("\n")
            self._fill([f"{before}\n\n{first}", *others])

    def _nothing(self) -> str:
        return SEPARATOR * (len(self.inputs) - 1)

    def _arrived(self, keys: int) -> None:
        self._on_the_way -= 1
        self._kept(keys)

    def _not_kept(self, said: str, text: str) -> None:
        self._on_the_way -= 1
        self.unsaved = True
        self._hold(text, 0)
        if isValid(self):
            self.refuse(said)
