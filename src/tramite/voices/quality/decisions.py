"""What people decided about flags, and what follows for each interview."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from tramite.kernel.errors import Fault
from tramite.kernel.tables import CALL_BACK, QUALITY_FLAGS
from tramite.kernel.wording import Language
from tramite.voices.quality.result import SEVERITY, Finding, QualityFlags

_NEEDED = ("who", "date", "reason")
_FILE = "voices/quality_decisions"


@dataclass(frozen=True, slots=True)
class Judged:
    """Interviews after decisions.

    Attributes:
        interviews: contract INTERVIEWS, ``status`` brought up to date: ``has_issues`` while a flag is open,
            ``excluded`` where a person decided so, ``done`` where a person kept what the field had marked.
        open: flags without a valid decision: they wait, and so does the interview.
        excluded: interview and the flag for which it was left out, the gravest first.
    """

    interviews: pl.DataFrame
    open: tuple[Finding, ...]
    excluded: tuple[tuple[str, str], ...]


def judge_interviews(interviews: pl.DataFrame, *, flags: QualityFlags, decisions: pl.DataFrame) -> Judged:
    """Apply the decisions of people to the interviews.

    Of a flag: ``keep`` closes it; ``exclude`` takes the interview out, also where the flag is no longer raised;
    ``correct`` closes it once the answers were corrected, so that it is not raised any more; ``call_back`` leaves
    it open until the answer is there. A decision without reason, person and day is none.

    Args:
        interviews: contract INTERVIEWS. decisions: contract QUALITY_DECISIONS, maybe without rows.

    Source: METHOD §4.6: every flagged case decided by a person, with a reason.
    """
    valid = _valid(decisions)
    out = _excluded(valid)
    still = tuple(
        finding
        for finding in flags.raised
        if finding.interview_id not in out and valid.get((finding.interview_id, finding.flag)) != "keep"
    )
    waiting = sorted({finding.interview_id for finding in still})
    marked = pl.col("status") == "has_issues"
    status = (
        pl.when(pl.col("interview_id").is_in(list(out))).then(pl.lit("excluded"))
        .when(pl.col("interview_id").is_in(waiting)).then(pl.lit("has_issues"))
        .when(marked & pl.col("consent")).then(pl.lit("done"))
        .otherwise(pl.col("status"))
    )  # fmt: skip
    return Judged(interviews.with_columns(status.alias("status")), still, tuple(sorted(out.items())))


def decision_faults(decisions: pl.DataFrame) -> Iterator[Fault]:
    """Tell which decisions lack the person, the day or the reason."""
    given = decisions.filter(pl.col("decision").is_not_null())
    for row in given.iter_rows(named=True):
        for name in _NEEDED:
            if row[name] is None or not str(row[name]).strip():
                place = f"{row['interview_id']}, {row['flag']}: {row['decision']}"
                yield Fault(_FILE, "decision_unexplained", column=name, value=place)


def decision_rows(
    flags: QualityFlags, *, decisions: pl.DataFrame, call_backs: pl.DataFrame, language: Language
) -> pl.DataFrame:
    """Return the table that people decide on: what was decided or annotated as it is, then what is open.

    Args:
        flags: as :func:`~tramite.voices.quality.flags.quality_flags` returns them.
        decisions: contract QUALITY_DECISIONS as it stands.
        call_backs: ``interview_id`` of interviews drawn to be rung again. language: of evidence and thresholds.

    Returns: contract QUALITY_DECISIONS; open rows by gravity and interview, call-backs last.
    """
    touched = pl.any_horizontal(pl.col("decision", "who", "date", "reason").is_not_null())
    kept = decisions.filter(touched)
    rows = [
        (f.interview_id, f.flag, SEVERITY[f.flag], f.evidence.say(language) if f.evidence else None,
         flags.thresholds[f.flag].say(language))
        for f in sorted(flags.raised, key=lambda f: (SEVERITY[f.flag] != "high", f.interview_id))
    ] + [(interview_id, CALL_BACK, "draw", None, None) for interview_id in call_backs["interview_id"]]  # fmt: skip
    names = ("interview_id", "flag", "severity", "evidence", "threshold")
    fresh = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    fresh = fresh.join(kept, on=["interview_id", "flag"], how="anti", maintain_order="left")
    return pl.concat([kept, fresh], how="diagonal").select(decisions.columns)


def _valid(decisions: pl.DataFrame) -> dict[tuple[str, str], str]:
    told = decisions.filter(
        pl.col("decision", "date").is_not_null(),
        *(pl.col(name).str.strip_chars().fill_null("") != "" for name in ("who", "reason")),
    )
    return {(row[0], row[1]): row[2] for row in told.select("interview_id", "flag", "decision").iter_rows()}


def _excluded(valid: dict[tuple[str, str], str]) -> dict[str, str]:
    """Return the flag for which each excluded interview was left out."""
    order = [*sorted(QUALITY_FLAGS, key=lambda flag: SEVERITY[flag] != "high"), CALL_BACK]
    reasons = {key for key, decision in valid.items() if decision == "exclude"}
    return {
        interview_id: flag for flag in reversed(order) for interview_id, found in sorted(reasons) if found == flag
    }
