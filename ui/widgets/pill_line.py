"""Pills beside each other that come and go, each with a key; a pill that was made once is kept."""

from collections.abc import Mapping

from ui.theme import Kind
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.pill import Pill


class PillLine(FlowLayout):
    """A line of pills."""

    def __init__(self) -> None:
        super().__init__(gap=8)
        self.pills: dict[str, Pill] = {}

    def show_pills(self, wanted: Mapping[str, tuple[str, Kind]]) -> None:
        """Show a pill with these words and of this kind for each key, and no others."""
        for key, (text, kind) in wanted.items():
            if key not in self.pills:
                self.pills[key] = Pill(text, kind)
                self.addWidget(self.pills[key])
            self.pills[key].show_status(text, kind)
        for key, pill in self.pills.items():
            pill.setVisible(key in wanted)
