"""The draw: one number per unit, from the seed and its id alone."""

from __future__ import annotations

from hashlib import blake2b, sha256

import polars as pl

_DRAWN_BY = ("unit_id", "role", "channel_id", "stratum", "revenue", "potential", "status", "area", "origin")


def random_number(seed: int, unit_id: str) -> float:
    """Return the permanent random number of a unit, 0 ≤ u < 1: BLAKE2b of its id, keyed with the seed.

    It depends on nothing else: not on the order of rows, nor on who else is in the frame. A unit keeps it when
    strata or sizes change, so that a smaller sample is part of a larger one.

    Source: Ohlsson 1995 (permanent random numbers); RFC 7693 (BLAKE2).
    """
    digest = blake2b(unit_id.encode(), key=str(seed).encode(), digest_size=8).digest()
    return (int.from_bytes(digest, "big") >> 11) / (1 << 53)


def in_random_order(units: pl.DataFrame, *, seed: int) -> pl.DataFrame:
    """Sort units by their random numbers within each stratum, and count their ``place`` there from 1.

    Args:
        units: ``unit_id``, ``side``, ``stratum``, and any other columns.
    """
    numbers = pl.Series("number", [random_number(seed, unit) for unit in units["unit_id"]], dtype=pl.Float64)
    ordered = units.with_columns(numbers).sort("stratum", "side", "number", "unit_id").drop("number")
    return ordered.with_columns(
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("side", "stratum").alias("place")
    )


def fingerprint(frame: pl.DataFrame) -> str:
    """Return the fingerprint of all that the draw depends on in a frame, whatever the order of its rows.

    Args:
        frame: contract FRAME.

    Returns: the first 16 hexadecimal digits of SHA-256.
    """
    rows = frame.select(pl.col(name).cast(pl.String) for name in _DRAWN_BY).sort("unit_id").rows()
    text = "\n".join("\t".join("" if value is None else value for value in row) for row in rows)
    return sha256(text.encode()).hexdigest()[:16]
