"""Names from all over the world stand on paper letter for letter; what cannot be printed is named before anything is made."""

import unicodedata

import pytest

from app.errors import UserProblem
from app.pdf.characters import cleaned, one_line
from app.pdf.family_plan import render
from app.pdf.fonts import runs
from app.pdf.house_style import Face
from app.pdf.report import Quote, ReportMember
from app.texts import problem_text
from tests.pdf.plans import de_wit
from tests.pdf.read_back import spoken, text_of

NAMES = [
    "Małgorzata Wiśniewska-Żółkiewska",
    "Łukasz Źdźbło",
    "İbrahim Gökçe Yıldızoğlu",
    "Ayşe Iğdır",
    "Nguyễn Thị Hòa",
    "Phượng Đặng Trần",
    "Sjoukje Fûgelhûs",
    "Tsjêbbe Wâldsang-Dykstra",
    "Øyvind Ærø Ångström",
    "IJsbrand IJzer",
    "Ștefan Țepeș",
    "Þórdís Guðmundsdóttir",
    "Владимир Ђорђевић",
    "Γιώργος Παπαδόπουλος",
    "D’Arcy O'Neil",
]
MARKUP = ["<b>Jan</b>", "&amp; Zonen &lt;3", "<para fontSize=40>x</para>", "{family_name} %s \\n", "(Tj) ET /F1 99 Tf"]


@pytest.mark.parametrize("name", NAMES + MARKUP)
def test_a_name_reads_back_letter_for_letter(name: str) -> None:
    pdf = render(de_wit(family_name=name, members=(ReportMember(name, "vader"),), wish=Quote(name, name)))
    assert text_of(pdf).count(name) >= 4
    assert spoken(pdf).count(name) >= 4


@pytest.mark.parametrize("name", NAMES)
def test_a_name_typed_with_loose_accents_is_printed_composed(name: str) -> None:
    loose = unicodedata.normalize("NFD", name)
    assert name in text_of(render(de_wit(members=(ReportMember(loose, "vader"),))))


def test_a_word_is_drawn_in_one_font() -> None:
    assert [run.text for run in runs("Nguyễn Thị Jansen", Face.REGULAR)] == ["Nguyễn", " ", "Thị", " Jansen"]
    assert len({run.font for run in runs("Nguyễn Thị Jansen", Face.REGULAR)}) == 2


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("nul\x00naam", "nulnaam"),
        ("keer\u202eom", "keerom"),
        ("\u2067keer\u2069om", "keerom"),
        ("zacht\u00adstreepje", "zachtstreepje"),
        ("nul\u200bbreed\ufeff", "nulbreed"),
        ("tab\tnaam", "tab naam"),
        ("smalle\u2009spatie", "smalle spatie"),
        ("a\r\nb\rc\u2028d\x85e", "a\nb\nc\nd\ne"),
        ("bel\x07 esc\x1b[31m del\x7f", "bel esc[31m del"),
    ],
)
def test_what_cannot_be_seen_does_not_get_on_paper(typed: str, printed: str) -> None:
    assert cleaned(typed) == printed


def test_a_name_of_several_lines_becomes_one_line() -> None:
    assert one_line("  Jan\n\n  de   Wit ") == "Jan de Wit"


@pytest.mark.parametrize(
    ("name", "character", "described"),
    [
        ("محمد", "م", "een Arabische letter (U+0645)"),
        ("Tesfaye ተስፋዬ", "ተ", "een Ethiopische letter (U+1270)"),
        ("प्रिया", "प", "een Hindi-letter (U+092A)"),
        ("Li 张", "张", "een Chinees teken (U+5F20)"),
        ("Sem 😊", "😊", "een plaatje of emoji (U+1F60A)"),
        ("half\ud83d", "?", "een bijzonder teken (U+D83D)"),
        ("prive\ue000", "\ue000", "een bijzonder teken (U+E000)"),
    ],
)
def test_a_character_no_font_has_is_named_before_anything_is_made(name: str, character: str, described: str) -> None:
    for plan in (de_wit(family_name=name), de_wit(wish=Quote(name)), de_wit(regisseur_name=name)):
        with pytest.raises(UserProblem) as problem:
            render(plan)
        assert problem.value.key == "character_not_printable"
        assert problem.value.values == {"character": character, "name": described}
        assert f"Het teken {character} kan nog niet op papier. Het is {described}." in problem_text(problem.value)
