"""What was typed and could not be put on the disk: held here, tried again quietly, and not forgotten when its page goes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from app.actions.fields import FieldRef, TypedText
from app.actions.safekeeping import TROUBLES, keep_typed, look_at_store

if TYPE_CHECKING:
    from app.store.workspace import Workspace

LOOK_MS = 3_000
"""How often is looked whether the store still lies there, and in trouble whether it can be written again."""

Ask = Callable[[Callable[["Workspace"], Any], Callable[[Any], None], Callable[[str], None]], None]


class Typed(Protocol):
    """A field in which something was typed; `born` is the generation of the pages that it belongs to."""

    born: int

    def on_the_screen(self) -> TypedText | None:
        """Return what stands in it and is neither a change nor on its way."""
        ...

    def try_again(self) -> None:
        """Do once more what failed."""
        ...


@dataclass(frozen=True)
class Held:
    """A text with the field it was typed in, which may be gone by now."""

    typed: TypedText
    field: Typed


class Unkept(QObject):
    """`changed` when something more is held, or less, or the trouble is another; `all_kept` when nothing is held any more.

    `reason` is the problem's key, empty when all is well.
    """

    changed = Signal()
    all_kept = Signal()

    def __init__(self, ask: Ask, parent: QObject) -> None:
        super().__init__(parent)
        self.ask = ask
        self.reason = ""
        self.held: dict[FieldRef, Held] = {}
        self.generation = 0
        self.timer = QTimer(self)
        self.timer.setInterval(LOOK_MS)
        self.timer.timeout.connect(self.look)

    def hold(self, ref: FieldRef, typed: TypedText, field: Typed) -> None:
        """Hold what could not be kept."""
        self.held[ref] = Held(typed, field)
        self.changed.emit()

    def let_go(self, ref: FieldRef) -> None:
        """Know that what was typed there is on the disk."""
        if self.held.pop(ref, None) is not None:
            self.changed.emit()

    def trouble(self, key: str) -> None:
        """Know why nothing can be kept."""
        if key in TROUBLES and key != self.reason:
            self.reason = key
            self.changed.emit()

    def texts(self) -> dict[FieldRef, TypedText]:
        """Return everything that is on the screen only, as it stands now; what is on its way to the disk is answered soon."""
        found = {ref: one.field.on_the_screen() if self._there(one) else one.typed for ref, one in self.held.items()}
        return {ref: typed for ref, typed in found.items() if typed is not None}

    def over(self, drafts: Mapping[FieldRef, TypedText]) -> Mapping[FieldRef, TypedText]:
        """Return the drafts of the store, with what is held of fields that are gone: a page that is made anew shows that too."""
        more = {ref: one.typed for ref, one in self.held.items() if not self._there(one)}
        return {**drafts, **more} if more else drafts

    def look(self) -> None:
        """Look whether all is well; when it is not, try again."""
        if self.reason or self.held:
            self.try_again()
        else:
            self.ask(look_at_store, lambda _: None, lambda _: None)

    def try_again(self) -> None:
        """Put everything on the disk that is held; where that succeeds each field does what it could not do before."""
        texts = self.texts()
        self.ask(lambda workspace: keep_typed(workspace, texts), lambda _: self._kept(texts), lambda _: None)

    def pages_go(self) -> None:
        """Know that the fields on the screen are not looked at any more; what they held stays held."""
        self.held = {ref: Held(self._newest(one), one.field) for ref, one in self.held.items()}
        self.generation += 1

    def _there(self, one: Held) -> bool:
        """Tell whether the field is still on the screen: a page that goes is taken apart bit by bit."""
        return isValid(one.field) and one.field.born == self.generation

    def _newest(self, one: Held) -> TypedText:
        return (one.field.on_the_screen() if self._there(one) else None) or one.typed

    def _kept(self, texts: Mapping[FieldRef, TypedText]) -> None:
        self.reason = ""
        for ref in texts:
            one = self.held.get(ref)
            if one is not None and self._there(one):
                one.field.try_again()
            else:
                self.held.pop(ref, None)
        self.changed.emit()
        if texts and not self.held:
            self.all_kept.emit()
