"""How it goes at home, in whose words: what goes well beside what worries us, above the goals."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QSize, QTimer
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.actions.family_page import FamilyPage
from app.actions.fields import FieldRef, TypedText
from app.actions.situation import add_concern, add_strength
from app.domain.records.situation import Concern, Strength, Topicality
from app.domain.rules.situation import safety_hint
from app.texts import t
from ui.desk import Desk
from ui.pages.noted_card import NotedCard
from ui.pages.noted_row import NotedFields, NotedTexts, Told
from ui.theme import Kind
from ui.widgets.banner import Banner

STRENGTH_TEXTS = NotedTexts("strength.add", "strength.edit", "strength.empty", "strength.deleted")
CONCERN_TEXTS = NotedTexts("concern.add", "concern.edit", "concern.empty", "concern.deleted")
STRENGTH = NotedFields("strength", STRENGTH_TEXTS, ("text", "said_by"), ("since", "effect", "about", "domain", "status"))
CONCERN = NotedFields("concern", CONCERN_TEXTS, ("text", "said_by", "is_safety"), ("since", "effect", "about", "domain", "status"))
NARROW_PX = 560
STATUS = {Topicality.LESS: Kind.INFO, Topicality.OVER: Kind.NEUTRAL}


class SituationSection(QWidget):
    """Two columns, or one under the other where there is no room; a hint when a worry about safety does not fit the plan's answer."""

    def __init__(self, desk: Desk, family: bytes, deleted: Callable[[str, bytes], None]) -> None:
        super().__init__()
        self.strengths = NotedCard(t("record.strength.plural"), "mood-smile", t("situation.strengths_hint"), STRENGTH, add_strength)
        self.concerns = NotedCard(t("record.concern.plural"), "alert-circle", t("situation.concerns_hint"), CONCERN, add_concern)
        self.hint = Banner("", Kind.INFO)
        self.hint.hide()
        self.columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.columns.setSpacing(16)
        for card in (self.strengths, self.concerns):
            card.work_at(desk, family, deleted)
            self.columns.addWidget(card, 1)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.level)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addLayout(self.columns)
        whole.addWidget(self.hint)

    def show_page(self, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> None:
        """Bring both columns up to date; what is over stands last."""
        self.strengths.show_rows(sorted(page.strengths, key=is_over), told, page, drafts)
        self.concerns.show_rows(sorted(page.concerns, key=is_over), told, page, drafts)
        hint = safety_hint(page.concerns, page.plan.safety_answer)
        self.hint.setVisible(hint is not None)
        if hint is not None and self.hint.text.text() != t(hint):
            self.hint.say(t(hint), Kind.INFO)

    def commit(self) -> None:
        """Leave every field of both columns."""
        self.strengths.commit()
        self.concerns.commit()

    @override
    def minimumSizeHint(self) -> QSize:
        """Ask for no more width than the widest column: the other one can stand under it."""
        widest = max(card.minimumSizeHint().width() for card in (self.strengths, self.concerns))
        return QSize(widest, super().minimumSizeHint().height())

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self.arrange()
        return super().event(event)

    def arrange(self) -> None:
        """Put the columns beside each other where both fit, also while somebody writes in them."""
        both = sum(card.minimumSizeHint().width() for card in (self.strengths, self.concerns)) + self.columns.spacing()
        narrow = self.width() < max(both, NARROW_PX)
        self.columns.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self._soon.start()

    def level(self) -> None:
        """Let what stands under the titles begin at one height, also where one of the two needs a second line."""
        beside = self.columns.direction() is QBoxLayout.Direction.LeftToRight
        titles = [card.title for card in (self.strengths, self.concerns)]
        high = max(title.heightForWidth(title.width()) for title in titles) if beside else 0
        for title in titles:
            title.setMinimumHeight(high)


def is_over(row: Strength | Concern) -> bool:
    """Tell whether it is not so any more."""
    return row.status is Topicality.OVER


def told(row: Strength | Concern) -> Told:
    """Return a strength or a concern as it reads closed: the words, who said them, since when, and what it brings."""
    parts = (
        row.said_by,
        t("situation.about", who=row.about) if row.about else "",
        t("situation.since", since=row.since) if row.since else "",
        t(f"choice.LifeDomain.{row.domain}") if row.domain else "",
    )
    pills = {}
    if row.status in STATUS:
        pills["status"] = t(f"choice.Topicality.{row.status}"), STATUS[row.status]
    if isinstance(row, Concern) and row.is_safety:
        pills["safety"] = t("situation.safety"), Kind.WARN
    words = t("widget.quote", words=row.text) if row.text else ""
    return Told(words, (" · ".join(part for part in parts if part), row.effect), pills)
