"""Netwerk en mentor: the circles of people around the family, the list that says the same, and the mentor a youth chose."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QResizeEvent, QScrollPrepareEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout
from typing_extensions import override

from app.actions.family_page import FamilyPage
from app.actions.fields import FieldRef, TypedText
from app.actions.network import NewContact, add_contact, move_contact
from app.clock import today
from app.domain.records.network import CirclePlace
from app.domain.rules.circles import Around, Circled, near_to_far, who_is_around
from app.texts import t
from ui import theme
from ui.desk import Desk
from ui.pages.mentor_section import MentorSection
from ui.pages.network_row import NetworkRow
from ui.pages.row_stack import RowStack, Wanted
from ui.theme import Kind
from ui.widgets.banner import Banner
from ui.widgets.buttons import PrimaryButton
from ui.widgets.card import Card
from ui.widgets.circle_drawing import CircleDrawing
from ui.widgets.circle_legend import CircleLegend
from ui.widgets.labels import TextLabel
from ui.widgets.scroll_page import ScrollPage
from ui.widgets.showing import show_if
from ui.widgets.turns import ROWS_A_TURN, Part, done

SIDE_BY_SIDE_PX = 920
QUESTIONS = (
    "network.question.important",
    "network.question.goes_well",
    "network.question.everybody",
    "network.question.can_do",
    "network.question.you_mean",
    "network.question.further",
)


class NetworkPage(ScrollPage):
    """The tab of one family. Wide: the circles with the mentor under them, and the list beside; narrow: all under each other."""

    def __init__(self, desk: Desk, page: FamilyPage, deleted: Callable[[str, bytes], None]) -> None:
        super().__init__()
        self.desk = desk
        self.family = page.family.id
        self.deleted = deleted
        self.to_open: bytes | None = None
        self.seen = page.cursor
        self.drawing = CircleDrawing()
        self.drawing.moved.connect(self.move_person)
        self.drawing.opened.connect(self.open_person)
        self.empty = TextLabel(t("network.empty"), "body")
        self.circles = Card()
        self.circles.setAccessibleName(t("network.circles"))
        self.circles.add(self.empty, self.drawing, CircleLegend())
        self.more = PrimaryButton(t("network.add"), "user-plus")
        self.more.clicked.connect(self.add_person)
        self.people: RowStack[NetworkRow] = RowStack()
        self.list = Card(t("network.list"), "users")
        self.list.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.list.add(self.people)
        self.mentor = MentorSection(desk, page, deleted)
        self.questions: Card | None = None
        self.wide = True
        self._lay_columns()

    def show_page(self, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> None:
        """Bring circles, list and mentor up to date, in turns."""
        self.turns.begin(self._parts(page, drafts))

    def add_person(self) -> None:
        """Put somebody in the circles and open the row to be written in."""
        family = self.family

        def opened(row: bytes) -> None:
            self.to_open = row

        self.desk.do(family, lambda workspace: add_contact(workspace, family, NewContact()), opened)

    def move_person(self, row: bytes, place: CirclePlace) -> None:
        """Give somebody another place, as one change."""
        family, seen = self.family, self.seen
        self.desk.do(family, lambda workspace: move_contact(workspace, family, row, place, seen))

    def open_person(self, row: bytes) -> None:
        """Open the row of somebody who was touched in the circles."""
        found = self.people.rows.get(row)
        if found is not None and found.person.movable:
            found.open(focus=True)
        elif found is not None:
            self.ensureWidgetVisible(found)

    def commit(self) -> None:
        """Leave every field of the tab."""
        for row in self.people.rows.values():
            row.commit()
        self.mentor.commit()

    def _parts(self, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> Iterator[Part]:
        around = who_is_around(page, today(self.desk.workspace.clock))
        yield partial(self._show_circles, around, page)

        def row_of(one: Circled) -> Wanted[NetworkRow]:
            make = partial(NetworkRow, self.desk, self.family, one, self.deleted)
            return Wanted(make, lambda row: row.show_person(one, page, drafts))

        yield from self.people.parts({one.row: row_of(one) for one in near_to_far(around.people)})
        yield done(self._open_wanted)
        yield from self.mentor.in_parts(page, drafts)
        yield self._show_questions

    def _show_circles(self, around: Around, page: FamilyPage) -> int:
        new = self.drawing.around is None
        self.seen = page.cursor
        show_if(self.empty, not page.contacts)
        self.drawing.show_around(around)
        return ROWS_A_TURN if new else 0

    def _open_wanted(self) -> None:
        if self.to_open in self.people.rows:
            self.people.rows[self.to_open].open(focus=True)
            self.to_open = None

    def _show_questions(self) -> int:
        if self.questions is not None:
            return 0
        self.questions = self._questions()
        self.left.insertWidget(self.left.count() - 1, self.questions)
        return ROWS_A_TURN

    def _questions(self) -> Card:
        card = Card(t("network.questions"), "message-circle")
        for key in QUESTIONS:
            card.add(TextLabel(t(key)))
        card.add(Banner(t("network.may_refuse"), Kind.INFO))
        return card

    def _lay_columns(self) -> None:
        self.columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.columns.setSpacing(16)
        self.left, self.right = QVBoxLayout(), QVBoxLayout()
        for column, share in ((self.left, 9), (self.right, 5)):
            column.setSpacing(16)
            self.columns.addLayout(column, share)
        for card in (self.circles, self.mentor):
            self.left.addWidget(card)
        self.left.addStretch(1)
        self.right.addWidget(self.list)
        self.right.addStretch(1)
        self.body.addLayout(self.columns)
        self.body.addStretch(1)

    def _place_list(self, wide: bool) -> None:
        """Put the list beside the circles, or under them where there is no room."""
        if wide is not self.wide:
            self.wide = wide
            self.columns.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
            if wide:
                self.right.insertWidget(0, self.list)
            else:
                self.left.insertWidget(1, self.list)

    @override
    def resizeEvent(self, arg__1: QResizeEvent) -> None:
        self._place_list(self.viewport().width() >= SIDE_BY_SIDE_PX * theme.current().text_percent / 100)
        super().resizeEvent(arg__1)

    @override
    def viewportEvent(self, arg__1: QEvent) -> bool:
        # a finger on somebody who can be moved takes that person in hand; anywhere else it scrolls the page
        if arg__1.type() is QEvent.Type.ScrollPrepare and isinstance(arg__1, QScrollPrepareEvent):
            at = self.drawing.mapFrom(self.viewport(), arg__1.startPos())
            if self.drawing.person_at(QPointF(at)) is not None:
                arg__1.ignore()
                return True
        return super().viewportEvent(arg__1)
