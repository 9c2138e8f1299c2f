from __future__ import annotations

import pytest

from tramite.kernel.figures import Unit, figure
from tramite.kernel.wording import Language

NBSP = "\xa0"


@pytest.mark.parametrize(
    ("value", "unit", "language", "text"),
    [
        (-255548.4, "money", "it", f"-USD{NBSP}255.548"),
        (1234567.8, "money", "en", f"${NBSP}1,234,568"),
        (0.2345, "share", "it", "23,4%"),
        (62.44, "score", "en", "62.4"),
        (3.25, "points", "it", "+3,2"),
        (-3.25, "points", "en", "-3.2"),
        (701, "count", "it", "701"),
        (0.38, "ratio", "it", "0,38"),
        (45, "days", "it", "45 giorni"),
        (None, "money", "it", "n.d."),
        (float("nan"), "share", "en", "n.d."),
    ],
)
def test_figure_is_written_as_a_person_would(
    value: float | None, unit: Unit, language: Language, text: str
) -> None:
    assert figure(value, unit, language, "USD") == text
