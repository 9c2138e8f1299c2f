"""What more interviews are worth: curves over their number, and the next wave as bars."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

import altair as alt

from tramite.decisions.information.group_advice import GroupAdvice
from tramite.decisions.information.wave_plan import Plan
from tramite.reports.asking import as_known, group_name
from tramite.reports.charts.theme import BLUE, INK, ORANGE, frame, padded, scale_of
from tramite.reports.hand import Hand

_WIDTH, _HEIGHT, _COLUMNS = 300, 150, 2
_BARS, _ROW, _LETTERS = 380, 64, 34
_LINES = "split(datum.label, '\\n')"


def curves_chart(hand: Hand, groups: Sequence[GroupAdvice]) -> alt.TopLevelMixin:
    """Draw worth with its error and cost over the number of interviews, a panel a group on scales of its own."""
    scale = scale_of([size.worth.value for one in groups for size in one.sizes])
    title = hand.chart(f"unit_{scale:.0f}", currency=hand.currency)
    panels = [_panel(hand, one, scale, title) for one in groups]
    chart: alt.TopLevelMixin = alt.concat(*panels, columns=_COLUMNS, spacing=24)
    return chart


def _panel(hand: Hand, one: GroupAdvice, scale: float, title: str) -> alt.LayerChart | alt.FacetChart:
    rows = list(_points(one, scale))
    x = alt.X("n:Q", title=hand.tell("ask.axis_n"), axis=alt.Axis(tickMinStep=1, format="d"))
    base = alt.Chart(frame(rows)).encode(x=x)
    names = [hand.tell(f"ask.curve_{name}") for name in ("worth", "cost")]
    colours = alt.Scale(domain=names, range=[BLUE, ORANGE])
    legend = alt.Legend(title=None, orient="top", symbolType="stroke", symbolStrokeWidth=2.5, symbolSize=400)
    colour = alt.Color("line:N", scale=colours, legend=legend)
    dashes = alt.StrokeDash("line:N", scale=alt.Scale(domain=names, range=[[1, 0], [6, 4]]), legend=None)
    long = frame([
        {"n": row["n"], "line": name, "amount": row[key]}
        for row in rows
        for name, key in zip(names, ("worth", "cost"), strict=True)
    ])  # fmt: skip
    band = base.mark_area(color=BLUE, opacity=0.16).encode(y=alt.Y("lower:Q", title=title), y2=alt.Y2("upper:Q"))
    lines = (
        alt.Chart(long)
        .mark_line(strokeWidth=2.2)
        .encode(x=x, y=alt.Y("amount:Q"), color=colour, strokeDash=dashes)
    )
    layers: list[alt.Chart] = [band, lines]
    if one.best is not None:
        dot = frame([{"n": one.best.n, "worth": one.best.worth.value / scale, "text": f"{one.best.n}"}])
        best = alt.Chart(dot).encode(x=x, y=alt.Y("worth:Q"))
        layers += [
            best.mark_point(size=70, filled=True, color=INK, opacity=1),
            best.mark_text(dy=-12).encode(text=alt.Text("text:N")),
        ]
    name = textwrap.wrap(group_name(hand, one.group), 48)
    heading = alt.TitleParams(name, fontSize=12, fontWeight="bold", anchor="start", color=INK, limit=_WIDTH + 60)
    return alt.layer(*layers, width=_WIDTH, height=_HEIGHT, title=heading)


def _points(one: GroupAdvice, scale: float) -> Iterator[dict[str, float]]:
    yield {"n": 0, "worth": 0.0, "cost": 0.0, "lower": 0.0, "upper": 0.0}
    for size in one.sizes:
        worth, error = size.worth.value / scale, size.worth.standard_error / scale
        yield {
            "n": size.n, "worth": worth, "cost": size.cost / scale, "lower": max(worth - error, 0.0),
            "upper": worth + error,
        }  # fmt: skip


def plan_chart(hand: Hand, plan: Plan) -> alt.TopLevelMixin:
    """Draw what each group's interviews are worth alone, and what they cost."""
    scale = scale_of([part.alone for part in plan.parts])
    named = {textwrap.fill(f"{part.n} {group_name(hand, part.group)}", _LETTERS): part for part in plan.parts}
    kinds = [hand.tell(f"ask.curve_{name}") for name in ("worth", "cost")]
    rows = [
        {"name": name, "kind": kind, "amount": amount / scale, "text": hand.brief(amount, currency=False)}
        for name, part in named.items()
        for kind, amount in zip(
            kinds, (as_known(part.alone, plan.together.standard_error), part.cost), strict=True
        )
    ]
    ends = padded([part.alone / scale for part in plan.parts])
    base = alt.Chart(frame(rows)).encode(
        y=alt.Y("name:N", sort=list(named), title=None, axis=alt.Axis(labelExpr=_LINES)),
        yOffset=alt.YOffset("kind:N", sort=kinds),
        x=alt.X(
            "amount:Q", title=hand.chart(f"unit_{scale:.0f}", currency=hand.currency),
            scale=alt.Scale(domain=ends),
        ),
    )  # fmt: skip
    colour = alt.Color(
        "kind:N", scale=alt.Scale(domain=kinds, range=[BLUE, ORANGE]), legend=alt.Legend(title=None, orient="top")
    )
    bars, texts = (
        base.mark_bar(height={"band": 0.9}).encode(color=colour),
        base.mark_text(align="left", dx=5).encode(text=alt.Text("text:N")),
    )
    return alt.layer(bars, texts, width=_BARS, height=_ROW * len(named))
