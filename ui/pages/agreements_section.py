"""What people agreed with each other, under the goals; an agreement of which the day to look again has passed is marked."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from app.actions.family_page import FamilyPage
from app.actions.fields import FieldRef, TypedText
from app.actions.situation import add_agreement
from app.clock import today
from app.domain.records.situation import Agreement, Topicality
from app.domain.rules.dates import show_short
from app.domain.rules.situation import review_passed
from app.texts import t
from ui.desk import Desk
from ui.pages.noted_card import NotedCard
from ui.pages.noted_row import NotedFields, NotedTexts, Told
from ui.theme import Kind

TEXTS = NotedTexts("agreement.add", "agreement.edit", "agreement.empty", "agreement.deleted")
AGREEMENT = NotedFields("agreement", TEXTS, ("text", "parties", "review_on"), ("kind", "from_on", "status"))


class AgreementsSection(NotedCard):
    """The agreements of a family."""

    def __init__(self, desk: Desk, family: bytes, deleted: Callable[[str, bytes], None]) -> None:
        super().__init__(t("agreement.card"), "users-group", t("agreement.hint"), AGREEMENT, add_agreement)
        self.work_at(desk, family, deleted)

    def show_page(self, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> None:
        """Bring all agreements up to date; what does not hold any more stands last."""
        tell = partial(told, day=today(self.desk.workspace.clock))
        self.show_rows(sorted(page.agreements, key=lambda one: one.status is Topicality.OVER), tell, page, drafts)


def told(row: Agreement, day: date) -> Told:
    """Return an agreement as it reads closed: the words, who agreed, since when, and when it is looked at again."""
    late = review_passed(row, day)
    parts = (
        row.parties,
        t("agreement.since", day=show_short(row.from_on)) if row.from_on else "",
        t("agreement.review", day=show_short(row.review_on)) if row.review_on and not late else "",
        t(f"choice.AgreementKind.{row.kind}") if row.kind else "",
    )
    pills = {}
    if late and row.review_on is not None:
        pills["review"] = t("agreement.review_passed", day=show_short(row.review_on)), Kind.WARN
    if row.status is not Topicality.NOW:
        pills["status"] = t(f"choice.Topicality.{row.status}"), Kind.NEUTRAL
    return Told(row.text, (" · ".join(part for part in parts if part),), pills)
