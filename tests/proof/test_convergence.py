"""The proof at the length of a test run; `make proof EXAMPLES=200` is the long one."""

import ast
import os
import secrets
from pathlib import Path

from tests.proof.laptop import COUNTS
from tests.proof.mutants import MUTANTS, verdict
from tests.proof.run import prove

HERE = Path(__file__).parent


def test_three_laptops_and_the_server_keep_every_invariant_whatever_chance_does() -> None:
    seed = secrets.randbelow(2**32)
    print(f"seed {seed}: python -m tests.proof --seed {seed}")
    prove(int(os.environ.get("EXAMPLES", "10")), 30, seed)
    assert COUNTS["gestures"] > 0


def test_the_oracle_knows_nothing_of_the_program() -> None:
    tree = ast.parse((HERE / "oracle.py").read_text(encoding="utf-8"))
    modules = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    modules |= {node.module or "." for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert modules == {"hashlib", "collections", "collections.abc", "dataclasses", "typing"}


def test_a_program_that_ignores_what_was_seen_is_caught_by_the_value_it_loses() -> None:
    [ignore_seen] = [mutant for mutant in MUTANTS if mutant.name == "ignore seen"]
    caught, said = verdict(ignore_seen)
    assert caught, said
