"""What must be said for as long as it lasts, and stops nobody: a clock that is wrong, and long without the municipality."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.pages.sync_bar import SyncBar
from ui.theme import Kind
from ui.widgets.banner import Banner


class LastingBanners(QWidget):
    """One banner for each; hidden while there is nothing to say."""

    def __init__(self, bar: SyncBar) -> None:
        super().__init__()
        self.clock = Banner()
        self.lease = Banner()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        for banner in (self.clock, self.lease):
            rows.addWidget(banner)
            banner.hide()
        self.hide()
        bar.clock_told.connect(self.show_clock)
        bar.lease_told.connect(self.show_lease)

    def show_clock(self, text: str) -> None:
        """Say by how much the clock is wrong, or nothing once it is right again."""
        self._show(self.clock, text, Kind.WARN)

    def show_lease(self, text: str) -> None:
        """Say how long this laptop still opens without contact, when that is not long any more."""
        self._show(self.lease, text, Kind.INFO)

    def _show(self, banner: Banner, text: str, kind: Kind) -> None:
        """Show a sentence once: a screen reader hears it when it is new."""
        if not text:
            banner.hide()
        elif text != banner.text.text() or banner.isHidden():
            banner.say(text, kind)
        self.setVisible(any(not one.isHidden() for one in (self.clock, self.lease)))
