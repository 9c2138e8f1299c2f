"""Does the retail network pay for what is tied up in it? Halo included (METHOD R33)."""

from __future__ import annotations

from collections.abc import Iterator

from tramite.decisions.missing import Missing
from tramite.decisions.parameters import Drawn
from tramite.decisions.simulation import Outcome, simulate
from tramite.decisions.verdicts.drawn import firsts, ground_of, of_draws, side_of
from tramite.decisions.verdicts.verdict import Verdict, VerdictGround
from tramite.kernel.case import Channel
from tramite.kernel.chance import Draws
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import grade_books
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase

QUESTION = "retail_return"
KINDS = ("retail", "franchise", "resellers")
"""Where customers see the products before they buy elsewhere: those who are asked about it (PX11)."""


def retail_return(ground: VerdictGround) -> Iterator[Verdict]:
    """Judge each channel in which customers can see the products.

    Avoidable contribution a year = CM2_c + H·CM1_online·E_c/ΣE of all places (METHOD §5.4, close channel: what
    would go with it), as the channel goes on today. Where the books tell the capital employed, its return is held
    against the discount rate; where they do not, the contribution against zero. Whether its customers would come
    to other channels is the question of the alternative that closes it, not of this one.
    """
    shops = [each for each in ground.setting.definition.selling_channels if _shows(each)]
    if not shops:
        return
    simulated = simulate([], ground.setting, ground.chance)
    (today,) = simulated.outcomes
    drawn, halo = firsts(simulated.drawn), _halo(ground, len(today.margin2))
    for channel in shops:
        yield _judge(ground, channel.id, today, drawn, halo)


def _shows(channel: Channel) -> bool:
    return channel.medium == "physical" and channel.kind in KINDS


def _halo(ground: VerdictGround, draws: int) -> Draws | None:
    belief = ground.setting.beliefs.halo
    return None if belief is None else belief.draw(ground.chance.stream("halo.verdict"), draws)


def _judge(
    ground: VerdictGround, channel_id: str, today: Outcome, drawn: list[Drawn], halo: Draws | None
) -> Verdict:
    market, method = ground.setting.market, ground.setting.definition.method
    k, years = market.index(channel_id), method.horizon_months / 12
    own = ground_of(each for each in drawn if each.channel_id == channel_id)
    contribution = today.margin2[:, k] / years
    figures = {"contribution": of_draws(ground, contribution, "money", "verdicts.method_contribution", own)}
    online = market.physical == 0
    belief, missing = ground.setting.beliefs.halo, list[Missing]()
    if online.any() and (halo is None or belief is None):
        missing.append(Missing("parameters.halo"))
    elif online.any() and halo is not None and belief is not None:
        share = today.spend[:, k] / (today.spend @ market.places)
        more = halo * share * today.margin1[:, online].sum(axis=1) / years
        contribution = contribution + more
        sites = [c for c, is_online in zip(market.channels, online, strict=True) if is_online]
        grade, evidence = ground_of(each for each in drawn if each.channel_id in (channel_id, *sites))
        graded = max(grade, belief.estimate.grade), (*evidence, *belief.estimate.evidence)
        figures["halo"] = of_draws(ground, more, "money", "verdicts.method_halo", graded)
        figures["with_halo"] = of_draws(ground, contribution, "money", "verdicts.method_with_halo", graded)
        own = graded
    capital = ground.capital.get(channel_id)
    if not capital:
        side = side_of(figures.get("with_halo", figures["contribution"]))
        missing.append(Missing("kpis.capital_employed", channel_id))
        return Verdict(QUESTION, channel_id, f"contribution_{side}", figures, missing=tuple(missing))
    figures["capital"] = _capital(ground, capital)
    figures["return"] = of_draws(ground, contribution / capital, "share", "verdicts.method_return", own)
    side = side_of(figures["return"], method.discount_rate)
    return Verdict(QUESTION, channel_id, f"return_{side}", figures, missing=tuple(missing))


def _capital(ground: VerdictGround, capital: float) -> Estimate:
    definition, months = ground.setting.definition, ground.setting.statement.period.months
    made = definition.simulated.books
    evidence = tuple(Source("table", name, simulated=made) for name in ("shops", "receivables"))
    return Estimate(
        capital, None, None, definition.method.interval_level, 0, None, "money", phrase("kpis.capital_employed"),
        grade=grade_books(months, definition.method), evidence=evidence, currency=definition.currency,
    )  # fmt: skip
