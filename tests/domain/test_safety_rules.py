"""Safety agreements count by what people said, never by what is newest."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.domain.record import Id
from app.domain.records.safety import SafetyPlanConfirmation, SafetyPlanVersion, SaidHow
from app.domain.rules.safety import Counts, Heard, safety_state

DAY = date(2026, 11, 23)


def version(number: int) -> SafetyPlanVersion:
    """Return a version."""
    return SafetyPlanVersion(id=Id(bytes([number]) * 16), not_again=f"versie {number}", written_on=DAY, written_by="Samira")


ONE, TWO, THREE = map(version, (1, 2, 3))
ALL = (ONE, TWO, THREE)


def yes(to: SafetyPlanVersion, instead_of: SafetyPlanVersion | None = None, seen: tuple[SafetyPlanVersion, ...] = ALL) -> Heard:
    """Return a yes to a version, said by who had `instead_of` before them as what counts."""
    said = SafetyPlanConfirmation(
        id=Id(bytes(16)),
        safety_plan_version=to.id,
        replaces=instead_of.id if instead_of else None,
        agreed_by="Noor",
        how=SaidHow.SPOKEN,
        confirmed_on=DAY,
        noted_by="Samira",
    )
    return Heard(said, frozenset(one.id for one in seen))


def test_nothing_counts_before_anybody_said_yes() -> None:
    state = safety_state(ALL, ())
    assert (state.in_force, state.waiting) == (None, ALL)


def test_what_people_said_yes_to_counts_and_a_later_version_waits() -> None:
    state = safety_state((ONE, TWO), [yes(ONE, seen=(ONE,))])
    assert (state.in_force, state.waiting, state.earlier) == (ONE, (TWO,), ())


def test_the_versions_that_were_on_the_screen_of_who_chose_are_not_asked_again() -> None:
    state = safety_state(ALL, [yes(ONE, seen=(ONE,)), yes(TWO, ONE, (ONE, TWO, THREE))])
    assert (state.in_force, state.waiting) == (TWO, ())
    assert state.earlier == ((ONE, Counts.BEFORE), (THREE, Counts.NOT_CHOSEN))


def test_a_version_that_the_chooser_did_not_have_before_them_waits_on() -> None:
    state = safety_state(ALL, [yes(ONE, seen=(ONE,)), yes(TWO, ONE, (ONE, TWO))])
    assert (state.in_force, state.waiting) == (TWO, (THREE,))


def test_of_two_yeses_that_crossed_the_second_does_not_count_until_it_is_said_again() -> None:
    first, second = yes(TWO, ONE, (ONE, TWO)), yes(THREE, ONE, (ONE, THREE))
    state = safety_state(ALL, [yes(ONE, seen=(ONE,)), first, second])
    assert (state.in_force, state.waiting, state.crossed) == (TWO, (THREE,), frozenset({THREE.id}))
    again = safety_state(ALL, [yes(ONE, seen=(ONE,)), first, second, yes(THREE, TWO)])
    assert (again.in_force, again.waiting, again.crossed) == (THREE, (), frozenset())


def test_who_says_yes_once_more_to_what_counts_settles_what_crossed() -> None:
    heard = [yes(ONE, seen=(ONE,)), yes(TWO, ONE, (ONE, TWO)), yes(THREE, ONE, (ONE, THREE)), yes(TWO, TWO)]
    state = safety_state(ALL, heard)
    assert (state.in_force, state.waiting, state.crossed) == (TWO, (), frozenset())


def test_agreements_of_before_can_count_again() -> None:
    state = safety_state((ONE, TWO), [yes(ONE, seen=(ONE,)), yes(TWO, ONE, (ONE, TWO)), yes(ONE, TWO, (ONE, TWO))])
    assert (state.in_force, state.earlier) == (ONE, ((TWO, Counts.BEFORE),))


def test_a_yes_to_a_version_that_is_not_here_changes_nothing() -> None:
    assert safety_state((ONE,), [yes(ONE, seen=(ONE,)), yes(TWO, ONE)]).in_force == ONE


HEARD = st.builds(yes, st.sampled_from(ALL), st.sampled_from([None, *ALL]), st.lists(st.sampled_from(ALL)).map(tuple))


@given(st.lists(HEARD, max_size=8))
def test_each_version_is_in_one_place_and_none_counts_without_a_yes_to_it(heard: list[Heard]) -> None:
    state = safety_state(ALL, heard)
    places = [*((state.in_force,) if state.in_force else ()), *state.waiting, *(one for one, _ in state.earlier)]
    assert sorted(one.id for one in places) == sorted(one.id for one in ALL)
    told = {one.said.safety_plan_version for one in heard}
    assert state.in_force is None or state.in_force.id in told
    assert state.crossed <= {one.id for one in state.waiting}
