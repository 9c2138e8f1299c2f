"""The record of a sample: what was drawn, drawn again from it."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from tramite.kernel.errors import CaseNotFound
from tramite.kernel.method import Method
from tramite.kernel.tables import CONTRACTS
from tramite.store.columns import DTYPES, empty_frame
from tramite.store.sampling import RECORD, DrawRecord, read_draw
from tramite.voices.sampling.design import SampleDesign, SampleRequest, design_sample
from tramite.voices.sampling.field import plan_field
from tramite.voices.sampling.mode import choose_modes
from tramite.voices.sampling.summary import Drawing
from tramite.workflows.case import Case


def table_of(case: Case, name: str) -> pl.DataFrame:
    """Return a table of the case, without rows if there is none."""
    found = case.table(name)
    return empty_frame(CONTRACTS[name]) if found is None else found


def planned_sample(design: SampleDesign, method: Method) -> pl.DataFrame:
    """Return the rows of SAMPLE as they are drawn, in the order of the field work."""
    planned = plan_field(choose_modes(design.drawn, method=method), method=method)
    return as_sample(planned.with_columns(outcome=pl.lit("pending")))


def as_sample(rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows with the columns and types of SAMPLE; what they do not hold is empty."""
    schema = {column.name: DTYPES[column.kind] for column in CONTRACTS["sample"].columns}
    return rows.select(
        (pl.col(name) if name in rows.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in schema.items()
    )


def logged(log: pl.DataFrame, entry: Mapping[str, object]) -> pl.DataFrame:
    """Return SAMPLE_LOG with one entry more."""
    last = log["entry"].max()
    row = {"entry": (last if isinstance(last, int) else 0) + 1, **entry}
    return pl.concat([log, pl.DataFrame([{name: row.get(name) for name in log.columns}], schema=log.schema)])


def drawn_again(case: Case) -> tuple[DrawRecord, pl.DataFrame, SampleDesign, SampleRequest]:
    """Draw the sample of a case again: the record, the frame as it was, the design and its request.

    Raises:
        CaseNotFound: there is no sample, or it was not drawn here.
    """
    found = read_draw(case.folder.path)
    if found is None or case.table("sample") is None:
        raise CaseNotFound("not_drawn", path=case.folder.path)
    record, then = found
    request = SampleRequest(
        seed=record.seed, method=Method().overridden(record.settings, RECORD), sizes=dict(record.sizes),
        spreads={(spread.side, spread.channel): spread.spread for spread in record.spreads},
    )  # fmt: skip
    return record, then, design_sample(then, request=request), request


def recorded(record: DrawRecord) -> Drawing:
    """Tell how a sample was drawn."""
    return Drawing(record.seed, record.fingerprint, record.date, record.who, record.version)
