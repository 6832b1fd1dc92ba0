"""Every widget on one page, to look at: `python -m tests.ui.gallery FOLDER [theme] [text percent]` writes pictures."""

import sys
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from ui import theme
from ui.theme import Kind
from ui.widgets.avatar import Avatar
from ui.widgets.banner import Banner
from ui.widgets.buttons import IconButton, LinkButton, PrimaryButton, QuietButton
from ui.widgets.card import Card
from ui.widgets.check_row import CheckRow
from ui.widgets.choice_field import Choice, ChoiceField
from ui.widgets.conflict_strip import ConflictStrip, Version
from ui.widgets.date_field import DateField
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labels import LineLabel, TextLabel
from ui.widgets.long_text_field import LongTextField
from ui.widgets.nav_list import ITEM_ROLE, NavItem, NavList
from ui.widgets.pill import Pill
from ui.widgets.quote_card import QuoteCard
from ui.widgets.row_list import RowList
from ui.widgets.score_scale import Scores, ScoreScale
from ui.widgets.scroll_page import ScrollPage
from ui.widgets.search_box import SearchBox
from ui.widgets.spark import Spark
from ui.widgets.sync_pill import SyncPill, SyncState
from ui.widgets.tab_bar import Tab, TabBar
from ui.widgets.text_field import TextField
from ui.widgets.undo_bar import UndoBar
from ui.windows.first_start import FirstStartWindow
from ui.windows.unlock import UnlockWindow

NOWHERE = QModelIndex()
FAMILIES = (
    NavItem("fam. De Wit–El Amrani", "Bezoek vandaag 15.30", 3),
    NavItem("fam. Van den Berg", "Evaluatie wo 25 nov"),
    NavItem("fam. Yıldız", "JIM-gesprek do 26 nov"),
    NavItem("fam. Kowalczyk", "Plan 80 dagen oud", 1),
    NavItem("fam. Ouédraogo-Dijksterhuis van Nieuwenhuizen", "Eerste gesprek ma 30 nov"),
    NavItem("fam. Nguyễn Thị", "Toekomst: afronding", 120),
)
TABS = (
    Tab("family", "&Gezin", "users"),
    Tab("network", "&Netwerk & JIM".replace(" & ", " && "), "topology-star-ring-3"),
    Tab("plan", "&Plan", "target-arrow"),
    Tab("visits", "&Bezoeken", "calendar-event"),
    Tab("future", "&Toekomst", "sunrise"),
)


class Families(QAbstractListModel):
    """The invented families of the gallery."""

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = NOWHERE) -> int:
        return len(FAMILIES)

    @override
    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        item = FAMILIES[index.row()]
        if role == ITEM_ROLE:
            return item
        return item.name if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None


def sidebar() -> QWidget:
    """Return the side with search and families."""
    side = QWidget()
    side.setProperty("ground", "sidebar")
    side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    side.setFixedWidth(310)
    layout = QVBoxLayout(side)
    layout.setContentsMargins(14, 18, 14, 14)
    families = NavList("Mijn gezinnen")
    families.setModel(Families(families))
    families.setCurrentIndex(families.model().index(0, 0))
    layout.addWidget(LineLabel("Keukentafel", "brand"))
    layout.addWidget(SearchBox())
    layout.addWidget(TextLabel("Mijn gezinnen (6)", "small"))
    layout.addWidget(families, 1)
    layout.addWidget(QuietButton("Nieuw &gezin", "plus"))
    return side


def header() -> QWidget:
    """Return the head of a family page."""
    head = QWidget()
    rows = QVBoxLayout(head)
    rows.setContentsMargins(0, 0, 0, 0)
    first = FlowLayout()
    busy = SyncPill()
    busy.show_state(SyncState.OFFLINE, 3)
    sent = SyncPill()
    sent.show_state(SyncState.DONE)
    off = IconButton("arrow-forward-up", "Opnieuw doen")
    off.setEnabled(False)
    begin: tuple[QWidget, ...] = (LineLabel("fam. De Wit–El Amrani", "title"), busy, IconButton("arrow-back-up", "Ongedaan maken"), off)
    for widget in begin:
        first.addWidget(widget)
    first.addWidget(QuietButton("&Afdrukken", "printer"))
    first.addWidget(PrimaryButton("&Start bezoek", "player-play"))
    second = FlowLayout()
    for widget in (Avatar("Fatma Şahin", Kind.PROFESSIONAL), LineLabel("Regisseur: Fatma Şahin"), Avatar("oma Riet", Kind.NETWORK)):
        second.addWidget(widget)
    for pill in (Pill("Fase: samen doen"), Pill("Bewaard om 15.42", Kind.OK), Pill("Let op", Kind.WARN), Pill("Mis", Kind.PROBLEM)):
        second.addWidget(pill)
    second.addWidget(sent)
    tabs = TabBar(TABS)
    tabs.show_page("plan")
    rows.addLayout(first)
    rows.addLayout(second)
    rows.addWidget(tabs)
    return head


def goal_card() -> Card:
    """Return a goal with its actions."""
    card = Card("Samen rustig de dag beginnen", "home-heart")
    card.header.addWidget(Spark([3, 3, 4, 5, 5, 6]))
    card.header.addWidget(IconButton("pencil", "Doel wijzigen"))
    card.add(TextLabel("“Zonder ruzie naar school, dat gun ik ons.” — Noor", "quote-small"))
    card.add(ScoreScale("Samen rustig de dag beginnen", Scores(3, 6, 8)))
    actions = (
        ("Om de week wisselt wie het ontbijt maakt", "Noor en Kees  ·  doorlopend", "Noor en Kees", Kind.FAMILY, "Gezin"),
        ("Brengt Sem op dinsdag naar voetbal", "Oma Riet (JIM van Sem)  ·  di 16.30", "oma Riet", Kind.NETWORK, "Netwerk"),
        (
            "Oefent het ochtendschema met Sem, en vraagt elke week aan hem hoe het ging en wat er anders kan",
            "Fatma Şahin  ·  3 dec",
            "Fatma Şahin",
            Kind.PROFESSIONAL,
            "Professional",
        ),
    )
    rows = list[QWidget]()
    for place, (text, sub, who, kind, word) in enumerate(actions):
        row = CheckRow(text, sub, Avatar(who, kind), Pill(word, kind))
        row.set_checked(place < 2)
        rows.append(row)
    listed = RowList()
    listed.show_rows(rows)
    card.add(listed)
    card.body.addWidget(LinkButton("Actie toevoegen", "plus"), 0, Qt.AlignmentFlag.AlignLeft)
    return card


def scales() -> Card:
    """Return scales that are easily drawn wrong."""
    card = Card("Cijfers")
    for scores in (Scores(), Scores(4, 4, 5), Scores(5, 6, 7), Scores(7, 8, 8), Scores(6, 2, 10), Scores(0, 10, 10), Scores(None, 0, 1)):
        card.add(ScoreScale("Grip op het geld", scores))
    return card


def fields() -> Card:
    """Return the fields, with a hint, a problem and two versions."""
    card = Card("Velden")
    name = TextField("Voornaam", "Zoals u hem noemt")
    name.set_value("Małgorzata Nguyễn Thị")
    wrong = TextField("Geboortedatum")
    wrong.set_value("31-02-2012")
    wrong.show_problem("Dit lukt niet. Deze datum bestaat niet. Kies een andere datum.")
    words = LongTextField("Wat is uw vraag?", "In de woorden van het gezin")
    words.set_value("Wij willen dat Sem weer met plezier naar school gaat.\nEn dat wij zonder ruzie aan tafel zitten.")
    words.show_conflict(
        ConflictStrip(
            (
                Version("Wij willen dat Sem weer met plezier naar school gaat.", "Fatma Şahin", "vandaag 15.42"),
                Version("Wij willen dat Sem elke dag naar school gaat, met plezier.", "Thijs Brouwer", "gisteren 10.05"),
            ),
            allow_both=True,
        )
    )
    when = DateField("Wanneer klaar?", lambda text: "donderdag 3 december 2026" if text else "", "Typ zoals u het zegt")
    when.set_value("3 dec")
    kinds = [Choice("family", "Gezin"), Choice("network", "Netwerk"), Choice("professional", "Professional")]
    who = ChoiceField("Wie?", kinds, segmented=True)
    who.set_value("network")
    card.add(name, wrong, words, when, who, ChoiceField("Onderwerp", kinds, "Kies wat past"))
    return card


def right_column() -> QVBoxLayout:
    """Return quote, bars and empty state."""
    column = QVBoxLayout()
    quote = QuoteCard()
    quote.show_quote("Aan tafel weer kunnen lachen met z’n vieren.", "Gezegd door Noor en Kees, 12 oktober")
    undo = UndoBar()
    undo.show_for("Actie weggehaald: brengt Sem naar voetbal")
    column.addWidget(quote)
    for widget in (
        undo,
        Banner("Niet voor echte gezinnen: proefversie", Kind.WARN),
        Banner("Er is een nieuwe versie.", Kind.INFO, "Bekijk"),
        Banner("Dit lukt niet. De schijf is vol. Maak ruimte vrij.", Kind.PROBLEM),
        Banner("Alles is bewaard.", Kind.OK),
    ):
        column.addWidget(widget)
    empty = Card()
    empty.add(EmptyState("users", "Hier komen uw gezinnen.", "Nieuw gezin"))
    column.addWidget(empty)
    column.addStretch(1)
    return column


def gallery() -> QWidget:
    """Return the whole page."""
    page = ScrollPage()
    columns = QHBoxLayout()
    left = QVBoxLayout()
    for card in (goal_card(), fields(), scales()):
        left.addWidget(card)
    left.addStretch(1)
    columns.setSpacing(16)
    columns.addLayout(left, 5)
    columns.addLayout(right_column(), 2)
    page.body.addLayout(columns)
    main = QWidget()
    layout = QVBoxLayout(main)
    layout.setContentsMargins(28, 20, 16, 0)
    layout.addWidget(header())
    layout.addWidget(page, 1)
    whole = QWidget()
    whole.setProperty("ground", "page")
    whole.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    halves = QHBoxLayout(whole)
    halves.setContentsMargins(0, 0, 0, 0)
    halves.setSpacing(0)
    halves.addWidget(sidebar())
    halves.addWidget(main, 1)
    return whole


def shoot(app: QApplication, folder: Path, name: str, percent: int) -> None:
    """Write pictures of the gallery and of both windows in one theme."""
    theme.choose(app, name, percent)
    ratio = app.devicePixelRatio()
    width, height = (1366, 768) if ratio == 1 else (1280, 720)
    for title, window, size in (
        ("gallery", gallery(), (width, height)),
        ("gallery-long", gallery(), (width, 2500)),
        ("first-start", FirstStartWindow(), (width, height)),
        ("first-start-long", FirstStartWindow(), (width, 1300)),
        ("unlock", UnlockWindow(), (width, height)),
    ):
        window.resize(*size)
        window.show()
        app.processEvents()
        window.grab().save(str(folder / f"{title}-{name}-{round(ratio * 100)}-{percent}.png"))
        window.close()


def main() -> None:
    """Write the pictures asked for on the command line."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    names = [sys.argv[2]] if len(sys.argv) > 2 else list(theme.NAMES)
    app = QApplication([])
    for name in names:
        shoot(app, folder, name, int(sys.argv[3]) if len(sys.argv) > 3 else 100)


if __name__ == "__main__":
    main()
