"""What a server may say of names that this laptop gave, and what is not believed of it."""

import pytest

from app.domain.records.plan import Goal
from app.sync.copies import apply_page, step_aside
from app.sync.own_work import PageError
from tests.builders import a_goal
from tests.world import Device

Shared = tuple[Device, Device, bytes]


@pytest.mark.parametrize("further", [0, 1])
def test_a_page_that_says_otherwise_of_what_has_its_number_is_refused(shared: Shared, further: int) -> None:
    samira, _, family = shared
    samira.create(family, a_goal(family, text="Zo was het."))
    samira.sync()
    with samira.workspace.write() as writing:
        mine = writing.stream(family).history()[-1]
        other = mine._replace(seq=(mine.seq or 0) + further, val=b'{"text":"Zo was het niet."}')
        with pytest.raises(PageError):
            apply_page(writing, writing.stream(family), [other])
    assert [goal.text for goal in samira.all(family, Goal)] == ["Zo was het."]


def test_a_collision_that_is_none_changes_nothing(shared: Shared) -> None:
    samira, _, family = shared
    before = samira.rows(family)
    with samira.workspace.write() as writing:
        assert not step_aside(writing, family, 1, 1)
    assert samira.rows(family) == before
