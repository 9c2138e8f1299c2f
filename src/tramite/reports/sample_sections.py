"""What the page of a sample says: sections in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl
from babel.dates import format_date

from tramite.kernel.case import CaseDefinition
from tramite.kernel.figures import Unit, figure
from tramite.kernel.method import Method
from tramite.kernel.wording import Language, say
from tramite.reports.charts.sample import revenue_curve_chart, strata_chart
from tramite.reports.grid import Datum, Grid, Row
from tramite.reports.hand import minus
from tramite.reports.section import Block, Picture, Section, Words
from tramite.voices.sampling.response import Response
from tramite.voices.sampling.summary import SampleSummary

_SHEET = "sample"


@dataclass(frozen=True, slots=True)
class SampleScribe:
    """Writes what is known of a sample, in a language."""

    summary: SampleSummary
    definition: CaseDefinition
    language: Language

    @property
    def method(self) -> Method:
        """Settings of the method, with the case's overrides."""
        return self.definition.method

    def say(self, key: str, **params: object) -> str:
        """Write a sentence of the sample."""
        return say(f"sample.{key}", self.language, **params)

    def figure(self, value: float | None, unit: Unit) -> str:
        """Write a number."""
        return minus(figure(value, unit, self.language, self.definition.currency))

    def number(self, value: float | None, unit: Unit, ground: str = "ground_frame") -> Datum:
        """Write a cell with a number and where it comes from."""
        return Datum(self.figure(value, unit), value, unit, grounds=(self.say(ground),))

    def channel(self, channel_id: str | None) -> str:
        """Name a channel."""
        names = {channel.id: channel.name.say(self.language) for channel in self.definition.channels}
        return names.get(channel_id or "", channel_id or "")

    def share(self, value: float) -> str:
        """Write a threshold as per cent, decimals only where there are some."""
        return self.figure(value, "share").replace(",0%", "%").replace(".0%", "%")

    def headers(self, *names: str) -> tuple[str, ...]:
        """Return headers by name."""
        return tuple(self.say(name) for name in names)

    @property
    def fieldwork(self) -> dict[str, str]:
        """Return who works how much in a week."""
        return {
            "interviewers": self.figure(self.method.field_interviewers, "count"),
            "per_week": self.figure(self.method.field_per_week, "count"),
        }


def write_sample_sections(scribe: SampleScribe) -> tuple[Section, ...]:
    """Write the sections of the page."""
    sections = [
        Section("short", scribe.say("short"), tuple(_short(scribe))),
        Section("sides", scribe.say("by_side"), tuple(_sides(scribe))),
        Section("strata", scribe.say("strata"), tuple(_strata(scribe))),
        Section("coverage", scribe.say("coverage"), tuple(_coverage(scribe))),
        Section("modes", scribe.say("modes"), tuple(_modes(scribe))),
        Section("field", scribe.say("field"), tuple(_weeks(scribe))),
        Section("response", scribe.say("response"), tuple(_response(scribe))),
        Section("list", scribe.say("list"), tuple(_list(scribe))),
        Section("how", scribe.say("how"), (_how(scribe),)),
    ]
    return tuple(section for section in sections if section.blocks)


def _short(scribe: SampleScribe) -> Iterator[Block]:
    summary, cost, method = scribe.summary, scribe.summary.cost, scribe.method
    points = [scribe.say(
        "short_size", units=scribe.figure(summary.sample.height, "count"),
        total=scribe.figure(summary.frame.height, "count"), interviews=scribe.figure(summary.interviews, "count"),
    )]  # fmt: skip
    if summary.weeks is not None:
        weeks = scribe.figure(summary.weeks, "weeks")
        points.append(scribe.say("short_weeks", weeks=weeks, **scribe.fieldwork))
    points.append(scribe.say("short_cost", total=scribe.figure(cost.total, "money")))
    if cost.break_even is not None and cost.total:
        least = scribe.say("less_than", share=scribe.figure(0.001, "share"))
        share = scribe.figure(cost.break_even, "share") if cost.break_even >= 0.001 else least
        points.append(scribe.say("short_break_even", share=share))
    points.append(scribe.say("short_no_history"))
    yield Words(scribe.say("lead"), tuple(points))
    warnings = []
    if cost.undecided:
        warnings.append(scribe.say("short_undecided", units=scribe.figure(cost.undecided, "count")))
    if cost.above_limit:
        limit = scribe.figure(cost.limit, "money")
        warnings.append(scribe.say("short_above", share=scribe.share(method.budget_share), limit=limit))
    if cost.limit is None:
        warnings.append(scribe.say("short_no_contribution"))
    for warning in warnings:
        yield Words(warning, tone="warning")


def _sides(scribe: SampleScribe) -> Iterator[Block]:
    design = scribe.summary.design
    if design is None:
        return
    yield Words(scribe.say("by_side_lead"))
    rows = tuple(
        Row(
            scribe.say(f"side_{side.side}"),
            (
                scribe.number(side.N, "count"), scribe.number(side.needed, "count", "ground_method"),
                scribe.number(side.n, "count"), scribe.number(side.margin, "score", "ground_method"),
                Datum(scribe.say(f"basis_{side.basis}")),
            ),
            about=scribe.say("by_margin" if side.by_margin else "asked_for"),
        )
        for side in design.sides
    )  # fmt: skip
    headers = scribe.headers("side", "frame_units", "needed", "drawn_units", "margin", "basis")
    raised = tuple(
        scribe.say(
            "raised", side=scribe.say(f"side_{side.side}"), needed=side.needed, minimum=scribe.method.cell_min,
            n=side.n,
        )
        for side in design.sides
        if side.n > side.needed
    )  # fmt: skip
    yield Grid("sample-sides", _SHEET, scribe.say("by_side"), headers, rows, raised)


def _strata(scribe: SampleScribe) -> Iterator[Block]:
    summary = scribe.summary
    certain = {s.name for s in summary.design.strata if s.certain} if summary.design else set()
    yield Words(scribe.say("strata_lead", minimum=scribe.method.cell_min))
    rows = []
    for side in summary.state.sides:
        if not side.asked:
            continue
        rows.append(Row(scribe.say(f"side_{side.side}"), kind="group"))
        strata = [stratum for stratum in summary.state.strata if stratum.side == side.side and stratum.asked]
        rows += [_stratum(scribe, row, row.stratum, row.stratum in certain) for row in strata]
        rows.append(_stratum(scribe, side, scribe.say("total"), False))
    headers = scribe.headers("stratum", "frame_units", "drawn_units", "heads", "revenue", "of_revenue")
    yield Grid("sample-strata", _SHEET, scribe.say("strata"), headers, tuple(rows))


def _stratum(scribe: SampleScribe, row: Response, name: str, certain: bool) -> Row:
    return Row(
        name,
        (
            scribe.number(row.N, "count"), scribe.number(row.asked, "count"), scribe.number(row.coverage, "share"),
            scribe.number(row.revenue, "money"), scribe.number(row.revenue_coverage, "share"),
        ),
        kind="line" if row.stratum else "subtotal",
        about=scribe.say("certain_mark") if certain else "",
    )  # fmt: skip


def _coverage(scribe: SampleScribe) -> Iterator[Block]:
    summary, language = scribe.summary, scribe.language
    for name, drawn in (
        ("coverage_curve", summary.curve.height > 0),
        ("coverage_bars", summary.sample.height > 0),
    ):
        if drawn:
            draw = revenue_curve_chart if name == "coverage_curve" else strata_chart
            about = scribe.say(f"{name}_about")
            yield Picture(name.replace("_", "-"), scribe.say(name), about, draw(summary, language))
            yield Words(about)
    if summary.design is not None and not any(stratum.certain for stratum in summary.design.strata):
        yield Words(scribe.say("no_certain"))


def _modes(scribe: SampleScribe) -> Iterator[Block]:
    cost, method = scribe.summary.cost, scribe.method
    yield Words(scribe.say("modes_lead", share=scribe.share(method.cost_share)))
    rows = [
        Row(scribe.say(f"mode_{mode.mode}"), (
            scribe.number(mode.interviews, "count"), scribe.number(mode.cost, "money", "ground_cost"),
        ))
        for mode in cost.modes
    ]  # fmt: skip
    if cost.undecided:
        none = scribe.number(None, "money", "ground_cost")
        open_ones = scribe.summary.interviews - sum(mode.interviews for mode in cost.modes)
        rows.append(Row(scribe.say("mode_none"), (scribe.number(open_ones, "count"), none)))
    total = scribe.number(cost.total, "money", "ground_cost")
    rows.append(Row(scribe.say("total"), (scribe.number(scribe.summary.interviews, "count"), total), "subtotal"))
    headers = scribe.headers("mode", "interviews", "cost")
    yield Grid("sample-modes", _SHEET, scribe.say("modes"), headers, tuple(rows), tuple(_why(scribe)))


def _why(scribe: SampleScribe) -> Iterator[str]:
    if scribe.summary.cost.undecided:
        yield scribe.say("total_leaves_out")
    reasons = scribe.summary.sample.group_by("mode_reason").len().drop_nulls().sort("mode_reason")
    for reason, count in reasons.iter_rows():
        share = scribe.share(scribe.method.cost_share)
        yield f"{scribe.figure(count, 'count')}: {scribe.say(f'why_{reason}', share=share)}."


def _weeks(scribe: SampleScribe) -> Iterator[Block]:
    planned = scribe.summary.sample.filter(pl.col("week").is_not_null()).sort("order")
    if planned.is_empty():
        return
    yield Words(scribe.say("field_lead"))
    rows = []
    for (week,), units in planned.group_by("week", maintain_order=True):
        people = scribe.number(int(units["informants"].fill_null(1).sum()), "count")
        counts = units.group_by("stratum", maintain_order=True).len()
        strata = ", ".join(f"{name} {count}" for name, count in counts.iter_rows())
        rows.append((int(str(week)), Row(scribe.say("week_number", week=week), (people, Datum(strata)))))
    headers = scribe.headers("week", "interviews", "stratum")
    ordered = tuple(row for _, row in sorted(rows, key=lambda pair: pair[0]))
    yield Grid("sample-weeks", _SHEET, scribe.say("field"), headers, ordered)


def _response(scribe: SampleScribe) -> Iterator[Block]:
    state = scribe.summary.state
    if not any(side.done or side.silent or side.not_eligible for side in state.sides):
        return
    yield Words(scribe.say("response_lead"))
    rows = [
        Row(
            row.stratum or f"{scribe.say('total')}: {scribe.say(f'side_{row.side}')}",
            (
                scribe.number(row.asked, "count"), scribe.number(row.done, "count"),
                scribe.number(row.silent, "count"), scribe.number(row.pending, "count"),
                scribe.number(row.rate, "share"), scribe.number(row.revenue_rate, "share"),
            ),
            "line" if row.stratum else "subtotal",
        )
        for row in (*state.strata, *state.sides)
        if row.asked
    ]  # fmt: skip
    headers = scribe.headers("stratum", "drawn_units", "done", "silent", "pending", "rate", "rate_revenue")
    yield Grid("sample-response", _SHEET, scribe.say("response"), headers, tuple(rows), tuple(_reasons(scribe)))


def _reasons(scribe: SampleScribe) -> Iterable[str]:
    reasons = scribe.summary.state.reasons
    if reasons:
        told = "; ".join(f"{reason or scribe.say('reason_missing')} ({n})" for reason, n in reasons.items())
        yield scribe.say("reasons", reasons=told)


def _list(scribe: SampleScribe) -> Iterator[Block]:
    yield Words(scribe.say("list_lead"))
    rows = tuple(
        Row(
            f"{row['order']}. {row['unit_id']}",
            (
                Datum(scribe.figure(row["week"], "count") if row["week"] else ""),
                Datum(scribe.channel(row["channel_id"])), Datum(row["stratum"] or ""),
                Datum(scribe.say(f"mode_{row['mode'] or 'none'}")),
                Datum(scribe.figure(row["informants"] or 1, "count")),
            ),
            about=row["name"] or "",
        )
        for row in scribe.summary.sample.sort("order").iter_rows(named=True)
    )  # fmt: skip
    headers = (f"{scribe.say('order')} {scribe.say('name')}", *scribe.headers(
        "week", "channel", "stratum", "mode", "informants"
    ))  # fmt: skip
    two = scribe.say("two_informants", share=scribe.share(scribe.method.two_informants_share))
    yield Grid("sample-list", _SHEET, scribe.say("list"), headers, rows, (two,))


def _how(scribe: SampleScribe) -> Words:
    drawing = scribe.summary.drawing
    if drawing is None:
        return Words(scribe.say("how_unknown"), tone="warning")
    seed = scribe.say(
        "how_seed", seed=drawing.seed, fingerprint=drawing.fingerprint, who=drawing.who, version=drawing.version,
        day=format_date(drawing.date, "d MMMM yyyy", locale=scribe.language),
    )  # fmt: skip
    return Words(seed, tuple(scribe.say(f"how_{name}") for name in ("method", "strata", "verify")))
