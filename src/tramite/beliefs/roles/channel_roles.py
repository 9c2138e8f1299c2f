"""The three roles of a channel's partners, in money a year, and which of them is the reason to have it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from tramite.beliefs.roles.shares import Draws, drawn
from tramite.kernel.chance import Chance
from tramite.kernel.estimate import Estimate
from tramite.kernel.method import Method
from tramite.kernel.wording import Sayable

Role = Literal["cost", "access", "complement"]
Shown = Literal["cost", "access", "complement", "none", "unknown"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
CHANCE: Final = "role"


@dataclass(frozen=True, slots=True)
class RoleWorth:
    """What one role is worth in a year.

    Attributes:
        share: of net sales: c_inhouse − c_partner, a, or G; ``None`` where it is not known.
        amount: in the currency of the case; ``None`` where share, sales or margin is not known.
        missing: why it is not known; what to supply.
        cap: most that access may be, by the books; ``None`` without such data, or for another role.
    """

    role: Role
    share: Estimate | None
    amount: Estimate | None
    missing: tuple[Sayable, ...] = ()
    cap: float | None = None


@dataclass(frozen=True, slots=True)
class ChannelRoles:
    """The roles that the partners of a channel play. They overlap: amounts are not added.

    Attributes:
        primary: the largest role that is shown; ``none`` if all three are known and none is shown; ``unknown`` if
            none is shown and one is not known.
        probability: share of the draws in which it is; ``None`` where it is not known.
        margin: contribution margin 1 per euro of net sales, which values access and complement.
        partner_says, vendor_says: shares that put each role first (PS09, VS09); empty where hidden.
    """

    channel_id: str
    worth: Mapping[Role, RoleWorth]
    primary: Shown
    probability: float | None
    net_sales: float | None
    margin: float | None
    partner_says: Mapping[str, Estimate]
    vendor_says: Mapping[str, Estimate]

    @property
    def said_first(self) -> tuple[str | None, str | None]:
        """The role that most partners, and most of the vendor's people, put first; ``None`` where hidden."""
        return _most(self.partner_says), _most(self.vendor_says)


def choose(
    shares: Mapping[Role, float | None], gain: float | None, net_sales: float | None, method: Method
) -> Shown:
    """Choose the primary role from shares of net sales (METHOD §3.5).

    A role is shown if its cost advantage is above 0, its access a ≥ ``access_min``, its complement G ≥
    ``complement_min``. Of those shown the one of the largest amount is primary: (c_inhouse − c_partner)·NS,
    a·NS·cm, G·NS·cm. Where the margin cm is not positive, what partners open or complete loses money: a cost
    advantage comes first, then the larger share.

    Args:
        gain: cm, contribution margin per euro of net sales; ``None``: not known, shares decide.
    """
    known = {role: np.array([np.nan if share is None else share]) for role, share in shares.items()}
    place = int(_choices(known, gain, net_sales, method)[0])
    if place < len(ROLES):
        return ROLES[place]
    return "none" if all(share is not None for share in shares.values()) else "unknown"


def primary_probability(
    worth: Mapping[Role, RoleWorth],
    gain: float | None,
    net_sales: float | None,
    *,
    chance: Chance,
    method: Method,
    channel_id: str,
    primary: Shown,
) -> float | None:
    """Return the share of draws of the shares in which the primary role is what it is."""
    shares = {role: worth[role].share for role in ROLES}
    if primary == "unknown":
        return None
    draws = {
        role: np.full(chance.draws, np.nan) if share is None
        else _under(drawn(share, f"{CHANCE}.{channel_id}.{role}", chance), worth[role].cap)
        for role, share in shares.items()
    }  # fmt: skip
    place = ROLES.index(primary) if primary in ROLES else len(ROLES)
    return float((_choices(draws, gain, net_sales, method) == place).mean())


def _choices(
    shares: Mapping[Role, Draws], gain: float | None, net_sales: float | None, method: Method
) -> NDArray[np.intp]:
    """Return the place of the primary role in ``ROLES``, one beyond for none: array (draw,)."""
    least: Mapping[Role, float] = {"access": method.access_min, "complement": method.complement_min}
    size = 1.0 if net_sales is None or net_sales <= 0 else net_sales
    rated = []
    for role in ROLES:
        share = shares[role]
        if role == "cost":
            shown, worth = share > 0, share * size
        elif gain is not None and gain > 0:
            shown, worth = share >= least[role], share * gain * size
        else:
            # Behind every cost advantage, which is above 0; among themselves by share.
            shown, worth = share >= least[role], share - 1.0
        rated.append(np.where(shown, worth, -np.inf))
    table = np.stack(rated)
    return np.where(np.isinf(table.max(axis=0)), len(ROLES), table.argmax(axis=0))


def _under(draws: Draws, cap: float | None) -> Draws:
    return draws if cap is None else np.minimum(draws, cap)


def _most(said: Mapping[str, Estimate]) -> str | None:
    return max(said, key=lambda role: said[role].value or 0.0) if said else None
