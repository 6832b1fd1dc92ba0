"""The folded texts beside the rows: written with every change, found by every way of spelling, gone with the family."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.changelog.apply import rebuild
from app.domain.record import Audience, Kind, StreamClass
from app.domain.records import specs
from app.domain.records.family import Person, PersonName
from app.domain.records.network import NetworkContact
from app.domain.rules.finding import words_to_find
from app.store import tables
from app.store.queries.search import Fit, Hit, hits
from tests.builders import a_goal, a_plan, some_id
from tests.world import Device, World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A town with a server and no laptop."""
    town = World(tmp_path)
    yield town
    town.close()


@pytest.fixture
def shared(world: World) -> tuple[Device, Device, bytes]:
    """The laptops of Samira and Joost, with one family and its plan on both."""
    samira, joost = world.device("Samira"), world.device("Joost")
    family = samira.begin_family()
    samira.create(family, a_plan(family))
    samira.sync()
    world.grant(family, "Joost")
    joost.sync()
    return samira, joost, family


@pytest.fixture
def device(world: World) -> Device:
    """Samira's laptop, with nothing on it."""
    return world.device("Samira")


@pytest.fixture
def family(device: Device) -> bytes:
    """A family with its plan."""
    family = device.begin_family()
    device.create(family, a_plan(family))
    return family


def found(device: Device, text: str, within: bytes | None = None) -> list[Hit]:
    """Return what a text hits."""
    with device.workspace.read() as reading:
        return list(hits(reading, words_to_find(text), within))


def rows_found(device: Device, text: str) -> list[bytes]:
    """Return the rows that a text hits."""
    return [hit.cell.row for hit in found(device, text)]


def kept(device: Device, record: str) -> dict[bytes, str]:
    """Return the folded texts of a record by row."""
    assert tables.log_tables.search is not None
    return {line["row"]: line["text"] for line in device.dump(tables.log_tables.search) if line["record"] == record and line["text"]}


def somebody(**name: Any) -> Person:
    """Return a person with these parts of a name."""
    return Person(id=some_id(), name=PersonName(**name))


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ({"call_name": "Işıl", "surname": "Yıldız"}, "isil yildiz"),
        ({"call_name": "İbrahim"}, "ibrahim"),
        ({"call_name": "Łucja", "surname": "Wiśniewska"}, "LUCJA wisniewska"),
        ({"call_name": "Søren", "surname": "Ørsted"}, "orsted soren"),
        ({"call_name": "Ĳsbrand"}, "ijsbrand"),
        ({"call_name": "IJsbrand"}, "ĳsbrand"),
        ({"call_name": "Fatma", "prefix": "van der", "surname": "Meer"}, "Meer, van der"),
        ({"call_name": "Anne", "prefix": "van", "surname": "Dijk", "partner_prefix": "'t", "partner_surname": "Hart"}, "’t hart"),
        ({"call_name": "Nguyễn Thị Hòa"}, "nguyen hoa"),
        ({"call_name": "Sjoukje", "surname": "Fûgelhûs"}, "fugelhus"),
        ({"call_name": "Zoe\u0301"}, "zoé"),
    ],
)
def test_a_name_is_found_however_it_is_typed(device: Device, family: bytes, name: dict[str, str], typed: str) -> None:
    person = somebody(**name)
    device.create(family, person, somebody(call_name="Bram"))
    assert [hit.cell.row for hit in found(device, typed) if hit.cell.record == "person"] == [person.id]


@pytest.mark.parametrize("sign", ["%", "_", "\\", "'", '"'])
def test_no_sign_means_anything_but_itself(device: Device, family: bytes, sign: str) -> None:
    with_sign, without = a_goal(family, f"Wij doen 50{sign}50 mee."), a_goal(family, "Wij doen 50 en 50 mee.")
    device.create(family, with_sign, without)
    assert rows_found(device, f"50{sign}5") == [with_sign.id]


def test_every_word_must_be_there_and_the_family_may_bring_one(device: Device, family: bytes) -> None:
    other = device.begin_family("Gezin Yılmaz")
    here, there = NetworkContact(id=some_id(), name="Els Bakker"), NetworkContact(id=some_id(), name="Jan Bakker")
    device.create(family, here)
    device.create(other, there)
    assert {*rows_found(device, "bakker")} == {here.id, there.id}
    assert rows_found(device, "yilmaz bakker") == [there.id]
    assert rows_found(device, "bakker els") == [here.id]
    assert rows_found(device, "els yilmaz") == rows_found(device, "bakker smit") == []


def test_a_word_of_two_letters_beside_the_family_s_name_finds_not_the_whole_file(device: Device, family: bytes) -> None:
    device.create(family, a_goal(family, "De dag rustig beginnen."))
    assert rows_found(device, "de wit") == [family]


def test_the_beginning_of_a_name_comes_before_a_word_and_a_word_before_its_inside(device: Device, family: bytes) -> None:
    inside, word, begin = (NetworkContact(id=some_id(), name=name) for name in ("Hans Lamar", "Hans Mart", "Mara Kok"))
    device.create(family, inside, word, begin)
    assert [(hit.cell.row, hit.fit) for hit in found(device, "mar")] == [
        (begin.id, Fit.STARTS),
        (word.id, Fit.STARTS_A_WORD),
        (inside.id, Fit.INSIDE),
    ]


def test_within_one_family_nothing_of_another_is_found(device: Device, family: bytes) -> None:
    other = device.begin_family("Gezin Van Dijk")
    mine, theirs = a_goal(family, "Rust in huis"), a_goal(other, "Rust in huis")
    device.create(family, mine)
    device.create(other, theirs)
    assert [hit.cell.row for hit in found(device, "rust", family)] == [mine.id]
    assert [hit.cell.row for hit in found(device, "rust huis", other)] == [theirs.id]


def test_a_changed_text_is_found_by_the_new_and_not_by_the_old(device: Device, family: bytes) -> None:
    goal = a_goal(family, "Samen eten")
    device.create(family, goal)
    device.change(family, goal, text="Vaker wandelen")
    assert (rows_found(device, "wandelen"), rows_found(device, "eten")) == ([goal.id], [])
    device.change(family, goal, text="")
    assert rows_found(device, "wandelen") == []


def test_a_change_of_another_field_leaves_the_text_alone(device: Device, family: bytes) -> None:
    goal = a_goal(family, "Samen eten")
    device.create(family, goal)
    device.change(family, goal, why_important="Dan praten wij.")
    assert (rows_found(device, "eten"), rows_found(device, "praten")) == ([goal.id], [])


def test_what_a_colleague_changed_is_found_after_the_exchange(shared: tuple[Device, Device, bytes]) -> None:
    samira, joost, family = shared
    goal = a_goal(family, "Samen eten")
    joost.create(family, goal)
    joost.change(family, goal, text="Samen koken")
    joost.sync()
    samira.sync()
    assert (rows_found(samira, "koken"), rows_found(samira, "eten")) == ([goal.id], [])


def test_the_value_that_is_shown_of_two_is_the_one_that_is_found(shared: tuple[Device, Device, bytes], world: World) -> None:
    samira, joost, family = shared
    goal = a_goal(family, "Samen eten")
    samira.create(family, goal)
    world.settle()
    samira.change(family, goal, text="Samen koken")
    joost.change(family, goal, text="Samen fietsen")
    world.settle()
    for device in (samira, joost):
        shown = device.find(family, goal).text.split()[1]
        assert [word for word in ("koken", "fietsen", "eten") if rows_found(device, word)] == [shown]


def test_the_texts_follow_from_the_log(device: Device, family: bytes) -> None:
    goal = a_goal(family, "Samen eten")
    device.create(family, goal, somebody(call_name="Noor"))
    device.change(family, goal, text="Samen koken")
    before = kept(device, "goal"), kept(device, "person")
    with device.workspace.write() as writing:
        for record in specs():
            rebuild(writing.stream(family), record)
    assert (kept(device, "goal"), kept(device, "person")) == before
    assert before[0] == {goal.id: "samen koken"}


def test_a_field_that_is_searched_no_more_leaves_nothing(device: Device, family: bytes) -> None:
    goal = a_goal(family, "Samen eten")
    device.create(family, goal)
    with device.workspace.write() as writing:
        writing.stream(family).put_search([("goal", goal.id, "why_important", "vroeger gezocht")])
        rebuild(writing.stream(family), "goal")
    assert (rows_found(device, "vroeger"), rows_found(device, "eten")) == ([], [goal.id])


def test_nothing_of_a_wiped_family_is_left(shared: tuple[Device, Device, bytes], world: World) -> None:
    _, joost, family = shared
    joost.create(family, a_goal(family, "Samen eten"))
    joost.sync()
    other = joost.begin_family("Gezin Van Dijk")
    joost.sync()
    world.revoke(family, "Joost")
    world.settle()
    assert tables.log_tables.search is not None
    assert {line["stream"] for line in joost.dump(tables.log_tables.search)} == {other}
    assert rows_found(joost, "eten") == rows_found(joost, "wit") == []


def test_the_municipality_keeps_no_texts_to_search(world: World) -> None:
    assert world.house.database.log.tables.search is None


def test_nothing_that_only_workers_may_read_is_searched() -> None:
    leaves = [(spec, leaf) for spec in specs().values() for field in spec.fields for leaf in field.members or (field,)]
    searched = [(spec, leaf) for spec, leaf in leaves if leaf.declared.searched]
    assert searched
    for spec, leaf in searched:
        assert spec.stream_class is StreamClass.FAMILY
        assert leaf.declared.audience is Audience.TABLE
        assert leaf.declared.kind in (Kind.WORDS, Kind.LONG_TEXT)
