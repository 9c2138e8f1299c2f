"""How partners sell: labels by channel, what they rest on, named partners (METHOD §3.4)."""

from __future__ import annotations

from collections.abc import Iterator

from tramite.beliefs.selling.axes import AXES
from tramite.beliefs.selling.confirmation import OTHERS
from tramite.beliefs.selling.evidence import marks_of
from tramite.beliefs.selling.labels import ARTICLE, LABELS, TRADE, Definition
from tramite.beliefs.selling.sell_mode import FirmMode, SellMode
from tramite.kernel.provenance import Source
from tramite.reports.charts.parts import parts_chart
from tramite.reports.charts.selling import map_chart
from tramite.reports.grid import Grid, Row
from tramite.reports.hand import Hand
from tramite.reports.measures import cell_of, domains_of, measure_datum, parts_grid
from tramite.reports.scribe import Scribe
from tramite.reports.section import Block, Fold, Heading, Picture, Section, Words
from tramite.voices.disclosure.screening import ALL
from tramite.voices.estimation.strata import SurveyWeighting

WEIGHTINGS: tuple[SurveyWeighting, ...] = ("vote", "revenue")


def write_selling(scribe: Scribe) -> Section:
    """Write how partners sell by channel, by both definitions, and partner by partner where they agreed."""
    mode = scribe.dossier.beliefs.selling
    if mode is None:
        absent = Words(_say(scribe, "missing"), tone="absent")
        return Section("selling", _say(scribe, "title"), (absent,), scribe.badge("voices"))
    blocks: list[Block] = [Words(_say(scribe, "lead"), points=tuple(_reading(scribe, mode)))]
    blocks += _channels(scribe, mode)
    blocks += [Heading("selling-definitions", _say(scribe, "definitions")), _definitions(scribe)]
    blocks.append(_trade(scribe, mode))
    blocks += [Heading("selling-sources", _say(scribe, "sources")), *_sources(scribe, mode)]
    blocks += [Heading("selling-named", _say(scribe, "named")), *_named(scribe, mode)]
    blocks.append(Words(_say(scribe, "limits")))
    return Section("selling", _say(scribe, "title"), tuple(blocks), scribe.badge("voices"))


def _reading(scribe: Scribe, mode: SellMode) -> Iterator[str]:
    table = mode.labels["article"]
    for domain in (domain for domain in domains_of(table) if domain != ALL):
        cells = [cell for cell in table.cells if cell.domain == domain and cell.weighting == "vote"]
        shown = [cell for cell in cells if cell.estimate.value is not None]
        if not shown:
            why = cells[0].say(scribe.language)
            yield _say(scribe, "reading_hidden", channel=scribe.channel(domain), why=why)
            continue
        most = max(shown, key=lambda cell: cell.estimate.value or 0.0)
        sure = cell_of(mode.sure["article"], domain, "vote")
        yield _say(
            scribe, "reading_one", channel=scribe.channel(domain), n=most.estimate.n,
            share=scribe.figure(most.estimate.value, "share"), label_says=_say(scribe, f"says_{most.key}"),
            sure=scribe.figure(None if sure is None else sure.estimate.value, "share"),
        )  # fmt: skip


def _channels(scribe: Scribe, mode: SellMode) -> Iterator[Block]:
    table = mode.labels["article"]
    for weighting in WEIGHTINGS:
        words = scribe.px(weighting)
        if any(cell.mean is not None for cell in table.cells if cell.weighting == weighting):
            axis = _say(scribe, "chart_axis" if weighting == "vote" else "chart_axis_revenue")
            chart = parts_chart(
                scribe, table, weighting, keys=ARTICLE, name=lambda key: _say(scribe, f"article_{key}"), axis=axis
            )
            title = _say(scribe, "chart", weighting=words)
            yield Picture(f"selling-{weighting}-chart", title, _say(scribe, "chart_about"), chart)
        yield parts_grid(
            scribe, table, weighting, keys=ARTICLE, name=lambda key: _say(scribe, f"article_{key}"),
            place=(f"selling-{weighting}", "selling", _say(scribe, "labels_article", weighting=words)),
        )  # fmt: skip


def _definitions(scribe: Scribe) -> Words:
    return Words(_say(scribe, "definitions_lead"), points=tuple(definitions(scribe)))


def definitions(hand: Hand) -> Iterator[str]:
    """Write what each label means, beside its name."""
    shares = label_shares(hand)
    for definition, labels in LABELS.items():
        for label in labels:
            name = hand.tell(f"selling.{definition}_{label}")
            yield f"{name}: {hand.tell(f'selling.{definition}_{label}_about', **shares)}."


def label_shares(hand: Hand) -> dict[str, str]:
    """Write the thresholds that the definitions of labels name."""
    method = hand.method
    return {
        "joint": hand.level(method.joint_sales_with), "gap": hand.level(method.gap_filled_thru),
        "with_": hand.level(method.joint_trade_with), "through": hand.level(method.joint_trade_through),
    }  # fmt: skip


def _trade(scribe: Scribe, mode: SellMode) -> Fold:
    grids = tuple(
        parts_grid(
            scribe, mode.labels["trade"], weighting, keys=TRADE, name=lambda key: _say(scribe, f"trade_{key}"),
            place=(
                f"selling-trade-{weighting}", "selling",
                _say(scribe, "labels_trade", weighting=scribe.px(weighting)),
            ),
        )
        for weighting in WEIGHTINGS
    )  # fmt: skip
    return Fold("selling-trade", _say(scribe, "trade_fold"), (*grids, _axes(scribe, mode)))


def _axes(scribe: Scribe, mode: SellMode) -> Grid:
    tables = [*(mode.axes[axis] for axis in AXES), mode.sure["article"], mode.sure["trade"]]
    domains = list(dict.fromkeys(domain for table in tables for domain in domains_of(table)))
    rows = tuple(
        Row(
            scribe.channel(domain),
            tuple(measure_datum(scribe, cell_of(table, domain, "vote")) for table in tables),
            "subtotal" if domain == ALL else "line",
        )
        for domain in domains
    )
    sure = [f"{_say(scribe, 'sure')} ({_say(scribe, definition).lower()})" for definition in LABELS]
    headers = (scribe.say("channel"), *(_say(scribe, f"axis_{axis}") for axis in AXES), *sure)
    method = scribe.method
    notes = (
        *(_say(scribe, f"axis_{axis}_note") for axis in AXES),
        _say(
            scribe, "sure_note", redraws=scribe.figure(method.label_redraws, "count"),
            strength=scribe.figure(method.label_answer_strength, "count"),
        ),
    )  # fmt: skip
    return Grid("selling-axes", "selling", _say(scribe, "axes"), headers, rows, notes)


def _sources(scribe: Scribe, mode: SellMode) -> Iterator[Block]:
    k = scribe.method.disclosure_k
    spoken = [scribe.channel(d) for d, view in mode.views.items() if view.facing is not None and d != ALL]
    seen = str(mode.seen) if mode.seen >= k else scribe.tell("quality.few", k=k)
    points = [
        _say(scribe, "source_vendor_some", k=k, channels=", ".join(spoken)) if spoken
        else _say(scribe, "source_vendor_none", k=k),
        *([_say(scribe, "source_books_title")] if "sell_in" in mode.work.tables else []),
        _say(scribe, "source_books_some", firms=seen) if mode.seen else _say(scribe, "source_books_none"),
    ]  # fmt: skip
    yield Words(_say(scribe, "confirmed_lead", least=scribe.method.label_sources), points=tuple(points))
    tables = {of: table for of, table in mode.confirmed.items() if table.cells}
    if not tables:
        yield Words(_say(scribe, "confirmed_none"), tone="warning")
        return
    domains = list(dict.fromkeys(domain for table in tables.values() for domain in domains_of(table)))
    rows = tuple(
        Row(
            scribe.channel(domain),
            tuple(measure_datum(scribe, cell_of(table, domain, "vote")) for table in tables.values()),
            "subtotal" if domain == ALL else "line",
        )
        for domain in domains
    )
    headers = (scribe.say("channel"), *(_say(scribe, of) for of in tables))
    yield Grid("selling-confirmed", "selling", _say(scribe, "confirmed_caption"), headers, rows)


def _named(scribe: Scribe, mode: SellMode) -> Iterator[Block]:
    labelled = sorted(
        (firm for firm in mode.named if firm.labels), key=lambda firm: (firm.channel_id, firm.unit_id)
    )
    if not labelled:
        yield Words(_say(scribe, "named_none"), tone="absent")
        return
    yield Words(_say(scribe, "named_lead"))
    if any("article" in firm.labels for firm in labelled):
        title, about = _say(scribe, "named_chart"), _say(scribe, "named_chart_about")
        yield Picture("selling-named-chart", title, about, map_chart(scribe, labelled))
    rows = tuple(_firm(scribe, firm) for firm in labelled)
    keys = ("partner", "label", "holds", "label_trade", "standing", "for", "against")
    headers = tuple(_say(scribe, key) for key in keys)
    grid = Grid("selling-partners", "selling", _say(scribe, "named_caption"), headers, rows)
    yield Fold("selling-named-table", _say(scribe, "named_caption"), (grid,))


def _firm(scribe: Scribe, firm: FirmMode) -> Row:
    label = firm.labels.get("article")
    source = (Source("interviews", "PS03–PS07", simulated=scribe.definition.simulated.voices),)
    holds = (
        scribe.words("–") if label is None else scribe.number(label.probability, "share", source)
    )  # a share of redraws, no estimate of a population
    words = [", ".join(for_and_against(scribe, firm, supports)) for supports in (True, False)]
    return Row(
        f"{firm.unit_id} ({scribe.channel(firm.channel_id)})",
        (
            scribe.words(label_name(scribe, firm, "article")), holds,
            scribe.words(label_name(scribe, firm, "trade")), scribe.words(standing(scribe, firm)),
            *(scribe.words(text or _say(scribe, "nothing")) for text in words),
        ),
    )  # fmt: skip


def label_name(hand: Hand, firm: FirmMode, definition: Definition) -> str:
    """Name the label of a firm, or say that it is not evaluable."""
    label = firm.labels.get(definition)
    return hand.tell("selling.not_evaluable") if label is None else hand.tell(f"selling.{definition}_{label.code}")


def standing(hand: Hand, firm: FirmMode) -> str:
    """Say whether the article's label is confirmed, or stated, and who sees it otherwise."""
    label = firm.labels.get("article")
    if label is None:
        return "–"
    if label.confirmed:
        return hand.tell("selling.standing_confirmed")
    against = [hand.tell(f"selling.source_{other}") for other in OTHERS if label.verdicts.get(other) == "differs"]
    if against:
        return hand.tell("selling.standing_contested", sources=", ".join(against))
    return hand.tell("selling.standing_stated")


def for_and_against(hand: Hand, firm: FirmMode, supports: bool) -> Iterator[str]:
    """Write what speaks for the article's label, or against it."""
    for mark in marks_of(firm, method=hand.method):
        if mark.supports == supports:
            value = "" if mark.value is None else hand.figure(mark.value, "share")
            yield hand.tell(f"selling.mark_{mark.code}", value=value)


def _say(scribe: Scribe, key: str, **params: object) -> str:
    return scribe.tell(f"selling.{key}", **params)
