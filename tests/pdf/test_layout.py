"""Whatever a family wrote, it fits on the sheet: large enough to read, nothing cut off, nothing left alone."""

import dataclasses
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.records.plan import ActorKind, LegalFrame, PlanStatus
from app.pdf.blocks import Stack, Text, paginate
from app.pdf.family_plan import lay_out, render
from app.pdf.fonts import width
from app.pdf.help_lines import load_help_lines
from app.pdf.house_style import BODY, CONTENT_HEIGHT, CONTENT_WIDTH
from app.pdf.lines import lines
from app.pdf.panels import Table
from app.pdf.report import ChildRights, ConflictValue, FamilyPlanReport, OpenConflict, Quote, ReportAction, ReportGoal, ReportMember, Scores
from app.pdf.sheet import shortened
from app.pdf.tagging import Element
from app.pdf.writer import Columns, Writer
from tests.pdf.plans import BREAKFAST, LONG, de_wit, de_wit_pdf
from tests.pdf.read_back import shown, spoken, text_of

FOOTER_SIZE = 9


def test_everything_but_the_footer_is_at_least_11_points() -> None:
    pieces = list(shown(render(de_wit(status=PlanStatus.CONCEPT))))
    assert min(piece.size for piece in pieces if piece.mark is not None) >= 11
    assert {piece.size for piece in pieces if piece.size < 11} == {FOOTER_SIZE}
    pages = {piece.page for piece in pieces}
    assert sum(1 for piece in pieces if piece.size < 11) == len(pages)


def pages_of(report: FamilyPlanReport) -> list[Stack]:
    return lay_out(Element("Document"), report, load_help_lines())


texts = st.sampled_from(["", "Kort.", "Twee regels.\nEn nog een regel.", LONG, "x" * 400, LONG[:700]])
actions = st.lists(st.builds(ReportAction, what=texts, who=texts.map(lambda text: text[:120])), max_size=9).map(tuple)
goals = st.builds(
    ReportGoal, text=texts, why_important=texts, seen_when=texts, scores=st.just((Scores(0, 10, 10),)) | st.just(()), actions=actions
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(goals, max_size=5).map(tuple), texts, st.integers(0, 40))
def test_no_page_is_higher_than_its_sheet_and_no_text_is_lost(plan: tuple[ReportGoal, ...], wish: str, people: int) -> None:
    members = tuple(ReportMember(f"Kind {number}", "kind") for number in range(people))
    pages = pages_of(de_wit(goals=plan, wish=Quote(wish, "Noor"), members=members))
    assert all(page.height(CONTENT_WIDTH) <= CONTENT_HEIGHT + 0.1 for page in pages)
    assert all(page.blocks for page in pages)


@pytest.mark.parametrize("text", ["Anna", "x" * 400, LONG, "Wij " + "i" * 60 + "W" * 60, "e\u0301" * 90, "Nguyễn " * 40])
@pytest.mark.parametrize("room", [0, 5, 40, 41.7, 200, CONTENT_WIDTH])
def test_what_is_shortened_is_as_much_as_fits(text: str, room: float) -> None:
    def fits(words: str) -> bool:
        return width(words, BODY.face, BODY.size) <= room

    one_by_one = next((text[:count] for count in range(min(len(text), 250), 0, -1) if fits(text[:count] + "…")), "")
    assert shortened(text, BODY, room) == (text if fits(text) else one_by_one.rstrip() + "…")


def test_a_plan_of_the_longest_texts_is_whole_on_paper() -> None:
    goal = ReportGoal(text=LONG, whose_words="N" * 120, why_important=LONG, seen_when=LONG, actions=(ReportAction(LONG, "Z" * 120),) * 3)
    conflict = OpenConflict("Doel 1", (ConflictValue(LONG, "Fatma"), ConflictValue(LONG, "Joost")))
    report = de_wit(
        conflicts=(conflict,), goals=(goal, goal), request_for_help=Quote(LONG, "M" * 120), members=(ReportMember("X" * 200, "y" * 60),) * 9
    )
    said = spoken(render(report))
    assert said.count(LONG) == 2 + 1 + 2 * 3 + 2 * 3
    assert said.count("X" * 200) == 9


@pytest.mark.parametrize("rows", range(2, 90, 3))
def test_no_row_of_a_table_is_left_alone_on_a_page(rows: int) -> None:
    writer = Writer(Element("Document"))
    writer.paragraph("Een regel vooraf.\n" * (rows % 7))
    writer.table(Columns(("Naam", "Rol"), (0.5, 0.5)), [((f"Kind {number}",), ("kind",)) for number in range(rows)])
    pages = paginate([writer.stack()], CONTENT_WIDTH, CONTENT_HEIGHT)
    tables = [block for page in pages for block in page.blocks if isinstance(block, Table)]
    assert sum(len(table.rows) for table in tables) == rows
    assert all(len(table.rows) >= 2 for table in tables)


def test_no_line_of_a_text_is_left_alone_on_a_page() -> None:
    text = Text(LONG, BODY, None)
    count = len(text.lines(CONTENT_WIDTH))
    for fitting in range(count):
        halves = text.split(CONTENT_WIDTH, fitting * BODY.leading)
        if halves is None:
            assert fitting < 2
        else:
            sizes = [len(half.lines(CONTENT_WIDTH)) for half in halves]
            assert sum(sizes) == count
            assert min(sizes) >= 2


def test_a_heading_never_stands_at_the_foot_of_a_page() -> None:
    for filling in range(20, 60):
        writer = Writer(Element("Document"))
        writer.paragraph("regel\n" * filling)
        writer.section("Kop")
        writer.paragraph(LONG)
        for page in paginate([writer.stack()], CONTENT_WIDTH, CONTENT_HEIGHT):
            assert not page.blocks[-1].keep_with_next


@pytest.mark.parametrize("long", [1, 3, 8, 20])
def test_a_goal_that_goes_on_to_the_next_page_leaves_little_of_this_one_white(long: int) -> None:
    why = "Dit is belangrijk voor ons allemaal, thuis en ook op school. " * long
    goal = dataclasses.replace(BREAKFAST, why_important=why, seen_when=why)
    *pages, _last, _rights = pages_of(de_wit(goals=(goal,) * 6))
    assert min(page.height(CONTENT_WIDTH) for page in pages) > CONTENT_HEIGHT * 0.7


@pytest.mark.parametrize("long", [1, 4, 9])
def test_a_page_on_which_a_goal_goes_on_begins_with_the_name_of_that_goal(long: int) -> None:
    goal = dataclasses.replace(BREAKFAST, text="Rustig " * 40, why_important="Dit is belangrijk voor ons allemaal. " * 9 * long)
    goals = tuple(dataclasses.replace(goal, actions=BREAKFAST.actions * number) for number in range(1, 7))
    pdf = render(de_wit(goals=goals, arranged=BREAKFAST.actions * 9))
    on, again = "", 0
    for page in text_of(pdf).split("\f"):
        first, *others = page.strip().splitlines() or [""]
        if on and not re.fullmatch(r"Doel \d|Wat is al geregeld\?|Mensen om ons heen|Uw rechten|", first):
            assert first.startswith(f"{on} (vervolg): Rustig Rustig" if on.startswith("Doel") else f"{on} (vervolg)")
            assert others[0] != "Rustig"
            again += 1
        for line in (first, *others):
            on = line if re.fullmatch(r"Doel \d|Wat is al geregeld\?|Wanneer praten we weer\?", line) else on
    assert again >= 5
    assert on == "Wanneer praten we weer?"
    assert "(vervolg)" not in spoken(pdf)


def test_the_usual_rights_page_is_one_page() -> None:
    rights = (ChildRights("Sem", LegalFrame.VOLUNTARY), ChildRights("Amira", LegalFrame.VOLUNTARY))
    assert len(pages_of(de_wit(rights=rights))) == len(pages_of(de_wit(rights=())))


def test_a_line_is_cut_after_a_hyphen_and_never_inside_a_number() -> None:
    cut = lines("Wiśniewska-Żółkiewska 0800-0432", BODY, 80)
    assert [("".join(run.text for run in line.runs), line.glue) for line in cut] == [
        ("Wiśniewska-", ""),
        ("Żółkiewska", " "),
        ("0800-0432", " "),
    ]


def test_many_goals_run_over_pages_in_their_order() -> None:
    many = tuple(
        dataclasses.replace(
            BREAKFAST, text=f"Het doel nummer {number}", actions=(*BREAKFAST.actions, ReportAction("Belt", "Jo", ActorKind.NETWORK))
        )
        for number in range(1, 9)
    )
    said = spoken(render(de_wit(goals=many)))
    places = [said.index(f"Doel {number} Het doel nummer {number}") for number in range(1, 9)]
    assert places == sorted(places)
    assert len(de_wit_pdf()) < 100_000
