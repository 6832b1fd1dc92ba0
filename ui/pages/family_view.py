"""The page of one family: who it is and who is responsible, the tabs, and what can be done with the whole plan."""

from collections.abc import Mapping

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.actions.family_page import FamilyPage, page_with_drafts
from app.actions.fields import FieldRef, TypedText
from app.actions.looking import OPENED, note_look
from app.actions.undoing import put_back, redo, undo
from app.texts import t
from ui.desk import Desk
from ui.pages.deciding_page import DecidingPage, WaitingBanner
from ui.pages.family_tabs import TABS, TabPage
from ui.pages.unnamed_banner import UnnamedBanner
from ui.theme import Kind
from ui.widgets.avatar import Avatar
from ui.widgets.buttons import IconButton, PrimaryButton
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import TextLabel
from ui.widgets.pill import Pill
from ui.widgets.scroll_page import Leaving, ScrollPage
from ui.widgets.tab_bar import Tab, TabBar
from ui.widgets.undo_bar import UndoBar

FIRST_TAB = "plan"
DECIDING = "deciding"
"""The page of what waits for a decision: it has no tab of its own, and stands in their place."""


class FamilyView(QWidget):
    """Shows one family at a time, each tab made when it is first opened; nothing at all while there is no family to show.

    `print_wanted(family id)` when its plan is asked on paper; `gone` when it may not be seen any more.
    """

    print_wanted = Signal(object)
    gone = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.family: bytes | None = None
        self.pages: dict[str, TabPage] = {}
        self.behind: set[str] = set()
        self.leaving = Leaving(self)
        self.tab = FIRST_TAB
        self.shown: tuple[FamilyPage, Mapping[FieldRef, TypedText]] | None = None
        self.title = TextLabel("", "title")
        self.undo_button = IconButton("arrow-back-up", t("undo.nothing"))
        self.redo_button = IconButton("arrow-forward-up", t("redo.name"))
        self.print_button = PrimaryButton(t("print.button"), "printer")
        self.undo_button.clicked.connect(self.undo)
        self.redo_button.clicked.connect(self.redo)
        self.print_button.clicked.connect(self.print_plan)
        self.tabs = TabBar([Tab(key, t(tab.text), tab.icon) for key, tab in TABS.items()])
        self.tabs.page_chosen.connect(self.open_tab)
        self.tabs.tabBarClicked.connect(self._clicked)
        self.waiting = WaitingBanner(desk)
        self.waiting.acted.connect(self.open_deciding)
        self.unnamed = UnnamedBanner(desk)
        self.stack = QStackedWidget()
        self.undo_bar = UndoBar()
        self.undo_bar.undone.connect(self.put_back)
        self.deleted: bytes = b""
        desk.families_touched.connect(self._touched)
        desk.table_changed.connect(self._sat_down)
        self._lay_out()

    def _lay_out(self) -> None:
        self.inside = QWidget(self)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.inside)
        self.inside.hide()
        whole = QVBoxLayout(self.inside)
        whole.setContentsMargins(28, 16, 12, 12)
        whole.setSpacing(10)
        whole.addLayout(self._head())
        whole.addLayout(self._facts())
        in_line = QVBoxLayout()
        in_line.setSpacing(8)
        in_line.setContentsMargins(0, 0, 16, 0)
        for banner in (self.unnamed, self.waiting):
            in_line.addWidget(banner)
        whole.addLayout(in_line)
        whole.addWidget(self.tabs)
        whole.addWidget(self.stack, 1)
        whole.addWidget(self.undo_bar)

    def open(self, family: bytes, tab: str = FIRST_TAB) -> None:
        """Open a family on a tab; who looked is noted."""
        self.commit()
        self.undo_bar.hide()
        self.tab = tab
        self.family = family
        self.desk.ask(lambda workspace: note_look(workspace, family, OPENED), lambda _: None)
        self.refresh()

    def refresh(self) -> None:
        """Ask everything of this family again."""
        family = self.family
        if family is not None:
            self.desk.ask(
                lambda workspace: page_with_drafts(workspace, family), lambda found: self.show_page(*found) if found else self.leave(family)
            )

    def leave(self, family: bytes) -> None:
        """Put a family away of which the right has ended; what was typed in it is on the disk as far as it was kept."""
        if family == self.family:
            self.family = None
            self.inside.hide()
            self._clear()
            self.leaving.let_go()
            self.gone.emit()

    def show_page(self, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> None:
        """Show a family as it stands."""
        if page.family.id != self.family:
            return
        if self.shown is None or self.shown[0].family.id != self.family:
            self._clear()
            self.saved.setVisible(bool(self.desk.unkept.held))
        drafts = self.desk.unkept.over(drafts)
        self.shown = page, drafts
        self.title.setText(page.family.display_name)
        self.regisseur.setText(t("family.regisseur_is", name=page.family.regisseur.name))
        self.regisseur_face.show_person(page.family.regisseur.name, Kind.PROFESSIONAL)
        self.status.show_status(t(f"choice.PlanStatus.{page.plan.status}"), Kind.NEUTRAL)
        self.undo_button.setEnabled(page.undo.tx is not None)
        self.undo_button.show_name(t(page.undo.says) if page.undo.says else t("undo.nothing"))
        self.redo_button.setEnabled(page.undo.redo_tx is not None)
        self.unnamed.show_page(page)
        self.waiting.show_page(page)
        self.inside.show()
        self.behind = set(self.pages) - {self.tab}
        typed = {ref.record for ref in drafts}
        waiting = typed | {conflict.ref.record for conflict in page.conflicts}
        for key, tab in TABS.items():
            if key == self.tab or waiting & tab.records:
                self._bring_up(key)
            if typed & tab.records:  # what was typed and not left must be in its field, also before its tab is opened
                self.pages[key].turns.finish()
        self.open_tab(self.tab)

    def page_in_sight(self) -> FamilyPage | None:
        """Return the page that is shown now."""
        return self.shown[0] if self.shown is not None else None

    def open_tab(self, key: str) -> None:
        """Show a tab."""
        self.tab = key
        if self.shown is not None:
            if key in self.behind or key not in self.pages:
                self._bring_up(key)
            page = self.pages[key]
            assert isinstance(page, QWidget)
            self.stack.setCurrentWidget(page)
            if key in TABS:
                self.tabs.show_page(key)

    def open_deciding(self) -> None:
        """Show the work of others that waits for a decision."""
        if self.shown is not None and self.tab != DECIDING:
            before = self.tab
            if DECIDING not in self.pages:
                page = DecidingPage(self.desk, self.shown[0].family.id)
                self.pages[DECIDING] = page
                self.stack.addWidget(page)
                page.left.connect(lambda: self.open_tab(before))
            self.open_tab(DECIDING)

    def _sat_down(self, on: bool) -> None:
        """Put what waits for a decision away: it is not for the family."""
        if on and self.tab == DECIDING:
            self.open_tab(FIRST_TAB)

    def _clicked(self, place: int) -> None:
        """Go back to the tab that was open, which is no change to the bar."""
        if self.tab == DECIDING and place >= 0:
            self.open_tab(self.tabs.tabs[place].key)

    def commit(self) -> None:
        """Make everything that was typed changes: before printing, locking, closing and another family."""
        for page in self.pages.values():
            page.commit()

    def undo(self) -> None:
        """Take the last gesture in this family back."""
        self.commit()
        family = self.family
        if family is not None:
            self.desk.do(family, lambda workspace: undo(workspace, family))

    def show_deleted(self, text: str, tx: bytes) -> None:
        """Say what was thrown away, with the way to put back exactly that."""
        self.deleted = tx
        self.undo_bar.show_for(text)

    def put_back(self) -> None:
        """Put back what the bar speaks of, also when something else was done since."""
        family, tx = self.family, self.deleted
        if family is not None:
            self.desk.do(family, lambda workspace: put_back(workspace, family, tx))

    def redo(self) -> None:
        """Do again what was taken back."""
        family = self.family
        if family is not None:
            self.desk.do(family, lambda workspace: redo(workspace, family))

    def print_plan(self) -> None:
        """Ask for the plan on paper, with what was typed in it."""
        self.commit()
        if self.family is not None:
            self.print_wanted.emit(self.family)

    def note_typing(self) -> None:
        """Show that what was typed is not on the disk yet."""
        if self.desk.unkept.held:
            self.note_not_kept()
            return
        self.saved.show_status(t("saved.busy"), Kind.NEUTRAL)
        self.saved.show()

    def note_not_kept(self) -> None:
        """Show that what was typed could not be put on the disk, and is on the screen only."""
        self.saved.show_status(t("saved.not"), Kind.PROBLEM)
        self.saved.show()
        QTimer.singleShot(0, self, self._keep_in_sight)

    def _keep_in_sight(self) -> None:
        """Scroll to the field in use, after what was said above the page took room from it."""
        page = self.stack.currentWidget()
        if isinstance(page, ScrollPage):
            page.keep_in_sight(None, QApplication.focusWidget())

    def note_saved(self, at: str) -> None:
        """Show that what was typed is on the disk."""
        self.saved.show_status(t("saved.at", at=at), Kind.OK)
        self.saved.show()

    def _touched(self, families: set[bytes]) -> None:
        if self.family in families:
            self.refresh()

    def _bring_up(self, key: str) -> None:
        """Bring a tab up to date, made when it was not there yet. Those that nobody looks at wait until they are opened."""
        if self.shown is None:
            return
        self.behind.discard(key)
        if key in self.pages:
            self.pages[key].show_page(*self.shown)
            return
        made = TABS[key].make(self.desk, self.shown[0], self.show_deleted)
        made.turns.whole.connect(self.leaving.let_go)
        self.pages[key] = made
        made.show_page(*self.shown)
        self.stack.addWidget(made)  # with its words: else it is laid out twice

    def _clear(self) -> None:
        self.desk.pages_go()
        for old in self.pages.values():
            assert isinstance(old, ScrollPage)
            self.stack.removeWidget(old)
            self.leaving.put_away(old)
        self.pages, self.behind = {}, set()
        self.tab = FIRST_TAB if self.tab == DECIDING else self.tab
        self.shown = None
        self.undo_bar.hide()

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 16, 0)  # in line with the page, which keeps room for its scroll bar
        head.setSpacing(12)
        head.addWidget(self.title, 1)
        for button in (self.undo_button, self.redo_button, self.print_button):
            head.addWidget(button)
        return head

    def _facts(self) -> FlowLayout:
        self.regisseur_face = Avatar("?", Kind.PROFESSIONAL, 32)
        self.regisseur = TextLabel("", "body")
        self.regisseur.setWordWrap(False)
        self.status = Pill("", Kind.NEUTRAL)
        self.saved = Pill("", Kind.OK)
        self.saved.hide()
        facts = FlowLayout(gap=10)
        for part in (self.regisseur_face, self.regisseur, self.status, self.saved):
            facts.addWidget(part)
        return facts
