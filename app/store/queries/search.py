"""In which cells of this laptop's families words occur, out of their folded texts. The best come first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, NamedTuple

from sqlalchemy import ClauseElement, ColumnElement, Table, and_, bindparam, case, func, literal_column, or_, select

from app.changelog.change import Cell
from app.domain.rules.finding import LONG_ENOUGH
from app.errors import ProgramFault
from app.store.workspace import Reading

NOUGHT: ColumnElement[int] = literal_column("0")
FIRST: ColumnElement[int] = literal_column("1")


class Fit(IntEnum):
    """How well a text fits: it begins with the first word, a word of it does, it stands inside, or the family's name helped."""

    STARTS = 0
    STARTS_A_WORD = 1
    INSIDE = 2
    WITH_FAMILY = 3


class Hit(NamedTuple):
    """A cell in which the words occur; its row may have been thrown away since."""

    stream: bytes
    cell: Cell
    fit: Fit


@dataclass(frozen=True)
class _Asked:
    """The shape of a question: how many words, which of them say something by themselves, and whether it is of one family."""

    words: tuple[str, ...]
    telling: tuple[int, ...]
    within: bool

    @property
    def name(self) -> str:
        """Return what the prepared statement is kept under."""
        return f"search {len(self.words)} {self.telling} {self.within}"


def hits(reading: Reading, words: Sequence[str], within: bytes | None = None) -> Iterator[Hit]:
    """Return the cells in which all of these folded words occur, in one family or in all, best first.

    The family's name may bring some of the words: "bakker yilmaz" finds the neighbour Bakker of the family Yılmaz.
    """
    table = reading.log.tables.search
    if table is None:
        raise ProgramFault("a store that keeps no texts to search")
    telling = tuple(place for place, word in enumerate(words) if len(word) >= LONG_ENOUGH) if len(words) > 1 else ()
    asked = _Asked(tuple(words), telling, within is not None)
    order = _order(asked)
    query = reading.log.write.own(asked.name, order, lambda: _query(table, asked))
    known: dict[str, Any] = {f"word{place}": word for place, word in enumerate(words)}
    known |= {"start": len(words[0]), "begin": f" {words[0]}", "stream": within}
    found = reading.tx.rows(query, [known[name] for name in order])
    return (Hit(stream, Cell(record, row, grp), Fit(fit)) for stream, record, row, grp, fit in found)


def _order(asked: _Asked) -> list[str]:
    """Return the names of the values in the order in which the query holds them."""
    words = [f"word{place}" for place in range(len(asked.words))]
    telling = [f"word{place}" for place in asked.telling]
    with_family = [*telling, *(name for word in words for name in (word, word))] if telling else []
    rank = [*words, "start", "word0", "begin"]
    return [*rank, *words, *with_family, *(["stream"] if asked.within else [])]


def _query(table: Table, asked: _Asked) -> ClauseElement:
    """`instr` and not LIKE: no sign in what somebody types means anything but itself."""
    family = table.alias("of_family")
    words = [f"word{place}" for place in range(len(asked.words))]
    own = and_(*(_holds(table.c.text, word) for word in words))
    fit = case(
        (~own, literal_column(str(int(Fit.WITH_FAMILY)))),
        (func.substr(table.c.text, FIRST, bindparam("start")) == bindparam("word0"), literal_column(str(int(Fit.STARTS)))),
        (_holds(table.c.text, "begin"), literal_column(str(int(Fit.STARTS_A_WORD)))),
        else_=literal_column(str(int(Fit.INSIDE))),
    ).label("fit")
    fits = own
    if asked.telling:
        itself = or_(*(_holds(table.c.text, f"word{place}") for place in asked.telling))
        fits = or_(own, and_(itself, *(or_(_holds(table.c.text, word), _holds(family.c.text, word)) for word in words)))
    of = and_(
        family.c.stream == table.c.stream,
        family.c.record == literal_column("'family'"),
        family.c.row == table.c.stream,
        family.c.grp == literal_column("'display_name'"),
    )
    query = select(table.c.stream, table.c.record, table.c.row, table.c.grp, fit).select_from(table.join(family, of)).where(fits)
    if asked.within:
        query = query.where(table.c.stream == bindparam("stream"))
    return query.order_by(literal_column("fit"), table.c.stream, table.c.row)


def _holds(text: ColumnElement[str], name: str) -> ColumnElement[bool]:
    return func.instr(text, bindparam(name)) > NOUGHT
