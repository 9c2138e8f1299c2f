"""All questions that a rule answers. To add one, write its module and list its verb here."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tramite.decisions.verdicts.budget import budget_credibility
from tramite.decisions.verdicts.earnings import earnings_changed
from tramite.decisions.verdicts.price import price_rise
from tramite.decisions.verdicts.verdict import Verdict, VerdictGround

RULES: tuple[Callable[[VerdictGround], Iterable[Verdict]], ...] = (
    price_rise, earnings_changed, budget_credibility,
)  # fmt: skip
