"""The first visit: from an empty caseload to a printed plan with one goal and one action, with at most twelve things to fill in.

`pytest -s tests/journeys/test_first_visit.py` prints every step (mission rows 000-06 and 000-12).
"""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.actions.family_page import family_page
from app.domain.records.plan import PlanStatus
from app.domain.rules.plan import REQUIRED_INPUTS
from app.texts import t
from tests.journeys.newcomer import Newcomer
from tests.pdf.read_back import text_of, words_of
from tests.world import Device
from ui.windows.main_window import MainWindow

MOST_INPUTS = 12
GOAL = "Wij eten weer samen."
ACTION = "Om zes uur staat het eten klaar."


@pytest.fixture
def newcomer(qtbot: QtBot, first_day: MainWindow) -> Newcomer:
    """A worker before the window as it is on the first day."""
    return Newcomer(qtbot, first_day)


def plan_at_the_table(one: Newcomer) -> None:
    """Do everything that a first visit needs, in the order in which it comes up at the table."""
    one.click("button", t("new_family.button"))
    one.write("family.display_name", "Gezin De Wit")
    one.write("new_family.call_name", "Fatma")
    one.click("button", t("new_family.begin"))
    one.click("tab", "Bezoeken")
    one.click("button", t("visits.start"))
    one.click("tab", "Plan")
    one.write("plan.request_for_help", "Wij willen rust aan tafel.")
    one.write("plan.request_said_by", "Fatma")
    one.click("button", t("goal.add"))
    one.write("goal.text", GOAL)
    one.choose("goal.domain", "choice.LifeDomain.parenting")
    one.click("button", t("action.add"))
    one.write("action.what", ACTION)
    one.write("action.doer.name", "Fatma")
    one.write("action.timing.text", "elke avond")
    one.pick("plan.safety_answer", "choice.SafetyAnswer.no")
    one.choose("plan.own_plan_choice", "choice.OwnPlanChoice.no")
    one.write("plan.next_evaluation_on", "+6w")
    one.click("button", t("plan.activate"))
    one.click("button", t("print.button"))
    one.click("button", t("print.keep"))
    one.see("Bewaard als")


def test_from_an_empty_caseload_to_a_printed_plan_with_at_most_twelve_inputs(
    newcomer: Newcomer, device: Device, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "thuis" / "Documents").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path / "thuis"))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    plan_at_the_table(newcomer)
    with device.workspace.read() as reading:
        family = reading.states()[0].stream
    page = family_page(device.workspace, family)
    assert (page.plan.status, page.missing) == (PlanStatus.ACTIVE, ())
    paper = next(tmp_path.rglob("*.pdf"))
    said = words_of(text_of(paper.read_bytes()))
    assert GOAL in said
    assert ACTION in said
    print("\n" + "\n".join(newcomer.steps))
    print(f"FIRST VISIT inputs={len(newcomer.inputs)} at_most={MOST_INPUTS} steps={len(newcomer.steps)} printed={paper.name}")
    assert len(newcomer.inputs) <= MOST_INPUTS
    assert len(newcomer.inputs) == len(REQUIRED_INPUTS)
