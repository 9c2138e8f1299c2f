"""Take filled forms into a part of a case: the work grows with what came, not with what was there (ADR 32)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from tramite.store.submissions.ledger import LEDGER
from tramite.store.submissions.parts import ledger_frame, linked, list_frame, save_joined, times_of
from tramite.store.submissions.tables import LIST, SECONDS, WORDINGS
from tramite.voices.hearing.item_times import item_times
from tramite.voices.hearing.wording_changes import ANSWERED, WordingChange, answered, changes_among
from tramite.workflows.case import Case, open_case
from tramite.workflows.sample_record import table_of
from tramite.workflows.submission_lists import save_measured
from tramite.workflows.submissions import ground_of

JOINED: Final = (LEDGER, LIST, SECONDS, WORDINGS)  # files of the whole that a part needs to be joined to it


@dataclass(frozen=True, slots=True)
class FormsPart:
    """What some filled forms touch.

    Attributes:
        forms: ids of them and of all edits of the same interviews, which are the ids of interviews too.
        ledger, listed: of the whole case, before.
    """

    forms: frozenset[str]
    ledger: pl.DataFrame
    listed: pl.DataFrame

    def save_ledger(self, path: Path) -> None:
        """Write the ledger of the part alone."""
        if self.ledger.is_empty():
            return
        self.ledger.filter(pl.col("id").is_in(list(self.forms))).write_parquet(path / LEDGER)


def part_of_forms(files: Mapping[str, bytes], forms: Collection[str]) -> FormsPart | None:
    """Return what filled forms touch in a case; ``None``: all must be read, as ledger and list differ.

    Args:
        files: of the case, :data:`JOINED` among them. forms: ids of forms that are to be taken in.
    """
    if LEDGER not in files and LIST not in files:
        return FormsPart(frozenset(forms), pl.DataFrame(), pl.DataFrame())
    if LEDGER not in files or LIST not in files:
        return None
    ledger, listed = ledger_frame(files[LEDGER]), list_frame(files[LIST])
    if set(ledger["id"]) != set(listed["submission_id"]):
        return None
    return FormsPart(linked(ledger, forms), ledger, listed)


def join_part(
    path: Path, part: FormsPart, *, versions: pl.DataFrame, elsewhere: Callable[[], pl.DataFrame]
) -> None:
    """Put what was taken into a part of a case into the files of the whole: ledger, lists, times, wordings.

    Args:
        path: folder of the part, into which :func:`~tramite.workflows.submissions.take_answers` took the forms.
        versions: ``role, channel_id, version`` of all interviews of the case.
        elsewhere: counts as :func:`~tramite.voices.hearing.wording_changes.answered` gives them, of all
            interviews that are not in the part; asked for only where questionnaires have several versions.
    """
    case = open_case(path)
    ground = ground_of(case)
    ledger = save_joined(path, part.ledger, part.listed)
    save_measured(
        path,
        times=item_times(times_of(ledger), bank=ground.bank, method=case.method),
        wordings=_wordings(case, versions, elsewhere),
    )


def _wordings(
    case: Case, versions: pl.DataFrame, elsewhere: Callable[[], pl.DataFrame]
) -> tuple[WordingChange, ...]:
    interviews, responses = table_of(case, "interviews"), table_of(case, "responses")
    place = ["role", "channel_id"]
    known = pl.concat([versions, interviews.select(versions.columns)]).unique()
    if known.group_by(place).len().filter(pl.col("len") > 1).is_empty():
        return ()
    counts = pl.concat([elsewhere(), answered(responses, interviews)], how="diagonal")
    together = counts.group_by(ANSWERED).agg(pl.col("answers").sum())
    return changes_among(together, instruments=ground_of(case).instruments)
