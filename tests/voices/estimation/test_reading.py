from __future__ import annotations

import pytest

from tramite.kernel.method import Method
from tramite.voices.estimation.reading import Reading, reading_level


@pytest.mark.parametrize(
    ("n", "N", "reading"),
    [
        (0, 4, "hidden"), (4, 4, "hidden"), (5, 5, "indicative"), (9, 9, "indicative"), (10, 100, "interval"),
        (10, 21, "interval"), (10, 20, "full"), (29, 500, "interval"), (30, 500, "full"), (12, None, "interval"),
        (30, None, "full"),
    ],
)  # fmt: skip
def test_reading_level_follows_the_method(n: int, N: int | None, reading: Reading) -> None:
    assert reading_level(n, N, method=Method()) == reading
