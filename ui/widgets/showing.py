"""Showing and hiding parts of a page that is being made, without Qt laying everything out anew for each of them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def show_if(widget: QWidget, there: bool) -> None:
    """Show a widget, or hide it. One that is new and stays needs no word: it appears with its page, all at once."""
    decided = widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
    if there == widget.isHidden() and (decided or not there):
        widget.setVisible(there)
    elif not there and not decided:
        widget.hide()
