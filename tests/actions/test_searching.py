"""Ctrl+K's answers: what is found of each kind, where it stands, and what is never found."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.actions.families import NewFamily, new_family
from app.actions.planning import add_goal, delete_row
from app.actions.searching import MOST, MOST_OF_A_KIND, WAYS, Found, FoundKind, searched
from app.actions.undoing import put_back
from app.domain.ids import confidential_of
from app.domain.record import StreamClass
from app.domain.records import specs
from app.domain.records.visit import InternalNote, InternalReason, Visit, VisitNote
from app.domain.rules.dates import show_short
from app.domain.rules.finding import words_to_find
from app.domain.rules.names import fold
from app.store.workspace import StreamState
from tests.actions.conftest import Case
from tests.actions.rich_family import fill
from tests.builders import DAY, some_id
from tests.world import World

TABS = {"people", "network", "plan", "help", "visits"}
KEPT_APART = "Bart vertelde zojuist iets vertrouwelijks"


def found(case: Case, text: str, within: bytes | None = None) -> tuple[Found, ...]:
    """Return what a text finds."""
    return searched(case.workspace, text, within).found


def titles(case: Case, text: str) -> list[str]:
    """Return the words of what a text finds."""
    return [one.title for one in found(case, text)]


@pytest.fixture
def rich(case: Case) -> dict[str, Any]:
    """The family with everybody around it, and a visit with its note and an internal one."""
    made = fill(case.workspace, case.family, case.goal)
    visit: Visit = Visit(id=some_id(), held_on=DAY)
    note = VisitNote(id=some_id(), visit=visit.id, text="Tante Mérýem denkt met Sem mee.", noted_on=DAY, noted_by="Samira")
    case.device.create(case.family, visit, note)
    apart = confidential_of(case.family)
    with case.workspace.write() as writing:
        writing.put_state(StreamState(apart, 0, bytes(32), 0, "new"))
    kept = InternalNote(
        id=some_id(), visit=visit.id, text=KEPT_APART, reason=InternalReason.SAFETY, why=KEPT_APART, noted_on=DAY, noted_by="Samira"
    )
    case.device.create(apart, kept)
    return {**made, "visit": visit.id}


@pytest.mark.parametrize(
    ("typed", "kind", "place", "said"),
    [
        ("wit gezin", FoundKind.FAMILY, ("plan", "family"), ("Gezin De Wit", "")),
        ("Wit, de Sem", FoundKind.PERSON, ("people", "person"), ("Sem de Wit", "zoon")),
        ("gokce ibrahim", FoundKind.NETWORK, ("network", "network_contact"), ("İbrahim Gökçe Yıldızoğlu", "oom")),
        ("meerdam", FoundKind.PROFESSIONAL, ("help", "involvement"), ("Thijs Brouwer", "Schuldhulp Meerdam")),
        ("samen wij", FoundKind.GOAL, ("plan", "goal"), ("Wij eten samen.", "")),
        ("kinderbijslag", FoundKind.ACTION, ("plan", "action"), ("Kinderbijslag aangevraagd", "Noor")),
        ("lachen", FoundKind.SITUATION, ("plan", "strength"), ("We lachen weer samen aan tafel.", "Amira")),
        ("brieven kast", FoundKind.SITUATION, ("plan", "concern"), ("De brieven blijven dicht op de kast liggen.", "Noor")),
        (
            "bellen elkaar",
            FoundKind.AGREEMENT,
            ("plan", "agreement"),
            ("Wij bellen elkaar eerst. Daarna pas de hulpverleners.", "iedereen"),
        ),
        ("mee meryem", FoundKind.NOTE, ("visits", "visit"), ("Tante Mérýem denkt met Sem mee.", show_short(DAY))),
    ],
)
@pytest.mark.usefixtures("rich")
def test_each_kind_of_thing_is_found_with_where_it_stands(
    case: Case, typed: str, kind: FoundKind, place: tuple[str, str], said: tuple[str, str]
) -> None:
    [one] = [one for one in found(case, typed) if one.kind is kind and one.title == said[0]]
    assert ((one.tab, one.record), one.more) == (place, said[1])
    assert (one.family, one.family_name) == (case.family, "Gezin De Wit")


def test_what_was_found_opens_at_its_own_row(case: Case, rich: dict[str, Any]) -> None:
    assert found(case, "oma riet")[0].row == rich["Oma Riet"]
    assert found(case, "brouwer")[0].row == rich["Thijs Brouwer helps"]
    assert found(case, "meryem")[0].row == rich["visit"]
    assert [one.row for one in found(case, "zes tafel") if one.kind is FoundKind.ACTION] == [case.action]


def test_every_searched_record_can_be_shown_on_a_tab() -> None:
    searched_ones = {
        name for name, spec in specs().items() for field in spec.fields for leaf in field.members or (field,) if leaf.declared.searched
    }
    assert searched_ones == set(WAYS)
    assert all(specs()[name].stream_class is StreamClass.FAMILY for name in WAYS)


@pytest.mark.usefixtures("rich")
def test_an_internal_note_is_never_found(case: Case) -> None:
    assert [found(case, word) for word in KEPT_APART.split()] == [()] * 5
    assert found(case, KEPT_APART, case.family) == found(case, "zojuist", confidential_of(case.family)) == ()


def test_a_goal_that_was_thrown_away_is_found_again_when_it_is_put_back(case: Case) -> None:
    goal = add_goal(case.workspace, case.family, "Vaker wandelen")
    assert titles(case, "wandelen") == ["Vaker wandelen"]
    gone = delete_row(case.workspace, case.family, "goal", goal)
    assert titles(case, "wandelen") == []
    put_back(case.workspace, case.family, gone)
    assert titles(case, "wandelen") == ["Vaker wandelen"]


def test_what_was_changed_is_found_by_the_new_words(case: Case) -> None:
    case.write("text", "Samen koken op zondag")
    assert (titles(case, "zondag koken"), titles(case, "eten")) == (["Samen koken op zondag"], [])


@pytest.mark.usefixtures("rich")
def test_nothing_of_a_family_is_found_once_the_right_to_it_has_ended(case: Case) -> None:
    with case.workspace.write() as writing:
        writing.put_state(replace(writing.state(case.family), state="frozen"))
    assert [found(case, text) for text in ("wit", "samen", "oma", "meryem")] == [()] * 4


def test_at_the_table_only_the_family_that_looks_along_is_found(case: Case) -> None:
    other = new_family(case.workspace, NewFamily("Gezin Van Dijk", "Fatma"))
    add_goal(case.workspace, other, "Samen fietsen")
    assert {one.family for one in found(case, "samen")} == {case.family, other}
    for text in ("samen", "fatma", "dijk", "gezin"):
        assert {one.family for one in found(case, text, case.family)} <= {case.family}
    assert found(case, "dijk", case.family) == ()


def test_nothing_typed_finds_nothing(case: Case) -> None:
    assert found(case, "") == found(case, " ,; ") == found(case, "\u200b") == ()


def test_of_one_kind_not_more_is_shown_than_somebody_can_take_in(case: Case) -> None:
    for number in range(MOST_OF_A_KIND + 3):
        add_goal(case.workspace, case.family, f"Rust in huis {number}")
    answer = searched(case.workspace, "rust")
    assert (len(answer.found), answer.is_more) == (MOST_OF_A_KIND, True)
    assert not searched(case.workspace, "rust huis 3").is_more


@pytest.mark.usefixtures("rich")
def test_families_and_people_come_before_what_was_written(case: Case) -> None:
    kinds = [one.kind for one in found(case, "sem")]
    assert kinds == sorted(kinds, key=list(FoundKind).index)
    assert kinds[0] is FoundKind.PERSON


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """A family with everybody around it, that is only read."""
    town = World(Path(tmp_path_factory.mktemp("town")))
    device = town.device("Samira")
    family = new_family(device.workspace, NewFamily("Gezin De Wit", "Fatma", "moeder"))
    goal = add_goal(device.workspace, family, "Wij eten samen.")
    fill(device.workspace, family, goal)
    yield Case(device, family, goal, some_id())
    town.close()


PIECES = st.sampled_from(
    ["sem", "de", "wit", "o", "a", "oma", "Łucja", "school", "noor", "%", "_", "İ", "bel", "'s", "brie", "henk", "elke dag"]
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES, min_size=1, max_size=3).map(" ".join))
def test_what_is_found_holds_every_word(filled: Case, typed: str) -> None:
    answer = searched(filled.workspace, typed)
    assert len(answer.found) <= MOST
    for one in answer.found:
        assert one.tab in TABS
        said = fold(f"{one.title} {one.more} {one.family_name}")
        assert [word for word in words_to_find(typed) if word not in said] == []
