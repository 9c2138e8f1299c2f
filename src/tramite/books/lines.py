"""The lines of the income statement by channel (METHOD §5.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["income", "cost", "subtotal", "memo"]
COMPANY = "company"  # sum of all channels
UNALLOCATED = "unallocated"  # costs that no driver can split


@dataclass(frozen=True, slots=True)
class Line:
    """One line. A subtotal adds its ``parts`` (signed); without one of its ``needs`` it is n.d.

    Parts that are n.d. but not needed are left out of the subtotal, which then names them.
    """

    code: str
    number: int | None
    role: Role
    parts: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


LINES: tuple[Line, ...] = (
    Line("gross_sales", 1, "income"),
    Line("discounts", 2, "cost"),
    Line("bonuses", 3, "cost"),
    Line("returns", 4, "cost"),
    Line("net_sales", 5, "subtotal", ("invoiced", "bonuses", "returns"), ("invoiced",)),
    Line("cogs", 6, "cost"),
    Line("gross_margin", 7, "subtotal", ("net_sales", "cogs"), ("net_sales", "cogs")),
    Line("commissions", 8, "cost"),
    Line("trade_marketing", 9, "cost"),
    Line("logistics", 10, "cost"),
    Line("cost_to_serve", 11, "cost"),
    Line("payment_fees", 12, "cost"),
    Line("credit", 13, "cost"),
    Line(
        "cm1", 14, "subtotal",
        ("gross_margin", "commissions", "trade_marketing", "logistics", "cost_to_serve", "payment_fees", "credit"),
        ("gross_margin",),
    ),
    Line("fixed_avoidable", 15, "cost"),
    Line("cm2", 16, "subtotal", ("cm1", "fixed_avoidable"), ("cm1", "fixed_avoidable")),
    Line("committed", 17, "cost"),
    Line("overhead", 18, "cost"),
    Line("ebitda", 19, "subtotal", ("cm2", "committed", "overhead"), ("cm2", "overhead")),
    Line("depreciation", None, "memo"),
    Line("end_customer_spend", None, "memo"),
    Line("partner_margin", None, "memo"),
)  # fmt: skip
BY_CODE = {line.code: line for line in LINES}
