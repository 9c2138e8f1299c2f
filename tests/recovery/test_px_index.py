"""Does the whole way from answers to a channel's pillar find the truth? The truth is what everybody would say."""

from __future__ import annotations

import os

import numpy as np
import polars as pl

from tramite.beliefs.px.index import px_index
from tramite.kernel.method import Method
from tramite.voices.asking.bank import PILLARS, load_bank

WORLDS = int(os.environ.get("TRAMITE_WORLDS", "24"))
BANK = load_bank()
METHOD = Method()
CHANNELS = {"shops": (70, 12, 62.0), "agents": (60, 14, 50.0), "branches": (90, 12, 74.0)}


def world(rng: np.random.Generator) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Draw a population and what each of it would answer: responses, interviews, frame."""
    size = sum(N for N, _, _ in CHANNELS.values())
    channel = np.repeat(list(CHANNELS), [N for N, _, _ in CHANNELS.values()])
    centre = np.repeat([mean for _, _, mean in CHANNELS.values()], [N for N, _, _ in CHANNELS.values()])
    unit = np.array([f"u{i}" for i in range(size)])
    frame = pl.DataFrame(
        {"unit_id": unit, "channel_id": channel, "role": "reseller", "stratum": channel, "status": "active",
         "revenue": rng.lognormal(4, 1, size)}
    )  # fmt: skip
    interviews = frame.select(
        pl.col("unit_id").alias("interview_id"), "unit_id", "role",
        pl.lit("done").alias("status"), pl.lit(True).alias("consent"),
    )  # fmt: skip
    parts = []
    for pillar in PILLARS:
        firm = centre + rng.normal(0, 15, size)
        for item in BANK.pillar_items(pillar):
            score = np.clip(firm + rng.normal(0, 12, size), 0, 100)
            number = np.round(score / 10) if item.scale == "0-10" else 1 + np.round(score / 25)
            answered = rng.random(size) > 0.08
            parts.append(
                pl.DataFrame(
                    {"interview_id": unit, "item_id": item.id, "number": np.where(answered, number, np.nan)}
                ).with_columns(
                    pl.col("number").fill_nan(None), key=pl.lit(None, pl.String), text=pl.lit(None, pl.String),
                    missing=pl.Series(np.where(answered, "", "dk")).replace("", None),
                )
            )  # fmt: skip
    return pl.concat(parts), interviews, frame


def drawn(interviews: pl.DataFrame, frame: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    units: list[str] = []
    for name, (_, n, _) in CHANNELS.items():
        units += list(
            rng.choice(frame.filter(pl.col("channel_id") == name)["unit_id"].to_numpy(), n, replace=False)
        )
    return interviews.filter(pl.col("unit_id").is_in(units))


def test_pillars_of_channels_hold_what_everybody_would_say() -> None:
    rng = np.random.default_rng(20131130)
    held, errors = [], []
    for _ in range(WORLDS):
        responses, interviews, frame = world(rng)
        truth = px_index(responses, interviews, frame, bank=BANK, method=METHOD)
        sample = px_index(responses, drawn(interviews, frame, rng), frame, bank=BANK, method=METHOD)
        for channel in CHANNELS:
            for pillar in PILLARS:
                real = truth.score(channel, pillar, "vote").estimate.value
                found = sample.score(channel, pillar, "vote").estimate
                assert real is not None
                assert found.value is not None
                assert found.lower is not None
                assert found.upper is not None
                held.append(found.lower <= real <= found.upper)
                errors.append(found.value - real)
    share, bias = float(np.mean(held)), float(np.mean(errors))
    print(f"pillars: coverage {share:.1%} of {len(held)}, bias {bias:+.2f}")
    assert 0.85 <= share <= 0.95
    assert abs(bias) < 0.7
