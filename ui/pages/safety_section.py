"""What was agreed to keep everybody safe: what counts now, what waits for a yes beside it, and how it was before."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.actions.family_page import FamilyPage
from app.actions.fields import FieldRef, TypedText
from app.actions.safety import begin_version, version_ref
from app.clock import today
from app.domain.records.safety import SafetyPlanVersion
from app.domain.rules.dates import show_long
from app.domain.rules.safety import Counts, SafetyState, look_passed
from app.texts import t, tn
from ui import theme
from ui.desk import Desk
from ui.pages.safety_card import SafetyTexts, SafetyVersion
from ui.pages.safety_forms import ConfirmForm, VersionForm
from ui.theme import Kind
from ui.widgets.banner import Banner
from ui.widgets.buttons import LinkButton, QuietButton, call_row
from ui.widgets.card import Card
from ui.widgets.labels import TextLabel
from ui.widgets.row_list import RowList
from ui.widgets.showing import show_if

VERSION_PX = 290
"""What a version beside another wants, at the usual size of letters."""


class SafetySection(Card):
    """The card on the plan. Nothing in it counts by itself, and nothing that was fixed is changed."""

    def __init__(self, desk: Desk, family: bytes, deleted: Callable[[str, bytes], None]) -> None:
        super().__init__(t("safety.title"), "shield-half")
        self.desk = desk
        self.family = family
        self.state: SafetyState | None = None
        self.shown: tuple[FamilyPage, Mapping[FieldRef, TypedText]] | None = None
        self.form: VersionForm | None = None
        self.open_wanted = False
        self.confirming: dict[bytes, ConfirmForm] = {}
        self.ref = version_ref(desk.workspace, family)
        self.hint = TextLabel(t("safety.none"), "small")
        self.look = Banner("", Kind.WARN)
        self.waits = Banner("", Kind.WARN)
        self.side = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.side.setSpacing(12)
        self.cards: list[SafetyVersion] = []
        self.write = QuietButton(t("safety.write"), "pencil")
        self.write.clicked.connect(self.begin)
        self.form_place = QVBoxLayout()
        self.before = LinkButton("", "history")
        self.before.clicked.connect(self.toggle_earlier)
        self.earlier = RowList()
        for widget in (self.look, self.waits, self.before, self.earlier):
            widget.hide()
        self.add(self.hint, self.look, self.waits)
        self.body.addLayout(self.side)
        self.body.addWidget(self.write, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addLayout(self.form_place)
        self.body.addWidget(self.before, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(self.earlier)

    def show_page(self, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> None:
        """Bring the section up to date; what somebody is typing stays."""
        self.shown = page, drafts
        if page.safety != self.state:
            self.state = page.safety
            self._show_state(page.safety)
        self._say_look_again(page.safety)
        for form in self.confirming.values():
            form.show_page(page, drafts)
        typed = self.ref in drafts
        if self.form is None and typed:
            self._make_form()
        if self.form is not None:
            self.form.draft.show_typed(drafts)
            if self.open_wanted:
                self.open_wanted = False
                self.form.show()
                self.form.texts[0].setFocus()
        open_now = self.form is not None and not self.form.isHidden()
        show_if(self.write, not open_now)
        self.write.setText(t("safety.go_on" if typed else "safety.write"))

    def begin(self) -> None:
        """Open a new version to be written, with the words that count now."""
        family = self.family
        self.open_wanted = True
        self.desk.do(family, lambda workspace: begin_version(workspace, family))

    def open_more(self) -> None:
        """Show everything there is to read and to write."""
        if self.form is None or self.form.isHidden():
            self.begin()
        if not self.before.isHidden() and self.earlier.isHidden():
            self.toggle_earlier()

    def toggle_earlier(self) -> None:
        """Show the versions of before, or put them away."""
        if self.earlier.isHidden() and self.state is not None:
            self._show_earlier(self.state)
            self.earlier.show()
        else:
            self.earlier.hide()

    def commit(self) -> None:
        """Keep what was typed on the disk; it stays a draft."""
        if self.form is not None:
            self.form.draft.commit()
        for form in self.confirming.values():
            form.commit()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self.arrange()
        return super().event(event)

    @override
    def minimumSizeHint(self) -> QSize:
        """Ask for no more width than the widest version: the other ones can stand under it."""
        widest = max((card.minimumSizeHint().width() for card in self.cards), default=0) + 40
        whole = super().minimumSizeHint()
        return QSize(min(whole.width(), max(widest, 320)), whole.height())

    def arrange(self) -> None:
        """Put versions beside each other where they fit."""
        wanted = sum(card.minimumSizeHint().width() for card in self.cards) + 12 * len(self.cards) + 40
        room = VERSION_PX * theme.current().text_percent / 100
        narrow = self.width() < max(wanted, room * len(self.cards))
        self.side.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def _show_state(self, state: SafetyState) -> None:
        show_if(self.hint, state.in_force is None and not state.waiting)
        for card in self.cards:
            self.side.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards, kept, self.confirming = [], self.confirming, {}
        if state.in_force is not None and state.by is not None:
            beside = state.waiting[0] if len(state.waiting) == 1 else None
            agreed = t("safety.agreed", day=show_long(state.by.confirmed_on), who=state.by.agreed_by)
            card = SafetyVersion(t("safety.in_force"), agreed, SafetyTexts(state.in_force, beside))
            call_row(card, t("safety.in_force"))
            if state.waiting:
                card.foot.addWidget(self._confirm_form(state.in_force, kept, t("safety.keep")))
            self.cards.append(card)
        for number, one in enumerate(state.waiting, start=1):
            card = self._waiting(one, state, kept)
            call_row(card, t("safety.new", number=number))
            self.cards.append(card)
        for card in self.cards:
            self.side.addWidget(card, 1)
        self._say_what_waits(state)
        show_if(self.before, bool(state.earlier))
        self.before.setText(tn("safety.earlier", len(state.earlier)))
        if not self.earlier.isHidden():
            self._show_earlier(state)

    def _waiting(self, one: SafetyPlanVersion, state: SafetyState, kept: Mapping[bytes, ConfirmForm]) -> SafetyVersion:
        written = t("safety.written", day=show_long(one.written_on), who=one.written_by)
        card = SafetyVersion(t("safety.waits"), written, SafetyTexts(one, state.in_force))
        if one.id in state.crossed:
            card.foot.addWidget(TextLabel(t("safety.crossed"), "small"))
        card.foot.addWidget(self._confirm_form(one, kept, t("safety.confirm_open")))
        return card

    def _confirm_form(self, one: SafetyPlanVersion, kept: Mapping[bytes, ConfirmForm], opener: str) -> ConfirmForm:
        """Return the form of a version, the one in which somebody may be typing if there is one."""
        there = kept.get(one.id)
        if there is None or not there.filled():
            there = ConfirmForm(self.desk, self.family, one, opener)
        there.opener.setText(opener)
        self.confirming[one.id] = there
        return there

    def _say_look_again(self, state: SafetyState) -> None:
        """Say that the day to look again has passed; by another day it may, without anything having changed."""
        now = state.in_force
        if now is None or not look_passed(state, today(self.desk.workspace.clock)):
            self.look.hide()
            return
        text = t("safety.look_passed", day=show_long(now.review_on)) if now.review_on is not None else t("safety.look_weeks")
        if self.look.isHidden() or self.look.text.text() != text:
            self.look.say(text, Kind.WARN)

    def _say_what_waits(self, state: SafetyState) -> None:
        if not state.waiting:
            self.waits.hide()
            return
        which = "some" if len(state.waiting) > 1 else "one"
        key = f"safety.banner_{which}" if state.in_force is not None else f"safety.banner_first_{which}"
        self.waits.say(t(key), Kind.WARN)

    def _show_earlier(self, state: SafetyState) -> None:
        rows: list[QWidget] = []
        for one, counts in reversed(state.earlier):
            title = t("safety.was_in_force" if counts is Counts.BEFORE else "safety.not_chosen")
            written = t("safety.written", day=show_long(one.written_on), who=one.written_by)
            rows.append(SafetyVersion(title, written, SafetyTexts(one)))
        self.earlier.show_rows(rows)

    def _make_form(self) -> None:
        self.form = VersionForm(self.desk, self.family)
        self.form.closed.connect(self._close_form)
        self.form_place.addWidget(self.form)

    def _close_form(self) -> None:
        if self.form is not None:
            self.form.draft.commit()
            self.form.hide()
        self.write.show()
        self.write.setFocus()
