"""Is a label more than a partner's word? What the vendor's people and the books say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from tramite.beliefs.selling.axes import STEPS
from tramite.books.joint_work import Dealing
from tramite.kernel.method import Method
from tramite.voices.estimation.answer_parts import answer_parts
from tramite.voices.estimation.measure_table import Measure, MeasureTable
from tramite.voices.estimation.study import Study

Verdict = Literal["agrees", "differs", "silent"]
OTHERS: Final = ("vendor", "books")
_SHARE: Final = (0.0, 1.0)


@dataclass(frozen=True, slots=True)
class VendorView:
    """What the vendor's people say of a channel; ``None`` where it may not be shown, and then does not count.

    Attributes:
        facing, joint: shares of the five steps that partners lead, alone or jointly, and jointly (VS03).
        complement_first: share of them that put «adds what is missing» first among the reasons for it (VS09).
    """

    facing: float | None = None
    joint: float | None = None
    complement_first: float | None = None


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one source holds of a partner; ``None`` is what it does not see.

    Attributes:
        deals_with: whether it sells with us to our customers. fills_gap: whether it adds what we lack.
        trade: label of the trade.
    """

    deals_with: bool | None = None
    fills_gap: bool | None = None
    trade: str | None = None


def vendor_views(study: Study) -> Mapping[str, VendorView]:
    """Return what the vendor's people say of each channel, one vote each, after disclosure control.

    VS03 mirrors PS03. Who adds what we lack it does not ask: there VS09 speaks, complement in the first place.
    """
    led = study.measure(
        answer_parts(study.responses, item=study.bank.item("VS03")),
        Measure("VS03", ("VS03",), _SHARE, "share"), "vendor",
    )  # fmt: skip
    ranked = answer_parts(study.responses, item=study.bank.item("VS09"))
    first = study.measure(
        ranked.with_columns(value=(ranked["value"] == 1).cast(float)),
        Measure("VS09", ("VS09",), _SHARE, "share", "share"), "vendor",
    )  # fmt: skip
    joint, alone = (_sum(led, [f"{step}.{leader}" for step in STEPS]) for leader in ("joint", "partner"))
    complement = _sum(first, ["complement"])
    return {
        domain: VendorView(
            None if domain not in joint else (joint[domain] + alone[domain]) / len(STEPS),
            None if domain not in joint else joint[domain] / len(STEPS),
            complement.get(domain),
        )
        for domain in dict.fromkeys((*joint, *complement))
    }


def _sum(table: MeasureTable, keys: list[str]) -> dict[str, float]:
    """Sum shown shares by domain; a domain that is hidden is not there."""
    found: dict[str, float] = {}
    for cell in table.cells:
        if cell.key in keys and cell.estimate.value is not None:
            found[cell.domain] = found.get(cell.domain, 0.0) + cell.estimate.value
    return found


def vendor_opinion(view: VendorView, dealing: Dealing, *, method: Method) -> Opinion:
    """Read the vendor's view by the rules of the labels; who invoices the vendor knows from its own invoices.

    The joint steps stand for J, and for PS04, which has no mirror.
    """
    if view.facing is None or view.joint is None:
        return Opinion(fills_gap=_more(view.complement_first))
    near = view.joint >= method.joint_sales_with or (
        dealing.title is not None and dealing.title <= method.title_with
    )
    return Opinion(
        view.facing >= method.facing_with and near, _more(view.complement_first),
        _trade(view.joint, dealing.title, method),
    )  # fmt: skip


def books_opinion(dealing: Dealing, *, method: Method) -> Opinion:
    """Read invoices, deals and visits by the same rules; they cannot see what a partner adds.

    A partner that registers deals, or is visited together at a customer's, faces the customer.
    """
    if dealing.joint is None:
        return Opinion()
    brings = dealing.deals > 0 and dealing.title is not None and dealing.title <= method.title_with
    return Opinion(
        dealing.joint >= method.joint_sales_with or brings, None, _trade(dealing.joint, dealing.title, method)
    )


def judge(article: str, trade: str, opinion: Opinion) -> tuple[Verdict, Verdict]:
    """Tell what a source makes of a partner's two labels.

    It differs if it sees one half of the article's label (deals with the customers, fills a gap) otherwise. It
    agrees if it sees all that the label claims; of «fulfilment», which claims neither, the dealing. Invoices
    cannot tell goods that are built in from goods that are resold.
    """
    stated = {"deals_with": article in ("sell_with", "hybrid"), "fills_gap": article in ("sell_thru", "hybrid")}
    seen = {"deals_with": opinion.deals_with, "fills_gap": opinion.fills_gap}
    claimed = [half for half, true in stated.items() if true] or ["deals_with"]
    if any(saw is not None and saw != stated[half] for half, saw in seen.items()):
        of_article: Verdict = "differs"
    else:
        of_article = "agrees" if all(seen[half] is not None for half in claimed) else "silent"
    unseen = opinion.trade is None or (trade == "sell_to" and opinion.trade == "sell_through")
    return of_article, "silent" if unseen else "agrees" if opinion.trade == trade else "differs"


def _more(share: float | None) -> bool | None:
    return None if share is None else share > 0.5


def _trade(joint: float, title: float | None, method: Method) -> str | None:
    if joint >= method.joint_trade_with:
        return "sell_with"
    if title is None:
        return None
    return "sell_through" if title == 1 and joint < method.joint_trade_through else "hybrid"
