"""What every card or line does that opens to be written in: its form is made when it is first opened, because most are only read."""

from PySide6.QtWidgets import QWidget

from ui.pages.row_fields import RowFields, Widget
from ui.widgets.buttons import IconButton


class OpensToWrite:
    """Stands beside a widget class, which has the `fields`, a hidden `form` and the `pencil`, and says where to begin: `first`."""

    fields: RowFields
    form: QWidget
    pencil: IconButton
    first: Widget

    def open_form(self, focus: bool = True) -> None:
        """Open it to be written in."""
        if not self.fields.bound:
            self._make_form()
            self._show_fields()
        self.form.show()
        if focus:
            self.first.setFocus()

    def toggle_form(self) -> None:
        """Open it to be written in, or close it with what was written kept."""
        if self.form.isHidden():
            self.open_form()
        else:
            self.fields.commit()
            self.form.hide()
            self.pencil.setFocus()

    def _make_form(self) -> None:
        """Fill the form, and say which field is `first`."""
        raise NotImplementedError

    def _show_fields(self) -> None:
        """Bring the fields up to date, as far as they are made."""
        raise NotImplementedError
