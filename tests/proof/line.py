"""The line and the clocks: exchanges, answers that are lost, a network that delivers twice, and clocks that are wrong."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.proof.audit import replay_changes_nothing
from tests.proof.machine import Machine, pick, who
from tests.proof.screens import COUNTS

JUMPS = [timedelta(hours=by) for by in (1, -1, 24, -24, -87_660, 0)]


class OnTheLine(Machine):
    """The rules of exchanging."""

    @rule(place=who)
    def sync(self, place: int) -> None:
        """Exchange everything."""
        self.at(place).sync()

    @rule(place=who)
    def all_sync(self, place: int) -> None:
        """Let everyone have everything, so that what follows is written side by side."""
        self.at(place)
        self.until_quiet()

    @rule(place=who)
    def sync_and_lose_the_answer(self, place: int) -> None:
        """Let the server commit and the laptop never hear of it; the next sync repeats the push."""
        laptop = self.at(place)
        COUNTS["lost answers"] += bool(self.ledger.waiting(place))
        self.loses_the_answer(laptop)
        if place not in self.ledger.silent:
            laptop.handed_in_unheard()

    @rule(place=who)
    def sync_without_network(self, place: int) -> None:
        """Try in vain."""
        laptop = self.at(place)
        laptop.device.line.cut = True
        self.fails(laptop)
        laptop.device.line.cut = False
        laptop.device.line.requests.pop()

    @rule(place=who, number=pick)
    def send_an_old_request_again(self, place: int, number: int) -> None:
        """Let the network deliver twice, and late. What waited while the server healed would now be taken in: that is no repetition."""
        laptop = self.at(place)
        requests = [one for one in laptop.device.line.requests if one.url.path in ("/v1/sync", "/v1/heal")]
        if not self.ledger.waiting(laptop.place):
            replay_changes_nothing(self.world, requests[-1 - number % len(requests)])

    @rule(place=who, by=st.sampled_from(JUMPS))
    def set_a_clock(self, place: int, by: timedelta) -> None:
        """Put a laptop's clock wrong: an hour, a day, ten years back, or right again."""
        self.at(place).device.clock.skew = by
        COUNTS["clock jumps"] += 1
