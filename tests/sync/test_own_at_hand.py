"""Own work that the server only names: what was sent just now is not read again, and nothing else is ever taken for it."""

import pytest

from app.protocol.messages import Own
from app.sync.own_work import OwnWorkGoneError, own_span
from app.sync.pending import without_gap
from tests.builders import a_goal
from tests.world import Device

pytestmark = pytest.mark.one_database

Shared = tuple[Device, Device, bytes]


def test_what_was_sent_just_now_is_taken_as_it_was_sent_and_all_else_out_of_the_log(shared: Shared) -> None:
    samira, _, family = shared
    for text in ("Een", "Twee", "Drie"):
        samira.create(family, a_goal(family, text=text))
    samira.sync()
    with samira.workspace.read() as reading:
        stream, author = reading.stream(family), samira.workspace.author
        there = stream.history()
        sent = [change._replace(seq=None) for change in there]
        span = there[-3:]
        named = Own(span[0].ctr, span[-1].ctr, span[0].seq or 0, 0, 0)
        assert own_span(stream, author, named, sent) == sent[-3:]
        assert own_span(stream, author, named, sent[:-1]) == span
        assert own_span(stream, author, named, sent[-2:]) == span
        assert own_span(stream, author, named, [change._replace(inc=2) for change in sent]) == span
        assert own_span(stream, author, named) == span


@pytest.mark.parametrize(("ctrs", "seqs"), [(0, 1), (1, 0), (1, 1)])
def test_what_was_sent_just_now_but_has_another_number_or_none_is_not_believed(shared: Shared, ctrs: int, seqs: int) -> None:
    samira, _, family = shared
    samira.create(family, a_goal(family))
    samira.sync()
    with samira.workspace.read() as reading:
        stream, last = reading.stream(family), reading.stream(family).history()[-1]
        named = Own(last.ctr + ctrs, last.ctr + ctrs, (last.seq or 0) + seqs, 0, 0)
        with pytest.raises(OwnWorkGoneError):
            own_span(stream, samira.workspace.author, named, [last, last._replace(ctr=last.ctr + 1)])


def test_counters_that_follow_on_in_another_incarnation_are_for_the_next_request(shared: Shared) -> None:
    samira, _, family = shared
    with samira.workspace.read() as reading:
        one = reading.stream(family).history()[-1]
    assert without_gap([one, one._replace(ctr=one.ctr + 1)]) == [one, one._replace(ctr=one.ctr + 1)]
    assert without_gap([one, one._replace(inc=2, ctr=one.ctr + 1)]) == [one]
    assert without_gap([one, one._replace(ctr=one.ctr + 2)]) == [one]
    assert without_gap([]) == []
