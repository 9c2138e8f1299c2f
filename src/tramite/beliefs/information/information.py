"""Where information is and where it is missing: knowledge, roadmap, strategy, content, steering, priorities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from tramite.beliefs.information.causes import SteeringCauses, steering_causes
from tramite.beliefs.information.content import ContentGap, content_gaps
from tramite.beliefs.information.gap import InformationGap, information_gaps
from tramite.beliefs.information.priorities import Priorities, priorities
from tramite.beliefs.information.quiz import QUIZ, fact_table, facts_asked, quiz_table
from tramite.beliefs.information.steering import Steering, steering
from tramite.beliefs.information.strategy import Intended, intended_answers, understood
from tramite.kernel.estimate import Estimate
from tramite.voices.asking.bank import ItemBank
from tramite.voices.disclosure.screening import ALL
from tramite.voices.estimation.answer_parts import answer_parts
from tramite.voices.estimation.measure_table import Measure, MeasureTable
from tramite.voices.estimation.sides import Side
from tramite.voices.estimation.study import Study

_ROADMAP: Mapping[Side, str] = {"partner": "PI06", "customer": "CK08"}
_CAN_EXPLAIN = 2


@dataclass(frozen=True, slots=True)
class InformationBelief:
    """What each side knows, and what follows for where customers are sent.

    Attributes:
        knowledge, sure_wrong: K and CW by side; empty without a table of facts.
        by_fact: share who are right, by side and fact; facts: contract FACTS.
        gaps: Gap_CP and Gap_VP, with verdict.
        vendor_first: whether K of the vendor's own people is below ``vendor_knowledge_min``, so that its own
            content comes first; ``None`` where K may not be shown.
        roadmap: share who can explain each announcement, by side.
        strategy: what the vendor wants each channel to concentrate on; understood: share of partners who name it.
        content, steering, causes, priorities: as their modules say.
        sources: where customers looked before (CK02).
        bank: items, to name them.
    """

    knowledge: Mapping[Side, MeasureTable]
    sure_wrong: Mapping[Side, MeasureTable]
    by_fact: Mapping[Side, MeasureTable]
    facts: pl.DataFrame | None
    gaps: tuple[InformationGap, ...]
    vendor_first: bool | None
    roadmap: Mapping[Side, MeasureTable]
    strategy: Mapping[str, Intended]
    understood: MeasureTable
    content: tuple[ContentGap, ...]
    sources: MeasureTable
    steering: tuple[Steering, ...]
    causes: SteeringCauses
    priorities: Priorities
    bank: ItemBank

    @property
    def steering_index(self) -> dict[str, Estimate]:
        """The steering index by channel, and of all."""
        return {one.domain: one.index for one in self.steering}

    def gap(self, side: Side, domain: str = ALL) -> InformationGap | None:
        """Return the gap of a side in a channel; ``None`` if there is none."""
        return next((gap for gap in self.gaps if (gap.side, gap.domain) == (side, domain)), None)


def information(study: Study) -> InformationBelief | None:
    """Believe who knows what, and where partners send customers.

    Returns: ``None`` if nobody answered any of it.
    Source: METHOD §3.7.2–6; requirements R51, R55–R56, R58–R62, R64, R71.
    """
    asked = {*QUIZ.values(), *_ROADMAP.values(), "PI01", "PI02", "PI08", "CK02", "CK03", "CK06", "CK07", "PM05"}
    answered = study.responses.filter(pl.col("item_id").is_in(sorted(asked)) & pl.col("missing").is_null())
    counted = study.interviews.filter(pl.col("status").is_in(["done", "approved"]) & pl.col("consent"))
    if answered.join(counted, on="interview_id", how="semi").is_empty():
        return None
    sides = [side for side in QUIZ if facts_asked(study, side)]
    right, wrong = (
        {side: quiz_table(study, side, name, facts_asked(study, side)) for side in sides}
        for name in ("right", "sure_wrong")
    )
    strategy = intended_answers(study, "VI08")
    return InformationBelief(
        knowledge=right,
        sure_wrong=wrong,
        by_fact={side: fact_table(study, side) for side in sides},
        facts=study.facts,
        gaps=information_gaps(study),
        vendor_first=_vendor_first(right, study),
        roadmap={side: _aware(study, side, item_id) for side, item_id in _ROADMAP.items()},
        strategy=strategy,
        understood=understood(study, strategy),
        content=content_gaps(study),
        sources=study.table("CK02", "customer"),
        steering=steering(study),
        causes=steering_causes(study),
        priorities=priorities(study),
        bank=study.bank,
    )


def _vendor_first(knowledge: Mapping[Side, MeasureTable], study: Study) -> bool | None:
    """Judge K as it is printed: 79.96% is read, and judged, as 80.0%."""
    cells = [cell for cell in knowledge["vendor"].cells if cell.domain == ALL] if "vendor" in knowledge else []
    value = cells[0].estimate.value if cells else None
    return None if value is None else value < study.method.vendor_knowledge_min


def _aware(study: Study, side: Side, item_id: str) -> MeasureTable:
    """Estimate the share who can explain each announcement; who only heard of it cannot (METHOD §3.7.3)."""
    heard = answer_parts(study.responses, item=study.bank.item(item_id))
    values = heard.with_columns(value=(pl.col("value") >= _CAN_EXPLAIN).cast(pl.Float64))
    return study.measure(values, Measure(item_id, (item_id,), (0.0, 1.0), "share", "share"), side,
                         weightings=("vote",))  # fmt: skip
