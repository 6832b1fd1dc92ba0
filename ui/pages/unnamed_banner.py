"""The municipality made this worker regisseur of a family, and its plan names who it was before."""

from app.actions.families import take_on
from app.actions.family_page import FamilyPage
from app.texts import t
from ui.desk import Desk
from ui.theme import Kind
from ui.widgets.banner import Banner


class UnnamedBanner(Banner):
    """Says so until the plan names her: paper and screen must say whom the family can call."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.family = b""
        self.acted.connect(self.take_on)
        self.hide()

    def show_page(self, page: FamilyPage) -> None:
        """Show it, said aloud once, or hide it."""
        text = t("family.names_another", name=page.family.regisseur.name)
        if page.names_another and (self.isHidden() or text != self.text.text() or self.family != page.family.id):
            self.say(text, Kind.INFO, t("family.take_on"))
        elif not page.names_another:
            self.hide()
        self.family = page.family.id

    def take_on(self) -> None:
        """Put her name in the plan."""
        family = self.family
        self.desk.do(family, lambda workspace: take_on(workspace, family))
