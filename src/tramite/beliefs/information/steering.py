"""The steering index: how far customers are sent away from what the vendor wants, and from what they need."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from tramite.beliefs.information.strategy import Intended, intended_answers, match_values
from tramite.kernel.estimate import Estimate
from tramite.kernel.wording import phrase
from tramite.voices.disclosure.screening import ALL
from tramite.voices.estimation.answer_parts import answer_parts
from tramite.voices.estimation.combinations import channel_shares, combination_estimate, combine
from tramite.voices.estimation.informants import firm_answers
from tramite.voices.estimation.item_values import item_values
from tramite.voices.estimation.measure_table import Measure, MeasureCell
from tramite.voices.estimation.sides import Side
from tramite.voices.estimation.study import Study

COMPONENTS: tuple[str, ...] = ("off_strategy", "redirected", "sent_away", "misfit")
_SHARE = (0.0, 1.0)
_DO_NOT_REMEMBER = "dk"  # a code on the card of CK06: no answer, as everywhere


@dataclass(frozen=True, slots=True)
class Steering:
    """The steering index of one channel, or of «all».

    Attributes:
        index: share, 0 = aligned; without value where a component is missing.
        components: share by name: ``off_strategy`` 1 − share PI01 = VI01, ``redirected`` PI02/100, ``sent_away``
            customers with CK06 = away, ``misfit`` (100 − CK07)/100; without value where missing.
        intended: what the vendor wants proposed to the case; ``None`` where its people do not agree.
    """

    domain: str
    index: Estimate
    components: Mapping[str, Estimate]
    intended: Intended | None


@dataclass(frozen=True, slots=True)
class _Component:
    """One of the four: what each respondent said, 0–1, and the estimates by channel."""

    side: Side
    values: pl.DataFrame
    cells: Mapping[str, MeasureCell]

    def shown(self, domain: str) -> bool:
        return domain in self.cells and self.cells[domain].mean is not None


def steering(study: Study) -> tuple[Steering, ...]:
    """Estimate the steering index of each channel with partners, and of all.

    S = (off strategy + redirected + sent away + misfit)/4, the first two said by partners, the others by customers
    of the same channel. It is printed only with all four: a mean of fewer would mean something else in each
    channel. The two answers of one side come from the same people: their correlation enters the interval. «All» is
    the mean of the channels that have all four, weighed as partners are.

    Source: METHOD §3.7.5; requirements R61–R62.
    """
    intended = intended_answers(study, "VI01")
    parts = _components(study, intended)
    domains = [
        d for d in study.voices("partner").weighed.domains if any(d in part.cells for part in parts.values())
    ]
    if not domains:
        return ()
    whole = [d for d in domains if all(part.shown(d) for part in parts.values())]
    together = {
        (0, 1): _correlation(study, parts["off_strategy"], parts["redirected"]),
        (2, 3): _correlation(study, parts["sent_away"], parts["misfit"]),
    }
    found = [_steering(study, d, {d: 1.0}, parts, together, intended.get(d)) for d in domains]
    return (*found, _steering(study, ALL, channel_shares(study, whole), parts, together, intended.get(ALL)))


def _components(study: Study, intended: Mapping[str, Intended]) -> dict[str, _Component]:
    item, responses, bank = study.bank.item, study.responses, study.bank
    one = pl.col("value")
    away = item_values(responses, item=item("CK06"), bank=bank)
    forgot = away.filter((pl.col("key") == _DO_NOT_REMEMBER) & (one > 0)).select("interview_id")
    away = away.filter(pl.col("key") == "away").join(forgot, on="interview_id", how="anti")
    fit = item_values(responses, item=item("CK07"), bank=bank)
    asked: dict[str, tuple[Side, str, pl.DataFrame]] = {
        "off_strategy": ("partner", "PI01", match_values(study, "PI01", intended).with_columns(value=1 - one)),
        "redirected": ("partner", "PI02", answer_parts(responses, item=item("PI02"))),
        "sent_away": ("customer", "CK06", away.with_columns(key=pl.lit(""))),
        "misfit": ("customer", "CK07", fit.with_columns(value=1 - one / 100)),
    }
    found = {}
    for name, (side, item_id, values) in asked.items():
        said_or_not = name in ("off_strategy", "sent_away")
        measure = Measure(name, (item_id,), _SHARE, "share", "share" if said_or_not else "mean")
        table = study.measure(values, measure, side, weightings=("vote",))
        found[name] = _Component(side, values, {cell.domain: cell for cell in table.cells})
    return found


def _steering(
    study: Study, domain: str, shares: Mapping[str, float], parts: Mapping[str, _Component],
    together: Mapping[tuple[int, int], float], intended: Intended | None,
) -> Steering:  # fmt: skip
    told = {}
    for name, part in parts.items():
        cells = [part.cells[d] for d in shares if part.shown(d)]
        found = combine([(w, part.cells[d].mean) for d, w in shares.items()], bounds=_SHARE) if (  # type: ignore[misc]
            cells and len(cells) == len(shares)) else None  # fmt: skip
        told[name] = combination_estimate(
            found, cells, study=study, unit="share", method=phrase(f"information.method_{name}")
        )
    places = [(part, d, w) for d, w in shares.items() for part in parts.values()]
    cells = [part.cells[d] for part, d, _ in places if part.shown(d)]
    whole = None
    if places and len(cells) == len(places):
        correlated = {
            (4 * block + i, 4 * block + j): r for block in range(len(shares)) for (i, j), r in together.items()
        }
        weighed = [(w / 4, part.cells[d].mean) for part, d, w in places]
        whole = combine(weighed, bounds=_SHARE, correlated=correlated)  # type: ignore[arg-type]
    index = combination_estimate(
        whole, cells, study=study, unit="share", method=phrase("information.method_steering")
    )
    return Steering(domain, index, told, intended)


def _correlation(study: Study, one: _Component, other: _Component) -> float:
    """Return the correlation of two answers of the same people, inside a channel; 0 where it cannot be told."""
    voices = study.voices(one.side)
    first, second = (
        firm_answers(part.values, voices.interviews, apart_from=math.inf).values.select("unit_id", name)
        for part, name in ((one, pl.col("value").alias("a")), (other, pl.col("value").alias("b")))
    )
    both = first.join(second, on="unit_id").join(voices.weighed.people.select("unit_id", "domain"), on="unit_id")
    if both.height < 3:
        return 0.0
    apart = both.with_columns(pl.col("a", "b") - pl.col("a", "b").mean().over("domain")).sort("unit_id")
    a, b = apart["a"].to_numpy(), apart["b"].to_numpy()
    norm = math.sqrt(float(a @ a) * float(b @ b))
    return float(np.clip(a @ b / norm, -1.0, 1.0)) if norm else 0.0
