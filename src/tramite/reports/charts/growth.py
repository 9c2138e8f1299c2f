"""Why sales grew or fell: from what was invoiced before to what is now, driver by driver."""

from __future__ import annotations

import altair as alt

from tramite.books.growth import Growth
from tramite.reports.charts.steps import draw_steps, step_row
from tramite.reports.charts.theme import scale_of
from tramite.reports.hand import Hand


def growth_chart(hand: Hand, growth: Growth) -> alt.TopLevelMixin:
    """Draw the steps between two totals, on an axis that begins at zero."""
    scale = scale_of([growth.before, growth.now])
    rows = [_total(hand, "before", growth.before, scale)]
    level = growth.before
    for driver in growth.drivers:
        end = level + driver.contribution
        kind = "up" if driver.contribution >= 0 else "down"
        text = f"{'+' if driver.contribution > 0 else ''}{hand.brief(driver.contribution, currency=False)}"
        rows.append(step_row(hand.tell(f"growth.{driver.factor}"), level / scale, end / scale, kind, text))
        level = end
    rows.append(_total(hand, "now", growth.now, scale))
    return draw_steps(rows, title=hand.chart(f"unit_{scale:.0f}", currency=growth.currency))


def _total(hand: Hand, name: str, amount: float, scale: float) -> dict[str, object]:
    text = hand.brief(amount, currency=False)
    return step_row(hand.tell(f"growth.{name}"), 0.0, amount / scale, "end", text)
