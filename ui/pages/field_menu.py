"""The clipboard's part of the menu of a text field, in Dutch; Qt's own menu is in the language of the system."""

from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QLineEdit, QMenu, QTextEdit, QWidget

from app.texts import t


def edit_entries(menu: QMenu, control: QWidget) -> None:
    """Add cutting, copying, pasting and selecting all, as far as they can be done now; nothing for a field to choose in."""
    if not isinstance(control, QLineEdit | QTextEdit):
        return
    selected = has_selection(control)
    writable = not control.isReadOnly()
    entries = (
        ("menu.cut", control.cut, selected and writable),
        ("menu.copy", control.copy, selected),
        ("menu.paste", control.paste, writable and bool(QGuiApplication.clipboard().text())),
        ("menu.all", control.selectAll, True),
    )
    menu.addSeparator()
    for key, do, possible in entries:
        action: QAction = menu.addAction(t(key))
        action.triggered.connect(lambda _=False, do=do: do())
        action.setEnabled(possible)


def has_selection(control: QLineEdit | QTextEdit) -> bool:
    """Tell whether a part of the text is selected."""
    return control.hasSelectedText() if isinstance(control, QLineEdit) else control.textCursor().hasSelection()
