from __future__ import annotations

import pytest

from tests.beliefs.px_voices import METHOD, Voices
from tramite.beliefs.px.result import Band, band


@pytest.mark.parametrize(
    ("index", "lowest", "name"),
    [
        (49.9, 60, "critical"), (49.96, 60, "weak"), (64.9, 60, "weak"), (65, 40, "sound"), (69.9, 40, "sound"),
        (70, 49.9, "unbalanced"), (70, 50, "sound"), (79.9, 70, "sound"), (80, 70, "strong"),
        (85, 45, "unbalanced"),
    ],
)  # fmt: skip
def test_band_follows_the_method(index: float, lowest: float, name: Band) -> None:
    assert band(index, lowest, method=METHOD) == name


def invented() -> Voices:
    voices = Voices()
    voices.heard("shops", *[(80, 40, 75)] * 6)
    voices.heard("agents", *[(80, 40, 75)] * 5)
    voices.heard("branches", *[(80, 40, 75)] * 3)
    return voices


def test_px_result_speaks_as_a_person_would() -> None:
    px = invented().px()
    assert px.say("it").splitlines() == [
        "agents: PX nascosto perché non si ricavi un altro dato nascosto",
        "branches: PX nascosto: troppo poche risposte",
        "shops: PX 65,0 (da 65,0 a 65,0, 90%), n = 6 su 6, grado C; buona; pilastro più debole: Prevedibile",
        "Tutti i canali: PX 65,0 (da 65,0 a 65,0, 90%), n = 14 su 14, grado C; buona; "
        "pilastro più debole: Prevedibile",
    ]
    assert str(px).splitlines()[2] == (
        "shops: PX 65.0 (65.0 to 65.0, 90%), n = 6 of 6, grade C; sound; weakest pillar: Predictable"
    )


def test_px_result_becomes_a_table() -> None:
    frame = invented().px(simulated=True).to_frame()
    assert frame.shape == (4 * 6 * 2, 18)
    of_shops = (frame["channel_id"] == "shops") & (frame["measure"] == "px") & (frame["weighting"] == "vote")
    shown = frame.filter(of_shops).to_dicts()[0]
    assert (shown["value"], shown["n"], shown["N"], shown["grade"]) == (pytest.approx(65.0), 6, 6, "C")
    assert (shown["reading"], shown["hidden_because"], shown["simulated"]) == ("indicative", "", True)


def test_px_result_knows_no_score_that_was_not_asked_for() -> None:
    with pytest.raises(KeyError):
        invented().px().score("shops", "trust", "vote")
