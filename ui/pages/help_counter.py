"""How many people help now, calm and large; with many of them the question with whom it can be less (000-03)."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.actions.family_page import FamilyPage
from app.domain.rules.dates import MONTHS
from app.domain.rules.helping import Counted, MonthCount, counted, helps_on, line_by_month
from app.domain.rules.names import fold
from app.texts import t, tn
from ui.theme import Kind
from ui.widgets.banner import Banner
from ui.widgets.card import Card
from ui.widgets.labels import TextLabel
from ui.widgets.month_chart import MonthChart


class HelpCounter(Card):
    """The number, the months before in a drawing and in a sentence, and the amber mark."""

    def __init__(self) -> None:
        super().__init__()
        self.count = TextLabel("", "title")
        self.regisseur = TextLabel("", "small")
        self.sentence = TextLabel("", "small")
        self.chart = MonthChart()
        self.many = Banner(t("help.many"), Kind.WARN)
        self.many.hide()
        words = QVBoxLayout()
        words.setSpacing(6)
        for label in (self.count, self.regisseur, self.sentence):
            words.addWidget(label)
        words.addStretch(1)
        self.drawing = QWidget()
        drawn = QVBoxLayout(self.drawing)
        drawn.setContentsMargins(0, 0, 0, 0)
        drawn.addWidget(self.chart)
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addLayout(words, 1)
        line.addWidget(self.drawing, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(line)
        self.body.addWidget(self.many)

    def show_helpers(self, page: FamilyPage, today: date) -> None:
        """Bring the number, the sentence and the drawing up to date."""
        found = counted(page.involvements, page.professionals, today)
        self.count.setText(count_words(found))
        self.setAccessibleName(self.count.text())
        self.many.setVisible(found.many)
        self.regisseur.setText(regisseur_words(page, today))
        self.regisseur.setVisible(bool(self.regisseur.text()))
        months = line_by_month(page.involvements, page.professionals, today)
        told = len(months) > 1
        self.sentence.setText(line_words(months) if told else "")
        for part in (self.sentence, self.drawing):
            part.setVisible(told)
        self.chart.show_counts([one.people for one in months], self.sentence.text())


def count_words(found: Counted) -> str:
    """Return the counter: "Nu 12 hulpverleners van 9 organisaties"."""
    if not found.people:
        return t("help.count_none")
    people = tn("help.people", found.people)
    if not found.organisations:
        return t("help.count", people=people)
    return t("help.count_of", people=people, organisations=tn("help.organisations", found.organisations))


def regisseur_words(page: FamilyPage, today: date) -> str:
    """Return that the regisseur comes beside those who are counted, or is one of them and counts once."""
    name = page.family.regisseur.name
    helping = {one.professional for one in page.involvements if helps_on(one, today)}
    if not name.strip():
        return ""
    among = any(fold(one.name) == fold(name) for one in page.professionals if one.id in helping)
    return t("help.regisseur_counted" if among else "help.regisseur_too", name=name)


def line_words(months: Sequence[MonthCount]) -> str:
    """Return what the drawing shows, as a sentence."""
    first, now, highest = months[0], months[-1].people, max(one.people for one in months)
    month = t("help.month", month=MONTHS[first.month.month - 1], year=first.month.year)
    people = tn("help.people", first.people)
    if highest > max(first.people, now):
        return t("help.line_highest", month=month, first=people, now=now, highest=highest)
    return t("help.line", month=month, first=people, now=now)
