"""What one partner said itself, where it may be told: number by number."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from tramite.beliefs.px.pillars import firm_scores, interview_scores
from tramite.beliefs.px.weights import Weights
from tramite.kernel.method import Method
from tramite.voices.asking.bank import PILLARS
from tramite.voices.disclosure.confidentiality import single_answers
from tramite.voices.disclosure.named import named_units
from tramite.voices.estimation.answer_parts import answer_parts
from tramite.voices.estimation.informants import firm_answers
from tramite.voices.estimation.scores import score_answers
from tramite.voices.estimation.study import Study

_PERCENT = {"PS08": "access", "PW04": "clash"}


@dataclass(frozen=True, slots=True)
class OwnAnswers:
    """Answers of one partner that agreed to be named; what it did not answer, or may not be told, is not there.

    Attributes:
        access: a, share of its sales to customers hard to reach without it (PS08), 0–1.
        clash: share of its opportunities where another of the vendor's channels was found (PW04), 0–1.
        done: share of each function that it does (PS01), 0–1.
        pillars: its own scores, 0–100.
    """

    access: float | None = None
    clash: float | None = None
    done: Mapping[str, float] = field(default_factory=dict)
    pillars: Mapping[str, float] = field(default_factory=dict)

    @property
    def weakest(self) -> str | None:
        """The lowest of its pillars; ``None`` unless all three are told."""
        return min(PILLARS, key=lambda pillar: self.pillars[pillar]) if len(self.pillars) == len(PILLARS) else None


def own_answers(study: Study, partner_id: str, *, weights: Weights) -> OwnAnswers:
    """Return what a partner said itself, of level a and of items that the vendor may read one by one.

    Args:
        weights: of the pillars, by role (``px.weights``).

    Source: METHOD §3.3, §4.10.
    """
    interviews = study.voices("partner").interviews
    percent: dict[str, float | None] = {}
    for item, name in _PERCENT.items():
        values = firm_answers(
            answer_parts(study.responses, item=study.bank.item(item)), interviews, apart_from=math.inf
        ).values
        percent[name] = _of(values, partner_id, interviews, study.method).get("")
    shares = firm_answers(
        answer_parts(study.responses, item=study.bank.item("PS01")), interviews, apart_from=math.inf
    ).values
    done = {
        key.removesuffix(".partner"): share
        for key, share in _of(shares, partner_id, interviews, study.method).items()
        if key.endswith(".partner")
    }
    return OwnAnswers(percent["access"], percent["clash"], done, _pillars(study, partner_id, weights))


def stated_cost(study: Study, partner_id: str) -> float | None:
    """Return what selling and serving costs the partner, as a share of its sales (PS02, total): for its eyes
    alone.

    PS02 goes to a clean team, never to the vendor (METHOD §4.10): this number may stand on the page that is
    written for the partner, and nowhere else.

    Returns: ``None`` unless all of its interviews are of level a.
    """
    interviews = study.voices("partner").interviews.filter(pl.col("unit_id") == partner_id)
    if partner_id not in named_units(interviews, method=study.method):
        return None
    told = study.responses.join(interviews, on="interview_id", how="semi").filter(
        (pl.col("item_id") == "PS02") & (pl.col("key") == "total") & pl.col("missing").is_null()
    )
    numbers = told["number"].drop_nulls().to_list()
    return sum(numbers) / len(numbers) / 100 if numbers else None


def _of(values: pl.DataFrame, partner_id: str, interviews: pl.DataFrame, method: Method) -> dict[str, float]:
    safe = named_units(interviews, method=method, answered=values["unit_id"].unique().to_list())
    if partner_id not in safe:
        return {}
    return dict(values.filter(pl.col("unit_id") == partner_id).select("key", "value").iter_rows())


def _pillars(study: Study, partner_id: str, weights: Weights) -> dict[str, float]:
    """Score the pillars from the items that the vendor may read one by one."""
    interviews, bank, method = study.voices("partner").interviews, study.bank, study.method

    def scored(answers: pl.DataFrame) -> pl.DataFrame:
        scores = score_answers(answers, bank=bank)
        return firm_scores(interview_scores(scores, interviews, bank=bank, weights=weights, method=method))

    everybody = scored(study.responses)
    may = scored(single_answers(study.responses, interviews, bank=bank, reader="vendor"))
    mine = may.filter(pl.col("unit_id") == partner_id)
    found: dict[str, float] = {}
    for pillar in PILLARS if len(mine) else ():
        answered = everybody.filter(pl.col(pillar).is_not_null())["unit_id"].to_list()
        score = mine[pillar][0]
        if score is not None and partner_id in named_units(interviews, method=method, answered=answered):
            found[pillar] = float(score)
    return found
