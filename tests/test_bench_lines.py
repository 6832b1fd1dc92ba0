"""What `make bench` says of a figure: its bar, and whether it was kept."""

import pytest

from benchmarks.figures import Figure
from benchmarks.installed import Beside, NotBuilt
from benchmarks.one_edit import EditFigure


@pytest.mark.parametrize(
    ("figure", "line"),
    [
        (Figure("paint", 2.999, 3.0), "paint 3.00x 3.00x OK"),
        (Figure("paint", 3.01, 3.0), "paint 3.01x 3.00x MISS"),
        (Figure("push", 7.5), "push 7.50x - REPORT"),
        (Beside("start", 423, unit="ms", design="400"), "start 423.00ms - REPORT (design: 400)"),
        (NotBuilt("start", 0), "start not built: make installer"),
    ],
)
def test_a_figure_is_one_line_with_its_bar_and_verdict(figure: Figure, line: str) -> None:
    assert str(figure) == line


@pytest.mark.parametrize(
    ("times", "extra_ms", "verdict"),
    [(1.9, 0.3, "OK"), (1.9, 4.0, "OK"), (3.0, 0.3, "OK"), (2.0, 0.5, "OK"), (3.0, 0.6, "MISS")],
)
def test_one_edit_keeps_its_bar_when_it_is_within_either(times: float, extra_ms: float, verdict: str) -> None:
    figure = EditFigure("one_edit", times, extra_ms=extra_ms)
    assert figure.verdict == verdict
    assert str(figure) == f"one_edit {times:.2f}x/{extra_ms:+.2f}ms 2.00x|+0.50ms {verdict}"
