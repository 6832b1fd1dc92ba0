"""How it goes, who is around and who helps, on paper: in the order of the family copy, drawn and told, each in its own words."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pikepdf
import pytest

from app.domain.records.network import Line, Ring
from app.domain.records.situation import AgreementKind
from app.domain.rules.circles import describe
from app.errors import UserProblem
from app.pdf.family_plan import render
from app.pdf.house_style import CONTENT_HEIGHT, PAGE_HEIGHT, PAGE_WIDTH
from app.pdf.report_parts import ReportAgreement, ReportContact, ReportHelper, ReportMentor
from tests.pdf.full_plan import CONTACTS, FULL, MENTOR, around, full, full_pdf
from tests.pdf.read_back import poppler, shown, spoken, text_of, tree_of, words_of
from tests.pdf.test_family_plan import _texts, headings
from tests.pdf.test_names_on_paper import NAMES
from tests.pdf.test_tagging import elements

LATIN_ARABIC = ["ʿAbd ar-Raḥmān al-Ḥamwī", "Fāṭima Zahrāʾ", "Nūr ad-Dīn Ḫalīl"]


def figure(pdf: bytes) -> Any:
    """Return the one figure of a print."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        (found,) = [element for element in elements(opened.Root.StructTreeRoot.K) if element.S == "/Figure"]
        return str(found.Alt), [float(at) for at in found.A.BBox], str(found.A.O)


def test_everything_stands_in_the_order_of_the_family_copy() -> None:
    assert headings(full_pdf()) == [
        "Gezinsplan Gezin De Wit-El Amrani",
        "Wie zijn wij?",
        "Wat is uw vraag?",
        "Wat willen wij?",
        "Wat gaat goed?",
        "Waar maken we ons zorgen over?",
        "Veiligheid",
        "Onze doelen",
        "Wat is al geregeld?",
        "Mensen om ons heen",
        "Wie helpt er nu?",
        "Afspraken",
        "Wanneer praten we weer?",
        "Uw rechten",
        "Wat mag u?",
        "Zelf een plan maken",
    ]


def test_every_word_of_the_full_report_is_on_the_paper() -> None:
    said = spoken(full_pdf())
    hidden = {FULL.helpers[1].task}
    assert [text for text in _texts(FULL) if words_of(text) not in said and text not in hidden] == []


def test_who_said_it_and_what_it_brings_stand_with_what_goes_well_and_what_worries() -> None:
    said = spoken(full_pdf())
    assert "“We lachen weer samen.” – Amira · over ons allemaal · Thuis met elkaar · sinds de zomer Wat levert het op? Iedereen" in said
    assert "“Sem loopt soms weg.” – Kees · sinds mei · dit gaat over veiligheid Wat kan er gebeuren? Er kan iets gebeuren." in said


def test_what_each_person_says_on_the_scale_stands_apart_and_is_never_averaged() -> None:
    said = spoken(full_pdf())
    assert "Noor: begin 3 · nu 6 · wens 8" in said
    assert "Sem: begin 5 · nu 4 · wens 8" in said
    assert "nu 5" not in said


def test_the_drawing_is_a_figure_with_its_words_and_its_box() -> None:
    alt, box, owner = figure(full_pdf())
    assert alt == describe(full().around or around(("x", "y")))
    assert "In het midden staat Gezin De Wit-El Amrani." in alt
    assert owner == "/Layout"
    assert 0 <= box[0] < box[2] <= PAGE_WIDTH
    assert 0 <= box[1] < box[3] <= PAGE_HEIGHT
    assert box[3] - box[1] <= CONTENT_HEIGHT * 2 / 3


def test_the_table_under_the_drawing_says_who_how_near_and_what_they_can_do() -> None:
    said = spoken(full_pdf())
    place = said.index("Wie kan wat doen?")
    for contact in CONTACTS:
        place = said.index(f"{contact.name} {contact.relation}", place)
    assert "Oma Riet oma Heel dichtbij Veel steun Sem mag altijd langskomen." in said
    assert said.index("Dikke lijn: veel steun.") < said.index("Wie kan wat doen?")


@pytest.mark.parametrize("count", [1, 12, 30])
def test_however_many_people_there_are_the_drawing_stays_readable_on_one_page(count: int) -> None:
    names = tuple(f"Buur Nummer{number}" for number in range(count))
    contacts = tuple(ReportContact(name, "buur") for name in names)
    pdf = render(replace(full(), contacts=contacts, around=around((*names, "dokter Hoekstra"))))
    alt, box, _ = figure(pdf)
    assert all(name in alt for name in names)
    assert box[3] - box[1] <= CONTENT_HEIGHT * 2 / 3
    assert min(piece.size for piece in shown(pdf) if piece.mark is not None) >= 8


@pytest.mark.parametrize("name", NAMES + LATIN_ARABIC)
def test_somebody_around_the_family_reads_back_letter_for_letter(name: str) -> None:
    mentor = replace(MENTOR, name=name)
    helper = ReportHelper(name=name, organisation=name, work_phone="06 00 00 00 11")
    pdf = render(replace(full(), contacts=(ReportContact(name, "oom"),), around=around((name, name)), mentors=(mentor,), helpers=(helper,)))
    assert text_of(pdf).replace("-\n", "-").replace("\n", " ").count(name) >= 1
    assert spoken(pdf).count(name) >= 4
    assert name in figure(pdf)[0]


def test_a_name_in_a_script_that_no_font_of_ours_can_join_is_refused_in_words() -> None:
    for somebody in (ReportContact("محمد", "oom"), ReportContact("Ans", "عم")):
        with pytest.raises(UserProblem, match="character_not_printable"):
            render(full(contacts=(somebody,)))
    with pytest.raises(UserProblem, match="character_not_printable"):
        render(replace(full(), around=around(("محمد", "dokter Hoekstra"))))


def test_who_helps_now_stands_in_a_table_with_the_number_of_the_work() -> None:
    said = spoken(full_pdf())
    assert "U heeft nu hulp van 2 hulpverleners van 2 organisaties." in said
    assert "Thijs Brouwer 06 00 00 00 11 Schuldhulp Meerdam Helpt met de brieven Hulp bij schulden 1 maart 2027" in said
    assert "dokter Hoekstra 06 00 00 00 12 De Brug Huisarts nog niet afgesproken" in said


@pytest.mark.parametrize(
    ("people", "organisations", "sentence"),
    [(1, 1, "van 1 hulpverlener van 1 organisatie."), (3, 1, "van 3 hulpverleners van 1 organisatie."), (1, 0, "van 1 hulpverlener.")],
)
def test_the_number_of_helpers_is_said_in_words(people: int, organisations: int, sentence: str) -> None:
    assert f"U heeft nu hulp {sentence}" in spoken(render(full(professionals=people, organisations=organisations)))


def test_the_mentor_stands_with_whose_words_and_what_was_agreed() -> None:
    said = spoken(full_pdf())
    assert "Mentor van Sem: Oma Riet JIM · Oma of opa · mentor sinds 4 september 2026 · zij kennen elkaar sinds 2013" in said
    assert "Sem koos deze mentor zelf." in said
    assert "Wat spreken wij af met de mentor? • Ik luister naar Sem." in said
    assert "Wij praten hier weer over op 15 januari 2027. De mentor blijft, ook als de hulp stopt." in said
    alone = spoken(render(full(mentors=(ReportMentor(name="Oma Riet", paused=True),))))
    assert "Mentor: Oma Riet nu even niet" in alone


def test_an_agreement_is_an_item_of_a_list_with_who_from_when_and_when_again() -> None:
    said = [(kind, words_of(text)) for kind, text in tree_of(full_pdf())]
    whole = "Om het weekend zijn de kinderen bij Kees. van Noor en Kees · Wanneer de kinderen bij wie zijn · vanaf 1 november 2026"
    assert ("LBody", f"{whole} · we kijken er weer naar op 1 februari 2027") in said
    assert ("LBody", "Wij bellen elkaar eerst. geldt nu minder") in said


@pytest.mark.parametrize("ring", list(Ring))
@pytest.mark.parametrize("line", list(Line))
def test_every_ring_and_every_line_has_its_words(ring: Ring, line: Line) -> None:
    said = spoken(render(full(contacts=(ReportContact("Ans", "buur", ring, line),))))
    assert "choice." not in said


@pytest.mark.parametrize("kind", list(AgreementKind))
def test_every_kind_of_agreement_has_its_words(kind: AgreementKind) -> None:
    assert "choice." not in spoken(render(full(agreements=(ReportAgreement(text="Samen", kind=kind, from_on=date(2026, 1, 2)),))))


def test_the_drawing_leaves_nothing_behind_that_is_not_embedded() -> None:
    rows = [line.split() for line in poppler("pdffonts", full_pdf()).splitlines()[2:]]
    assert all(row[-5:-2] == ["yes", "yes", "yes"] for row in rows)


def test_the_same_full_report_gives_the_same_bytes() -> None:
    assert render(full()) == full_pdf()
