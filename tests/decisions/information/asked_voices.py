"""Respondents who answer about a channel that closes and about prices: tables, and what is believed of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from tramite.beliefs.reactions.diversion import DiversionBelief, diversion
from tramite.beliefs.reactions.kinds import PRICE
from tramite.beliefs.reactions.reaction import Reaction, react
from tramite.beliefs.reactions.respondents import respondents
from tramite.kernel.case import CaseDefinition
from tramite.kernel.chance import Draws
from tramite.voices.asking.bank import load_bank
from tramite.voices.estimation.sides import SIDES
from tramite.voices.estimation.study import Study

BANK = load_bank()
HEARD = 10  # before
Answers = list[tuple[str, str, str, float]]  # unit, item, key, number


def case() -> CaseDefinition:
    def channel(name: str, kind: str, reach: str, medium: str) -> dict[str, object]:
        return {"id": name, "name": {"en": name, "it": name}, "kind": kind, "reach": reach, "medium": medium,
                "end_customer": "both"}  # fmt: skip

    return CaseDefinition.model_validate({
        "name": {"en": "Worlds", "it": "Mondi"}, "vendor": "V", "currency": "EUR", "as_of": date(2024, 12, 31),
        "channels": [
            channel("web", "web", "direct", "online"), channel("shops", "resellers", "indirect", "physical"),
        ],
    })  # fmt: skip


CASE = case()


def tables(answers: Answers) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Return responses, interviews and frame of some answers; all weigh alike."""
    responses = pl.DataFrame(
        answers, schema=["interview_id", "item_id", "key", "number"], orient="row"
    ).with_columns(text=pl.lit(None, pl.String), missing=pl.lit(None, pl.String))  # fmt: skip
    role = pl.when(pl.col("unit_id").str.starts_with("p")).then(pl.lit("reseller")).otherwise(pl.lit("customer"))
    frame = responses.select(unit_id="interview_id").unique().sort("unit_id").with_columns(
        role=role, channel_id=pl.lit("shops"), stratum=pl.lit("all"), revenue=pl.lit(100.0),
        potential=pl.lit(None, pl.Float64), status=pl.lit("active"),
    )  # fmt: skip
    interviews = frame.select(
        pl.col("unit_id").alias("interview_id"), "unit_id", "role", "channel_id", status=pl.lit("approved"),
        consent=pl.lit(value=True),
        date=pl.lit(date(2025, 3, 3)),
    )  # fmt: skip
    return responses, interviews, frame


def believed_diversion(answers: Answers) -> DiversionBelief:
    found = diversion(*tables(answers), channel_id="shops", definition=CASE)
    assert found is not None
    return found


def believed_price(answers: Answers) -> Reaction:
    responses, interviews, frame = tables(answers)
    study = Study(responses, interviews, frame, bank=BANK, method=CASE.method, simulated=True)
    found = react(PRICE, study, {side: respondents(study, side) for side in SIDES}, definition=CASE)
    assert found is not None
    return found


def named(units: Sequence[str], item: str, destinations: Sequence[str]) -> Answers:
    """Let each respondent put all spending on one destination: an answer is a trial."""
    return [(unit, item, to, 100.0) for unit, to in zip(units, destinations, strict=True)]


def lost(units: Sequence[str], losses: Draws) -> Answers:
    rows = [(unit, "CX03", "", 100 * float(loss)) for unit, loss in zip(units, losses, strict=True)]
    return [*rows, *((unit, "CX03", "x", 5.0) for unit in units)]


BEFORE = named([f"c{n}" for n in range(HEARD)], "CC03", ["web"] * 4 + ["comp_other"] * 4 + ["stop"] * 2)
