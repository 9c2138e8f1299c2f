"""Draw the sample of a case, look at it, replace who cannot be interviewed, verify it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from tramite.books.sampling_frame import customer_units, non_buyers, partner_units
from tramite.kernel.errors import Fault, InputRefused, TramiteError
from tramite.kernel.version import VERSION
from tramite.kernel.wording import Language
from tramite.store.outputs import save_bytes
from tramite.store.sampling import (
    PAGE,
    RESERVE,
    DrawRecord,
    Spread,
    check_writable,
    read_draw,
    save_draw,
    save_list,
    save_table,
)
from tramite.voices.sampling.cost import over_channels, study_cost
from tramite.voices.sampling.curve import revenue_curve
from tramite.voices.sampling.design import SampleDesign, SampleRequest, design_sample
from tramite.voices.sampling.draw import fingerprint
from tramite.voices.sampling.frame import FrameUpdate, update_frame
from tramite.voices.sampling.response import field_state, known_sample, with_interviews
from tramite.voices.sampling.side import Side
from tramite.voices.sampling.spread import last_spreads
from tramite.voices.sampling.summary import Drawing, SampleSummary
from tramite.workflows.case import Case, open_case
from tramite.workflows.sample_record import drawn_again, logged, planned_sample, recorded, table_of

SETTINGS: Final = (
    "cell_min", "two_informants_share", "score_spread", "score_margin", "sample_level", "size_classes",
    "reserve_factor", "cost_share", "cost_in_person", "cost_video", "cost_phone", "cost_self", "cost_customer",
    "cost_vendor", "field_interviewers", "field_per_week",
)  # fmt: skip
_BRINGS: Final = ("cm1", "net_sales")


@dataclass(frozen=True, slots=True)
class SavedSample:
    """A sample as it stands, and where it is. ``drawn``: just now. ``written``: files, none where none changed."""

    summary: SampleSummary
    case: Case
    drawn: bool
    page: Path
    written: tuple[Path, ...]


def sample_case(
    path: str | Path,
    *,
    who: str,
    when: date,
    seed: int | None = None,
    sizes: Mapping[Side, int] | None = None,
    again: bool = False,
    language: Language | None = None,
) -> SavedSample:
    """Draw the sample of a case; where it was drawn already, tell how it stands.

    Writes ``voices/frame``, ``voices/sample`` and ``voices/sample_log``, and into ``sampling/`` the record of the
    draw, the reserve and a page to read and print.

    Args:
        seed: the case's own unless given. sizes: interviews by side; what the margin needs unless given.
        again: draw anew, if nobody has an outcome yet. language: of the page; the case's own unless given.

    Raises:
        CaseNotFound, InputRefused: as :func:`open_case`; rows of the frame or the sample have faults.
        TramiteError: ``again``, but the field work has begun.
    """
    case = open_case(path)
    sample = _sample(case)
    if sample is not None and not again:
        return _saved(case, _standing(case, sample), language)
    check_writable(case.folder)
    if sample is not None:
        settled = sample.filter(pl.col("outcome") != "pending").height
        if settled:
            raise TramiteError("sample_in_field", path=case.folder.path, count=settled)
    update = current_frame(case)
    if update.frame.is_empty():
        raise InputRefused([Fault("voices/frame", "no_frame_rows")])
    request = SampleRequest(
        seed=case.definition.seed if seed is None else seed,
        method=case.method, sizes=dict(sizes or {}), spreads=_last_spreads(case),
    )  # fmt: skip
    design = design_sample(update.frame, request=request)
    drawing = Drawing(request.seed, fingerprint(update.frame), when, who, VERSION)
    planned = planned_sample(design, request.method)
    written = _write(case, design, planned, update, drawing, request)
    summary = _summary(case, planned, design.frame, drawing, design, update)
    return _saved(case, summary, language, written)


def current_frame(case: Case) -> FrameUpdate:
    """Bring the frame of a case up to date with its books; nothing is written."""
    books, definition, period = case.books, case.definition, case.period
    lists = (
        partner_units(books, definition=definition, period=period),
        customer_units(books, definition=definition, period=period),
        non_buyers(books, period=period),
    )
    units = [listed.collect("polars").to_native() for listed in lists if listed is not None]
    return update_frame(table_of(case, "frame"), units, method=case.method)


@dataclass(frozen=True, slots=True)
class ChannelBrings:
    """What each selling channel brings in a year: what the cost of a study is held against; ``None``: n.d."""

    contribution: Mapping[str, float | None]
    net_sales: Mapping[str, float | None]


def channel_brings(case: Case) -> ChannelBrings:
    """Read contribution (CM1) and net sales of the last twelve months from the income statement, by channel."""
    statement = case.income_statement()
    found = ({channel: statement.amount(channel, line) for channel in statement.channels} for line in _BRINGS)
    return ChannelBrings(*found)


def _sample(case: Case) -> pl.DataFrame | None:
    """Return the sample, its outcomes brought up to date by the interviews; ``None`` if there is none."""
    sample = case.table("sample")
    return None if sample is None else with_interviews(sample, table_of(case, "interviews"))


def _last_spreads(case: Case) -> dict[tuple[Side, str], float]:
    responses, interviews = case.table("responses"), case.table("interviews")
    if responses is None or interviews is None:
        return {}
    return last_spreads(responses, interviews, bank=case.bank, method=case.method)


def _write(
    case: Case, design: SampleDesign, planned: pl.DataFrame, update: FrameUpdate, drawing: Drawing,
    request: SampleRequest,
) -> tuple[Path, ...]:  # fmt: skip
    """Write everything, the sample last: a case without it was not drawn."""
    folder, settings = case.folder, {name: float(getattr(request.method, name)) for name in SETTINGS}
    record = DrawRecord(
        version=drawing.version, date=drawing.date, who=drawing.who, seed=drawing.seed,
        fingerprint=drawing.fingerprint, sizes=dict(request.sizes), settings=settings,
        spreads=tuple(
            Spread(side=its, channel=channel, spread=spread)
            for (its, channel), spread in sorted(request.spreads.items())
        ),
    )  # fmt: skip
    save_draw(folder.path, record, update.frame)
    entry = {
        "date": drawing.date, "who": drawing.who, "event": "draw", "seed": drawing.seed,
        "fingerprint": drawing.fingerprint,
    }  # fmt: skip
    reserve = design.reserve.select("stratum", "place", "unit_id", "name", "role", "channel_id")
    return (
        save_table(folder, "frame", design.frame),
        save_list(folder.path / RESERVE, reserve),
        save_table(folder, "sample_log", logged(table_of(case, "sample_log"), entry)),
        save_table(folder, "sample", planned),
    )


def _standing(case: Case, sample: pl.DataFrame) -> SampleSummary:
    if read_draw(case.folder.path) is None:
        return _summary(case, sample, table_of(case, "frame"), None, None, None)
    record, _, design, _ = drawn_again(case)
    return _summary(case, sample, table_of(case, "frame"), recorded(record), design, None)


def _summary(
    case: Case, sample: pl.DataFrame, frame: pl.DataFrame, drawing: Drawing | None, design: SampleDesign | None,
    update: FrameUpdate | None,
) -> SampleSummary:  # fmt: skip
    known = known_sample(sample, frame)
    studied = set(known["channel_id"].drop_nulls())
    brings = channel_brings(case)
    contribution = over_channels(brings.contribution, studied)
    net_sales = over_channels(brings.net_sales, studied)
    return SampleSummary(
        sample=known, frame=frame, curve=revenue_curve(frame), state=field_state(known, frame),
        cost=study_cost(known, contribution=contribution, net_sales=net_sales, method=case.method),
        drawing=drawing, design=design, update=update,
    )  # fmt: skip


def _saved(
    case: Case, summary: SampleSummary, language: Language | None, written: tuple[Path, ...] = ()
) -> SavedSample:
    from tramite.reports.sample_page import render_sample  # noqa: PLC0415 - its charts, for whoever writes the page

    html = render_sample(summary, definition=case.definition, language=language or case.definition.language)
    page = save_bytes(case.folder.path / PAGE, html.encode())
    return SavedSample(summary, case, summary.update is not None, page, written)
