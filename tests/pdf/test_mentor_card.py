"""The mentor's card: who and of whom, what may be talked about, what was agreed, who helps, and what is kept of the mentor."""

import io
from dataclasses import replace

import pikepdf
import pytest

from app.errors import UserProblem
from app.pdf.help_lines import load_help_lines
from app.pdf.house_style import CONTENT_HEIGHT, CONTENT_WIDTH
from app.pdf.mentor_card import lay_out_card, render_card
from app.pdf.tagging import Element
from tests.pdf.full_plan import CARD, card_pdf
from tests.pdf.read_back import poppler, shown, spoken, text_of, tree_of
from tests.pdf.test_family_plan import headings
from tests.pdf.test_names_on_paper import NAMES

TOPICS = ("Thuis", "School", "Hoe het gaat van binnen", "Vrienden", "Geld", "De hulp die er is")
LONG_AGREEMENTS = (
    "Ik luister naar Sem.",
    "Ik ga mee naar gesprekken als Sem dat wil.",
    "Ik zeg wat Sem belangrijk vindt.",
    "Ik ben geen hulpverlener en geen ouder.",
    "Ik hoef niet alles alleen te doen; ik kan bellen met Fatma Şahin.",
    "Als Sem of iemand anders in gevaar is, vertel ik dat aan Fatma Şahin (of bel ik 112).",
    "We praten elke 4 weken over hoe het gaat.",
)


def test_the_card_says_of_whom_since_when_and_what_was_agreed() -> None:
    assert headings(card_pdf()) == [
        "Mentorkaart Oma Riet",
        "Waarover mogen wij met u praten?",
        "Wat spreken wij af?",
        "Wie helpt u?",
        "Praten met iemand",
        "Wat schrijven wij over u op?",
    ]
    said = spoken(card_pdf())
    assert "Fijn dat u de mentor van Sem bent." in said
    assert "Sinds 4 september 2026" in said
    assert "• Ik luister naar Sem." in said
    assert "Bel gerust met Fatma Şahin, de vaste hulpverlener (regisseur)." in said
    assert "Kunt u een keer niet? Dan kan Sem naar Buurvrouw Ans." in said


def test_only_what_the_youth_lets_the_mentor_know_is_named() -> None:
    said = spoken(card_pdf())
    assert "• Thuis • Vrienden" in said
    assert "School" not in said
    assert "Geld" not in said


def test_without_any_subject_the_card_says_that_nothing_is_talked_about_now() -> None:
    said = spoken(render_card(replace(CARD, topics=())))
    assert "Wij praten nu niet met u over Sem. Vraag aan Sem waarover het wel mag." in said
    assert "Sem vindt het goed" not in said


def test_the_mentor_reads_what_is_kept_and_whom_to_call() -> None:
    said = spoken(card_pdf())
    assert "Uw adres en uw geboortedatum vragen wij niet. U mag dit lezen. U mag vragen of wij het weghalen." in said
    assert "U mag altijd stoppen. Sem mag dat ook." in said
    assert "De Kindertelefoon: 0800-0432. Gratis. Voor kinderen en jongeren." in said
    assert "In gevaar? Bel 112." in said


def test_a_card_with_all_there_is_to_say_is_one_sheet() -> None:
    whole = replace(CARD, topics=TOPICS, agreed=LONG_AGREEMENTS)
    assert "blz 1 van 1" in text_of(render_card(whole))
    assert all(line in spoken(render_card(whole)) for line in (*TOPICS, *LONG_AGREEMENTS))


@pytest.mark.parametrize(("youth", "most"), [("Sem", 8), ("Anna-Sophia van der Westerhuizen", 6)])
def test_a_card_breathes_as_far_as_its_sheet_has_room(youth: str, most: int) -> None:
    white = []
    for lines in range(most + 1):
        report = replace(CARD, youth=youth, agreed=("Ik luister naar wat er is.",) * lines)
        [page] = lay_out_card(Element("Document"), report, load_help_lines())
        white.append(CONTENT_HEIGHT - page.height(CONTENT_WIDTH))
        assert not page.blocks[-1].keep_with_next
    assert white[0] > 100
    assert white == sorted(white, reverse=True)
    assert white[-1] == pytest.approx(0, abs=0.1)


def test_a_card_with_little_to_say_has_no_empty_headings() -> None:
    bare = replace(CARD, kind="", relation="", since_on=None, frequency="", topics=(), agreed=(), regisseur="", support="", backup="")
    said = spoken(render_card(bare))
    assert "Wat spreken wij af?" not in said
    assert "paper." not in said
    assert "Sinds" not in said


def test_the_card_is_tagged_and_its_fonts_are_embedded() -> None:
    assert any(line.split() == ["Tagged:", "yes"] for line in poppler("pdfinfo", card_pdf()).splitlines())
    assert all(piece.tagged for piece in shown(card_pdf()))
    assert min(piece.size for piece in shown(card_pdf()) if piece.mark is not None) >= 11
    rows = [line.split() for line in poppler("pdffonts", card_pdf()).splitlines()[2:]]
    assert all(row[-5:-2] == ["yes", "yes", "yes"] for row in rows)
    kinds = [kind for kind, _ in tree_of(card_pdf())]
    assert kinds.count("LI") == kinds.count("LBody") == 4 + 2 + 2 + 3
    with pikepdf.open(io.BytesIO(card_pdf())) as opened:
        assert str(opened.docinfo.Title) == "Mentorkaart Oma Riet"


def test_the_footer_says_which_print_it_is_without_a_code_of_the_plan() -> None:
    assert "Mentorkaart Oma Riet · 21 november 2026 · blz 1 van 1" in text_of(card_pdf())
    assert "code" not in text_of(card_pdf())


@pytest.mark.parametrize("name", NAMES)
def test_a_mentors_name_reads_back_letter_for_letter(name: str) -> None:
    pdf = render_card(replace(CARD, mentor=name, youth=name))
    assert text_of(pdf).count(name) >= 2
    assert spoken(pdf).count(name) >= 4


def test_a_name_that_no_font_can_draw_is_said_before_anything_is_made() -> None:
    with pytest.raises(UserProblem, match="character_not_printable"):
        render_card(replace(CARD, youth="Sem 😊"))


def test_the_same_card_gives_the_same_bytes() -> None:
    assert render_card(CARD) == card_pdf()
