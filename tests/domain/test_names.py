"""Names by the BRP's rules; the examples are those of the BRP's own published scenarios (BRP-API, aanschrijfwijze and voorletters)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.records.family import Gender, NameUse, PersonName
from app.domain.rules.names import (
    at_the_table,
    fold,
    full_name,
    initials,
    initials_of,
    name_parts_problem,
    salutation,
    sort_key,
    written_name,
)

E, P, V, N = NameUse.OWN, NameUse.PARTNER, NameUse.PARTNER_FIRST, NameUse.PARTNER_LAST


@pytest.mark.parametrize(
    ("given_names", "wanted"),
    [
        ("Henk", "H."),
        ("Johan Frank Robert", "J.F.R."),
        ("Theo Philip IJsbrand", "T.P.I."),
        ("Anne-Fleur Belle", "A.B."),
        ("Dirk-Willem", "D."),
        ("Suzie Q", "S.Q"),
        ("A", "A"),
        ("J P", "J P"),
        ("Anna Özil", "A.Ö."),
        ("O\u0308zil", "O\u0308."),
        ("O\u0308 Jan", "O\u0308 J."),
        ("", ""),
    ],
)
def test_each_given_name_gives_one_letter(given_names: str, wanted: str) -> None:
    assert initials(given_names) == wanted


@pytest.mark.parametrize(
    ("given_names", "own", "partner", "use", "wanted"),
    [
        ("Bert Philip", "van|Groenen", "|", E, "B.P. van Groenen"),
        ("Carla Theodora", "Van|Groenen", "|", E, "C.T. Van Groenen"),
        ("Elise Q", "In Den|Groenen", "|", E, "E.Q In Den Groenen"),
        ("Anna Özil", "|Groenen", "|Groenlo", E, "A.Ö. Groenen"),
        ("Bert Philip", "|Groenen", "|Groenlo", P, "B.P. Groenlo"),
        ("Carla Theodora", "|Groenen", "|Groenlo", V, "C.T. Groenlo-Groenen"),
        ("Dirk-Willem", "|Groenen", "|Groenlo", N, "D. Groenen-Groenlo"),
        ("Geraldine", "van|Velzen", "|Groenlo", V, "G. Groenlo-van Velzen"),
        ("Henk", "van|Velzen", "|Groenlo", N, "H. van Velzen-Groenlo"),
        ("Leo", "|Groenen", "Van Den|Berg", N, "L. Groenen-Van Den Berg"),
        ("Nico", "van|Velzen", "Van Den|Berg", P, "N. Van Den Berg"),
        ("Odette", "van|Velzen", "Van Den|Berg", V, "O. Van Den Berg-van Velzen"),
        ("", "|Ali bin Mohammed", "van|Velzen", E, "Ali bin Mohammed"),
        ("", "|Ali bin Mohammed", "van|Velzen", P, "Van Velzen"),
        ("", "|Ali bin Mohammed", "van|Velzen", V, "Van Velzen-Ali bin Mohammed"),
        ("", "|Ali bin Mohammed", "van|Velzen", N, "Ali bin Mohammed-van Velzen"),
        ("Jo", "van  der| Berg - Smit ", "|", E, "J. van der Berg-Smit"),
        ("Jo", "van|Velzen", "|", P, "J. van Velzen"),
    ],
)
def test_a_name_is_written_as_the_brp_writes_it(given_names: str, own: str, partner: str, use: NameUse, wanted: str) -> None:
    prefix, surname = own.split("|")
    partner_prefix, partner_surname = partner.split("|")
    name = PersonName(
        given_names=given_names,
        prefix=prefix,
        surname=surname,
        partner_prefix=partner_prefix,
        partner_surname=partner_surname,
        name_use=use,
    )
    assert written_name(name) == wanted


@pytest.mark.parametrize(
    ("name", "formal", "full", "called"),
    [
        (PersonName(call_name="Sem", prefix="de", surname="Wit"), "Sem de Wit", "Sem de Wit", "Sem"),
        (PersonName(given_names="Sukarno"), "Sukarno", "Sukarno", "Sukarno"),
        (PersonName(call_name="Oma Riet"), "Oma Riet", "Oma Riet", "Oma Riet"),
        (PersonName(prefix="van", surname="Puffelen"), "Van Puffelen", "Van Puffelen", "Van Puffelen"),
        (PersonName(surname="ijsselstein"), "IJsselstein", "IJsselstein", "IJsselstein"),
        (PersonName(prefix="'t", surname="Hart"), "'t Hart", "'t Hart", "'t Hart"),
        (PersonName(given_names="Anna Cornelia", surname="İnönü"), "A.C. İnönü", "Anna Cornelia İnönü", "Anna"),
        (PersonName(call_name="Ngọc", given_names="Thị Ngọc", surname="Nguyễn"), "T.N. Nguyễn", "Ngọc Nguyễn", "Ngọc"),
        (PersonName(), "", "", ""),
    ],
)
def test_a_name_of_one_word_or_without_a_surname_is_a_name(name: PersonName, formal: str, full: str, called: str) -> None:
    assert (written_name(name), full_name(name), at_the_table(name)) == (formal, full, called)


@pytest.mark.parametrize(
    ("gender", "wanted"),
    [
        (Gender.MAN, "Geachte heer Van Puffelen"),
        (Gender.WOMAN, "Geachte mevrouw Van Puffelen"),
        (Gender.X, "Geachte R.M. van Puffelen"),
        (None, "Geachte R.M. van Puffelen"),
    ],
)
def test_a_letter_begins_with_a_title_only_where_one_fits(gender: Gender | None, wanted: str) -> None:
    assert salutation(PersonName(given_names="Robin Melle", prefix="van", surname="Puffelen"), gender) == wanted


def test_people_are_sorted_on_the_surname_they_use_without_its_prefix() -> None:
    names = [
        PersonName(call_name="Zoë", prefix="van", surname="Aalst"),
        PersonName(call_name="Anna", surname="Öztürk"),
        PersonName(call_name="Bea", surname="Pietersen"),
        PersonName(call_name="Oma Riet"),
        PersonName(call_name="Cor", surname="Zwart", partner_surname="Bakker", name_use=P),
        PersonName(call_name="Ab", surname="Öztürk"),
    ]
    assert [at_the_table(name) for name in sorted(names, key=sort_key)] == ["Zoë", "Cor", "Oma Riet", "Ab", "Anna", "Bea"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("fam. De Wit–El Amrani", "DW"),
        ("fam. Van den Berg", "VB"),
        ("fam. Yıldız", "Y"),
        ("Gezin Yılmaz-de Boer", "YB"),
        ("fam. Ouédraogo-Dijkstra", "O"),
        ("Fatma Şahin", "FŞ"),
        ("Fatma S\u0327ahin", "FŞ"),
        ("Noor en Kees", "NK"),
        ("Oma Riet (JIM van Sem)", "OR"),
        ("oma riet", "OR"),
        ("'t Hart", "TH"),
        ("IJsbrand Łukasz", "IJŁ"),
        ("Familie", "F"),
        ("<b>", "B"),
        ("👨‍👩‍👧", ""),
        ("", ""),
    ],
)
def test_a_round_picture_shows_at_most_two_letters(text: str, wanted: str) -> None:
    assert initials_of(text) == wanted


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("yildiz", "Yıldız"),
        ("IŞIK", "ışık"),
        ("inonu", "İnönü"),
        ("lukasz", "Łukasz"),
        ("soren", "Søren"),
        ("strasse", "Straße"),
        ("ijsbrand", "IJsbrand"),
        ("ijsbrand", "Ĳsbrand"),
        ("nguyen ngoc", "Nguyễn  Ngọc"),
        ("de wit-el amrani", "De Wit–El Amrani"),
        ("d'hondt", "D’Hondt"),
        ("ytsje", "Ŷtsje"),
        ("l o d d h t ae oe th i", "Ł Ø Đ Ð Ħ Ŧ Æ Œ Þ ı"),
    ],
)
def test_search_finds_a_name_however_it_is_typed(typed: str, stored: str) -> None:
    assert fold(typed) == fold(stored)


@given(st.text())
def test_a_folded_text_folds_to_itself(text: str) -> None:
    assert fold(fold(text)) == fold(text)


PARTS = st.text(max_size=12)
NAMES = st.builds(
    PersonName,
    call_name=PARTS,
    given_names=PARTS,
    prefix=PARTS,
    surname=PARTS,
    partner_prefix=PARTS,
    partner_surname=PARTS,
    name_use=st.sampled_from(NameUse),
)


@given(NAMES)
def test_whoever_has_a_name_is_never_nameless(name: PersonName) -> None:
    problem = name_parts_problem(name)
    nameless = problem is not None and problem.key == "name_empty"
    assert all(nameless or shown(name).strip() for shown in (written_name, full_name, at_the_table))
    assert "  " not in written_name(name)


@given(NAMES)
def test_any_name_can_be_sorted_and_shortened(name: PersonName) -> None:
    assert len(sort_key(name)) == 3
    assert initials_of(written_name(name)) == initials_of(written_name(name)).strip()


def test_using_a_partners_name_that_is_not_given_is_said() -> None:
    problem = name_parts_problem(PersonName(call_name="Noor", surname="Wit", name_use=V))
    assert problem is not None
    assert problem.key == "name_partner_missing"
    assert name_parts_problem(PersonName(call_name="Noor")) is None
