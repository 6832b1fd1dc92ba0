"""After unlocking the worker is where she was: the family, the tab, and the field if it is still there."""

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from app.actions.fields import FieldRef
from app.actions.settings import LastPlace, keep_place, last_place
from ui.pages.bound_field import BoundField
from ui.pages.family_tabs import TABS
from ui.pages.revealing import widget_of
from ui.windows.lease import LeaseWindow
from ui.windows.main_window import MainWindow

LOOK_AGAIN_MS = 15
MOST_LOOKS = 400


class Returning(QObject):
    """Opens the last place, unless the worker is already somewhere or may not see that family any more."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window
        self.place = LastPlace(b"", "")
        self.looks = 0
        self.timer = QTimer(self)
        self.timer.setInterval(LOOK_AGAIN_MS)
        self.timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Ask where it was: after the caseload, which was asked before."""
        self.window.desk.ask(last_place, self.open, lambda _: None)

    def open(self, place: LastPlace | None) -> None:
        """Go there."""
        if place is None or place.tab not in TABS or self.window.family.family is not None:
            return
        if self.window.sidebar.model.row_of(place.family) < 0:
            return
        self.place = place
        self.window.open_family(place.family, place.tab)
        if place.field:
            self.timer.start()

    def look(self) -> None:
        """Look once whether the field is there; its row opens for it."""
        view = self.window.family
        self.looks += 1
        if (view.family, view.tab) != (self.place.family, self.place.tab) or self.looks > MOST_LOOKS:
            self.timer.stop()
            return
        page: object = view.pages.get(view.tab)
        if view.shown is None or not isinstance(page, QScrollArea):
            return
        wanted = FieldRef(self.place.family, self.place.record, self.place.row, self.place.field)
        for field in page.findChildren(BoundField):
            edit = field.inputs[0]
            if field.ref == wanted and isinstance(edit, QWidget) and edit.isVisible():
                self.timer.stop()
                edit.setFocus(Qt.FocusReason.OtherFocusReason)
                page.ensureWidgetVisible(edit, 24, 48)
                return
        open_form = getattr(widget_of(page, self.place.row), "open_form", None)
        if open_form is not None:
            open_form(focus=False)


def leave(window: QWidget | None) -> None:
    """Keep where the worker is, leave every field and wait for the disk; a window without families has only an exchange to break off."""
    if isinstance(window, MainWindow):
        keep_place_of(window)
    if isinstance(window, MainWindow | LeaseWindow):
        window.leave_everything()


def keep_place_of(window: MainWindow) -> None:
    """Keep where the worker is; a store that takes nothing just forgets it."""
    view = window.family
    if view.family is not None:
        place = place_in(view.family, view.tab, view.pages.get(view.tab), window.focusWidget())
        window.desk.ask(lambda workspace: keep_place(workspace, place), lambda _: None, lambda _: None)


def place_in(family: bytes, tab: str, page: object, focus: QWidget | None) -> LastPlace:
    """Return the place of the keyboard on a page."""
    if isinstance(page, QWidget) and focus is not None:
        for field in page.findChildren(BoundField):
            edits = [edit for edit in field.inputs if isinstance(edit, QWidget)]
            if any(edit is focus or edit.isAncestorOf(focus) for edit in edits):
                return LastPlace(family, tab, field.ref.record, field.ref.row, field.ref.field)
    return LastPlace(family, tab)
