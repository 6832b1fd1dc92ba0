"""What a screen reader gets: a tree in reading order in which every drawn word has its place."""

import io
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pikepdf

from app.domain.records.plan import PlanStatus
from app.pdf.family_plan import render
from app.pdf.report import Quote, ReportAction, ReportGoal
from tests.pdf.plans import BREAKFAST, CONFLICT, LONG, de_wit, de_wit_pdf
from tests.pdf.read_back import poppler, shown, spoken, tree_of, words_of

BIG = de_wit(
    status=PlanStatus.CONCEPT,
    conflicts=(CONFLICT,),
    request_for_help=Quote(LONG, "Noor"),
    goals=(BREAKFAST, ReportGoal(text="Rust", seen_when=LONG, actions=(ReportAction(LONG, "Kees"),) * 2)),
)


def elements(node: Any) -> Iterator[Any]:
    yield node
    for kid in node.K:
        if kid.get("/Type") == "/StructElem":
            yield from elements(kid)


def test_poppler_says_tagged_and_dutch() -> None:
    lines = poppler("pdfinfo", de_wit_pdf()).splitlines()
    assert any(line.split() == ["Tagged:", "yes"] for line in lines)
    with pikepdf.open(io.BytesIO(de_wit_pdf())) as pdf:
        assert str(pdf.Root.Lang) == "nl-NL"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf.Root.Metadata.read_bytes()
        assert str(pdf.docinfo.Title) == "Gezinsplan De Wit-El Amrani"
        assert all(page.obj.Tabs == "/S" for page in pdf.pages)


def test_the_title_in_the_metadata_is_text_and_not_markup() -> None:
    pdf = render(de_wit(family_name="<x>&Co"))
    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_metadata() as metadata:
        assert metadata["dc:title"] == "Gezinsplan <x>&Co"


def test_everything_drawn_is_content_or_artifact_and_everything_marked_has_its_place_in_the_tree() -> None:
    pdf = render(BIG)
    pieces = list(shown(pdf))
    assert pieces
    assert all(piece.tagged for piece in pieces)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        marked = {(int(opened.pages[p.page].obj.StructParents), p.mark) for p in pieces if p.mark is not None}
        nums = opened.Root.StructTreeRoot.ParentTree.Nums
        owners = {int(nums[i]): nums[i + 1] for i in range(0, len(nums), 2)}
        in_tree = [
            (int(kid.Pg.StructParents), int(kid.MCID))
            for element in elements(opened.Root.StructTreeRoot.K)
            for kid in element.K
            if kid.get("/Type") == "/MCR"
        ]
        assert len(in_tree) == len(set(in_tree))
        assert set(in_tree) == marked
        assert sum(len(owner) for owner in owners.values()) == len(in_tree)


def test_a_text_over_two_pages_is_one_element_and_no_words_run_together() -> None:
    pdf = render(BIG)
    said = tree_of(pdf)
    assert sum(1 for _, text in said if words_of(text) == words_of(f"“{LONG}”")) == 1
    assert sum(1 for kind, text in said if kind == "P" and words_of(text) == words_of(LONG)) == 1
    assert sum(1 for kind, text in said if kind == "TD" and words_of(text) == words_of(LONG)) == 2


def test_a_table_has_headers_for_columns_and_rows_and_says_them_once() -> None:
    said = [kind for kind, _ in tree_of(de_wit_pdf())]
    assert said.count("Table") == 3
    assert said.count("TR") == 4 + 4 + 4
    assert said.count("TH") == (2 + 3) + 2 * (4 + 3)
    scopes = [line.split("/")[-1] for line in poppler("pdfinfo", de_wit_pdf(), "-struct-text").splitlines() if "/Scope" in line]
    assert scopes.count("Column") == 2 + 4 + 4
    assert scopes.count("Row") == 3 + 3 + 3


def test_a_header_that_comes_back_on_the_next_page_is_not_said_again() -> None:
    many = ReportGoal(text="Veel", actions=tuple(ReportAction(f"Actie {number}", "Kees") for number in range(60)))
    pdf = render(de_wit(goals=(many,)))
    assert poppler("pdftotext", pdf).count("Hoe ver?") >= 3
    assert spoken(pdf).count("Hoe ver?") == 1


def test_a_list_has_items_with_label_and_body() -> None:
    said = [(kind, text.strip()) for kind, text in tree_of(de_wit_pdf())]
    place = said.index(("LBody", "U krijgt een kopie van dit plan."))
    assert said[place - 2 : place] == [("LI", ""), ("Lbl", "•")]


def test_the_footer_is_silent() -> None:
    assert "blz" not in spoken(de_wit_pdf())
    assert "code" not in spoken(de_wit_pdf())


def test_headings_go_down_one_level_at_a_time() -> None:
    levels = [int(kind[1]) for kind, _ in tree_of(render(BIG)) if kind in {"H1", "H2", "H3", "H4"}]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
