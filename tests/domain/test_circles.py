"""The circles: whoever stands in them, no label covers another, everything lies in the frame, and the words say the same."""

import math
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.records.family import Family, Person, PersonName
from app.domain.records.helping import Involvement, InvolvementRole, Professional, Term
from app.domain.records.mentor import Mentor, MentorStatus
from app.domain.records.network import CirclePlace, Gives, Line, NetworkContact, Ring, Sector
from app.domain.rules.circle_drawing import draw_circles
from app.domain.rules.circle_labels import MORE, about_width, cut, wrapped
from app.domain.rules.circle_layout import Frame, lay_ground
from app.domain.rules.circle_placing import lay_out
from app.domain.rules.circle_shapes import Box, Polygon, Role, Stroke, Words
from app.domain.rules.circles import Around, Circled, Stands, describe, in_words, nearer, place_in_words, turned, who_is_around
from tests.domain.samples import FAMILY, TODAY, row

FRAME = Frame(700, 580, 13)
NAMES = (
    "Oma Riet",
    "Kim",
    "محمد الأحمد",
    "Nguyễn Thị Hạnh",
    "Zbigniew Brzęczyszczykiewicz",
    "Marie-Louise van den Heuvel-Oosterhuis de Graaf tot 60",
)

places = st.builds(CirclePlace, ring=st.sampled_from(Ring), sector=st.sampled_from(Sector))
network = st.builds(
    Circled,
    row=st.just(b""),
    stands=st.just(Stands.NETWORK),
    name=st.sampled_from(NAMES) | st.text(min_size=1, max_size=60).filter(str.strip),
    under=st.sampled_from(["", "oma", "moeder van een vriendin van school"]),
    place=places,
    line=st.sampled_from(Line),
    gives=st.sampled_from(Gives),
    mentor=st.sampled_from(["", "", "", "JIM van Sem"]),
)
helpers = st.builds(
    Circled, row=st.just(b""), stands=st.just(Stands.PROFESSIONAL), name=st.sampled_from(NAMES), under=st.just("schuldhulp")
)


@st.composite
def crowds(draw: st.DrawFn, most: int = 24) -> Around:
    """Draw a family with up to so many people around it, a few of them by profession."""
    people = draw(st.lists(network, max_size=most - 4)) + draw(st.lists(helpers, max_size=4))
    return Around("Gezin De Wit–El Amrani", ("Noor", "Sem"), tuple(replace(one, row=row(n)) for n, one in enumerate(people, 1)))


@settings(max_examples=60, deadline=None)
@given(crowds())
def test_no_label_covers_another_or_a_circle_and_all_is_in_the_frame(around: Around) -> None:
    layout = lay_out(around, FRAME, about_width)
    boxes = [(index, box) for index, spot in enumerate((layout.middle, *layout.spots)) for box in spot.boxes]
    boxes += [(-1 - index, line.box) for index, line in enumerate(layout.captions)]
    assert [spot.person for spot in layout.spots if not spot.lines] == []
    assert [box for _, box in boxes if not box.within(Box(0, 0, FRAME.width, FRAME.height))] == []
    assert [(one, other) for (mine, one), (theirs, other) in combinations(boxes, 2) if mine != theirs and one.meets(other)] == []


@settings(max_examples=40, deadline=None)
@given(crowds())
def test_everybody_stands_in_the_field_of_their_own_place(around: Around) -> None:
    layout = lay_out(around, FRAME, about_width)
    assert sorted(spot.person.row for spot in layout.spots) == sorted(one.row for one in around.people)
    for spot in layout.spots:
        if spot.person.place is not None:
            assert layout.ground.place_at(spot.middle) == spot.person.place
        else:
            assert layout.ground.disc.polar(spot.middle)[0] > layout.ground.reach[3]


@settings(max_examples=20, deadline=None)
@given(crowds(), st.sampled_from([Frame(480, 400, 9), Frame(1000, 640, 13), Frame(560, 560, 13), Frame(700, 580, 26)]))
def test_a_drawing_is_the_same_each_time_and_stays_in_any_frame(around: Around, frame: Frame) -> None:
    drawing = draw_circles(around, frame)
    assert drawing == draw_circles(around, frame)
    room = Box(0, 0, frame.width, frame.height)
    assert [shape for shape in drawing.shapes if isinstance(shape, Words) and not shape.box.within(room) and shape.size > frame.text] == []


def test_a_hundred_people_are_all_drawn_even_where_no_name_fits() -> None:
    people = [Circled(row(n), Stands.NETWORK, NAMES[n % len(NAMES)], "", CirclePlace(), Line.THIN) for n in range(100)]
    assert len(draw_circles(Around("Gezin De Wit", (), tuple(people)), FRAME).spots) == 100


def test_thirty_people_all_stand_somewhere_and_keep_a_name() -> None:
    people = [
        Circled(row(n), Stands.NETWORK, NAMES[n % len(NAMES)], "oma", CirclePlace(ring=[*Ring][n % 3], sector=[*Sector][n % 4]), Line.THIN)
        for n in range(30)
    ]
    spots = lay_out(Around("Gezin De Wit", (), tuple(people)), FRAME, about_width).spots
    assert [bool(spot.lines) for spot in spots] == [True] * 30


@given(places)
def test_any_point_of_a_field_gives_its_place(place: CirclePlace) -> None:
    ground = lay_ground(Around("Gezin De Wit", (), ()), FRAME)
    wedge = ground.wedge(place)
    for far in (0.1, 0.5, 0.9):
        for turn in (0.1, 0.5, 0.9):
            point = ground.disc.at(wedge.near + (wedge.far - wedge.near) * far, wedge.start + (wedge.end - wedge.start) * turn)
            assert ground.place_at(point) == place


def test_who_is_dropped_beyond_the_third_ring_stands_in_the_third() -> None:
    ground = lay_ground(Around("Gezin De Wit", (), ()), FRAME)
    assert ground.place_at((FRAME.width - 1, 100)) == CirclePlace(ring=Ring.ACQUAINTANCE, sector=Sector.RELATIVES)
    assert ground.place_at(ground.disc.middle).ring is Ring.VERY_CLOSE


@given(places)
def test_going_round_and_in_and_out_comes_back(place: CirclePlace) -> None:
    assert turned(turned(place, 1), -1) == place == turned(place, len(Sector))
    assert nearer(place, 9).ring is Ring.VERY_CLOSE
    assert nearer(place, -9).ring is Ring.ACQUAINTANCE
    assert nearer(nearer(replace(place, ring=Ring.CLOSE), 1), -1).ring is Ring.CLOSE


def one(line: Line = Line.THIN, gives: Gives = Gives.BOTH, mentor: str = "") -> Around:
    """Return a family with one person around it."""
    place = CirclePlace(ring=Ring.CLOSE, sector=Sector.FRIENDS)
    return Around("Gezin De Wit", (), (Circled(row(1), Stands.NETWORK, "Oma Riet", "oma", place, line, gives, mentor),))


def lines_of(around: Around) -> list[Stroke]:
    """Return the lines from the family to somebody."""
    return [shape for shape in draw_circles(around, FRAME).shapes if isinstance(shape, Stroke) and shape.role is Role.NETWORK_EDGE]


def test_the_line_shows_how_the_contact_is() -> None:
    (strong,), (thin,), (seldom,), (tension,) = (lines_of(one(line)) for line in (Line.STRONG, Line.THIN, Line.SELDOM, Line.TENSION))
    assert strong.thick > 2 * thin.thick
    assert seldom.dash != () == strong.dash == thin.dash == tension.dash
    assert len(tension.points) > 5 > len(seldom.points)


@pytest.mark.parametrize(("gives", "near"), [(Gives.TO_US, True), (Gives.FROM_US, False)])
def test_the_arrow_points_to_who_gets_help(gives: Gives, near: bool) -> None:
    drawing = draw_circles(one(gives=gives), FRAME)
    (head,) = (shape for shape in drawing.shapes if isinstance(shape, Polygon))
    to_us = math.dist(head.points[0], drawing.ground.disc.middle)
    assert (to_us < math.dist(head.points[0], drawing.spots[0].middle)) is near
    assert [shape for shape in draw_circles(one(), FRAME).shapes if isinstance(shape, Polygon)] == []


def test_a_mentor_has_a_second_ring_a_star_and_a_word() -> None:
    shapes = draw_circles(one(mentor="JIM van Sem"), FRAME).shapes
    assert [shape.text for shape in shapes if isinstance(shape, Words) and shape.role is Role.MENTOR] == ["JIM van Sem"]
    assert [len(shape.points) for shape in shapes if isinstance(shape, Polygon) and shape.fill is Role.MENTOR_INK] == [10]


@given(st.text(min_size=1, max_size=60), st.integers(20, 200))
def test_a_name_that_is_too_long_is_cut_with_an_ellipsis_and_fits(text: str, most: int) -> None:
    shown = cut(text, most, lambda part: about_width(part, 13, True))
    assert shown == text or shown.endswith(MORE)
    assert about_width(shown, 13, True) <= max(most, about_width(text[0] + MORE, 13, True))


def test_a_name_breaks_between_words() -> None:
    assert wrapped("Imam Yusuf El Idrissi", 60, 2, lambda text: about_width(text, 9, True)) == ["Imam Yusuf", "El Idrissi"]
    assert wrapped("", 70, 2, lambda text: about_width(text, 9, True)) == []


@dataclass(frozen=True)
class Rows:
    """The rows that the circles are drawn from."""

    family: Family = FAMILY
    persons: tuple[Person, ...] = (
        Person(id=row(1), name=PersonName(call_name="Noor")),
        Person(id=row(2), name=PersonName(call_name="Sem")),
    )
    contacts: tuple[NetworkContact, ...] = (
        NetworkContact(id=row(5), name="Coach Ali", place=CirclePlace(ring=Ring.ACQUAINTANCE, sector=Sector.LEISURE), line=Line.SELDOM),
        NetworkContact(id=row(6), name="Oma Riet", relation="oma", place=CirclePlace(ring=Ring.VERY_CLOSE), gives=Gives.TO_US),
    )
    mentors: tuple[Mentor, ...] = ()
    professionals: tuple[Professional, ...] = (Professional(id=row(8), name="Thijs Brouwer"), Professional(id=row(9), organisation="GGZ"))
    involvements: tuple[Involvement, ...] = (
        Involvement(id=row(10), professional=row(8), role=InvolvementRole.DEBT_SUPPORT),
        Involvement(id=row(11), professional=row(8), role=InvolvementRole.WORK_INCOME),
        Involvement(id=row(12), professional=row(9), role=InvolvementRole.GP, ended_on=TODAY),
        Involvement(id=row(13), professional=row(9), term=Term(from_on=TODAY + timedelta(days=1))),
    )


def test_the_words_say_what_the_drawing_shows_from_near_to_far() -> None:
    mentor = Mentor(id=row(20), youth=row(2), contact=row(6), status=MentorStatus.ACTIVE)
    said = describe(who_is_around(Rows(mentors=(mentor,)), TODAY))
    assert "Daar horen bij: Noor en Sem." in said
    assert "Oma Riet, oma. JIM van Sem. Heel dichtbij, familie. Een beetje steun. Deze persoon helpt ons." in said
    assert "Coach Ali. Bekenden, vrije tijd. Weinig contact. Wij helpen elkaar." in said
    assert said.index("Oma Riet") < said.index("Coach Ali") < said.index("Thijs Brouwer")


def test_in_the_fourth_ring_stand_the_regisseur_and_who_helps_now_once() -> None:
    fourth = [one for one in who_is_around(Rows(), TODAY).people if one.place is None]
    assert [one.name for one in fourth] == [FAMILY.regisseur.name, "Thijs Brouwer"]  # who begins later or has ended is not there
    assert ", " in fourth[1].under
    assert not any(one.movable for one in fourth)


@pytest.mark.parametrize("status", set(MentorStatus) - {MentorStatus.ACTIVE})
def test_who_was_only_thought_of_as_a_mentor_is_not_marked(status: MentorStatus) -> None:
    mentor = Mentor(id=row(20), youth=row(2), contact=row(6), status=status)
    assert [one.mentor for one in who_is_around(Rows(mentors=(mentor,)), TODAY).people if one.mentor] == []


def test_a_mentor_of_the_family_itself_stands_in_the_circles_and_cannot_be_moved() -> None:
    brother = Person(id=row(3), name=PersonName(call_name="Bilal", surname="de Wit"))
    mentor = Mentor(id=row(20), youth=row(2), person=row(3), status=MentorStatus.ACTIVE)
    (found,) = (
        one for one in who_is_around(replace(Rows(), persons=(*Rows().persons, brother), mentors=(mentor,)), TODAY).people if one.mentor
    )
    assert (found.name, found.movable) == ("Bilal de Wit", False)


def test_nobody_around_is_said_too() -> None:
    empty = who_is_around(Rows(contacts=(), professionals=(), involvements=()), TODAY)
    assert "Er staat nog niemand om het gezin heen." in describe(replace(empty, people=()))


def test_a_place_reads_in_words() -> None:
    assert place_in_words(CirclePlace(ring=Ring.CLOSE, sector=Sector.FRIENDS)) == "Dichtbij, vrienden"
    assert in_words(Circled(b"", Stands.NETWORK, "Kim", "", CirclePlace())) == "Kim. Dichtbij, familie."
