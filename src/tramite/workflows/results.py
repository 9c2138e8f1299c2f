"""What was answered, to read or to take away: the PX index, and any item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from tramite.beliefs.px.index import PxResult
from tramite.kernel.case import CaseDefinition
from tramite.kernel.errors import Fault, InputRefused
from tramite.kernel.method import nearest
from tramite.store.exports import save_export
from tramite.voices.asking.bank import Item, ItemBank
from tramite.voices.disclosure.screening import ALL
from tramite.voices.estimation.answers import ItemAnswers, is_shown
from tramite.voices.estimation.item_values import RANGES
from tramite.voices.estimation.sides import sides_asked
from tramite.voices.estimation.strata import SurveyWeighting
from tramite.voices.hearing.sealing import GUESSED
from tramite.workflows.case import Case, open_case
from tramite.workflows.showings import note_results_shown

_NUMBERS = ("value", "lower", "upper", "n", "N")


@dataclass(frozen=True, slots=True)
class Results:
    """What was asked for.

    Attributes:
        px: ``None`` without interviews that count.
        items: one per item and side that it asks; ``channel`` and ``weightings`` say what of them is wanted.
        refused: rows left out of the case. file: what was written.
    """

    definition: CaseDefinition
    bank: ItemBank
    px: PxResult | None
    items: tuple[ItemAnswers, ...]
    channel: str | None
    weightings: tuple[SurveyWeighting, ...]
    refused: int
    file: Path | None

    def to_frame(self) -> pl.DataFrame:
        """Return one row per number; of a hidden one neither value, nor interval, nor sample."""
        rows = [row for row in self._rows() if self.channel in (None, row["channel_id"])]
        return pl.DataFrame(rows, infer_schema_length=None)

    def _rows(self) -> Iterator[dict[str, object]]:
        for score in self.px.scores if self.px is not None else ():
            if score.weighting in self.weightings:
                row = score.to_row()
                made = row.pop("simulated")
                place = {
                    "side": "partner",
                    "item_id": row.pop("measure"),
                    "channel_id": row.pop("channel_id"),
                    "key": "",
                }
                yield _told(place | row | {"simulated": made}, score.reading == "hidden")
        for one in self.items:
            for cell in one.table.cells:
                place = {"side": one.side, "item_id": one.item.id, "channel_id": cell.domain, "key": cell.key}
                row = place | cell.estimate.to_row() | {
                    "reading": cell.reading, "hidden_because": cell.hidden_because,
                    "effective_n": cell.effective_n,
                    "simulated": self.definition.simulated.voices,
                }  # fmt: skip
                yield _told(row, bool(cell.hidden_because))


def case_results(
    path: str | Path,
    *,
    items: Sequence[str] = (),
    channel: str | None = None,
    weightings: Sequence[SurveyWeighting] = ("vote", "revenue"),
    output: Path | None = None,
    when: datetime | None = None,
) -> Results:
    """Estimate the PX index and some items by channel, and write them to a file if one is named.

    Disclosure control judges the whole table of an item before a channel is chosen from it: a channel alone tells
    no more than the table does.

    Args:
        items: ids of the bank. channel: id, or all of them. weightings: of partners.
        output: ends in .csv, .xlsx or .parquet.
        when: they are shown, with its offset; now, unless given. The first showing of a wave is noted in the case
            (METHOD §2.5).

    Raises:
        CaseNotFound, InputRefused: as :func:`~tramite.workflows.case.open_case`; an item or channel that is not
            there, or that has no table; all such faults at once.
    """
    case = open_case(path)
    faults = [*_faults(case, items), *_channel_faults(case, channel)]
    if faults:
        raise InputRefused(faults)
    found = tuple(_answers(case, items, weightings))
    shown = {"partner", *(one.side for one in found)}  # the PX index is always there
    note_results_shown(
        case.folder.path, case.study, sides=[side for side in GUESSED if side in shown], verb="results", when=when,
    )  # fmt: skip
    refused = sum(len(rows) for rows in case.folder.refused.values())
    results = Results(
        case.definition, case.bank, case.px, found, channel, tuple(weightings), refused, output
    )  # fmt: skip
    if output is not None:
        save_export(output, results.to_frame())
    return results


def _answers(case: Case, items: Sequence[str], weightings: Sequence[SurveyWeighting]) -> Iterator[ItemAnswers]:
    for item_id in dict.fromkeys(items):
        item = case.bank.item(item_id)
        for side in sides_asked(item):
            table = case.item_table(item_id, side, weightings)
            if table is not None:
                yield ItemAnswers(item, side, table)


def _faults(case: Case, items: Sequence[str]) -> Iterator[Fault]:
    known = {item.id: item for item in case.bank.items}
    for item_id in items:
        if item_id not in known:
            near = nearest(item_id, known)
            yield Fault("--item", "unknown_item", value=item_id, hint=", ".join(near or list(known)[:5]))
        elif not is_shown(known[item_id]):
            yield Fault("--item", _why(known[item_id]), value=item_id)


def _why(item: Item) -> str:
    if item.scale not in RANGES:
        return "item_scale"
    return "item_clean_team" if item.sensitive else "item_diversion"


def _channel_faults(case: Case, channel: str | None) -> Iterator[Fault]:
    known = [*(each.id for each in case.definition.channels), ALL]
    if channel is not None and channel not in known:
        yield Fault("--channel", "not_allowed", value=channel, hint=", ".join(known))


def _told(row: dict[str, object], hidden: bool) -> dict[str, object]:
    return row | dict.fromkeys((*_NUMBERS, "effective_n"), None) if hidden else row
