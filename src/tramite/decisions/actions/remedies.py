"""What is done about each ground: who, how long, what it moves (METHOD §3.12). The words are in the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from tramite.decisions.actions.proposal import Law

Owner = Literal["board", "sales", "channel", "marketing", "product", "service", "finance", "logistics", "study"]
Family = Literal[
    "support", "pay", "terms", "rules", "continuity", "growth", "role", "alternative", "verify", "feedback"
]
# items of the PX index that are scores: who can mend what they ask
_ITEM_OWNERS: Mapping[str, Owner] = {
    "PE01": "channel", "PE02": "service", "PE03": "service", "PE05": "product", "PE06": "marketing",
    "PE07": "marketing", "PE08": "channel", "PP01": "logistics", "PP02": "sales", "PP03": "product",
    "PP04": "sales", "PP05": "sales", "PF01": "sales", "PF03": "marketing",
    "PF04": "finance", "PF05": "marketing", "PF06": "channel", "PF07": "product",
}  # fmt: skip
_PAY_ITEMS, _RULE_ITEMS = ("PF01", "PF04"), ("PP02", "PP04", "PP05")


@dataclass(frozen=True, slots=True)
class Remedy:
    """What is done about a ground.

    Attributes:
        owner: function that answers for it, until people name somebody.
        family: words on risk and on what respondents are told.
        horizon: how long it usually takes. structural: changes who does what, earns what, or sells to whom.
        line: of the income statement. belief: section of the dossier.
    """

    owner: Owner
    family: Family
    horizon: Literal["tactical", "operational"]
    line: str
    belief: str
    structural: bool = False
    hard_to_undo: bool = False
    law: tuple[Law, ...] = ()


def _item(item_id: str, owner: Owner) -> Remedy:
    if item_id in _PAY_ITEMS:
        return Remedy(owner, "pay", "tactical", "cm1", "px", structural=True)
    if item_id in _RULE_ITEMS:
        return Remedy(owner, "rules", "tactical", "net_sales", "px", structural=item_id != "PP02")
    return Remedy(owner, "support", "operational", "net_sales", "px")


REMEDIES: Final[Mapping[str, Remedy]] = {
    **{f"px_{item_id.lower()}": _item(item_id, owner) for item_id, owner in _ITEM_OWNERS.items()},
    "px_group": Remedy("channel", "support", "tactical", "net_sales", "relationship"),
    # rules of imbalance
    "b1": Remedy("sales", "terms", "operational", "net_sales", "imbalance"),
    "b2": Remedy("logistics", "terms", "operational", "credit", "imbalance"),
    "b3": Remedy("board", "terms", "tactical", "cm2", "imbalance", structural=True),
    "b4": Remedy("finance", "terms", "tactical", "cm2", "imbalance"),
    "b5": Remedy("service", "terms", "tactical", "cost_to_serve", "imbalance", structural=True),
    "b6": Remedy("finance", "terms", "operational", "credit", "imbalance"),
    "b7": Remedy("sales", "continuity", "tactical", "net_sales", "imbalance", law=("dependence",)),
    "b8": Remedy("sales", "pay", "tactical", "cm1", "roles", structural=True),
    "b12": Remedy("service", "support", "tactical", "net_sales", "position", structural=True),
    "b13": Remedy("channel", "rules", "tactical", "net_sales", "conflict", structural=True),
    "b14": Remedy("board", "terms", "tactical", "net_sales", "imbalance"),
    "b15": Remedy("channel", "continuity", "operational", "net_sales", "relationship"),
    "b16": Remedy("service", "terms", "operational", "returns", "imbalance"),
    "b17": Remedy("sales", "pay", "tactical", "cm1", "px", structural=True),
    "b18": Remedy("finance", "growth", "operational", "net_sales", "potential"),
    # information
    "gap_customer": Remedy("marketing", "support", "tactical", "net_sales", "information"),
    "gap_vendor": Remedy("product", "support", "tactical", "net_sales", "information"),
    "vendor_first": Remedy("product", "support", "operational", "net_sales", "information"),
    "roadmap": Remedy("product", "support", "operational", "net_sales", "information"),
    "strategy": Remedy("sales", "support", "operational", "net_sales", "information"),
    "content": Remedy("marketing", "support", "operational", "net_sales", "information"),
    "steer_ignorance": Remedy("product", "support", "tactical", "net_sales", "information"),
    "steer_earnings": Remedy("sales", "pay", "tactical", "cm1", "information", structural=True),
    "steer_fit": Remedy("product", "support", "tactical", "net_sales", "information"),
    "steer_unknown": Remedy("study", "verify", "operational", "net_sales", "information"),
    # conflict, roles, what both sides want
    "conflict_domain": Remedy("sales", "rules", "tactical", "net_sales", "conflict", structural=True),
    "conflict_vertical": Remedy("channel", "rules", "operational", "net_sales", "conflict"),
    "conflict_horizontal": Remedy("sales", "rules", "tactical", "cm1", "conflict", structural=True),
    "conflict_coopetition": Remedy(
        "sales", "rules", "tactical", "net_sales", "conflict", structural=True, law=("antitrust",)
    ),
    "role_cost": Remedy("sales", "role", "tactical", "cost_to_serve", "roles", structural=True),
    "role_access": Remedy("sales", "role", "tactical", "net_sales", "roles", structural=True),
    "role_complement": Remedy("product", "role", "tactical", "net_sales", "roles", structural=True),
    "role_none": Remedy("sales", "role", "tactical", "cm2", "roles", structural=True, law=("dependence",)),
    "role_gap": Remedy("channel", "role", "operational", "net_sales", "roles"),
    "paradigm": Remedy("board", "role", "tactical", "net_sales", "paradigm", structural=True),
    "priorities": Remedy("channel", "role", "operational", "net_sales", "information"),
    "condition": Remedy("channel", "growth", "tactical", "net_sales", "potential"),
    # decisions, and what makes them surer
    "alternative": Remedy(
        "board", "alternative", "tactical", "ebitda", "alternatives", structural=True, hard_to_undo=True
    ),
    "verify": Remedy("study", "verify", "operational", "ebitda", "strategy"),
    "tool": Remedy("service", "support", "tactical", "cost_to_serve", "px"),
    "feedback": Remedy("study", "feedback", "operational", "net_sales", "field-quality", law=("privacy",)),
}  # fmt: skip
