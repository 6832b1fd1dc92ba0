"""The real program, with somebody in front of it: does what lines of JSON on its input say, and answers what the window shows.

It only ever acts through `hands` and judges through `seeing`; nothing here knows an action or the store.
"""

import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from tests.demo import hands, seeing
from tests.demo.seeing import Wanted
from ui import desktop

REST_S = 0.06
LOOKS_AGAIN = frozenset(
    {
        QEvent.Type.Paint,
        QEvent.Type.Show,
        QEvent.Type.Hide,
        QEvent.Type.LayoutRequest,
        QEvent.Type.MetaCall,
        QEvent.Type.EnabledChange,
        QEvent.Type.FocusIn,
        QEvent.Type.Resize,
        QEvent.Type.DeferredDelete,
    }
)
"""After these there may be something else on the screen."""
Order = dict[str, Any]


class Player(QObject):
    """Takes one order at a time; one that cannot be done yet is tried again whenever the screen changed, until its time is over."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.app = app
        self.order: Order | None = None
        self.busy = False
        self.rest = b""
        self.again = QTimer(self)
        self.again.setSingleShot(True)
        self.again.timeout.connect(self.attempt)
        self.over = QTimer(self)
        self.over.setSingleShot(True)
        self.over.timeout.connect(self.give_up)
        self.ear = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self.ear.activated.connect(self.hear)
        app.installEventFilter(self)
        self.answer({"ready": True})

    def hear(self) -> None:
        """Read what came in; without anybody to tell it what to do the program ends."""
        read = os.read(sys.stdin.fileno(), 65536)
        if not read:
            os._exit(3)
        *lines, self.rest = (self.rest + read).split(b"\n")
        for line in lines:
            self.order = json.loads(line)
            self.over.start(int(self.order.get("seconds", 20) * 1000))
            self.attempt()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self.order is not None and event.type() in LOOKS_AGAIN and not self.again.isActive():
            self.again.start(0)
        return False

    def attempt(self) -> None:
        """Try to do the order; a key pressed lets the screen turn, which must not press it again."""
        if self.order is None or self.busy:
            return
        self.busy = True
        done = DOES[self.order["do"]](self.order)
        self.busy = False
        if done is not None:
            self.order = None
            self.over.stop()
            self.answer({"value": done})
        elif "pace" in self.order:
            self.again.start(self.order["pace"])

    def give_up(self) -> None:
        """Say what there was to see instead."""
        self.order = None
        self.answer({"missed": seeing.all_words()})

    def answer(self, said: dict[str, Any]) -> None:
        """Send one line back."""
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()


def wanted(order: Order) -> Wanted:
    """Return what an order is about."""
    return Wanted(order["role"], order["name"], order.get("near", ""))


def do_click(order: Order) -> bool | None:
    """Click something, as soon as it is there and can be reached."""
    thing = seeing.find(wanted(order))
    if thing is None or not thing.widget.isEnabled():
        return None
    return hands.click(thing) or None


def do_type(order: Order) -> bool:
    """Type where the keyboard is."""
    hands.type_text(order["text"])
    return True


def do_keys(order: Order) -> bool | None:
    """Type as fast as a person does: a key, then the program's turn, then the next."""
    rest = order["text"]
    if rest:
        hands.type_text(rest[0])
        order["text"] = rest[1:]
    return None if order["text"] else True


def do_value(order: Order) -> str | None:
    """Read what stands in a field, as soon as it is there."""
    thing = seeing.find(wanted(order))
    return None if thing is None else seeing.words_of(thing.widget)[0]


def do_has(order: Order) -> bool:
    """Tell whether something is on the screen now."""
    return seeing.find(wanted(order)) is not None


def do_press(order: Order) -> bool:
    """Press keys together."""
    hands.press(order["keys"])
    return True


def do_see(order: Order) -> bool | None:
    """Wait until these words can be read; with `role` and `name`, in that field, key or box."""
    words = order["text"]
    if "role" in order:
        thing = seeing.find(wanted(order))
        said = seeing.words_of(thing.widget) if thing is not None else []
    else:
        said = seeing.all_words()
    return any(words in one for one in said) or None


def do_gone(order: Order) -> bool | None:
    """Wait until these words can no longer be read."""
    return None if any(order["text"] in one for one in seeing.all_words()) else True


def do_focus(order: Order) -> bool | None:
    """Wait until the keyboard is in the field of that name."""
    focus = QApplication.focusWidget()
    return (focus is not None and seeing.name_of(focus) == order["name"]) or None


def do_read(_order: Order) -> list[str]:
    """Return everything that can be read."""
    return seeing.all_words()


def do_scroll(order: Order) -> bool | None:
    """Turn the wheel until something is in sight."""
    thing = seeing.find(wanted(order))
    if thing is not None:
        hands.scroll_to(thing)
        return True
    return None


def do_picture(order: Order) -> bool | None:
    """Keep a picture of the window once it is at rest: when it has looked the same for a moment."""
    QApplication.sendPostedEvents()
    seen, now = seeing.windows()[0].grab().toImage(), time.monotonic()
    if seen != order.get("seen"):
        order.update(seen=seen, since=now, pace=20)
    return seen.save(order["path"]) if now - order["since"] >= REST_S else None


def do_size(order: Order) -> bool:
    """Make the window as large as a screen."""
    seeing.windows()[0].resize(order["width"], order["height"])
    return True


def do_close(_order: Order) -> bool:
    """Close the window, as the button in its corner does."""
    QTimer.singleShot(0, hands.handle_of(seeing.windows()[0]).close)
    return True


DOES: dict[str, Callable[[Order], Any]] = {
    "click": do_click,
    "type": do_type,
    "keys": do_keys,
    "value": do_value,
    "has": do_has,
    "press": do_press,
    "see": do_see,
    "gone": do_gone,
    "focus": do_focus,
    "read": do_read,
    "scroll": do_scroll,
    "picture": do_picture,
    "size": do_size,
    "close": do_close,
}


class Played(desktop.Desktop):
    """The program, which begins to listen once its first window is there."""

    @override
    def start(self) -> None:
        super().start()
        self.player = Player(self.app)
        sys.excepthook = self.tell_all

    def tell_all(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Do what the program does with a fault, and say all of it: everybody in the demo is invented."""
        self.crash.excepthook(kind, error, trace)
        traceback.print_exception(kind, error, trace)


def main() -> int:
    """Run the real program with a player in front of it."""
    vars(desktop)["Desktop"] = Played
    return desktop.main()


if __name__ == "__main__":
    sys.exit(main())
