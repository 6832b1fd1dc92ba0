"""Writing a new version of the safety agreements, and noting who says yes to one. Both are drafts until a button is pressed."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.actions.family_page import FamilyPage
from app.actions.fields import FieldRef, TypedText
from app.actions.safety import checked_version, confirm_version, confirmation_ref, fix_version, version_ref
from app.clock import today
from app.domain.record import Id
from app.domain.records.safety import SafetyPlanVersion, SaidHow
from app.domain.rules.dates import parse_day, show_long
from app.domain.rules.safety import TEXTS
from app.errors import UserProblem
from app.texts import problem_text, t
from ui.desk import Desk
from ui.pages.draft_field import DraftField
from ui.pages.mentor_steps import ButtonLine
from ui.pages.names_offered import names_at_the_table
from ui.widgets.buttons import LinkButton, PrimaryButton, QuietButton
from ui.widgets.choice_field import Choice, ChoiceField
from ui.widgets.date_field import DateField
from ui.widgets.labels import TextLabel
from ui.widgets.long_text_field import LongTextField
from ui.widgets.name_field import NameField


class VersionForm(QWidget):
    """The questions of a new version; `closed` when it is put away with what was typed kept."""

    closed = Signal()

    def __init__(self, desk: Desk, family: bytes) -> None:
        super().__init__()
        self.desk = desk
        self.family = family
        self.texts = [LongTextField(t(f"safety_plan_version.{name}"), lines=2) for name in TEXTS]
        self.day = DateField(t("safety_plan_version.review_on"), self.understand)
        self.draft = DraftField(desk, version_ref(desk.workspace, family), [*self.texts, self.day])
        self.fix_button = PrimaryButton(t("safety.fix"), "check")
        self.fix_button.clicked.connect(self.fix)
        later = LinkButton(t("safety.later"), "x")
        later.clicked.connect(self.closed)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 4, 0, 0)
        rows.setSpacing(12)
        rows.addWidget(TextLabel(t("safety.form"), "strong"))
        rows.addWidget(TextLabel(t("safety.form_hint"), "small"))
        for field in (*self.texts, self.day):
            rows.addWidget(field)
        rows.addWidget(ButtonLine([self.fix_button, later]))

    def understand(self, text: str) -> str:
        """Return how a typed day reads in full."""
        return show_long(parse_day(text, today(self.desk.workspace.clock))) if text.strip() else ""

    def fix(self) -> None:
        """Fix the version; what is wrong is said at its field, and everything stays as it was typed."""
        texts = self.draft.texts()
        self.draft.keep_draft()
        for field in (*self.texts, self.day):
            field.clear_problem()
        try:
            checked_version(texts, today(self.desk.workspace.clock))
        except UserProblem as problem:
            where = self.day if problem.key.startswith("date_") else self.texts[0]
            where.show_problem(problem_text(problem))
            return
        if self.draft.warn():
            self.texts[0].show_problem(" ".join((self.texts[0].problem.text(), t("note.check_first"))))
            return
        family = self.family
        self.draft.hand_over(lambda workspace: fix_version(workspace, family, texts), family, self.closed.emit)


class ConfirmForm(QWidget):
    """Who says yes to a version and how; opened by one button, so that nobody does it by accident."""

    def __init__(self, desk: Desk, family: bytes, version: SafetyPlanVersion, opener: str) -> None:
        super().__init__()
        self.desk = desk
        self.family = family
        self.version = Id[SafetyPlanVersion](version.id)
        self.seen = 0
        self.inside: QWidget | None = None
        self.shown: tuple[FamilyPage, Mapping[FieldRef, TypedText]] | None = None
        self.ref = confirmation_ref(desk.workspace, family, version.id)
        self.opener = QuietButton(opener, "check")
        self.opener.clicked.connect(self.open)
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(10)
        self.rows.addWidget(self.opener, 0, Qt.AlignmentFlag.AlignLeft)

    def show_page(self, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> None:
        """Bring the form up to date; what was typed and not kept opens it."""
        self.seen = page.cursor
        self.shown = page, drafts
        if self.inside is None and self.ref in drafts:
            self.open(focus=False)
        elif self.inside is not None:
            self.who.offer(names_at_the_table(page))
            self.draft.show_typed(drafts)

    def open(self, focus: bool = True) -> None:
        """Ask who says yes."""
        if self.inside is None:
            self.inside = self._inside()
            self.rows.addWidget(self.inside)
            if self.shown is not None:
                self.who.offer(names_at_the_table(self.shown[0]))
                self.draft.show_typed(self.shown[1])
        self.opener.hide()
        if focus:
            self.who.setFocus()

    def confirm(self) -> None:
        """Let the version count; what is missing, or changed meanwhile, is said at its field."""
        who, how = self.draft.texts()
        for field in (self.who, self.how):
            field.clear_problem()
        if not who.strip() or not how:
            wanted = (self.who, "problem.safety_who") if not who.strip() else (self.how, "problem.safety_how")
            wanted[0].show_problem(t(wanted[1]))
            return
        family, version, seen = self.family, self.version, self.seen
        self.draft.hand_over(lambda workspace: confirm_version(workspace, family, version, (who, how), seen), family, lambda: None)

    def filled(self) -> bool:
        """Tell whether somebody typed in it."""
        return self.inside is not None and self.draft.filled()

    def commit(self) -> None:
        """Keep what was typed on the disk; it stays a draft."""
        if self.inside is not None:
            self.draft.commit()

    def _inside(self) -> QWidget:
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        self.who = NameField(t("safety_plan_confirmation.agreed_by"), t("safety.who_hint"))
        hows = [Choice(str(one), t(f"choice.SaidHow.{one}")) for one in SaidHow]
        self.how = ChoiceField(t("safety_plan_confirmation.how"), hows, segmented=True)
        self.draft = DraftField(self.desk, self.ref, [self.who, self.how])
        self.ready = PrimaryButton(t("safety.confirm"), "check")
        self.ready.clicked.connect(self.confirm)
        for widget in (self.who, self.how):
            rows.addWidget(widget)
        rows.addWidget(ButtonLine([self.ready]))
        return inside
