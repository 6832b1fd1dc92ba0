"""The machine with hypothesis' settings of this project: no deadline, never the same examples, the blob of a failure printed."""

import inspect
from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.stateful import RULE_MARKER, run_state_machine_as_test

from tests.proof.whole import Whole


def prove(examples: int, steps: int, begin: int, *, shrink: bool = True, focus: Sequence[str] = ()) -> None:
    """Run so many examples of so many steps; raises the AssertionError of the first invariant that is broken."""
    phases = (Phase.generate, Phase.shrink) if shrink else (Phase.generate,)
    wanted = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        derandomize=False,
        database=None,
        print_blob=True,
        report_multiple_bugs=False,
        phases=phases,
        verbosity=Verbosity.normal,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seed(begin)(with_only(focus) if focus else Whole), settings=wanted)


def rules_of(machine: type) -> set[str]:
    """Return the names of a machine's rules."""
    return {name for name, function in inspect.getmembers(machine) if hasattr(function, RULE_MARKER)}


def with_only(rules: Sequence[str]) -> type[Whole]:
    """Return the machine with these rules and no others, so that chance finds sooner what is looked for."""
    all_rules = rules_of(Whole)
    unknown = set(rules) - all_rules
    if unknown:
        raise ValueError(f"no such rules: {sorted(unknown)}")
    return type("Focused", (Whole,), {name: _no_rule(getattr(Whole, name)) for name in all_rules - set(rules)})


def _no_rule(function: Callable[..., None]) -> Callable[..., None]:
    """Return what a rule does, for other rules to call, without being one."""

    def only_called(self: Whole, **given: Any) -> None:
        function(self, **given)

    return only_called
