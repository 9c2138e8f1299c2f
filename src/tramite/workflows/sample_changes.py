"""Verify a sample, and replace who cannot be interviewed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from tramite.kernel.errors import Fault, InputRefused
from tramite.kernel.method import Method
from tramite.kernel.version import VERSION
from tramite.store.sampling import check_writable, save_table
from tramite.voices.sampling.check import Difference, sample_differences
from tramite.voices.sampling.draw import fingerprint
from tramite.voices.sampling.mode import choose_modes
from tramite.voices.sampling.replace import next_in_reserve
from tramite.voices.sampling.response import with_interviews
from tramite.voices.sampling.summary import Drawing
from tramite.workflows.case import open_case
from tramite.workflows.sample_record import as_sample, drawn_again, logged, planned_sample, recorded, table_of


@dataclass(frozen=True, slots=True)
class VerifiedSample:
    """What stands in a sample that the seed does not draw.

    Attributes:
        intact: the frame as drawn still has the fingerprint that the record and the log tell.
        draws: how many times a sample was drawn in this case, by the log.
        other_version: the version that drew it, where this program is another.
    """

    differences: tuple[Difference, ...]
    drawing: Drawing
    intact: bool
    draws: int
    other_version: str | None


@dataclass(frozen=True, slots=True)
class Replaced:
    """Who was replaced by whom; ``other_id`` is ``None`` where nobody is left."""

    unit_id: str
    other_id: str | None
    name: str
    stratum: str


def verify_sample(path: str | Path) -> VerifiedSample:
    """Draw the sample of a case again from its record, and list every difference to what stands there.

    Raises:
        CaseNotFound: there is no case, or its sample was not drawn here.
    """
    case = open_case(path)
    record, then, design, request = drawn_again(case)
    log = table_of(case, "sample_log")
    draws = log.filter(pl.col("event") == "draw").sort("entry")
    since = log if draws.is_empty() else log.filter(pl.col("entry") >= draws["entry"].max())
    logged = draws.tail(1).select("seed", "fingerprint").rows()
    mark = fingerprint(then)
    return VerifiedSample(
        differences=sample_differences(
            table_of(case, "sample"), table_of(case, "frame"),
            drawn=planned_sample(design, request.method), order=design.ordered, log=since,
        ),
        drawing=recorded(record),
        intact=mark == record.fingerprint and logged == [(record.seed, mark)],
        draws=draws.height,
        other_version=None if record.version == VERSION else record.version,
    )  # fmt: skip


def replace_unit(
    path: str | Path, unit_id: str, *, reason: str, who: str, when: date, outcome: str = "refused"
) -> Replaced:
    """Record why a unit cannot be interviewed, and take the next of its stratum's reserve in its place.

    Args:
        outcome: ``refused``, ``not_reached`` or ``not_eligible``.

    Raises:
        CaseNotFound: as :func:`verify_sample`. InputRefused: no reason, or the unit is not open.
    """
    case = open_case(path)
    check_writable(case.folder)
    if not reason.strip():
        raise InputRefused([Fault("voices/sample", "no_reason_given", column="reason")])
    _, _, design, request = drawn_again(case)
    sample = with_interviews(table_of(case, "sample"), table_of(case, "interviews"))
    other = next_in_reserve(sample, design.ordered, unit_id=unit_id)
    gone = pl.col("unit_id") == unit_id
    sample = sample.with_columns(
        pl.when(gone).then(pl.lit(outcome)).otherwise("outcome").alias("outcome"),
        pl.when(gone).then(pl.lit(reason.strip())).otherwise("reason").alias("reason"),
    )
    home = sample.filter(gone)
    if other is not None:
        sample = pl.concat([sample, _newcomer(design.ordered, other, home, sample, request.method)])
    entry = {"event": "replace", "unit_id": unit_id, "other_id": other, "reason": reason.strip()}
    save_table(
        case.folder, "sample_log", logged(table_of(case, "sample_log"), {"date": when, "who": who, **entry})
    )
    save_table(case.folder, "sample", sample)
    added = sample.filter(pl.col("unit_id") == (other or ""))
    name = "" if added.is_empty() else added["name"][0] or ""
    return Replaced(unit_id, other, name, home["stratum"].item() or "")


def _newcomer(
    ordered: pl.DataFrame, other: str, home: pl.DataFrame, sample: pl.DataFrame, method: Method
) -> pl.DataFrame:
    row = choose_modes(ordered.filter(pl.col("unit_id") == other), method=method)
    last = sample["order"].max()
    return as_sample(
        row.with_columns(
            order=pl.lit(last if isinstance(last, int) else 0) + 1, outcome=pl.lit("pending"),
            week=pl.lit(home["week"].item()), replaces=pl.lit(home["unit_id"].item()),
        )
    )  # fmt: skip
