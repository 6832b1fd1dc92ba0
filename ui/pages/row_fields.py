"""The fields of one row as widgets, out of the record's declaration: label, kind of input and binding in one call each."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any

from app.actions.family_page import FamilyPage
from app.actions.fields import FieldRef, TypedText
from app.domain.ids import as_text, from_text
from app.domain.record import FieldSpec, Kind
from app.domain.records.family import PartialDate, PersonName
from app.domain.rules.contact import phone_warning, postcode_warning, show_phone, show_postcode, store_phone
from app.domain.rules.dates import check_birth, check_to_come, parse_day, parse_partial, show_long, show_partial, show_short
from app.domain.rules.names import name_parts_problem
from app.texts import problem_text, t
from ui.desk import Desk
from ui.pages.bound_field import BoundField
from ui.pages.field_form import TEXT, Form
from ui.pages.names_offered import NAMED, offer_names
from ui.widgets.check_field import YES, CheckField
from ui.widgets.choice_field import Choice, ChoiceField
from ui.widgets.date_field import DateField
from ui.widgets.link_field import LinkField
from ui.widgets.long_text_field import LongTextField
from ui.widgets.name_field import NameField
from ui.widgets.text_field import TextField

Widget = TextField | LongTextField | ChoiceField | CheckField
Offered = Sequence[tuple[bytes, str]]
"""What a link can point to: the id of a row, and what it is called."""
TO_COME = frozenset({"plan.next_evaluation_on"})
"""Days that lie ahead: one that has passed is refused with a sentence."""
HAPPENED = frozenset({"involvement.term.from_on", "involvement.ended_on", "visit.held_on"})
"""Days of what has happened: one without its year is the last one, not the next."""
HINTS = frozenset(
    {"goal.text", "goal.seen_when", "action.doer.name", "plan.request_for_help", "plan.wish", "plan.next_evaluation_on"} | {"visit.present"}
)


class RowFields:
    """The bound fields of one row. `show` brings them up to date from the page; `commit` leaves them all."""

    def __init__(self, desk: Desk, family: bytes, record: str, row: bytes) -> None:
        self.desk = desk
        self.family = family
        self.record = record
        self.row = row
        self.bound: dict[str, BoundField] = {}
        self.links: dict[str, LinkField] = {}

    def add(self, name: str, segmented: bool = False) -> Widget:
        """Return the widget of a field that has one input."""
        ref = FieldRef(self.family, self.record, self.row, name)
        widget, form = one_input(self, ref.spec, f"{self.record}.{name}", segmented)
        self.bound[name] = BoundField(self.desk, ref, [widget], form)
        return widget

    def add_group(self, name: str, members: Sequence[str], segmented: bool = False) -> list[Widget]:
        """Return a widget for each of these members of a group; the group is left when all of them are."""
        ref = FieldRef(self.family, self.record, self.row, name)
        specs = {member.name: member for member in ref.spec.members}
        made = [one_input(self, specs[member], f"{self.record}.{name}.{member}", segmented) for member in members]
        kept = _GroupForm(ref.spec, members, [form for _, form in made])
        self.bound[name] = BoundField(self.desk, ref, [widget for widget, _ in made], Form(kept.show, kept.read, kept.warn))
        kept.before = lambda: self.bound[name].shown
        return [widget for widget, _ in made]

    def offer(self, name: str, rows: Offered) -> None:
        """Say what a link can point to: `name` is a field, or a member of a group as "authority.first_holder"."""
        self.links[name].offer([Choice(as_text(row), text) for row, text in rows])

    def add_birth(self, name: str) -> TextField:
        """Return one input for a date of which parts may be unknown: 1986, 03-1986 or 14-03-1986."""
        widget = TextField(t(f"{self.record}.{name}"), t("hint.partial_date"))
        form = Form(lambda value: [show_partial(value) if value and value.year else ""], self.read_birth)
        self.bound[name] = BoundField(self.desk, FieldRef(self.family, self.record, self.row, name), [widget], form)
        return widget

    def read_birth(self, texts: Sequence[str]) -> PartialDate:
        """Return a typed birth date as far as it is known; raises UserProblem for one that cannot be, or is still to come."""
        birth = parse_partial(texts[0])
        check_birth(birth, self.today())
        return birth

    def understand(self, text: str, key: str) -> str:
        """Return how a typed date reads in full; raises UserProblem for one that cannot be."""
        return show_long(parse_day(text, self.today(), past=key in HAPPENED)) if text.strip() else ""

    def today(self) -> date:
        """Return the day it is."""
        from app.clock import today

        return today(self.desk.workspace.clock)

    def show(self, row: Any, page: FamilyPage, drafts: Mapping[FieldRef, TypedText], only: Collection[str] | None = None) -> None:
        """Show the row, or some fields of it, as it stands, what was typed and not left, and two values where two stand."""
        conflicts = {(c.ref.row, c.ref.field): c for c in page.conflicts}
        for name in self.bound if only is None else only:
            bound = self.bound[name]
            bound.show(getattr(row, name), page.cursor)
            if bound.ref in drafts:
                bound.show_draft(drafts[bound.ref].text, drafts[bound.ref].seen)
            bound.show_conflict(conflicts.get((self.row, name)))
            offer_names(bound.inputs, page)  # last: under a line that is filled in they are not even made

    def something_waits(self, page: FamilyPage, drafts: Mapping[FieldRef, TypedText], only: Collection[str] | None = None) -> bool:
        """Tell whether something of this row, or of some fields of it, waits for a person: a choice, or text that was not left.

        Also while the fields are not made yet.
        """
        waiting = [*drafts, *(conflict.ref for conflict in page.conflicts)]
        return any(ref.row == self.row and (only is None or ref.field in only) for ref in waiting)

    def commit(self) -> None:
        """Make what was typed changes, now."""
        for bound in self.bound.values():
            bound.commit()


class _GroupForm:
    """A group's value in several inputs; members without an input keep what they had."""

    def __init__(self, spec: FieldSpec, members: Sequence[str], forms: Sequence[Form]) -> None:
        self.spec = spec
        self.members = list(members)
        self.forms = list(forms)
        self.before: Any = None

    def show(self, value: Any) -> list[str]:
        return [form.show(getattr(value, member))[0] for member, form in zip(self.members, self.forms, strict=True)]

    def read(self, texts: Sequence[str]) -> Any:
        kept = self.before() if self.before is not None else None
        values = {m.name: getattr(kept, m.name) if kept is not None else m.default for m in self.spec.members}
        for member, form, text in zip(self.members, self.forms, texts, strict=True):
            values[member] = form.read([text])
        return self.spec.python(**values)

    def warn(self, texts: Sequence[str]) -> list[str]:
        said = [form.warn([text])[0] for form, text in zip(self.forms, texts, strict=True)]
        whole = self.read(texts)
        problem = name_parts_problem(whole) if isinstance(whole, PersonName) else None
        if problem is not None and problem.key == "name_partner_missing" and "partner_surname" in self.members:
            said[self.members.index("partner_surname")] = problem_text(problem)
        return said


def one_input(fields: RowFields, spec: FieldSpec, key: str, segmented: bool) -> tuple[Widget, Form]:
    """Return the widget for a field's kind, and how its value stands in it."""
    label, hint = t(key), t(f"{key}.hint") if key in HINTS else ""
    match spec.declared.kind:
        case Kind.LONG_TEXT:
            return LongTextField(label, hint), TEXT
        case Kind.CHOICE:
            return _choice(spec, label, hint, segmented)
        case Kind.FLAG | Kind.LINK:
            place = key.removeprefix(f"{fields.record}.")
            return (CheckField(label, hint), FLAG) if spec.declared.kind is Kind.FLAG else _link(fields, place, label, hint)
        case Kind.DAY:
            read = _day_reader(fields, key)
            return DateField(label, lambda text: fields.understand(text, key), hint), Form(lambda v: [show_short(v) if v else ""], read)
        case Kind.NUMBER:
            low, high = spec.declared.between
            figures = [Choice("", t("value.none"))] + [Choice(str(n), str(n)) for n in range(low, high + 1)]
            return ChoiceField(label, figures, hint), Form(
                lambda v: ["" if v is None else str(v)], lambda texts: int(texts[0]) if texts[0] else None
            )
        case _:
            return (NameField if key in NAMED else TextField)(label, hint), WORDS_AS.get(spec.name, TEXT)


def _day_reader(fields: RowFields, key: str) -> Callable[[Sequence[str]], date | None]:
    def read(texts: Sequence[str]) -> date | None:
        if not texts[0].strip():
            return None
        day = parse_day(texts[0], fields.today(), past=key in HAPPENED)
        if key in TO_COME:
            check_to_come(day, fields.today())
        return day

    return read


def _warning(key: str | None) -> list[str]:
    return [t(key) if key else ""]


WORDS_AS = {
    "phone": Form(
        lambda value: [show_phone(value or "")],
        lambda texts: store_phone(texts[0]),
        lambda texts: _warning(phone_warning(texts[0])),
    ),
    "postcode": Form(
        lambda value: [show_postcode(value or "")],
        lambda texts: show_postcode(texts[0]),
        lambda texts: _warning(postcode_warning(texts[0])),
    ),
}
"""Lines that are shown otherwise than they are kept (domain.md 6.6), by the name of the field."""
FLAG = Form(lambda value: [YES if value else ""], lambda texts: texts[0] == YES, whole=True)


def _link(fields: RowFields, name: str, label: str, hint: str) -> tuple[LinkField, Form]:
    field = LinkField(label, t("value.nobody"), hint)
    fields.links[name] = field
    return field, Form(lambda value: [as_text(value) if value else ""], lambda texts: from_text(texts[0]) if texts[0] else None)


def _choice(spec: FieldSpec, label: str, hint: str, segmented: bool) -> tuple[Widget, Form]:
    enum: Any = spec.python
    choices = [Choice(str(word), t(f"choice.{enum.__name__}.{word}")) for word in enum]
    form = Form(lambda value: ["" if value is None else str(value)], lambda texts: enum(texts[0]) if texts[0] else spec.default)
    return ChoiceField(label, choices, hint, segmented), form
