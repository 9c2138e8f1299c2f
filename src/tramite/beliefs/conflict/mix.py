"""Channels that customers use and those they would like to use: what would move, and where to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from tramite.voices.disclosure.screening import ALL, release
from tramite.voices.estimation.combined import combined
from tramite.voices.estimation.item_values import item_values
from tramite.voices.estimation.measure_table import Measure, MeasureCell, MeasureTable
from tramite.voices.estimation.study import Study

_ITEMS = ("CC01", "CC02")
_SHARE = (0.0, 1.0)


@dataclass(frozen=True, slots=True)
class MixShift:
    """How the customers of one channel divide what they buy from us, and would like to.

    Attributes:
        channel_id: of the customers who were asked; «all» for all of them.
        used, wanted: share of their spending by channel, 0–1 (CC01, CC02).
        toward: channels that they would like to use more.
        moved: share of the spending that would change channel: the total variation distance ½Σ|wanted − used|.
    """

    channel_id: str
    used: Mapping[str, MeasureCell]
    wanted: Mapping[str, MeasureCell]
    toward: tuple[str, ...]
    moved: MeasureCell


def mix_shifts(study: Study) -> tuple[MixShift, ...]:
    """Compare channels used with channels wanted, by channel of the customers and for all.

    Shares sum to one, so that ½Σ|W_k − U_k| = Σ_{k∈A}(W_k − U_k), A the channels that are wanted more: the
    interval is that of a plain mean over customers. A is chosen from the answers, which makes small distances
    look larger than they are.

    Source: METHOD §3.7.1 (total variation), §3.8.2, §3.9 (B13).
    """
    used, wanted = (study.table(item, "customer") for item in _ITEMS)
    if not used.cells or not wanted.cells:
        return ()
    both = _differences(study)
    domains = dict.fromkeys(cell.domain for cell in used.cells)
    return tuple(_shift(study, both, domain, used, wanted) for domain in domains if _of(used, domain))


def _differences(study: Study) -> pl.DataFrame:
    """Return wanted less used by interview and channel, of those who said both."""
    used, wanted = (item_values(study.responses, item=study.bank.item(item), bank=study.bank) for item in _ITEMS)
    asked = used.select("interview_id").unique().join(wanted.select("interview_id").unique(), on="interview_id")
    less = used.with_columns(value=-pl.col("value"))
    both = pl.concat([less, wanted]).join(asked, on="interview_id", how="semi")
    return both.group_by("interview_id", "key").agg(pl.col("value").sum()).sort("interview_id", "key")


def _shift(study: Study, both: pl.DataFrame, domain: str, used: MeasureTable, wanted: MeasureTable) -> MixShift:
    today, then = _of(used, domain), _of(wanted, domain)
    change = {key: (_value(then, key) - _value(today, key)) for key in sorted({*today, *then})}
    toward = tuple(key for key, by in sorted(change.items(), key=lambda item: -item[1]) if by > 0)
    values = both.group_by("interview_id").agg(
        key=pl.lit(""), value=pl.col("value").filter(pl.col("key").is_in(toward)).sum()
    ).sort("interview_id")  # fmt: skip
    joint = study.measure(values, Measure("mix", _ITEMS, (-1.0, 1.0), "share"), "customer")
    here = next((cell for cell in joint.cells if cell.domain == domain), None)
    parts = _parts(today, then, toward)
    moved = _not_known(next(iter(today.values()))) if here is None else combined(parts, here, bounds=_SHARE)
    return MixShift(domain, today, then, toward, moved)


def _not_known(like: MeasureCell) -> MeasureCell:
    """Return the distance where nobody said both."""
    estimate = replace(release(like.estimate, hidden=True), n=0)
    return replace(like, estimate=estimate, reading="hidden", hidden_because="no_answers", mean=None)


def _parts(
    today: Mapping[str, MeasureCell], then: Mapping[str, MeasureCell], toward: Sequence[str]
) -> list[tuple[float, MeasureCell]]:
    """Return the cells that make the distance; with nothing wanted more, one of each, that hide what is hidden."""
    if not toward:
        return [(0.0, next(iter(cells.values()))) for cells in (today, then) if cells] or []
    return [*_cells(then, toward, 1.0), *_cells(today, toward, -1.0)]


def _cells(
    cells: Mapping[str, MeasureCell], keys: Sequence[str], factor: float
) -> Iterator[tuple[float, MeasureCell]]:
    return ((factor, cells[key]) for key in keys if key in cells)


def _of(table: MeasureTable, domain: str) -> dict[str, MeasureCell]:
    return {cell.key: cell for cell in table.cells if (cell.domain, cell.weighting) == (domain, "vote")}


def _value(cells: Mapping[str, MeasureCell], key: str) -> float:
    return (cells[key].estimate.value or 0.0) if key in cells else 0.0


def by_channel(shifts: Sequence[MixShift]) -> dict[str, MixShift]:
    """Return the shifts by channel of the customers, «all» left out."""
    return {shift.channel_id: shift for shift in shifts if shift.channel_id != ALL}
