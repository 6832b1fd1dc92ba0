"""Work of others that waits for this worker's decision in one family: to read, to take over or not. It needs no network."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout

from app.actions.family_page import FamilyPage
from app.actions.fields import FieldRef, TypedText
from app.actions.held_work import HeldPiece, Settled, Waiting, decide, held_work, undecide
from app.texts import t, tn
from ui.desk import Desk
from ui.pages.deciding_card import DecidingCard
from ui.pages.moments import moment
from ui.theme import Kind
from ui.widgets.banner import Banner
from ui.widgets.buttons import QuietButton
from ui.widgets.card import Card
from ui.widgets.labels import TextLabel
from ui.widgets.row_list import RowList
from ui.widgets.scroll_page import ScrollPage
from ui.widgets.showing import show_if


class WaitingBanner(Banner):
    """Says that work waits, for as long as it does; `acted` when somebody wants to see it. It is not for the table."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.counts = (0, 0)
        self.hide()
        desk.table_changed.connect(lambda _: self._show())

    def show_page(self, page: FamilyPage) -> None:
        """Show how much waits in a family; said aloud once."""
        counts = (page.to_decide, page.decided)
        if counts != self.counts:
            self.counts = counts
            if page.to_decide:
                self.say(tn("held.banner", page.to_decide), Kind.INFO, t("held.look"))
            elif page.decided:
                self.say(t("held.banner_decided"), Kind.INFO, t("held.look"))
        self._show()

    def _show(self) -> None:
        show_if(self, any(self.counts) and not self.desk.at_the_table)


class DecidingPage(ScrollPage):
    """`left` goes back to the family."""

    left = Signal()

    def __init__(self, desk: Desk, family: bytes) -> None:
        super().__init__()
        self.desk = desk
        self.family = family
        self.shown: Waiting | None = None
        self.cards: list[DecidingCard] = []
        self.back = QuietButton(t("held.back"), "arrow-back-up")
        self.back.clicked.connect(self.left)
        self.title = TextLabel(t("held.title"), "heading")
        self.about = TextLabel(t("held.about_page"), "body")
        self.list = QVBoxLayout()
        self.list.setSpacing(16)
        self.more = TextLabel("", "body")
        self.settled = Card(t("held.settled"))
        self.settled_rows = RowList()
        self.settled.add(self.settled_rows)
        self.more.hide()
        self.settled.hide()
        self.body.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.title)
        self.body.addWidget(self.about)
        self.body.addLayout(self.list)
        self.body.addWidget(self.more)
        self.body.addWidget(self.settled)
        self.body.addStretch(1)
        desk.families_touched.connect(self._touched)
        self.refresh()

    def refresh(self) -> None:
        """Ask what waits again."""
        family = self.family
        self.desk.ask(lambda workspace: held_work(workspace, family), self.show_waiting)

    def show_waiting(self, waiting: Waiting) -> None:
        """Show what waits, and what was decided before. What did not change keeps its place and the keyboard."""
        if waiting == self.shown:
            return
        self.shown = waiting
        here = {card.piece: card for card in self.cards}
        self.cards = [here.pop(piece) if piece in here else self._card(piece) for piece in waiting.pieces]
        for place, card in enumerate(self.cards):
            self.list.insertWidget(place, card)
        for gone in here.values():
            self._hand_on_keyboard(gone)
            gone.hide()
            gone.deleteLater()
        self.about.setText(t("held.about_page" if waiting.pieces else "held.none"))
        show_if(self.more, waiting.more > 0)
        self.more.setText(tn("held.more", waiting.more))
        show_if(self.settled, bool(waiting.settled))
        self.settled_rows.show_rows([TextLabel(_settled_text(one), "body") for one in waiting.settled])

    def show_page(self, _page: FamilyPage, _drafts: Mapping[FieldRef, TypedText]) -> None:
        """Show nothing of the page itself: what waits is asked when the family is touched."""

    def commit(self) -> None:
        """There is nothing to type here."""

    def _hand_on_keyboard(self, gone: DecidingCard) -> None:
        """Give the keyboard to what stands in the place of a card, so that a second key decides on nothing else."""
        focus = QApplication.focusWidget()
        if focus is not None and gone.isAncestorOf(focus):
            same = next((card.buttons[0] for card in self.cards if card.piece.txs == gone.piece.txs), self.back)
            same.setFocus(Qt.FocusReason.OtherFocusReason)

    def _card(self, piece: HeldPiece) -> DecidingCard:
        card = DecidingCard(piece)
        card.decided.connect(lambda piece, take: self.desk.do(self.family, lambda workspace: decide(workspace, piece, take)))
        card.undecided.connect(lambda piece: self.desk.do(self.family, lambda workspace: undecide(workspace, piece)))
        return card

    def _touched(self, families: set[bytes]) -> None:
        if self.family in families:
            self.refresh()


def _settled_text(one: Settled) -> str:
    key = "held.settled_taken" if one.taken else "held.settled_left"
    return tn(key, one.changes, by=one.by, author=one.author, when=moment(one.at))
