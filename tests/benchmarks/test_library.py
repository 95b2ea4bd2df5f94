"""How the benchmark of large libraries writes its figures."""

from __future__ import annotations

import pytest

from benchmarks.library import readable


@pytest.mark.parametrize(
    ("value", "said"),
    [(7_586.2, "7,586"), (99.96, "100"), (412.0, "412"), (6.54, "6.5"), (0.424, "0.42"), (0.0, "0.00")],
)
def test_figures_are_written_as_people_write_them(value: float, said: str) -> None:
    assert readable(value) == said
