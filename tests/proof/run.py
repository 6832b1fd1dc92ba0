"""The machine with hypothesis' settings of this project: no deadline, never the same examples, the blob of a failure printed."""

from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.proof.restored import Restored


def prove(examples: int, steps: int, begin: int, *, shrink: bool = True) -> None:
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
    run_state_machine_as_test(seed(begin)(Restored), settings=wanted)
