"""The same case on DuckDB and on Spark: every cell."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.books.conftest import full  # noqa: F401 - a fixture
from tests.needed import needed
from tests.store.case_on_disk import CaseOnDisk
from tests.store.ingest.partitioned import put, rows_of
from tests.store.spark_cells import cells, differences, statements, studies
from tramite.kernel.case import CaseDefinition, EngineSettings
from tramite.kernel.errors import TramiteError
from tramite.kernel.periods import Period
from tramite.kernel.tables import CONTRACTS
from tramite.store.case_folder import load_case
from tramite.store.engine import open_engine
from tramite.store.ingest.manifest import Manifest
from tramite.store.ingest.partitions import PLACES, open_partitions
from tramite.store.spark_engine import SparkEngine

EXAMPLE = Path(__file__).parents[2] / "examples" / "adventure-works"
HERE = EngineSettings(kind="spark", master="local[2]", memory="1g", partitions=2)


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkEngine]:
    """Return a Spark in this program, compiled in haste: each question is asked once."""
    needed("java", "default-jre-headless")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        engine = SparkEngine(HERE)
    with engine:
        yield engine


def test_every_cell_of_the_example_is_the_same(spark: SparkEngine) -> None:
    case = load_case(EXAMPLE)
    frames = {name: case.frame(name) for name in case.tables}
    period = Period.trailing(case.definition.as_of)
    with open_engine() as engine:
        on_duckdb = statements(engine.tables(frames), case.definition, period)
    on_spark = statements(spark.tables(frames), case.definition, period)
    assert cells(on_duckdb) > 20_000
    assert list(differences(on_duckdb, on_spark)) == []


@pytest.fixture
def served(full: dict[str, pl.DataFrame], make_table: Any) -> dict[str, pl.DataFrame]:  # noqa: F811
    """Return the hand-worked books with touches, one of them without a booked cost, and linked customers."""
    touches = [
        {
            "touch_id": f"t{n}", "date": date(2024, 3 + n, 9), "partner_id": partner, "kind": "visit",
            "minutes": 45.0 * n, "amount": None if n else Decimal("70.0001"),
        }
        for n, partner in enumerate(("a", "b", "a"))
    ]  # fmt: skip
    links = [{"customer_id": customer, "entity_id": "c1", "ground": "model"} for customer in ("c1", "c2")]
    bought = pl.when(pl.col("channel_id") == "shops").then(pl.lit("c1")).otherwise("customer_id")
    return full | {
        "touches": make_table("touches", touches),
        "links": make_table("links", links),
        "sell_out": full["sell_out"].with_columns(customer_id=bought),
        "costs": full["costs"].filter(pl.col("line") != "cost_to_serve"),
    }


def test_every_study_of_the_hand_worked_case_is_the_same(
    spark: SparkEngine, served: dict[str, pl.DataFrame], definition: CaseDefinition, period: Period
) -> None:
    with open_engine() as engine:
        on_duckdb = studies(engine.tables(served), definition, period, partner="a")
    on_spark = studies(spark.tables(served), definition, period, partner="a")
    assert cells(on_duckdb) > 300
    assert list(differences(on_duckdb, on_spark)) == []


def test_amounts_stay_exact_where_floats_would_not(spark: SparkEngine) -> None:
    most = Decimal("99999999999999.9999")
    amounts = pl.DataFrame({"a": [most, most, Decimal("0.0001"), -most]}, schema={"a": pl.Decimal(18, 4)})
    sums = spark.tables({"t": amounts})["t"].select(nw.col("a").sum()).collect().rows()
    assert sums == [(Decimal("100000000000000.0000"),)]


def test_ingested_rows_are_read_where_they_are_and_those_left_out_are_out(
    spark: SparkEngine, tmp_path: Path
) -> None:
    case = CaseOnDisk(tmp_path / "a [case] *{1} è")
    manifest = Manifest()
    for sender, ids in (("rossi", ["T1", "T2"]), ("verdi", ["T3", "T4"])):
        columns: dict[str, list[object]] = {
            "touch_id": [*ids], "minutes": [1.5, 2.5], "date": [date(2024, 5, 1)] * 2,
            "amount": [Decimal("0.0001"), None],
        }  # fmt: skip
        rows = rows_of("touches", "report.csv", columns)
        older = rows.drop("amount") if sender == "rossi" else rows
        manifest = put(case, manifest, "touches", f"{sender}/report.csv", older)
    whole = open_partitions(case.path, CONTRACTS["touches"], manifest.of("touches"))
    out = pl.DataFrame({"_part": [whole.files[1].path.name], "_at": [0]}, schema=PLACES)
    for partitions in (whole, replace(whole, left_out=out)):
        found = spark.tables({"touches": partitions})["touches"].collect(backend="polars").to_native()
        assert_frame_equal(found.sort("touch_id"), partitions.frame().sort("touch_id"))
    assert found["touch_id"].sort().to_list() == ["T1", "T2", "T4"]


def test_a_table_without_rows_has_its_columns(spark: SparkEngine) -> None:
    empty = pl.DataFrame(schema={"partner_id": pl.String(), "amount": pl.Decimal(18, 4)})
    found = spark.tables({"t": empty})["t"].collect(backend="polars").to_native()
    assert_frame_equal(found, empty)


def test_nothing_listens_beyond_this_machine(spark: SparkEngine) -> None:
    process = spark._process.gateway.proc.pid
    words = [needed("ss", "iproute2"), "-ltnpH"]
    listening = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    heard = [line.split()[3] for line in listening.splitlines() if f"pid={process}," in line]
    assert heard
    assert [address for address in heard if "127.0.0.1]:" not in address and "127.0.0.1:" not in address] == []


def test_engines_share_a_process_that_ends_with_the_last(spark: SparkEngine) -> None:
    with SparkEngine(HERE) as other:
        assert other._process is spark._process
        assert other._process.users == 2
        with pytest.raises(TramiteError) as caught:
            SparkEngine(HERE.model_copy(update={"memory": "2g"}))
        assert (caught.value.key, caught.value.params) == ("spark_in_use", {"master": "local[2]"})
    assert spark._process.users == 1
