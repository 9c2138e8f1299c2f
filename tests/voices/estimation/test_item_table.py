from __future__ import annotations

import polars as pl
import pytest

from tramite.kernel.grade import Grade
from tramite.kernel.method import Method
from tramite.voices.asking.bank import load_bank
from tramite.voices.estimation.item_table import item_table
from tramite.voices.estimation.measure_table import MeasureTable
from tramite.voices.estimation.strata import SurveyWeighting

BANK, METHOD = load_bank(), Method()
COLUMNS = ("interview_id", "item_id", "key", "number", "text", "missing")
SCHEMA = {name: pl.Float64 if name == "number" else pl.String for name in COLUMNS}


def people(**sizes: int) -> pl.DataFrame:
    rows = [(f"{d}{i}", d, "rest", 10.0 + i, 1000.0 - i) for d, size in sizes.items() for i in range(size)]
    return pl.DataFrame(rows, schema=["unit_id", "domain", "stratum", "revenue", "potential"], orient="row")


def table(
    population: pl.DataFrame, item_id: str, said: dict[str, list[tuple[str, float]]], *,
    weightings: tuple[SurveyWeighting, ...] = ("vote", "revenue"), **options: object,
) -> MeasureTable:  # fmt: skip
    """Each unit says (key, number); «unit/2» is the second interview of a unit."""
    responses = [(name, item_id, key, value, None, None) for name, rows in said.items() for key, value in rows]
    interviews = pl.DataFrame({"interview_id": list(said), "unit_id": [name.split("/")[0] for name in said]})
    return item_table(
        pl.DataFrame(responses, schema=SCHEMA, orient="row"), interviews, population, item=BANK.item(item_id),
        bank=BANK, method=METHOD, weightings=weightings, **options,  # type: ignore[arg-type]
    )  # fmt: skip


def test_shares_of_a_choice_by_domain_and_of_all() -> None:
    said = {f"x{i}": [("visits" if i < 6 else "mktg", 1.0)] for i in range(12)}
    said |= {f"y{i}": [("mktg", 1.0)] for i in range(8)}
    found = table(people(x=40, y=20), "PM02", said)
    assert found.statistic == "share"
    x, y = found.cell("x", "visits", "vote"), found.cell("y", "visits", "vote")
    assert x.estimate.value == pytest.approx(0.5)
    assert (x.estimate.n, x.estimate.N, x.estimate.unit, x.reading) == (12, 40, "share", "interval")
    assert (y.estimate.value, y.reading) == (0.0, "indicative")
    assert y.estimate.upper is not None
    assert 0.1 < y.estimate.upper < 0.4
    assert found.cell("all", "visits", "vote").estimate.value == 0.333  # 40 of 60 by half
    assert x.estimate.grade is Grade.C


def test_every_part_of_an_item_is_hidden_when_one_is() -> None:
    said = {f"x{i}": [("visits", 1.0)] for i in range(12)} | {f"y{i}": [("mktg", 1.0)] for i in range(4)}
    said |= {f"z{i}": [("mktg", 1.0)] for i in range(7)}
    found = table(people(x=40, y=20, z=20), "PM02", said, weightings=("vote",))
    why = {(cell.domain, cell.hidden_because) for cell in found.cells}
    assert why == {("x", ""), ("y", "few"), ("z", "residual"), ("all", "")}
    hidden = [cell for cell in found.cells if cell.domain in "yz"]
    assert {(cell.estimate.value, cell.estimate.evidence[0].ids) for cell in hidden} == {(None, ())}


def test_two_informants_of_a_firm_count_as_one() -> None:
    said = {f"x{i}": [("", 5.0)] for i in range(9)} | {"x9": [("", 10.0)], "x9/2": [("", 0.0)]}
    found = table(people(x=40), "PE01", said, weightings=("vote",))
    cell = found.cell("x", "", "vote")
    assert (cell.estimate.value, cell.estimate.n, len(cell.estimate.evidence[0].ids)) == (50.0, 10, 11)
    assert (found.several, found.apart) == (1, 1)


def test_parts_of_a_hundred_sum_to_one_in_every_weighting() -> None:
    said = {f"x{3 * i}": [("biz_on", 10.0 * (i % 5)), ("biz_phys", 100 - 10.0 * (i % 5))] for i in range(12)}
    found = table(people(x=40), "PC02", said, weightings=("vote", "revenue", "potential"))
    for weighting in ("vote", "revenue", "potential"):
        parts = [cell.estimate.value for cell in found.cells if (cell.domain, cell.weighting) == ("x", weighting)]
        assert len(parts) == len(BANK.choices_of("endmix"))
        assert sum(part or 0.0 for part in parts) == pytest.approx(1)


def test_best_worst_scores_lie_between_minus_one_and_one() -> None:
    said = {f"x{i}": [("credit", 1.0), ("price", -1.0)] for i in range(9)} | {"x9": [("price", 1.0)]}
    found = table(people(x=40), "PX03", said, weightings=("vote",))
    scores = {key: found.cell("x", key, "vote").estimate.value for key in ("credit", "price", "territory")}
    assert scores == pytest.approx({"credit": 0.9, "price": -0.8, "territory": 0.0})


def test_a_weighting_by_what_is_not_known_has_no_value() -> None:
    population = people(x=40).with_columns(pl.lit(None, dtype=pl.Float64).alias("potential"))
    found = table(population, "PE01", {f"x{i}": [("", 5.0)] for i in range(9)}, weightings=("potential",))
    assert [(cell.estimate.value, cell.hidden_because) for cell in found.cells] == [(None, "no_size")] * 2
    assert found.cells[0].say("it") == "n.d.: nessun potenziale noto con cui pesare le risposte"


def test_a_view_carried_by_few_says_so_without_a_number() -> None:
    population = people(x=40).with_columns(
        pl.when(pl.col("unit_id").is_in(["x0", "x1", "x2", "x3"])).then(1000.0).otherwise(1.0).alias("revenue")
    )
    found = table(population, "PE01", {f"x{i}": [("", 5.0)] for i in range(12)})
    assert found.cell("x", "", "revenue").say("it") == "dominato da pochi rispondenti"
    assert found.cell("x", "", "vote").say("en").startswith("50.0")


@pytest.mark.parametrize(
    ("enumerative", "words"),
    [
        (True, "tutti ascoltati: nessun errore di campionamento; le risposte possono comunque essere errate"),
        (False, "affermazione oltre la popolazione di oggi, senza correzione per popolazione finita"),
    ],
)
def test_a_census_says_so_and_only_of_today(*, enumerative: bool, words: str) -> None:
    said = {f"x{i}": [("", float(i % 6))] for i in range(9)}
    found = table(people(x=9), "PE01", said, weightings=("vote",), enumerative=enumerative)
    estimate = found.cell("x", "", "vote").estimate
    assert not isinstance(estimate.method, str)
    assert estimate.method.say("it") == f"media stratificata, un partner, un voto; {words} (METHOD §3.2)"
    assert (estimate.lower == estimate.upper) is enumerative


def test_a_median_is_had_on_demand_and_a_table_becomes_a_frame() -> None:
    said = {f"x{i}": [("", float(i))] for i in range(10)}
    found = table(people(x=40), "PE01", said, weightings=("vote",), statistic="median")
    assert found.cell("x", "", "vote").estimate.value == 40.0
    frame = found.to_frame()
    assert frame.height == 2
    assert frame["domain"].to_list() == ["x", "all"]
    with pytest.raises(KeyError):
        found.cell("x", "", "revenue")
