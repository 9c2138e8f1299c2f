"""The hand-written part of the example: its definition and its alternatives."""

from __future__ import annotations

import tomllib
from pathlib import Path

import polars as pl

from tramite.decisions.alternatives import Alternative
from tramite.kernel.case import CaseDefinition


def test_example_has_four_selling_channels_and_a_sales_force(example: CaseDefinition) -> None:
    assert [channel.id for channel in example.selling_channels] == [
        "internet", "specialty", "value-added", "warehouse",
    ]  # fmt: skip
    assert example.channel("sales-force").sells_to == ("specialty", "value-added", "warehouse")
    assert (example.simulated.books, example.simulated.voices) == (False, True)


def test_alternatives_can_be_read(case_path: Path) -> None:
    read = {
        path.stem: Alternative.model_validate({"id": path.stem, **tomllib.loads(path.read_text(encoding="utf-8"))})
        for path in (case_path / "alternatives").glob("*.toml")
    }
    assert {name: [lever.kind for lever in alternative.levers] for name, alternative in read.items()} == {
        "close-warehouse": ["close-channel"],
        "close-warehouse-invest-internet": ["close-channel", "shift-investment"],
        "cut-warehouse-discounts": ["change-commission"],
        "expand-internet": ["open-direct"],
        "protect-specialty": ["change-rules"],
        "raise-reseller-prices": ["change-price", "change-price", "change-price"],
        "recruit-specialty": ["recruit-partners"],
        "subscribe-value-added": ["change-paradigm"],
        "train-value-added": ["train-partners"],
    }


def test_source_keeps_nothing_personal(case_path: Path) -> None:
    customers = pl.read_parquet(case_path / "source" / "DimCustomer.parquet")
    resellers = pl.read_parquet(case_path / "source" / "DimReseller.parquet")
    assert customers.columns == ["CustomerKey", "GeographyKey", "DateFirstPurchase"]
    assert resellers.columns == ["ResellerKey", "GeographyKey", "BusinessType", "ResellerName", "ProductLine"]
