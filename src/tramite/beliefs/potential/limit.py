"""How far each channel can go: the least of demand, capacity and coverage, and which of them it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from tramite.beliefs.potential.budgets import check_budgets
from tramite.beliefs.potential.ground import PotentialGround
from tramite.beliefs.potential.kappa import assumed_kappa, kappa_after
from tramite.beliefs.potential.partner_frontier import partner_frontiers
from tramite.beliefs.potential.parts import Part
from tramite.beliefs.potential.result import (
    TERMS,
    Binding,
    ChannelPotential,
    PotentialBelief,
    Term,
    TermName,
    Verdict,
)
from tramite.beliefs.potential.stated import Stated
from tramite.beliefs.potential.terms import ChannelTerms
from tramite.kernel.chance import Chance
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import weakest
from tramite.kernel.method import Method
from tramite.kernel.wording import phrase
from tramite.voices.estimation.measure_table import MeasureTable
from tramite.voices.estimation.study import Study

_CONDITIONS = 3


def potential(study: Study | None, ground: PotentialGround, *, chance: Chance) -> PotentialBelief:
    """Believe how far each selling channel can go in the next 12 months: L_c = min(demand, capacity, coverage).

    Each limit is drawn; L, the room L/S − 1 and the limit that binds are found draw by draw. A limit that is n.d.
    is left out: the least of fewer is never below the true least, so that L then is an upper bound and is said to
    be one. Grades: the weakest link. What may not be shown does not count (ADR 10). Answers of an earlier wave
    serve to update κ, not to state what is possible today.

    Args:
        study: who was heard; ``None`` without interviews. ground: of the books. chance: seed and draws.

    Source: METHOD §3.10, §3.9 (B18), §4.6; ADR 20.
    """
    method = ground.definition.method
    simulated = study is not None and study.simulated
    kappa: Part = kappa_after(ground.kept_promises, method=method, simulated=simulated) or assumed_kappa(method)
    channels = {} if study is None else {
        one.channel_id: one for one in _channels(study, ground, kappa, method, chance)
    }  # fmt: skip
    frontiers = partner_frontiers(ground, channels, method=method, chance=chance)
    untold = tuple(c.id for c in ground.definition.selling_channels if c.id not in channels)
    return PotentialBelief(
        channels, untold, kappa, frontiers, check_budgets(ground, channels, method=method, chance=chance)
    )


def _channels(
    study: Study, ground: PotentialGround, kappa: Part, method: Method, chance: Chance
) -> Iterator[ChannelPotential]:
    stated = Stated(study, ground.period.first)
    tables = {
        "PX01": stated.growth("PX01"), "PX02": stated.growth("PX02"), "VX01": stated.growth("VX01", "vendor"),
        "reach": stated.reach(), "customers": stated.customers(), "spending": stated.spending(),
        "wallet": stated.wallet(),
    }  # fmt: skip
    first, helps = stated.first_limit(), study.table("PX03", "partner", ("vote",))
    for channel in ground.definition.selling_channels:
        build = ChannelTerms(channel.id, tables, ground, kappa=kappa, method=method, chance=chance)
        terms: dict[TermName, Term] = {
            "demand": build.demand(), "capacity": build.capacity(), "coverage": build.coverage()
        }  # fmt: skip
        sales = build.sales()
        if sales is None or not any(term.known for term in terms.values()):
            continue
        drawn = {name: term.draw(chance) for name, term in terms.items() if term.known}
        limit, room = _least(drawn, terms, sales.estimate, method)
        yield ChannelPotential(
            channel.id, sales.estimate, terms, build.capacity("PX01"), limit, room, len(drawn) < len(TERMS),
            _binding(drawn, first, channel.id), _conditions(helps, channel.id), build.said("PX01"),
            build.said("VX01"),
        )  # fmt: skip


def _least(
    drawn: Mapping[TermName, np.ndarray], terms: Mapping[TermName, Term], sales: Estimate, method: Method
) -> tuple[Estimate, Estimate]:
    """Return L and the room above today's sales."""
    known = [terms[name].estimate for name in drawn]
    least = np.minimum.reduce(list(drawn.values()))
    grade = weakest(estimate.grade for estimate in known)
    evidence = tuple(dict.fromkeys(source for estimate in known for source in estimate.evidence))
    n = min(estimate.n for estimate in known)
    limit = Estimate.of_draws(
        least, level=method.interval_level, unit="money", method=phrase("potential.limit_method"), grade=grade,
        n=n, evidence=evidence, currency=sales.currency,
    )  # fmt: skip
    room = Estimate.of_draws(
        least / float(sales.value or 1.0) - 1, level=method.interval_level, unit="share",
        method=phrase("potential.room_method"), grade=grade, n=n, evidence=evidence,
    )  # fmt: skip
    return limit, room


def _binding(drawn: Mapping[TermName, np.ndarray], first: MeasureTable, channel_id: str) -> Binding:
    names = list(drawn)
    lowest = np.argmin(np.vstack([drawn[name] for name in names]), axis=0)
    often: dict[TermName, float] = {name: float(np.mean(lowest == place)) for place, name in enumerate(names)}
    likeliest = max(names, key=lambda name: often[name])
    found = likeliest if len(names) > 1 else None
    stated = {
        cell.key: cell.estimate
        for cell in first.cells
        if cell.domain == channel_id and cell.estimate.value is not None
    }
    said = max(stated, key=lambda key: float(stated[key].value or 0.0)) if stated else None
    return Binding(often, found, stated, said, _verdict(said, found, names))


def _verdict(said: str | None, found: TermName | None, known: list[TermName]) -> Verdict:
    """Confirm what partners say by the lowest of the limits; a limit that is n.d. can do neither."""
    if found is None or said is None or (said in TERMS and said not in known):
        return "open"
    return "confirmed" if said == found else "contradicted"


def _conditions(helps: MeasureTable, channel_id: str) -> tuple[tuple[str, Estimate], ...]:
    scores = [
        (cell.key, cell.estimate)
        for cell in helps.cells
        if cell.domain == channel_id and cell.estimate.value is not None
    ]
    best = sorted(scores, key=lambda one: (-float(one[1].value or 0.0), one[0]))
    return tuple(one for one in best[:_CONDITIONS] if (one[1].value or 0.0) > 0)
