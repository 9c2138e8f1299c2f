from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.store.case_on_disk import DEFINITION
from tramite.kernel.errors import CaseNotFound, InputRefused
from tramite.workflows.checking import check_case
from tramite.workflows.linkage import link_case, review_case

# Planted: 1 and 2 are one; 3 and 4 have the same name and city, and nothing else to tell.
CUSTOMERS = """customer_id;name;vat_number;address
1;Rossi Impianti S.r.l.;00743110157;Via Roma 1, 20121 Milano
2;ROSSI IMPIANTI SRL;IT00743110157;V. Roma 1, Milano
3;=Bianchi Grafica snc;;Via Po 9, 10121 Torino
4;=Bianchi Grafica snc;;Corso Francia 3, 10138 Torino
5;Verdi Cicli;;Via Verdi 3, 70121 Bari
6;Neri Trasporti;00743110158;Via Dante 8, 40121 Bologna
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "books").mkdir()
    (tmp_path / "case.toml").write_text(DEFINITION + "\n[method]\nreview_probability = 0.05\n", encoding="utf-8")
    (tmp_path / "books" / "customers.csv").write_text(CUSTOMERS, encoding="utf-8")
    return tmp_path


def entities(case: Path) -> dict[str, str]:
    return dict(pl.read_parquet(case / "books" / "links.parquet").select("customer_id", "entity_id").iter_rows())


def decide(case: Path, decision: str) -> None:
    file = case / "books" / "link_decisions.csv"
    head, *rows = file.read_text(encoding="utf-8-sig").splitlines()
    judged = [row.replace("3;4;;;;", f"3;4;{decision};Anna;2024-05-02;chiesto al cliente", 1) for row in rows]
    file.write_text("\n".join([head, *judged]) + "\n", encoding="utf-8")


def test_link_case_writes_links_weights_and_pairs_to_judge(case: Path) -> None:
    done = link_case(case)
    assert (done.customers, done.entities, done.invalid_vat_numbers, done.to_review) == (6, 5, 1, 1)
    assert entities(case) == {"1": "1", "2": "1", "3": "3", "4": "4", "5": "5", "6": "6"}
    assert set(pl.read_parquet(done.weights).columns) == {"a", "b", "comparison", "weight"}
    review = review_case(case)
    assert review.open.select("customer_a", "customer_b", "name_a", "address_b").rows() == [
        ("3", "4", "'=Bianchi Grafica snc", "Corso Francia 3, 10138 Torino")
    ]
    assert review.judged == 0
    assert check_case(case).faults == ()


@pytest.mark.parametrize(("decision", "entity"), [("same", "3"), ("unsure", "4")])
def test_decisions_are_kept_and_applied_again(case: Path, decision: str, entity: str) -> None:
    link_case(case)
    decide(case, decision)
    done = link_case(case)
    assert (entities(case)["4"], done.to_review) == (entity, 0)
    review = review_case(case)
    assert (review.open.height, review.judged) == (0, 1)
    kept = pl.read_csv(review.file, separator=";", infer_schema=False).row(0, named=True)
    assert (kept["decision"], kept["who"], kept["note"]) == (decision, "Anna", "chiesto al cliente")


def test_a_faulty_decision_stops_the_linking_and_is_not_lost(case: Path) -> None:
    link_case(case)
    decide(case, "uguale")
    before = (case / "books" / "link_decisions.csv").read_bytes()
    with pytest.raises(InputRefused) as caught:
        link_case(case)
    assert [(fault.kind, fault.value) for fault in caught.value.faults] == [("not_allowed", "uguale")]
    assert (case / "books" / "link_decisions.csv").read_bytes() == before


def test_decisions_in_another_format_are_not_doubled(case: Path) -> None:
    link_case(case)
    decisions = case / "books" / "link_decisions.csv"
    pl.read_csv(decisions, separator=";").select("customer_a", "customer_b").cast(pl.String).write_parquet(
        decisions.with_suffix(".parquet")
    )
    decisions.unlink()
    with pytest.raises(InputRefused) as caught:
        link_case(case)
    assert [(fault.file, fault.kind, fault.hint) for fault in caught.value.faults] == [
        ("books/link_decisions.parquet", "unknown_format", ".csv")
    ]


def test_linking_needs_customers_and_review_needs_linking(case: Path) -> None:
    with pytest.raises(CaseNotFound, match="tramite link"):
        review_case(case)
    (case / "books" / "customers.csv").unlink()
    with pytest.raises(CaseNotFound, match="customers"):
        link_case(case)
