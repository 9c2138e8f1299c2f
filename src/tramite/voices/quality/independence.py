"""Who sells must not ask: interviews by the respondent's own account manager."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from tramite.voices.quality.hurried import ALONE
from tramite.voices.quality.result import Evidence, Finding


def own_account_interviews(interviews: pl.DataFrame, sellers: pl.DataFrame | None) -> Iterator[Finding]:
    """Find interviews that were done by somebody who sells to the respondent.

    The tables tell it where interviewers and sellers are called by the same ids. If no interviewer is among the
    sellers, they may be other people or the same under other names: that cannot be judged, and does not pass.

    Args:
        interviews: contract INTERVIEWS. Forms filled in alone have no interviewer and do not concern this check.
        sellers: ``unit_id``, ``seller_id``: who sold to whom; ``None`` if the books do not tell.

    Source: METHOD §4.4, §4.7 (2).
    """
    sold = set() if sellers is None else set(sellers.select("unit_id", "seller_id").drop_nulls().iter_rows())
    names, units = {seller for _, seller in sold}, {unit for unit, _ in sold}
    same_names = not names.isdisjoint(interviews["interviewer"].drop_nulls())
    rows = interviews.filter(~pl.col("mode").is_in(ALONE) & (pl.col("role") != "vendor"))
    for interview_id, unit_id, asker in rows.select("interview_id", "unit_id", "interviewer").iter_rows():
        if asker is None or unit_id not in units or not same_names:
            yield Finding(interview_id, "own_account", "unknown")
        elif (unit_id, asker) in sold:
            evidence = Evidence("found_own_account", (), (("interviewer", asker), ("unit", unit_id)))
            yield Finding(interview_id, "own_account", "raised", None, evidence)
        else:
            yield Finding(interview_id, "own_account", "clear")
