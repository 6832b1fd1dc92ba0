"""How a record and its fields are declared: once, here. Tables, wire check, merge, labels and paper derive from it.

The Python type of a field gives its column, whether it may be empty and where a link points; the function says what the type
cannot. `paper` has no default: a field that does not say whether it may be printed does not build.
"""

import dataclasses
import functools
import types
from collections.abc import Callable
from dataclasses import MISSING, dataclass
from datetime import date
from enum import Enum, StrEnum
from types import EllipsisType
from typing import Any, Generic, TypeVar, Union, cast, dataclass_transform, get_args, get_origin, get_type_hints

from app.errors import ProgramFault

R = TypeVar("R")
C = TypeVar("C")
E = TypeVar("E", bound=StrEnum)
SQL_WORDS = frozenset(
    ["on", "to", "from", "order", "group", "where", "when", "select", "table", "index", "by", "values", "default", "check", "exists"]
)


class Id(bytes, Generic[R]):
    """The 16 bytes that name a row of record R."""

    __slots__ = ()


class Paper(Enum):
    """Whether a field may stand on paper."""

    FAMILY = "family"
    NEVER = "never"


class Audience(Enum):
    """Who may see a field on the screen: everybody at the table, or workers only."""

    TABLE = "table"
    WORKERS = "workers"


class Reach(Enum):
    """What a text is: about somebody, about somebody and what Ctrl+K finds the row by, or about nobody."""

    PERSONAL = "personal"
    SEARCHED = "searched"
    PUBLIC = "public"


class StreamClass(StrEnum):
    """In which of a family's streams a record lives: the family's own, or the one for regisseur and deputy only (sync.md 3.1)."""

    FAMILY = "family"
    CONFIDENTIAL = "confidential"


class Policy(Enum):
    """How two changes that did not know of each other meet (sync.md 3.6): both are shown, nothing is changed, or putting there wins."""

    REGISTER = "register"
    APPEND = "append"
    LINK = "link"


class Kind(Enum):
    """What a field holds."""

    WORDS = "words"
    LONG_TEXT = "long_text"
    DAY = "day"
    NUMBER = "number"
    FLAG = "flag"
    CHOICE = "choice"
    LINK = "link"
    GROUP = "group"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Declared:
    """What a field's specifier said of it, kept as the dataclass field's metadata."""

    kind: Kind
    paper: Paper
    audience: Audience
    personal: bool
    since: int
    longest: int = 0
    between: tuple[int, int] = (0, 0)
    searched: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpec:
    """What is known of one field; `python` is its value class, enum or plain type, `members` are a group's own fields."""

    name: str
    declared: Declared
    python: type
    required: bool
    default: object
    members: tuple["FieldSpec", ...] = ()


@dataclass(frozen=True, slots=True)
class RecordSpec:
    """What is known of one record: its wire name, its class and its fields in order, without `id`."""

    name: str
    cls: type
    policy: Policy
    stream_class: StreamClass
    fields: tuple[FieldSpec, ...]

    def field(self, name: str) -> FieldSpec:
        """Return the field of that name; raises KeyError."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)


def _field(default: object, declared: Declared) -> Any:
    metadata = {"declared": declared}
    if default is ...:
        return dataclasses.field(metadata=metadata)
    return dataclasses.field(default=default, metadata=metadata)


def words(
    longest: int,
    *,
    default: str | EllipsisType | None = ...,
    paper: Paper,
    audience: Audience = Audience.TABLE,
    reach: Reach = Reach.PERSONAL,
    since: int = 1,
) -> str:
    """Declare one line of text of at most `longest` characters."""
    made: str = _field(
        default, Declared(Kind.WORDS, paper, audience, reach is not Reach.PUBLIC, since, longest, searched=reach is Reach.SEARCHED)
    )
    return made


def long_text(
    longest: int = 4000,
    *,
    default: str | EllipsisType | None = ...,
    paper: Paper,
    audience: Audience = Audience.TABLE,
    reach: Reach = Reach.PERSONAL,
    since: int = 1,
) -> str:
    """Declare a text of several lines; 4,000 characters is the measure for what people write (sync.md 3.4)."""
    made: str = _field(
        default, Declared(Kind.LONG_TEXT, paper, audience, reach is not Reach.PUBLIC, since, longest, searched=reach is Reach.SEARCHED)
    )
    return made


def day(*, default: date | EllipsisType | None = ..., paper: Paper, audience: Audience = Audience.TABLE, since: int = 1) -> date:
    """Declare a calendar day."""
    made: date = _field(default, Declared(Kind.DAY, paper, audience, personal=True, since=since))
    return made


def number(
    between: tuple[int, int],
    *,
    default: int | EllipsisType | None = ...,
    paper: Paper,
    audience: Audience = Audience.TABLE,
    since: int = 1,
) -> int:
    """Declare a whole number, both ends of `between` included."""
    made: int = _field(default, Declared(Kind.NUMBER, paper, audience, personal=False, since=since, between=between))
    return made


def flag(*, default: bool | EllipsisType | None = ..., paper: Paper, audience: Audience = Audience.TABLE, since: int = 1) -> bool:
    """Declare a yes or no."""
    made: bool = _field(default, Declared(Kind.FLAG, paper, audience, personal=False, since=since))
    return made


def choice(*, default: E | EllipsisType | None = ..., paper: Paper, audience: Audience = Audience.TABLE, since: int = 1) -> E:
    """Declare one word of a StrEnum."""
    made: E = _field(default, Declared(Kind.CHOICE, paper, audience, personal=False, since=since))
    return made


def link(*, default: EllipsisType | None = ..., paper: Paper, since: int = 1) -> Id[Any]:
    """Declare a pointer to a row of the same family; the type says of which record."""
    made: Id[Any] = _field(default, Declared(Kind.LINK, paper, Audience.TABLE, personal=False, since=since))
    return made


def group(*, default: object = ..., paper: Paper, audience: Audience = Audience.TABLE, since: int = 1) -> Any:
    """Declare fields that only make sense together: they travel, conflict and show as one."""
    return _field(default, Declared(Kind.GROUP, paper, audience, personal=True, since=since))


def order_key(*, default: str, since: int = 1) -> str:
    """Declare where the row stands among others (rules/ordering.py). Nobody is asked to choose: of two places the newest counts."""
    made: str = _field(default, Declared(Kind.ORDER, Paper.NEVER, Audience.TABLE, personal=False, since=since))
    return made


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(words, long_text, day, number, flag, choice, link, group))
def value(cls: type[C]) -> type[C]:
    """Make the class the value of a group: frozen, compared by its members."""
    return dataclass(frozen=True, slots=True, kw_only=True)(cls)


@dataclass_transform(
    frozen_default=True, kw_only_default=True, field_specifiers=(words, long_text, day, number, flag, choice, link, group, order_key)
)
def record(name: str, policy: Policy = Policy.REGISTER, stream_class: StreamClass = StreamClass.FAMILY) -> Callable[[type[C]], type[C]]:
    """Make the class a record that is called `name` in tables and on the wire."""

    def declare(cls: type[C]) -> type[C]:
        made = dataclass(frozen=True, slots=True, kw_only=True)(cls)
        type.__setattr__(made, "__record__", (name, policy, stream_class))
        return made

    return declare


@functools.cache
def spec_of(cls: type) -> RecordSpec:
    """Return what a record class declares; raises ProgramFault where the declaration contradicts itself."""
    name, policy, stream_class = cls.__dict__["__record__"]
    hints = get_type_hints(cls)
    fields = tuple(_spec(hints[f.name], f, name) for f in dataclasses.fields(cls) if f.name != "id")
    return RecordSpec(name, cls, policy, stream_class, fields)


def spec_of_row(row: object) -> RecordSpec:
    """Return the declaration of the record that a row is."""
    kind: type = type(row)
    return spec_of(kind)


def _spec(hint: object, field: dataclasses.Field[Any], where: str) -> FieldSpec:
    place = f"{where}.{field.name}"
    declared = field.metadata.get("declared")
    if not isinstance(declared, Declared):
        raise ProgramFault(f"{place} does not say what it holds and whether it may be printed")
    python, optional = _unwrapped(hint)
    _refuse_contradiction(place, field, declared, optional)
    members: tuple[FieldSpec, ...] = ()
    if declared.kind is Kind.GROUP:
        hints = get_type_hints(python)
        members = tuple(_spec(hints[f.name], f, place) for f in dataclasses.fields(python))
    return FieldSpec(
        name=field.name,
        declared=declared,
        python=python,
        required=field.default is MISSING,
        default=None if field.default is MISSING else field.default,
        members=members,
    )


def _unwrapped(hint: object) -> tuple[type, bool]:
    """Return the class of a hint, and whether it may be None: `X | None` gives (X, True)."""
    if get_origin(hint) in (Union, types.UnionType):
        inner = [part for part in get_args(hint) if part is not types.NoneType]
        return _unwrapped(inner[0])[0], True
    origin = get_origin(hint)
    return cast(type, origin or hint), False


def _refuse_contradiction(place: str, field: dataclasses.Field[Any], declared: Declared, optional: bool) -> None:
    if field.default is None and not optional:
        raise ProgramFault(f"{place} may be empty by its default but not by its type")
    if declared.since > 1 and field.default is MISSING:
        raise ProgramFault(f"{place} came later and needs a default")
    if field.name in SQL_WORDS:
        raise ProgramFault(f"{place} is a word of SQL")
