"""Answers of an invented company, through the estimators: sixteen dealers, twelve depots, three web partners."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl

from tramite.kernel.method import Method
from tramite.reports.dossier import Dossier
from tramite.voices.asking.bank import load_bank
from tramite.voices.estimation.answers import Answers
from tramite.voices.estimation.study import Study

HEARD = {"dealers": 16, "depots": 12, "web": 3}
CONDITIONS = ("earn", "leads", "stock", "train", "tech", "content")
SECRET_SHARE = 100 / 3  # of the three web partners, one chose it


def _responses() -> pl.DataFrame:
    rows: list[tuple[str, str, str, float | None, str | None]] = []
    for channel, heard in HEARD.items():
        for i in range(heard):
            name = f"i-{channel}-{i}"
            for place, item in enumerate(("PE01", "PE02", "PE03", "PE05", "PW01")):
                key = "vendor" if item == "PW01" else ""
                rows.append((name, item, key, float((i * 3 + place) % 11), None))
            rows.append((name, "PM04", "", None, ("codesign", "plan", "buy")[i % 3]))
            rows += [(name, "PX03", card, 1.0, None) for card in CONDITIONS[:3]]
            rows += [(name, "PX03", card, -1.0, None) for card in CONDITIONS[3:]]
            rows.append((name, "PZ01", "", None, "=HYPERLINK(1)"))
    rows += [(f"v-{i}", "VE01", "", 8.0 - i % 2, None) for i in range(12)]
    return pl.DataFrame(
        rows, schema=["interview_id", "item_id", "key", "number", "text"], orient="row",
        infer_schema_length=None,
    ).with_columns(pl.lit(None, pl.String).alias("missing"))  # fmt: skip


def made_answers(method: Method) -> Answers:
    """Return what they answered; a dealer of 40 has the revenue of its number."""
    units: list[tuple[str, str, str, float | None]] = [
        (f"{channel}-{i}", "reseller", channel, 100.0 + i) for channel in HEARD for i in range(40)
    ]
    units += [(f"staff-{i}", "vendor", "web", None) for i in range(12)]
    frame = pl.DataFrame(units, schema=["unit_id", "role", "channel_id", "revenue"], orient="row").with_columns(
        pl.lit("rest").alias("stratum"), pl.lit(None, pl.Float64).alias("potential"),
        pl.lit("active").alias("status"),
    )  # fmt: skip
    heard = [(f"i-{channel}-{i}", f"{channel}-{i}", "reseller", channel) for channel, n in HEARD.items()
             for i in range(n)]  # fmt: skip
    heard += [(f"v-{i}", f"staff-{i}", "vendor", "dealers" if i < 6 else "depots") for i in range(12)]
    interviews = pl.DataFrame(heard, schema=["interview_id", "unit_id", "role", "channel_id"], orient="row")
    interviews = interviews.with_columns(
        pl.lit("approved").alias("status"), pl.lit(True).alias("consent"),
        pl.lit(date(2024, 11, 4)).alias("date"),
    )  # fmt: skip
    return Study(
        _responses(), interviews, frame, bank=load_bank(), method=method, simulated=True
    ).all()  # fmt: skip


def answered(dossier: Dossier) -> Dossier:
    """Return the dossier with these answers."""
    return replace(dossier, answers=made_answers(dossier.method))
