"""All questions that a rule answers. To add one, write its module and list its verb here."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tramite.decisions.verdicts.budget import budget_credibility
from tramite.decisions.verdicts.direct_sales import direct_sales
from tramite.decisions.verdicts.earnings import earnings_changed
from tramite.decisions.verdicts.indirect_expansion import indirect_expansion
from tramite.decisions.verdicts.price import price_rise
from tramite.decisions.verdicts.retail_return import retail_return
from tramite.decisions.verdicts.verdict import Verdict, VerdictGround

RULES: tuple[Callable[[VerdictGround], Iterable[Verdict]], ...] = (
    price_rise, earnings_changed, direct_sales, retail_return, indirect_expansion, budget_credibility,
)  # fmt: skip
