"""The proof at the length of a test run; `make proof EXAMPLES=200` is the long one."""

import ast
import os
import shutil
from pathlib import Path

import pytest

from tests.proof.mutants import ROOT, planted, verdict
from tests.proof.run import prove, rules_of
from tests.proof.screens import COUNTS
from tests.proof.whole import Whole
from tests.proof.wrongs import MUTANTS

HERE = Path(__file__).parent
SEED = 438_732_515
"""A change is judged by the same examples each time; `make proof` looks for others, of another seed each time."""


@pytest.mark.logs("sync.held", "sync.page_refused")
def test_the_laptops_and_the_server_keep_every_invariant_whatever_chance_does() -> None:
    prove(int(os.environ.get("EXAMPLES", "8")), 30, SEED)
    assert COUNTS["gestures"] > 0


def test_the_oracle_knows_nothing_of_the_program() -> None:
    for name in ("oracle", "ledger", "chain"):
        tree = ast.parse((HERE / f"{name}.py").read_text(encoding="utf-8"))
        modules = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        modules |= {node.module or "." for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        ours = {"tests.proof.oracle", "hashlib", "collections", "collections.abc", "dataclasses", "itertools", "typing"}
        assert modules <= ours, f"{name} knows more than it may: {modules - ours}"


def test_a_program_that_ignores_what_was_seen_is_caught_by_the_value_it_loses() -> None:
    [arrival] = [mutant for mutant in MUTANTS if mutant.name == "arrival order as dominance"]
    caught, said = verdict(arrival)
    assert caught, said


def test_every_wrong_stands_for_itself_and_fits_the_program_of_now(tmp_path: Path) -> None:
    assert len(MUTANTS) == len({mutant.name for mutant in MUTANTS}) == 22
    for mutant in MUTANTS:
        assert set(mutant.rules) <= rules_of(Whole), mutant.name
        for file in mutant.files:
            (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / file, tmp_path / file)
        planted(mutant, tmp_path)
