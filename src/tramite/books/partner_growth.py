"""How each partner's purchases changed, on a scale that a handful of leaps cannot stretch."""

from __future__ import annotations

from datetime import date

import narwhals as nw

from tramite.books.lines import COMPANY
from tramite.books.partner_tables import partner_sales
from tramite.books.rows import Tables, month_key, rows_of
from tramite.kernel.case import CaseDefinition
from tramite.kernel.periods import Period


def partner_growth(tables: Tables, *, definition: CaseDefinition, period: Period) -> dict[str, float]:
    """Measure the growth of each partner: g = 2(S₁ − S₀)/(S₁ + S₀), S what it was invoiced now and before.

    g orders partners as S₁/S₀ does and is near its logarithm, but it runs from −2 (stopped ordering) to 2, so
    that a partner that trebled from little does not make the result by itself.

    Args:
        period: now; S₀ is of the period of equal length just before.

    Returns: partner to g; without partners that bought nothing before, who entered rather than grew. Empty where
    ``sell_in`` is missing or does not reach back over both periods.

    Source: Törnqvist, Vartia & Vartia 1985; Davis & Haltiwanger 1996 (growth that bears entry and exit).
    """
    if not invoices_reach(tables, period.previous().first):
        return {}
    now, before = (partner_sales(tables, definition, when)[COMPANY] for when in (period, period.previous()))
    changes = {partner: (first, max(now.get(partner, 0.0), 0.0)) for partner, first in before.items() if first > 0}
    return {partner: 2 * (last - first) / (last + first) for partner, (first, last) in changes.items()}


def invoices_reach(tables: Tables, month: date) -> bool:
    """Tell whether the invoices to partners begin by a month."""
    if "sell_in" not in tables:
        return False
    first = rows_of(tables["sell_in"].select(nw.col("date").min().alias("date")))[0]["date"]
    return first is not None and month_key(first).replace(day=1) <= month
