"""The 18 rules of imbalance together: those of the books, those of the voices, those that take both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tramite.beliefs.imbalance.completed import budget_beyond_limit, price_blocked
from tramite.beliefs.imbalance.customers import complex_and_unserved, other_channels_wanted
from tramite.beliefs.imbalance.ground import ImbalanceGround
from tramite.beliefs.imbalance.partners import (
    broken_promise,
    clash_inside,
    leaving,
    paid_less_than_others,
    pay_against_functions,
    steered_away,
)
from tramite.books.imbalance_rule import RuleResult, by_amount

_OF_PARTNERS = (
    pay_against_functions, broken_promise, clash_inside, steered_away, leaving, paid_less_than_others
)  # fmt: skip
_OF_CUSTOMERS = (complex_and_unserved, other_channels_wanted)


def imbalances(books: Sequence[RuleResult], ground: ImbalanceGround) -> tuple[RuleResult, ...]:
    """Judge each channel by all 18 rules, and rank those that fire by the amount at stake.

    A rule fires where its point estimate is beyond the limit; ``certainty`` says whether its interval leaves the
    limit out (``sure``), or how likely it is (``likely``, ``open``). Numbers that may not be shown make a rule not
    evaluable: its outcome would tell on which side of the limit they are.

    Args:
        books: what the books judged (``books.imbalance``): B8, B14 and B18 are completed here.
        ground: beliefs and amounts; what is missing there is told by the rules that need it.

    Returns: those that fire first, by amount at stake; then the clear; then the not evaluable.
    Source: METHOD §3.9.
    """
    told = {(result.rule, result.channel_id): result for result in books if result.rule not in ("B8", "B18")}
    results = [price_blocked(ground, one) if one.rule == "B14" else one for one in told.values()]
    return tuple(sorted([*results, *_heard(ground)], key=by_amount))


def _heard(ground: ImbalanceGround) -> Iterator[RuleResult]:
    for channel in ground.definition.selling_channels:
        if channel.reach == "indirect":
            yield from (rule(ground, channel.id) for rule in _OF_PARTNERS)
        yield from (rule(ground, channel.id) for rule in _OF_CUSTOMERS)
        yield budget_beyond_limit(ground, channel.id)
