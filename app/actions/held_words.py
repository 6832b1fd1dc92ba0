"""What held work says, in words: of which row and field, what stands there now, and what was written instead.

It may be anything: also what no field takes, or what only a newer program knows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from app.actions.row_names import Names
from app.actions.values_in_words import field_text
from app.changelog.change import DELETED, WHOLE_ROW
from app.changelog.log import Stream
from app.changelog.values import NO_TEXT, Plain, decoded, fault_in, from_plain
from app.domain.ids import from_text
from app.domain.record import FieldSpec, Kind, RecordSpec
from app.domain.records import specs
from app.protocol.held_messages import HeldWrite
from app.protocol.wire import stream_id
from app.store.queries import rows
from app.texts import t

MOST_SHOWN = 4_000
"""So many signs of what no field takes are shown."""


@dataclass(frozen=True)
class HeldLine:
    """One thing that the work says: what it is `about`, what stands now and what was written; only `about` where it is no field."""

    about: str
    before: str = ""
    after: str = ""


@dataclass
class HeldWords:
    """Says what changes of one stream say, beside what stands in it; `names` is what its rows are called."""

    stream: Stream
    names: Names

    def lines(self, writes: Iterable[HeldWrite]) -> Iterator[HeldLine]:
        """Yield the work line by line; of a field that was written more than once only what came last."""
        last = {(write.record, write.row, write.grp): write for write in writes}
        made = {stream_id(row): record for record, row, grp in last if grp == WHOLE_ROW and record in specs()}
        here = HeldWords(self.stream, {row: t(f"record.{record}") for row, record in made.items()} | dict(self.names))
        for write in last.values():
            spec, value = specs().get(write.record), decoded(bytes(write.val))
            if spec is None:
                yield HeldLine(t("held.newer"))
            elif write.grp == WHOLE_ROW:
                yield from here.of_new_row(spec, (value if isinstance(value, dict) else {}) | _written_later(write, last.values()))
            elif write.grp == DELETED or stream_id(write.row) not in made:
                yield from here.of_write(spec, write, value)

    def of_write(self, spec: RecordSpec, write: HeldWrite, value: Plain) -> Iterator[HeldLine]:
        """Yield what a change of a row says that is there already."""
        row = stream_id(write.row)
        if write.grp == DELETED:
            yield HeldLine(t("held.deleted" if value is True else "held.restored", what=self._row(spec, row)))
            return
        field = next((one for one in spec.fields if one.name == write.grp), None)
        if field is None:
            yield HeldLine(t("held.newer"))
            return
        about = t("held.about", what=self._row(spec, row), field=t(f"{spec.name}.{field.name}"))
        about = about[:1].upper() + about[1:]
        if field.declared.kind is Kind.ORDER:
            yield HeldLine(about)
        else:
            yield HeldLine(about, self._now(spec, row, field), self._said(spec, field, value))

    def of_new_row(self, spec: RecordSpec, value: dict[str, Plain]) -> Iterator[HeldLine]:
        """Yield what a row says that is made by the work itself."""
        yield HeldLine(t("held.made", what=t(f"record.{spec.name}")))
        for field in spec.fields:
            if field.name in value and self._tells(field, value[field.name]):
                yield HeldLine(t(f"{spec.name}.{field.name}"), "", self._said(spec, field, value[field.name]))

    def _row(self, spec: RecordSpec, row: bytes) -> str:
        called, record = self.names.get(row, ""), t(f"record.{spec.name}")
        return t("held.row", record=record, name=called) if called and called != record else record

    def _tells(self, field: FieldSpec, value: Plain) -> bool:
        """Tell whether a field of a new row says something to people: a link to what has no name does not."""
        if field.declared.kind is Kind.LINK and isinstance(value, str) and not fault_in(field, value):
            return bytes(from_text(value)) in self.names
        return value not in (None, "") and field.declared.kind is not Kind.ORDER

    def _now(self, spec: RecordSpec, row: bytes, field: FieldSpec) -> str:
        kind: type[Any] = spec.cls
        now = next((one for one, _ in rows.all_rows(self.stream, kind) if one.id == row), None)
        return t("value.empty") if now is None else field_text(spec.name, field, getattr(now, field.name), self.names)

    def _said(self, spec: RecordSpec, field: FieldSpec, value: Plain) -> str:
        if fault_in(field, value):
            return NO_TEXT.sub(" ", str(value))[:MOST_SHOWN] if value is not None else t("value.empty")
        return field_text(spec.name, field, from_plain(field, value), self.names)


def _written_later(made: HeldWrite, writes: Iterable[HeldWrite]) -> dict[str, Plain]:
    """Return what was written in the fields of a row after it was made."""
    mine = (one for one in writes if (one.record, one.row) == (made.record, made.row) and one.grp not in (WHOLE_ROW, DELETED))
    return {one.grp: decoded(bytes(one.val)) for one in mine}
