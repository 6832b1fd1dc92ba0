"""A field for the passphrase, hidden unless the person asks to see it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from app.texts import t
from ui.widgets.buttons import IconButton
from ui.widgets.text_field import TextField


class PassphraseField(TextField):
    """A text field with a button to show or hide what is typed."""

    def __init__(self, label: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(label, hint, "", parent)
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.eye = IconButton("eye", t("widget.passphrase_show"), self.edit)
        self.eye.clicked.connect(self.turn)
        self.whole.removeWidget(self.edit)
        self.set_control(self.edit, beside=self.eye)

    def turn(self) -> None:
        """Show what is hidden, or hide it again."""
        hidden = self.edit.echoMode() is QLineEdit.EchoMode.Password
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self.eye.show_icon("eye-off" if hidden else "eye")
        self.eye.show_name(t("widget.passphrase_hide") if hidden else t("widget.passphrase_show"))

    def forget(self) -> None:
        """Empty the field, and its undo."""
        self.set_value("")
