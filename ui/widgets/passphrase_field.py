"""A field for the passphrase, hidden unless the person asks to see it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from app.texts import t
from ui.widgets.buttons import IconButton, call_row
from ui.widgets.text_field import LineEdit, TextField


class PassphraseEdit(LineEdit):
    """A line edit that hides what is typed, with an eye at its end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        hints = Qt.InputMethodHint
        self.setInputMethodHints(hints.ImhSensitiveData | hints.ImhNoPredictiveText | hints.ImhNoAutoUppercase)
        self.eye = IconButton("eye", t("widget.passphrase_show"), self)
        self.eye.clicked.connect(self.turn)

    def turn(self) -> None:
        """Show what is hidden, or hide it again."""
        hidden = self.echoMode() is QLineEdit.EchoMode.Password
        self.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self.eye.show_icon("eye-off" if hidden else "eye")
        self.eye.show_name(t("widget.passphrase_hide") if hidden else t("widget.passphrase_show"))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        eye = self.eye.sizeHint()
        self.eye.setGeometry(self.width() - eye.width(), (self.height() - eye.height()) // 2, eye.width(), eye.height())
        self.setTextMargins(0, 0, eye.width() - 8, 0)


class PassphraseField(TextField):
    """A text field with a button to show or hide what is typed; it cannot be copied while hidden."""

    def __init__(self, label: str, hint: str = "", parent: QWidget | None = None) -> None:
        self.secret = PassphraseEdit()
        super().__init__(label, hint, "", parent, self.secret)
        call_row(self, label)
