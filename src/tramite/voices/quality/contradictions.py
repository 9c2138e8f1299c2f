"""Answers that cannot both be so: of one person with themselves, with the register, with their customers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import polars as pl
from scipy.special import ndtri

from tramite.kernel.method import Method
from tramite.voices.asking.bank import PARTNER_ROLES, ItemBank
from tramite.voices.quality.result import Evidence, Figures, Finding

# Step of PS03 -> function of PS01 that is the same work under another name. «Delivery and installation» is not
# here: it is two functions at once.
SAME_WORK: Final[Mapping[str, str]] = {
    "lead": "promotion", "price": "negotiation", "contract": "payment", "support": "aftersales",
}  # fmt: skip
# Title and invoice (PS05) that the register excludes. Branches and own shops have no role of their own (§3.4).
EXCLUDED_TITLES: Final[Mapping[str, frozenset[str]]] = {
    "agent": frozenset({"resale", "consignment", "embed", "internal"}),
    **dict.fromkeys(("distributor", "reseller", "franchisee"), frozenset({"agency", "internal"})),
}
_LED_BY: Final = {
    "partner": ("partner",),
    "vendor": ("vendor",),
    "other": ("other",),
    "joint": ("partner", "vendor"),
}
_NOT_TOLD = "dk"  # code of CK06: does not remember
_AWAY = "away"


class Answers:
    """Answers by interview, item and key, numbers and codes; what is missing is not there."""

    def __init__(self, responses: pl.DataFrame, items: tuple[str, ...]) -> None:
        given = responses.filter(pl.col("item_id").is_in(items) & pl.col("missing").is_null())
        self._told: dict[tuple[str, str, str], tuple[float | None, str | None]] = {
            (interview, item, key or ""): (number, text)
            for interview, item, key, number, text in given.select(
                "interview_id", "item_id", "key", "number", "text"
            ).iter_rows()
        }

    def number(self, interview_id: str, item_id: str, key: str = "") -> float | None:
        """Return a number, or ``None``."""
        return self._told.get((interview_id, item_id, key), (None, None))[0]

    def code(self, interview_id: str, item_id: str, key: str = "") -> str | None:
        """Return a code, or ``None``."""
        text = self._told.get((interview_id, item_id, key), (None, None))[1]
        return None if text is None else text.strip()


def contradictions(
    interviews: pl.DataFrame,
    responses: pl.DataFrame,
    frame: pl.DataFrame | None,
    *,
    bank: ItemBank,
    method: Method,
) -> Iterator[Finding]:
    """Find contradictions of partners.

    - ``steps``: who leads a step (PS03) does at most 10% of the same work in PS01, in two steps of four or more.
    - ``title``: PS05 says what the respondent type of the register excludes.
    - ``capacity``: likely growth of PX01 at 20% or more, and PR09 at 3 of 10 or less.
    - ``redirected``: PI02 is more than 20 points outside what the customers of the channel say in CK06 (share
      steered away from the vendor, Wilson's interval), if ten or more of them remember.

    Args:
        frame: contract FRAME: the register of respondent types; without it the type in the interview.

    Source: METHOD §4.6; Wilson 1927.
    """
    answers = Answers(responses, ("PS01", "PS03", "PS05", "PX01", "PR09", "PI02", "CK06"))
    asked = {(item, role) for item in ("PS05", "PR09", "PI02") for role in bank.item(item).roles}
    registered = {} if frame is None else dict(frame.select("unit_id", "role").iter_rows())
    rates = _customer_rates(interviews, answers, method)
    rows = interviews.filter(pl.col("role").is_in(PARTNER_ROLES)).select(
        "interview_id", "unit_id", "role", "channel_id"
    )
    for interview_id, unit_id, role, channel_id in rows.iter_rows():
        yield _steps(interview_id, answers, method)
        register = registered.get(unit_id) or role
        if register in EXCLUDED_TITLES and ("PS05", role) in asked:
            yield _title(interview_id, register, answers)
        if ("PR09", role) in asked:
            yield _capacity(interview_id, answers, method)
        if ("PI02", role) in asked:
            yield _redirected(interview_id, rates.get(channel_id), answers, method)


def _steps(interview_id: str, answers: Answers, method: Method) -> Finding:
    judged, apart = 0, []
    for step, function in SAME_WORK.items():
        leader = answers.code(interview_id, "PS03", step)
        shares = {
            party: answers.number(interview_id, "PS01", f"{function}.{party}")
            for party in ("partner", "vendor", "other")
        }
        if leader not in _LED_BY or all(share is None for share in shares.values()):
            continue
        judged += 1
        led = sum(shares[party] or 0.0 for party in _LED_BY[leader])
        if led <= 100 * method.contradiction_share:
            apart.append(f"{step}: {leader}, {function} {led:g}%")
    if judged < method.contradiction_steps:
        return Finding(interview_id, "steps", "unknown")
    if len(apart) < method.contradiction_steps:
        return Finding(interview_id, "steps", "clear", float(len(apart)))
    evidence = Evidence(
        "found_steps",
        (("count", len(apart), "count"), ("judged", judged, "count")),
        (("steps", "; ".join(apart)),),
    )
    return Finding(interview_id, "steps", "raised", float(len(apart)), evidence)


def _title(interview_id: str, role: str, answers: Answers) -> Finding:
    title = answers.code(interview_id, "PS05")
    if title is None:
        return Finding(interview_id, "title", "unknown")
    if title not in EXCLUDED_TITLES[role]:
        return Finding(interview_id, "title", "clear")
    return Finding(
        interview_id, "title", "raised", None, Evidence("found_title", (), (("title", title), ("role", role)))
    )


def _capacity(interview_id: str, answers: Answers, method: Method) -> Finding:
    growth, stays = answers.number(interview_id, "PX01", "likely"), answers.number(interview_id, "PR09")
    if growth is None or stays is None:
        return Finding(interview_id, "capacity", "unknown")
    if growth < 100 * method.contradiction_growth or stays > method.contradiction_continuity:
        return Finding(interview_id, "capacity", "clear", growth / 100)
    numbers: Figures = (("growth", growth / 100, "share"), ("stays", stays, "count"))
    return Finding(interview_id, "capacity", "raised", growth / 100, Evidence("found_capacity", numbers))


def _customer_rates(
    interviews: pl.DataFrame, answers: Answers, method: Method
) -> dict[str, tuple[float, float, float, int]]:
    """Return by channel: share of customers steered away, its interval, and how many remember."""
    told: dict[str, list[bool]] = {}
    rows = (
        interviews.filter(pl.col("role") == "customer").select("interview_id", "channel_id").sort("interview_id")
    )
    for interview_id, channel_id in rows.iter_rows():
        code = answers.code(interview_id, "CK06")
        if code is not None and code != _NOT_TOLD:
            told.setdefault(channel_id, []).append(code == _AWAY)
    z2 = float(ndtri((1 + method.interval_level) / 2)) ** 2
    rates = {}
    for channel_id, away in told.items():
        n, share = len(away), sum(away) / len(away)
        centre = (share + z2 / (2 * n)) / (1 + z2 / n)
        margin = (z2 * (share * (1 - share) / n + z2 / (4 * n * n))) ** 0.5 / (1 + z2 / n)
        if n >= method.contradiction_customers:
            rates[channel_id] = (share, centre - margin, centre + margin, n)
    return rates


def _redirected(
    interview_id: str, rate: tuple[float, float, float, int] | None, answers: Answers, method: Method
) -> Finding:
    given = answers.number(interview_id, "PI02")
    if given is None or rate is None:
        return Finding(interview_id, "redirected", "unknown")
    said, (share, low, high, n) = given / 100, rate
    gap = method.contradiction_rate
    if low - gap <= said <= high + gap:
        return Finding(interview_id, "redirected", "clear", said)
    numbers: Figures = (
        ("said", said, "share"), ("share", share, "share"), ("low", low, "share"), ("high", high, "share"),
        ("n", n, "count"),
    )  # fmt: skip
    return Finding(interview_id, "redirected", "raised", said, Evidence("found_redirected", numbers))
