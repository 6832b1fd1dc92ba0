"""One run of the proof in one process: what was broken, and how often each thing happened."""

import logging
import re
import traceback
from collections import Counter
from collections.abc import Sequence

from hypothesis.errors import HypothesisException
from sqlalchemy.exc import SQLAlchemyError
from sqlcipher3 import dbapi2

from app.errors import KeukentafelError
from tests.proof.run import prove
from tests.proof.screens import COUNTS

Outcome = tuple[str, Counter[str]]
"""Which invariant was broken, if any, and how often each thing happened."""


def one_run(examples: int, steps: int, seed: int, shrink: bool, focus: Sequence[str]) -> Outcome:
    """Run in this process."""
    logging.disable(logging.WARNING)
    COUNTS.clear()
    try:
        prove(examples, steps, seed, shrink=shrink, focus=focus)
    except (AssertionError, KeukentafelError, SQLAlchemyError, HypothesisException, dbapi2.Error) as error:
        found = re.match(r"I\d+", str(error))
        if not found:
            traceback.print_exc()
        print("\n".join([f"{type(error).__name__}: {error}", *getattr(error, "__notes__", [])]), flush=True)
        return (found.group() if found else "unnamed"), COUNTS
    return "", COUNTS
