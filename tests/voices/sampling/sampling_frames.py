"""Frames to draw from, for the tests of the sample."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from tramite.kernel.method import Method
from tramite.kernel.tables import CONTRACTS
from tramite.store.columns import DTYPES
from tramite.voices.sampling.design import SampleRequest
from tramite.voices.sampling.side import Side


def rows_of(name: str, *rows: Mapping[str, Any]) -> pl.DataFrame:
    """Return a table of the voices; what a row leaves out is empty."""
    schema = {column.name: DTYPES[column.kind] for column in CONTRACTS[name].columns}
    return pl.DataFrame([{column: row.get(column) for column in schema} for row in rows], schema=schema)


def unit(unit_id: str, revenue: float | None = None, **more: Any) -> dict[str, Any]:
    """Return an active reseller of the books."""
    return {
        "unit_id": unit_id, "role": "reseller", "channel_id": "shops", "stratum": "auto", "revenue": revenue,
        "status": "active", "origin": "books", **more,
    }  # fmt: skip


def market() -> pl.DataFrame:
    """Return 60 resellers of two channels (two are giants), 8 lost ones, 40 customers, 3 people of the vendor."""
    partners = [
        unit(f"P{n:02d}", 100.0 + 17 * n, channel_id="shops" if n % 3 else "dist", area=("N", "S")[n % 2])
        for n in range(58)
    ]
    giants = [unit("G1", 30_000.0), unit("G2", 20_000.0, channel_id="dist")]
    lost = [unit(f"L{n}", 0.0, status="lost") for n in range(8)]
    customers = [unit(f"C{n:02d}", 10.0 + n, role="customer", channel_id="web") for n in range(40)]
    staff = [unit(f"V{n}", role="vendor", stratum="own-people", origin=None) for n in range(3)]
    return rows_of("frame", *partners, *giants, *lost, *customers, *staff)


def request(
    seed: int = 1, *, sizes: Mapping[Side, int] | None = None,
    spreads: Mapping[tuple[Side, str], float] | None = None, **settings: float,
) -> SampleRequest:  # fmt: skip
    """Return a request with the settings of the method, some changed."""
    return SampleRequest(seed, Method().overridden(settings), dict(sizes or {}), dict(spreads or {}))
