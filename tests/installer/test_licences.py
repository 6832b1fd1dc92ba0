"""What may be shipped, and that its licence travels with it."""

import dataclasses
import fnmatch
import importlib.metadata
from pathlib import Path

import pytest
from PIL import features

from installer import licences
from installer.lock import read_lock
from installer.parts import Part, Shipment, kept_by_hand, name_of, shipped, stated_licence, unclaimed
from installer.refusal import Refusal
from tests.house_rules import ROOT

LOCKS = ("requirements.txt", "requirements-windows.txt")


@pytest.fixture(scope="module")
def parts() -> list[Part]:
    """Everything that the locks, the libraries inside them and resources/ come to."""
    return shipped(Shipment(ROOT, LOCKS))


def test_nothing_is_shipped_that_its_licence_forbids(parts: list[Part]) -> None:
    assert [(part.name, part.licence) for part in parts if not licences.allowed(part.licence)] == []


@pytest.mark.parametrize(
    "expression",
    ["GPL-3.0-only", "AGPL-3.0-or-later", "GPL-2.0-or-later OR AGPL-3.0-only", "MIT AND GPL-3.0-only", "(MIT OR ISC) AND GPL-2.0-only",
     "GPL-3.0-or-later WITH GCC-exception-3.1", "LicenseRef-Proprietary", "", "MIT MIT", "(MIT"],
)  # fmt: skip
def test_a_licence_that_takes_the_work_along_or_that_nobody_knows_is_refused(expression: str) -> None:
    assert not licences.allowed(expression)


@pytest.mark.parametrize(
    "expression", ["MIT", "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", "IJG AND BSD-3-Clause AND Zlib", "(GPL-2.0-only OR MIT) AND ISC",
                   "Apache-2.0 WITH LLVM-exception"],
)  # fmt: skip
def test_of_a_choice_of_licences_one_that_fits_is_enough(expression: str) -> None:
    assert licences.allowed(expression)


def test_a_part_under_the_gpl_stops_the_installer_and_is_named(parts: list[Part], tmp_path: Path) -> None:
    planted = dataclasses.replace(parts[0], name="planted", licence="GPL-3.0-only")
    with pytest.raises(Refusal, match=r"planted .* \(GPL-3\.0-only\)"):
        licences.collect([*parts, planted], ROOT, tmp_path / "licences")
    assert not (tmp_path / "licences").exists()


def test_a_part_without_a_text_stops_the_installer_and_is_named(parts: list[Part], tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="none is found: bare"):
        licences.collect([*parts, dataclasses.replace(parts[0], name="bare", texts=())], ROOT, tmp_path / "licences")


def test_every_locked_distribution_has_its_text_in_the_folder_that_the_index_names(parts: list[Part], tmp_path: Path) -> None:
    licences.collect(parts, ROOT, tmp_path)
    lines = (tmp_path / licences.INDEX).read_text(encoding="utf-8").splitlines()
    for part in parts:
        line = next(line for line in lines if line.startswith(f"{part.name} ") and (not part.inside or f" {part.inside} " in line))
        assert part.version in line
        assert part.licence in line
        texts = list((tmp_path / line.split()[-1]).iterdir())
        assert max(len(text.read_bytes()) for text in texts) > 300, part.name
    locked = {pin.name for lock in LOCKS for pin in read_lock(ROOT / lock)}
    assert locked == {part.name for part in parts if part.kind == "distribution"}


def test_who_gets_the_program_is_told_how_to_replace_qt(parts: list[Part], tmp_path: Path) -> None:
    licences.collect(parts, ROOT, tmp_path)
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (tmp_path / "LGPL-3.0.txt").read_text(encoding="utf-8")
    assert "GNU GENERAL PUBLIC LICENSE" in (tmp_path / "GPL-3.0.txt").read_text(encoding="utf-8")
    assert "Replacing them" in (tmp_path / "QT-NOTICE.txt").read_text(encoding="utf-8")
    assert (tmp_path / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()


def test_the_licences_kept_by_hand_are_only_those_that_no_machine_can_read() -> None:
    found = {name_of(one): one for one in importlib.metadata.distributions()}
    locked = {pin.name for lock in LOCKS for pin in read_lock(ROOT / lock)}
    kept = kept_by_hand()["distributions"]
    assert set(kept) <= locked
    assert {name for name in kept if stated_licence(found[name]) and "texts" not in kept[name]} == set()


def test_every_font_picture_and_word_list_has_a_licence() -> None:
    kept = kept_by_hand()
    assert unclaimed(ROOT, kept) == []
    for resource in kept["resources"]:
        for pattern in resource["files"]:
            assert list(ROOT.glob(pattern)), pattern


def test_a_picture_from_elsewhere_is_seen(tmp_path: Path) -> None:
    (tmp_path / "resources").mkdir()
    (tmp_path / "resources" / "found.svg").write_text("<svg/>")
    assert unclaimed(tmp_path, kept_by_hand()) == ["resources/found.svg"]


def test_every_library_inside_a_wheel_is_known() -> None:
    kept = kept_by_hand()
    unknown = []
    for pin in read_lock(ROOT / "requirements.txt"):
        patterns = [pattern for library in kept["libraries"] if library["inside"] == pin.name for pattern in library.get("files", [])]
        for file in importlib.metadata.distribution(pin.name).files or []:
            if file.parts[0].endswith(".libs") and not any(fnmatch.fnmatch(file.name, pattern) for pattern in patterns):
                unknown.append(str(file))
    assert unknown == []


def test_pillow_comes_without_the_one_library_under_the_gpl_that_it_could_have() -> None:
    assert not features.check("libimagequant")


def test_a_font_under_the_gpl_stays_at_home() -> None:
    reportlab = importlib.metadata.distribution("reportlab")
    gpl = [str(file) for file in reportlab.files or [] if file.name.startswith("DarkGarden")]
    assert gpl
    assert not any(licences.may_travel(file) for file in gpl)
    assert licences.may_travel("reportlab/fonts/Vera.ttf")
