"""What people say of the plan as it was printed: agreed, agreed with a remark, not agreed or seen; each stays with its version."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.actions.family_page import FamilyPage
from app.actions.fields import FieldRef, TypedText
from app.actions.planning import delete_row
from app.actions.signing import Said, sign, signature_ref
from app.domain.records.safety import ApprovalState, SaidHow, Signature
from app.domain.rules.dates import show_long
from app.domain.rules.plan_code import FixedVersion
from app.errors import UserProblem
from app.texts import problem_text, t
from ui.desk import Desk
from ui.pages.draft_field import DraftField
from ui.pages.mentor_steps import ButtonLine
from ui.pages.names_offered import names_at_the_table
from ui.theme import Kind
from ui.widgets.buttons import IconButton, LinkButton, PrimaryButton, call_row
from ui.widgets.card import Card
from ui.widgets.choice_field import Choice, ChoiceField
from ui.widgets.field_frame import FieldFrame
from ui.widgets.labels import TextLabel
from ui.widgets.long_text_field import LongTextField
from ui.widgets.name_field import NameField
from ui.widgets.pill import Pill
from ui.widgets.row_list import RowList
from ui.widgets.showing import show_if

KINDS = {
    ApprovalState.AGREED: Kind.OK,
    ApprovalState.AGREED_WITH_REMARK: Kind.OK,
    ApprovalState.NOT_AGREED: Kind.WARN,
    ApprovalState.SEEN: Kind.NEUTRAL,
}


class SignatureRow(QWidget):
    """What one person says; of an earlier version it says so."""

    def __init__(self, section: "SignaturesSection", said: Signature, earlier: FixedVersion | None) -> None:
        super().__init__()
        call_row(self, said.name)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(TextLabel(said.name, "strong"))
        how = t(f"choice.SaidHow.{said.how}")
        words.addWidget(TextLabel(f"{how} · {show_long(said.signed_on)}", "small"))
        if said.remark:
            words.addWidget(TextLabel(t("widget.quote", words=said.remark), "body"))
        if earlier is not None:
            words.addWidget(TextLabel(t("signatures.for_version", version=earlier.number), "small"))
        words.addWidget(Pill(t(f"choice.ApprovalState.{said.state}"), KINDS[said.state]), 0, Qt.AlignmentFlag.AlignLeft)
        away = IconButton("trash", t("signatures.delete"))
        away.clicked.connect(partial(section.throw_away, said))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 10, 0, 10)
        row.setSpacing(12)
        row.addLayout(words, 1)
        row.addWidget(away, 0, Qt.AlignmentFlag.AlignTop)


class SignatureForm(QWidget):
    """Who says what of a version, and how; a draft until the button."""

    def __init__(self, desk: Desk, family: bytes, version: FixedVersion) -> None:
        super().__init__()
        self.desk = desk
        self.family = family
        self.version = version
        self.name = NameField(t("signature.name"))
        states = [Choice(str(one), t(f"choice.ApprovalState.{one}")) for one in ApprovalState]
        hows = [Choice(str(one), t(f"choice.SaidHow.{one}")) for one in SaidHow]
        self.state = ChoiceField(t("signature.state"), states, segmented=True)
        self.how = ChoiceField(t("signature.how"), hows, segmented=True)
        self.remark = LongTextField(t("signature.remark"), lines=2)
        self.draft = DraftField(desk, signature_ref(desk.workspace, family, version.id), [self.name, self.state, self.how, self.remark])
        self.ready = PrimaryButton(t("signatures.fix"), "check")
        self.ready.clicked.connect(self.fix)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 4, 0, 0)
        rows.setSpacing(12)
        rows.addWidget(TextLabel(t("signatures.form", version=version.number), "strong"))
        for field in (self.name, self.state, self.how, self.remark):
            rows.addWidget(field)
        rows.addWidget(ButtonLine([self.ready]))

    def fix(self) -> None:
        """Note it; what is missing is said at its field."""
        said = Said(*self.draft.texts())
        self.draft.keep_draft()
        for field in (self.name, self.state, self.how, self.remark):
            field.clear_problem()
        try:
            said.checked()
        except UserProblem as problem:
            self._field_of(problem.key).show_problem(problem_text(problem))
            return
        if self.draft.warn():
            return
        family, version = self.family, self.version.id
        self.draft.hand_over(lambda workspace: sign(workspace, family, version, said), family, self.name.setFocus)

    def _field_of(self, key: str) -> FieldFrame:
        fields: dict[str, FieldFrame] = {"signature_name": self.name, "signature_state": self.state, "signature_how": self.how}
        return fields.get(key, self.remark)


class SignaturesSection(Card):
    """The card on the plan; before the first print it says what comes first."""

    def __init__(self, desk: Desk, family: bytes, deleted: Callable[[str, bytes], None]) -> None:
        super().__init__(t("signatures.title"), "file-text")
        self.desk = desk
        self.family = family
        self.deleted = deleted
        self.form: SignatureForm | None = None
        self.version: FixedVersion | None = None
        self.told: object = None
        self.shown: tuple[FamilyPage, Mapping[FieldRef, TypedText]] | None = None
        self.about = TextLabel(t("signatures.none"), "small")
        self.now, self.past = RowList(), RowList()
        self.past_title = TextLabel(t("signatures.earlier"), "label")
        self.past_title.hide()
        self.more = LinkButton(t("signatures.add"), "plus")
        self.more.clicked.connect(self.open_form)
        self.form_place = QVBoxLayout()
        self.add(self.about, self.now)
        self.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addLayout(self.form_place)
        self.add(self.past_title, self.past)

    def show_page(self, page: FamilyPage, drafts: Mapping[FieldRef, TypedText]) -> None:
        """Bring everything up to date; the newest version is asked about, or the one for which something was typed already."""
        self.shown = page, drafts
        typed = [one for one in page.versions if signature_ref(self.desk.workspace, self.family, one.id) in drafts]
        self.version = (typed or page.versions)[-1] if page.versions else None
        self._show_said(page.versions, page.signatures)
        show_if(self.more, self.version is not None and (self.form is None or self.form.isHidden()))
        if self.version is None:
            return
        if self.form is not None and self.form.version != self.version and not self.form.draft.filled():
            self._put_form_away(self.form)
        if self.form is None and typed:
            self.open_form(focus=False)
        elif self.form is not None:
            self.form.name.offer(names_at_the_table(page))
            self.form.draft.show_typed(drafts)

    def open_form(self, focus: bool = True) -> None:
        """Ask who says what of the newest version."""
        if self.version is None or self.shown is None:
            return
        if self.form is None:
            self.form = SignatureForm(self.desk, self.family, self.version)
            self.form_place.addWidget(self.form)
            self.form.name.offer(names_at_the_table(self.shown[0]))
            self.form.draft.show_typed(self.shown[1])
        self.form.show()
        self.more.hide()
        if focus:
            self.form.name.setFocus()

    def throw_away(self, said: Signature) -> None:
        """Take back what was noted by mistake; the bar at the foot puts it back."""
        family, row = self.family, said.id
        done = t("signatures.deleted")
        self.desk.do(family, lambda workspace: delete_row(workspace, family, "signature", row), lambda tx: self.deleted(done, tx))

    def commit(self) -> None:
        """Keep what was typed on the disk; it stays a draft."""
        if self.form is not None:
            self.form.draft.commit()

    def _put_form_away(self, form: SignatureForm) -> None:
        form.draft.commit()
        self.form_place.removeWidget(form)
        form.hide()
        form.deleteLater()
        self.form = None
        self.more.show()

    def _show_said(self, versions: Sequence[FixedVersion], signatures: Sequence[Signature]) -> None:
        if (versions, signatures) == self.told:
            return
        self.told = versions, signatures
        known = {one.id: one for one in versions}
        newest = versions[-1] if versions else None
        if newest is not None:
            told = {"version": newest.number, "day": show_long(newest.made_on), "code": newest.code}
            self.about.setText(t("signatures.about", **told))
        now = [one for one in signatures if newest is not None and one.plan_version == newest.id]
        past = [one for one in signatures if newest is not None and one.plan_version in known and one.plan_version != newest.id]
        self.now.show_rows([SignatureRow(self, one, None) for one in now])
        self.past.show_rows([SignatureRow(self, one, known[one.plan_version]) for one in past])
        show_if(self.past_title, bool(past))
