"""Flags of a field work: what in an interview a person has to look at."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from tramite.kernel.method import Method
from tramite.voices.asking.bank import ItemBank
from tramite.voices.quality.answers import answers_not_for_role, flat_answers, shares_off, unknown_answers
from tramite.voices.quality.contradictions import contradictions
from tramite.voices.quality.duplicate_interviews import duplicate_interviews
from tramite.voices.quality.hurried import hurried_interviews, marked_interviews
from tramite.voices.quality.independence import own_account_interviews
from tramite.voices.quality.result import Evidence, QualityFlags, in_order


def quality_flags(
    interviews: pl.DataFrame,
    responses: pl.DataFrame,
    *,
    bank: ItemBank,
    method: Method,
    frame: pl.DataFrame | None = None,
    sellers: pl.DataFrame | None = None,
) -> QualityFlags:
    """Check every interview of a field work.

    Looked at are interviews that took place with consent, whatever was decided of them: what is normal must not
    depend on decisions. A flag is a question to a person, not a verdict. The result does not depend on the order
    of rows.

    Args:
        interviews, responses: contracts INTERVIEWS, RESPONSES. frame: contract FRAME, the register.
        sellers: ``unit_id``, ``seller_id``: who sold to whom, where the books tell it.

    Source: METHOD §4.6, §4.4; Kuriakose & Robbins 2016 (duplicates).
    """
    held = held_interviews(interviews)
    answers = responses.join(held.select("interview_id"), on="interview_id", how="semi")
    answers = answers.sort("interview_id", "item_id", "key", "number", "text")  # sums add in one order
    findings = [
        *marked_interviews(held),
        *hurried_interviews(held, method=method),
        *flat_answers(held, answers, bank=bank, method=method),
        *shares_off(held, answers, bank=bank, method=method),
        *unknown_answers(held, answers, method=method),
        *answers_not_for_role(held, answers, bank=bank),
        *own_account_interviews(held, sellers),
        *duplicate_interviews(held, answers, bank=bank, method=method),
        *contradictions(held, answers, frame, bank=bank, method=method),
    ]
    return QualityFlags(in_order(findings), _thresholds(method))


def held_interviews(interviews: pl.DataFrame) -> pl.DataFrame:
    """Return the interviews that took place with consent, sorted by id."""
    return interviews.filter(pl.col("consent") & (pl.col("status") != "refused")).sort("interview_id")


def _thresholds(method: Method) -> Mapping[str, Evidence]:
    """Say from where on each flag is raised."""
    return {
        "marked": Evidence("from_marked"),
        "fast": Evidence("from_fast", (("share", method.fast_share, "share"),)),
        "flat": Evidence("from_flat", (("sd", method.flat_sd, "score"), ("n", method.flat_min_items, "count"))),
        "shares": Evidence("from_shares", (("points", method.share_tolerance, "score"),)),
        "unknown": Evidence("from_unknown", (("share", method.unknown_share, "share"),)),
        "not_for_role": Evidence("from_not_for_role"),
        "own_account": Evidence("from_own_account"),
        "duplicate": Evidence(
            "from_duplicate",
            (("match", method.duplicate_match, "share"), ("n", method.duplicate_min_answers, "count")),
        ),
        "steps": Evidence(
            "from_steps",
            (("share", method.contradiction_share, "share"), ("n", method.contradiction_steps, "count")),
        ),
        "title": Evidence("from_title"),
        "capacity": Evidence(
            "from_capacity",
            (
                ("growth", method.contradiction_growth, "share"),
                ("stays", method.contradiction_continuity, "count"),
            ),
        ),
        "redirected": Evidence(
            "from_redirected",
            (("gap", method.contradiction_rate, "share"), ("n", method.contradiction_customers, "count")),
        ),
    }
