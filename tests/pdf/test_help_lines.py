"""The numbers on the rights page come from one file that says when they were checked, and a municipality may have its own."""

import json
from datetime import date
from pathlib import Path

from app import paths
from app.pdf.family_plan import render
from app.pdf.help_lines import load_help_lines
from tests.pdf.plans import de_wit, de_wit_pdf
from tests.pdf.read_back import spoken


def test_every_number_has_a_source_and_the_day_it_was_checked() -> None:
    known = load_help_lines()
    for line in (known.confidant, *known.talk, known.danger):
        assert line.source
        assert date(2026, 1, 1) <= line.checked_on


def test_all_numbers_are_on_the_rights_page() -> None:
    said = spoken(de_wit_pdf())
    for number in ("088 555 1000", "0800-0432", "0800-2000", "0800-0113", "113", "Bel 112."):
        assert number in said
    assert "Zo stonden deze nummers bij ons op 22 november 2026." in said


def test_a_municipality_prints_its_own_confidant(tmp_path: Path) -> None:
    own = json.loads((paths.resources() / "help_lines.json").read_text(encoding="utf-8"))
    own["confidant"] |= {"name": "Vertrouwenspunt Meerdam", "phone": "088 000 0000"}
    (tmp_path / "own.json").write_text(json.dumps(own), encoding="utf-8")
    said = spoken(render(de_wit(), load_help_lines(tmp_path / "own.json")))
    assert "Vertrouwenspunt Meerdam" in said
    assert "Jeugdstem" not in said
