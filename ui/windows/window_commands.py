"""What the window can do from anywhere, as Ctrl+K shows it; at the table nothing that leaves the family that looks along."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from app.actions.searching import Found, FoundKind
from app.texts import t
from ui.pages.commands import Command
from ui.pages.family_tabs import TABS
from ui.pages.visits_page import VisitsPage

if TYPE_CHECKING:
    from ui.windows.main_window import MainWindow

AT_FIRST = 6
"""How many families stand there before anything is typed."""


def commands_of(window: "MainWindow") -> Iterator[Command]:
    """Yield what can be done now."""
    if window.family.shown is not None:
        yield Command(t("command.visit"), "player-play", partial(start_visit, window), "", t("command.visit_also"))
        yield Command(t("command.print"), "printer", window.family.print_plan, "Ctrl+P", t("command.print_also"))
        for name, tab in TABS.items():
            words = t("command.tab", tab=t(tab.text).replace("&", ""))
            yield Command(words, tab.icon, partial(go_to, window, name), tab.key, t("command.tab_also"))
    if window.desk.at_the_table:
        yield Command(t("command.table_off"), "users", partial(window.at_the_table, False), "F9", t("command.table_off_also"))
    else:
        yield Command(t("command.table_on"), "users", partial(window.at_the_table, True), "F9", t("command.table_on_also"))
        yield Command(t("command.new_family"), "plus", window.start_new_family, "Ctrl+N", t("command.new_family_also"))
    yield Command(t("command.send"), "cloud-up", window.sync.send_now, "F5", t("command.send_also"))
    yield Command(t("command.sync"), "cloud-check", window.show_sync, "Shift+F5", t("command.sync_also"))
    yield Command(t("command.theme"), "contrast", window.theme_wanted.emit, "", t("command.theme_also"))
    yield Command(t("command.lock"), "lock", window.lock, "Ctrl+L", t("command.lock_also"))
    yield Command(t("command.manual"), "file-text", partial(window.show_page, window.manual), "F1", t("command.manual_also"))
    yield Command(t("command.about"), "info-circle", window.show_about, "", t("command.about_also"))


def keys_of(window: "MainWindow") -> dict[str, Callable[[], object]]:
    """Return what a key does anywhere in the window, also while somebody types."""
    return {
        "F1": partial(window.show_page, window.manual),
        "F5": window.sync.send_now,
        "Shift+F5": window.show_sync,
        "F9": lambda: window.at_the_table(window.sidebar.isVisible()),
        "Ctrl+N": window.start_new_family,
        "Ctrl+P": window.family.print_plan,
        "Ctrl+L": window.lock,
        "Ctrl+Z": window.family.undo,
        "Ctrl+Shift+Z": window.family.redo,
        "Ctrl+Y": window.family.redo,
        **{tab.key: partial(window.family.open_tab, name) for name, tab in TABS.items()},
    }


def families_of(window: "MainWindow") -> list[Found]:
    """Return the families to begin with: those that were open last, and the first of the caseload; none at the table."""
    if window.desk.at_the_table:
        return []
    lines = {bytes(line.family): line for line in window.sidebar.model.lines}
    order = dict.fromkeys([*(family for family in reversed(window.recent) if family in lines), *lines])
    first = [lines[family] for family in order][:AT_FIRST]
    return [Found(FoundKind.FAMILY, line.family, line.name, "plan", "family", line.family, line.name) for line in first]


def go_to(window: "MainWindow", tab: str) -> None:
    """Show a tab of the open family."""
    window.show_family()
    window.family.open_tab(tab)


def start_visit(window: "MainWindow") -> None:
    """Begin today's visit to the open family."""
    go_to(window, "visits")
    page = window.family.pages.get("visits")
    if isinstance(page, VisitsPage):
        page.begin()
