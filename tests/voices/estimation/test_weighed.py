from __future__ import annotations

import polars as pl
import pytest

from tramite.kernel.method import Method
from tramite.voices.disclosure.screening import ALL
from tramite.voices.estimation.means import heard_mean, stratified_mean
from tramite.voices.estimation.population import population_for
from tramite.voices.estimation.strata import SurveyWeighting
from tramite.voices.estimation.weighed import Weighed

METHOD = Method()
PEOPLE = pl.DataFrame(
    [(f"{d}{i}", d, "large" if i < 8 else "small", 100.0 / (1 + i)) for d in "xy" for i in range(30)],
    schema=["unit_id", "domain", "stratum", "revenue"], orient="row",
)  # fmt: skip
SAID = {f"{d}{i}": float(i * 3 % 11) for d in "xy" for i in (0, 2, 3, 5, 8, 9, 12, 15, 20, 21, 25)}


@pytest.mark.parametrize("weighting", ["vote", "revenue"])
@pytest.mark.parametrize("domain", ["x", ALL])
def test_weighed_answers_give_the_mean_of_answers_weighed_one_by_one(
    weighting: SurveyWeighting, domain: str
) -> None:
    population = population_for(PEOPLE, heard=list(SAID), weighting=weighting, method=METHOD)
    part = population.of(["x", "y"] if domain == ALL else [domain])
    firms = pl.DataFrame({"unit_id": list(SAID), "value": list(SAID.values())})
    direct = stratified_mean(part.answers(firms), strata=part.strata, weighting=weighting, level=0.9)
    heard = Weighed(PEOPLE, method=METHOD).heard(SAID, weighting, domain)
    assert heard_mean(heard.saying(SAID), level=0.9, enumerative=True) == direct


def test_weights_are_found_once_for_the_same_people() -> None:
    weighed = Weighed(PEOPLE, method=METHOD)
    assert weighed.heard(SAID, "vote", "x") is weighed.heard(list(reversed(SAID)), "vote", "x")
    assert weighed.heard(SAID, "vote", "x") is not weighed.heard(SAID, "revenue", "x")
