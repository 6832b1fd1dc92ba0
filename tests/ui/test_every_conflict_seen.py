"""Nothing that waits for a person is out of sight: a choice in any field of any record stands on the window, in the same words."""

from collections import Counter

import pytest
from pytestqt.qtbot import QtBot

from app.actions.values_in_words import value_text
from app.domain.record import spec_of_row
from tests.every_conflict import CONTESTED, NOBODYS, rows_on_both, second, write_everywhere
from tests.ui.everything_open import come_to_rest
from tests.ui.looking import cut_off, nameless, too_small
from tests.ui.table import Seat, sit_down, two_seats
from tests.world import World
from ui.pages.asked_bar import AskedBar
from ui.pages.family_tabs import TABS
from ui.widgets.conflict_strip import ConflictStrip

ON_NO_PAGE = frozenset({"family.referred_by", "family.regisseur", "family.status", "family.first_visit_on"}) | frozenset(
    {"person.deceased_on", "goal.horizon", "goal.status"}
)
"""Fields that no page shows yet, and no action changes into two different things."""


def choices_in_sight(seat: Seat) -> Counter[frozenset[str]]:
    """Return the values of every choice that can be seen on any of the tabs; each tab is looked at as a person with eyes would."""
    found: Counter[frozenset[str]] = Counter()
    for tab in TABS:
        seat.open_tab(tab)
        come_to_rest(seat)
        strips = [strip for strip in seat.window.findChildren(ConflictStrip) if strip.isVisible()]
        found.update(frozenset(card.version.text for card in strip.cards) for strip in strips)
        assert (cut_off(seat.window), too_small(seat.window), nameless(seat.window)) == ([], [], [])
    return found


def asked_in_sight(seat: Seat) -> set[bytes]:
    """Return the rows at which the question is to be seen whether they may go."""
    found = set()
    for tab in TABS:
        seat.open_tab(tab)
        come_to_rest(seat)
        found |= {bar.asked.row for bar in seat.window.findChildren(AskedBar) if bar.isVisible() and bar.asked is not None}
    return found


@pytest.mark.parametrize("record", sorted(CONTESTED))
def test_a_choice_in_any_field_can_be_made_somewhere_on_the_window(qtbot: QtBot, town: World, record: str) -> None:
    samira, joost, begun = two_seats(town)
    write_everywhere((samira, joost), begun[0], {record})
    seat = sit_down(qtbot, samira, begun)
    seen = choices_in_sight(seat)
    waiting = []
    for choice in seat.page().conflicts:
        texts = frozenset(value_text(choice, one.value) for one in choice.choices)
        name = f"{choice.ref.record}.{choice.ref.field}"
        if not seen[texts] and name not in ON_NO_PAGE:
            waiting.append(name)
        seen[texts] -= 1
    assert not waiting, " ".join(sorted(waiting))


@pytest.mark.parametrize("record", sorted(CONTESTED.keys() - {"family", "plan"}))
def test_a_row_that_one_threw_away_and_another_wrote_in_asks_somewhere_on_the_window(qtbot: QtBot, town: World, record: str) -> None:
    samira, joost, begun = two_seats(town)
    rows, strange = rows_on_both((samira, joost), begun[0])
    [row], [other] = ([one for one in many if spec_of_row(one).name == record] for many in (rows, strange))
    fields = [field for field in spec_of_row(row).fields if f"{record}.{field.name}" not in NOBODYS]
    joost.delete(begun[0], row)
    samira.change(begun[0], row, **{field.name: second(field, getattr(other, field.name)) for field in fields[:1]})
    town.settle()
    seat = sit_down(qtbot, samira, begun)
    assert [asked.row for asked in seat.page().asked] == [row.id]
    assert asked_in_sight(seat) == {row.id}
