"""A screen reader of a few lines: looks for the program on the accessibility bus, unlocks it, reads names and ticks a box.

Runs by the system's own Python, which has the bindings, as `python3 reader.py PASSPHRASE FAMILY ACTION`; prints what it found as JSON.
"""

import importlib
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

EVERY_MS = 50
MOST_TRIES = 600
RETURN = 0xFF0D
"""The key's name on an X display."""
TOGGLES = ("Toggle", "Press", "toggle", "press", "click")


class Reader:
    """Does its steps one after the other, each as soon as what it needs is on the bus."""

    def __init__(self, atspi: Any, glib: Any, passphrase: str, family: str, action: str) -> None:
        self.atspi = atspi
        self.glib = glib
        self.loop = glib.MainLoop()
        self.said: dict[str, object] = {}
        self.tries = 0
        self.steps: list[Callable[[], bool]] = [
            lambda: self.type_in(passphrase),
            lambda: self.press("Openen"),
            lambda: self.choose(family),
            self.enter,
            lambda: self.read_box(action, "before"),
            lambda: self.tick(action),
            lambda: self.read_box(action, "after", other_than=self.said["before"]),
            lambda: self.find("label", "Bewaard om") is not None,
            self.read_everything,
        ]

    def run(self) -> dict[str, object]:
        """Do all steps; returns what was read."""
        self.glib.timeout_add(EVERY_MS, self.turn)
        self.loop.run()
        return self.said

    def turn(self) -> bool:
        """Try the step that is next; give up when it stays impossible."""
        self.tries += 1
        try:
            done = self.steps[0]()
        except self.glib.Error:
            done = False  # a widget that went while it was read
        if done:
            self.steps.pop(0)
            self.tries = 0
        if not self.steps or self.tries > MOST_TRIES:
            self.said["left"] = len(self.steps)
            self.said["shows"] = [f"{node.get_role_name()}: {node.get_name()}" for node in self.everything() if self.shows(node)]
            self.loop.quit()
            return False
        return True

    def everything(self) -> Iterator[Any]:
        """Yield what the program shows on the bus, from its windows down."""
        desktop = self.atspi.get_desktop(0)
        programs = [desktop.get_child_at_index(n) for n in range(desktop.get_child_count())]
        waiting = [one for one in programs if one is not None and "eukentafel" in one.get_name()]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += [child for n in range(node.get_child_count()) if (child := node.get_child_at_index(n)) is not None]

    def find(self, role: str, name: str) -> Any:
        """Return the first node of a role that is showing and whose name holds the text, or None."""
        for node in self.everything():
            shows = node.get_state_set().contains(self.atspi.StateType.SHOWING)
            if shows and node.get_role_name() == role and name in node.get_name():
                return node
        return None

    def type_in(self, text: str) -> bool:
        """Write in the passphrase field, as a screen reader's dictation does."""
        field = self.find("password text", "")
        return field is not None and bool(self.atspi.EditableText.set_text_contents(field, text))

    def press(self, name: str) -> bool:
        """Press a button."""
        button = self.find("push button", name) or self.find("button", name)
        return button is not None and self.act(button)

    def choose(self, name: str) -> bool:
        """Select an item of the caseload and go to it."""
        item = self.find("list item", name)
        return item is not None and self.act(item) and bool(self.atspi.Component.grab_focus(item.get_parent()))

    def enter(self) -> bool:
        """Press Enter, as the key and not as an action."""
        return bool(self.atspi.generate_keyboard_event(RETURN, None, self.atspi.KeySynthType.SYM))

    def act(self, node: Any) -> bool:
        """Do a node's first action."""
        return bool(self.atspi.Action.do_action(node, 0))

    def tick(self, name: str) -> bool:
        """Tick a box."""
        box = self.find("check box", name)
        if box is None:
            return False
        names = [self.atspi.Action.get_action_name(box, n) for n in range(self.atspi.Action.get_n_actions(box))]
        wanted = next((n for n, one in enumerate(names) if one in TOGGLES), 0)
        return bool(self.atspi.Action.do_action(box, wanted))

    def read_box(self, name: str, key: str, other_than: object = None) -> bool:
        """Read whether a box is ticked."""
        box = self.find("check box", name)
        if box is None:
            return False
        ticked = bool(box.get_state_set().contains(self.atspi.StateType.CHECKED))
        self.said["box"] = box.get_name()
        self.said[key] = ticked
        return ticked is not other_than

    def read_everything(self) -> bool:
        """Count what stands on the bus, and name what has no name though it can be used."""
        used = ("push button", "button", "check box", "list item", "page tab", "text", "combo box", "toggle button")
        nodes = [(node.get_role_name(), node.get_name()) for node in self.everything() if self.shows(node)]
        self.said["nodes"] = len(nodes)
        self.said["nameless"] = [role for role, name in nodes if role in used and not name.strip()]
        self.said["tabs"] = [name for role, name in nodes if role == "page tab"]
        return True

    def shows(self, node: Any) -> bool:
        """Tell whether a node is to be seen."""
        return bool(node.get_state_set().contains(self.atspi.StateType.SHOWING))


def main() -> None:
    """Read, and print it."""
    gi = importlib.import_module("gi")
    gi.require_version("Atspi", "2.0")
    atspi, glib = (importlib.import_module(f"gi.repository.{name}") for name in ("Atspi", "GLib"))
    reader = Reader(atspi, glib, *sys.argv[1:4])
    print(json.dumps(reader.run(), ensure_ascii=False))


if __name__ == "__main__":
    main()
