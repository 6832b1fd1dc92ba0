"""What is true of every name there can be (domain.md 6.5), found by trying very many of them."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.records.family import Gender, NameUse, PersonName
from app.domain.rules.names import at_the_table, fold, full_name, initials, initials_of, salutation, sort_key, written_name

LETTERS = "abcdeghijklmnoprstvwzABCDEGIJKLMNØŁİıłøÖéşğŞñưễŷúâŻóžÜß"
WORD = st.text(LETTERS, min_size=1, max_size=8)
GIVEN = st.lists(st.one_of(WORD, st.builds("{}-{}".format, WORD, WORD)), max_size=4).map(" ".join)
PREFIX = st.sampled_from(["", "de", "van", "van der", "in het", "'t", "el", "fan", "d'"])
SURNAME = st.one_of(st.just(""), WORD, st.builds("{} {}".format, WORD, WORD), st.builds("{}-{}".format, WORD, WORD))
NAMES = st.builds(
    PersonName,
    call_name=st.one_of(st.just(""), WORD),
    given_names=GIVEN,
    prefix=PREFIX,
    surname=SURNAME,
    partner_prefix=PREFIX,
    partner_surname=SURNAME,
    name_use=st.sampled_from(NameUse),
)
NAMED = NAMES.filter(lambda name: bool(name.call_name or name.given_names or name.surname or name.partner_surname))


@given(st.lists(NAMES, max_size=8))
def test_sorting_is_total_and_does_not_depend_on_where_one_began(names: list[PersonName]) -> None:
    there = sorted(names, key=sort_key)
    assert [sort_key(name) for name in there] == sorted(sort_key(name) for name in names)
    assert [sort_key(name) for name in sorted(reversed(names), key=sort_key)] == [sort_key(name) for name in there]


@given(st.lists(st.tuples(NAMES, st.integers()), max_size=8))
def test_who_has_the_same_name_stays_in_the_order_in_which_they_came(people: list[tuple[PersonName, int]]) -> None:
    twice = [*people, *people]
    ordered = sorted(enumerate(twice), key=lambda one: sort_key(one[1][0]))
    for (first, (one, _)), (second, (other, _)) in pairwise(ordered):
        assert sort_key(one) != sort_key(other) or first < second


@given(NAMED)
def test_a_prefix_accents_and_capitals_do_not_move_somebody_in_a_list(name: PersonName) -> None:
    spelled = {part: getattr(name, part).upper() for part in ("call_name", "given_names", "surname", "partner_surname")}
    shouted = PersonName(**spelled, prefix=name.prefix, partner_prefix=name.partner_prefix, name_use=name.name_use)
    assert sort_key(shouted)[0] == sort_key(name)[0]
    bare = PersonName(
        call_name=name.call_name,
        given_names=name.given_names,
        surname=name.surname,
        partner_surname=name.partner_surname,
        name_use=name.name_use,
    )
    assert sort_key(bare)[0] == sort_key(name)[0]


@given(st.text())
@example("İ")
@example("ŉ")
@example("Ǆ ﬁ ς")
def test_folding_twice_is_folding_once_and_leaves_no_capital_and_no_accent(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert not any(unicodedata.category(letter) == "Mn" for letter in folded)
    assert folded == " ".join(folded.split())


@given(st.text(LETTERS + " -'’"), st.text(LETTERS + " -"))
def test_what_is_found_in_a_name_is_found_in_a_longer_one(part: str, rest: str) -> None:
    assert fold(part) in fold(f"{part}{rest}")


@given(GIVEN)
def test_every_given_name_keeps_its_letter(given_names: str) -> None:
    made = initials(given_names)
    words = given_names.split()
    assert [letter for letter in made if letter not in ". "] == [word[0] for word in words]
    assert made.count(".") == sum(len(word) > 1 for word in words)


@given(NAMED)
def test_no_way_of_writing_loses_the_name_somebody_goes_by(name: PersonName) -> None:
    used = full_name(name)
    assert used
    if name.call_name:
        assert used.startswith(name.call_name)
        assert at_the_table(name) == name.call_name
    surname = name.surname or name.partner_surname
    if surname and name.name_use is NameUse.OWN:
        assert surname.casefold() in used.casefold()
        assert surname.casefold() in written_name(name).casefold()
    if name.surname and name.partner_surname and name.name_use in (NameUse.PARTNER_FIRST, NameUse.PARTNER_LAST):
        assert {name.surname.casefold(), name.partner_surname.casefold()} <= {one for one in _pieces(written_name(name)) if one}


def _pieces(text: str) -> set[str]:
    """Return every run of words that begins at a space or a dash and ends at one."""
    folded = text.casefold()
    places = [0, *(place + 1 for place, sign in enumerate(folded) if sign in " -")]
    ends = [*(place for place, sign in enumerate(folded) if sign in " -"), len(folded)]
    return {folded[start:end] for start in places for end in ends if end > start}


@given(NAMED, st.sampled_from([*Gender, None]))
def test_every_letter_begins_with_a_word_and_a_name_and_no_space_too_many(name: PersonName, gender: Gender | None) -> None:
    said = salutation(name, gender)
    assert said.startswith("Geachte ")
    assert len(said) > len("Geachte ")
    assert "  " not in said
    titled = said.startswith(("Geachte heer ", "Geachte mevrouw "))
    assert titled is (gender in (Gender.MAN, Gender.WOMAN) and bool(name.surname or name.partner_surname))


@given(WORD)
def test_a_name_of_one_word_is_written_called_and_sorted_by_that_word(word: str) -> None:
    for name in (PersonName(call_name=word), PersonName(given_names=word), PersonName(surname=word)):
        assert {fold(shown(name)) for shown in (written_name, full_name, at_the_table)} == {fold(word)}
        assert sort_key(name)[:2] == (fold(word), fold(word))


@given(NAMED)
def test_a_round_picture_never_shows_more_than_two_people(name: PersonName) -> None:
    letters = initials_of(full_name(name)).replace("IJ", "Y")
    assert len(unicodedata.normalize("NFC", letters)) <= 4
    assert letters == letters.strip()


@pytest.mark.parametrize(
    ("name", "gender", "wanted"),
    [
        (PersonName(given_names="Jo", prefix="in het", surname="Veld"), Gender.WOMAN, "Geachte mevrouw In het Veld"),
        (
            PersonName(
                given_names="Jo",
                prefix="in het",
                surname="Veld",
                partner_prefix="van",
                partner_surname="Velzen",
                name_use=NameUse.PARTNER_FIRST,
            ),
            Gender.WOMAN,
            "Geachte mevrouw Van Velzen-in het Veld",
        ),
        (PersonName(given_names="Robin Melle", prefix="van", surname="Puffelen"), None, "Geachte R.M. van Puffelen"),
        (PersonName(given_names="Sukarno"), Gender.MAN, "Geachte Sukarno"),
        (PersonName(call_name="Ngọc"), Gender.WOMAN, "Geachte Ngọc"),
        (PersonName(prefix="'t", surname="Hart"), Gender.MAN, "Geachte heer 't Hart"),
        (PersonName(surname="ijsselstein"), Gender.MAN, "Geachte heer IJsselstein"),
    ],
)
def test_a_letter_begins_as_the_brp_says(name: PersonName, gender: Gender | None, wanted: str) -> None:
    assert salutation(name, gender) == wanted


def test_people_stand_in_a_list_as_in_the_telephone_book() -> None:
    names = [
        PersonName(call_name="Anna", prefix="van", surname="Puffelen"),
        PersonName(call_name="Bo", surname="Pietersen"),
        PersonName(call_name="Cor", prefix="'t", surname="Hart"),
        PersonName(call_name="Łucja", surname="Łukasik"),
        PersonName(call_name="Elif", surname="İnönü"),
        PersonName(call_name="Ytsje", prefix="fan der", surname="Wâlden"),
        PersonName(call_name="IJsbrand", surname="IJzerman"),
        PersonName(given_names="Sukarno"),
        PersonName(call_name="Ngọc", surname="Nguyễn"),
        PersonName(call_name="Øyvind", surname="Østergård"),
    ]
    wanted = ["Cor", "IJsbrand", "Elif", "Łucja", "Ngọc", "Øyvind", "Bo", "Anna", "Sukarno", "Ytsje"]
    assert [at_the_table(name) for name in sorted(names, key=sort_key)] == wanted
