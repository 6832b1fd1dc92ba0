"""What stands on the printed family plan: all of the report, in order, and nothing else."""

import dataclasses
import re
from datetime import date
from pathlib import Path

import pytest

from app import paths
from app.domain.records.plan import LegalFrame, OwnPlanChoice, PlanStatus, SafetyAnswer
from app.pdf import card_report, report_parts
from app.pdf import report as report_module
from app.pdf.family_plan import render
from app.pdf.report import ChildRights, FamilyPlanReport, OpenConflict, Quote, ReportAction, ReportGoal, ReportMember
from app.texts import t
from tests.pdf.plans import BREAKFAST, CONFLICT, EMPTY, de_wit, de_wit_pdf
from tests.pdf.read_back import poppler, spoken, text_of, tree_of, words_of
from tests.pdf.test_paper_language import paper_texts


def headings(pdf: bytes) -> list[str]:
    return [text.strip() for kind, text in tree_of(pdf) if kind in {"H1", "H2"}]


def test_the_sections_stand_in_the_order_of_the_family_copy() -> None:
    assert headings(de_wit_pdf()) == [
        "Gezinsplan Gezin De Wit-El Amrani",
        "Wie zijn wij?",
        "Wat is uw vraag?",
        "Wat willen wij?",
        "Veiligheid",
        "Onze doelen",
        "Wanneer praten we weer?",
        "Uw rechten",
        "Wat mag u?",
        "Zelf een plan maken",
    ]


def test_an_empty_plan_has_no_empty_headings_and_still_says_the_rights() -> None:
    assert headings(render(EMPTY)) == ["Gezinsplan Jansen", "Uw rechten", "Wat mag u?", "Zelf een plan maken"]


def test_every_word_of_the_report_is_on_the_paper() -> None:
    said = spoken(render(de_wit(conflicts=(CONFLICT,))))
    for text in _texts(de_wit(conflicts=(CONFLICT,))):
        assert words_of(text) in said


def test_no_word_is_on_the_paper_that_is_not_in_the_report_or_a_fixed_text() -> None:
    plan = de_wit(conflicts=(CONFLICT,))
    fixed = " ".join([*paper_texts().values(), t(f"choice.PlanStatus.{plan.status}")])
    numbers = (paths.resources() / "help_lines.json").read_text(encoding="utf-8")
    known = _words(" ".join([fixed, numbers, *_texts(plan), plan.code, "21 15 1 2 3 4 5 6 8 2026 2027 22 november december februari"]))
    assert _words(text_of(render(plan))) - known == set()


def test_no_field_of_the_report_can_hold_how_to_reach_somebody_or_when_somebody_was_born() -> None:
    modules = (report_module, report_parts, card_report)
    values = [value for module in modules for value in vars(module).values()]
    classes = [value for value in values if dataclasses.is_dataclass(value) and isinstance(value, type)]
    names = {f"{cls.__name__}.{field.name}" for cls in classes for field in dataclasses.fields(cls)} - {"ReportHelper.work_phone"}
    private = re.compile("address|street|postcode|phone|mail|birth|born|bsn|note|internal|case_id|referred")
    assert [name for name in names if private.search(name)] == []
    assert len(classes) >= 15


def test_the_footer_ties_every_page_to_this_version_of_the_plan() -> None:
    pages = text_of(de_wit_pdf()).split("\f")[:-1]
    assert len(pages) >= 3
    for number, page in enumerate(pages, start=1):
        assert f"Gezinsplan De Wit-El Amrani · versie 3 · 21 november 2026 · blz {number} van {len(pages)} · code {de_wit().code}" in page


def test_a_family_name_too_long_for_the_footer_is_shortened_there_and_whole_on_the_first_page() -> None:
    name = "Wolfeschlegelsteinhausen-Bergerdorff van den Oudenrijn en Wiśniewska-Żółkiewska"
    text = text_of(render(de_wit(family_name=name)))
    assert name in words_of(text)
    assert re.search(r"^Gezinsplan Wolfe.*… · versie 3 · .* · code [0-9A-F]{4}-[0-9A-F]{4}$", text, re.MULTILINE)


def test_a_concept_says_so_across_every_page_without_a_screen_reader_stumbling_over_it() -> None:
    pdf = render(de_wit(status=PlanStatus.CONCEPT))
    assert all("CONCEPT – Nog niet klaar" in page for page in text_of(pdf).split("\f")[:-1])
    assert "CONCEPT" not in spoken(pdf)
    assert "Hoe ver is dit plan? Nog niet klaar" in spoken(pdf)
    assert "CONCEPT" not in text_of(de_wit_pdf())


def test_without_a_measure_the_family_reads_that_it_may_refuse_help() -> None:
    assert "U mag nee zeggen tegen hulp." in spoken(de_wit_pdf())
    assert "De kinderrechter heeft een maatregel opgelegd" not in spoken(de_wit_pdf())


def test_with_a_measure_the_family_reads_which_one_and_that_rights_remain() -> None:
    said = spoken(render(de_wit(rights=(ChildRights("", LegalFrame.SUPERVISION_ORDER),))))
    assert "De kinderrechter heeft een maatregel opgelegd: een jeugdbeschermer helpt en kijkt mee (ondertoezichtstelling)." in said
    assert "U houdt wel rechten." in said
    assert "U mag nee zeggen tegen hulp." not in said


def test_children_with_different_measures_each_get_their_own_sentence() -> None:
    rights = (
        ChildRights("Sem", LegalFrame.VOLUNTARY),
        ChildRights("Amira", LegalFrame.GUARDIANSHIP),
        ChildRights("Bo", LegalFrame.VOLUNTARY),
    )
    said = spoken(render(de_wit(rights=rights)))
    assert "Voor Sem, Bo Er is geen maatregel van de kinderrechter." in said
    assert "Voor Amira De kinderrechter heeft een maatregel opgelegd: een voogd" in said


def test_while_nobody_knows_of_a_measure_neither_sentence_is_printed() -> None:
    said = spoken(render(de_wit(rights=(ChildRights("", None),))))
    assert "We weten nog niet of er een maatregel" in said
    assert "U mag nee zeggen tegen hulp." not in said
    assert "opgelegd" not in said


@pytest.mark.parametrize("frame", list(LegalFrame))
def test_every_legal_frame_has_its_words(frame: LegalFrame) -> None:
    assert "paper." not in spoken(render(de_wit(rights=(ChildRights("", frame),))))


@pytest.mark.parametrize("choice", list(OwnPlanChoice))
def test_every_choice_about_an_own_plan_has_its_words(choice: OwnPlanChoice) -> None:
    said = spoken(render(de_wit(own_plan_choice=choice)))
    assert "paper." not in said
    assert ("U mag eerst zelf een plan maken." in said) is (choice is not OwnPlanChoice.NOT_OFFERED_SAFETY)


@pytest.mark.parametrize("answer", list(SafetyAnswer))
def test_every_safety_answer_has_its_words(answer: SafetyAnswer) -> None:
    assert "paper." not in spoken(render(de_wit(safety_answer=answer)))


def test_both_values_of_a_conflict_are_on_paper_with_who_wrote_them() -> None:
    said = spoken(render(de_wit(conflicts=(CONFLICT,))))
    assert "Twee versies – kies samen" in said
    assert "“Rustig beginnen” – Fatma Şahin, 20 november 2026" in said
    assert "“Zonder ruzie weg” – Joost Bakker, vandaag" in said


def test_a_score_that_nobody_gave_is_not_printed() -> None:
    goal = ReportGoal(text="Rust", actions=(ReportAction("Belt", "Kees"),))
    said = spoken(render(de_wit(goals=(goal,))))
    assert "heel slecht" not in said
    assert "begin 3 · nu 6 · wens 8" in spoken(de_wit_pdf())


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render(de_wit()) == de_wit_pdf()


def test_another_content_gives_another_code() -> None:
    assert de_wit(canonical_content=b"changed").code != de_wit().code


def test_nothing_is_written_beside_the_returned_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    render(de_wit(family_name="Gezin Canarie"))
    assert list(tmp_path.iterdir()) == []


def test_all_fonts_are_embedded_and_nothing_else_is_named() -> None:
    lines = poppler("pdffonts", render(de_wit(family_name="Nguyễn")))
    rows = [line.split() for line in lines.splitlines()[2:]]
    assert rows
    assert all(row[0].split("+")[1].startswith(("AtkinsonHyperlegibleNext", "NotoSans")) for row in rows)
    assert all(row[-5:-2] == ["yes", "yes", "yes"] for row in rows)


def _texts(part: object) -> list[str]:
    """Return every text in the report, at any depth."""
    if isinstance(part, str) and type(part) is str:
        return [part] if part.strip() else []
    if isinstance(part, tuple):
        return [text for item in part for text in _texts(item)]
    if isinstance(part, FamilyPlanReport | ReportGoal | ReportAction | ReportMember | Quote | OpenConflict) or dataclasses.is_dataclass(
        part
    ):
        return [text for field in dataclasses.fields(part) for text in _texts(getattr(part, field.name))]
    return []


def _words(text: str) -> set[str]:
    return set(re.findall(r"[\w’'-]+", text))


def test_a_goal_carries_its_day_and_its_words() -> None:
    said = spoken(render(de_wit(goals=(dataclasses.replace(BREAKFAST, target_on=date(2027, 3, 9)),))))
    assert "Opvoeden en opgroeien · bezig · klaar op 9 maart 2027" in said
    assert "In de woorden van Noor" in said
