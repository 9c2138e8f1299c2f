"""How partners sell: labels by channel, by firm where it agreed to be named, and what they rest on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from tramite.beliefs.selling.axes import APPLIES_TO, AXES, ITEMS, firm_axes
from tramite.beliefs.selling.confirmation import (
    OTHERS,
    Opinion,
    VendorView,
    Verdict,
    books_opinion,
    judge,
    vendor_opinion,
    vendor_views,
)
from tramite.beliefs.selling.labels import LABELS, Definition, Labelled, label_firms
from tramite.books.joint_work import Dealing, JointWork
from tramite.kernel.chance import Chance
from tramite.kernel.grade import grade_voices
from tramite.kernel.method import Method
from tramite.voices.disclosure.named import named_units
from tramite.voices.estimation.measure_table import Measure, MeasureCell, MeasureTable, Statistic
from tramite.voices.estimation.study import Study

STREAM: Final = "sell_mode"


@dataclass(frozen=True, slots=True)
class Label:
    """One label of one firm.

    Attributes:
        code: of ``labels.LABELS``. probability: share of the redraws that keep it.
        verdicts: what the other sources make of it. confirmed: two of the three agree; else «stated» only.
    """

    code: str
    probability: float
    verdicts: Mapping[str, Verdict]
    confirmed: bool


@dataclass(frozen=True, slots=True)
class FirmMode:
    """How one firm sells.

    Attributes:
        stated: axes and what they are made of, 0–1 (``axes.firm_axes``); what was not answered is not there.
        labels: by definition; one that cannot be evaluated is not there.
    """

    unit_id: str
    channel_id: str
    stated: Mapping[str, float]
    labels: Mapping[Definition, Label]
    dealing: Dealing


@dataclass(frozen=True, slots=True)
class SellMode:
    """How the partners of each channel sell, by vote and by revenue, after disclosure control.

    Attributes:
        axes: by axis (J, F, T, G), its mean, 0–1.
        labels: by definition, share of the partners with each label; ``key`` is the label.
        sure: by definition, mean probability of the labels.
        confirmed: by definition, share that another source confirms, of those on which one has something to say.
        views: what the vendor's people say, by channel; only where it may be shown.
        named: firms that agreed to be named (``disclosure.named``), by id.
        work: what the books could tell. seen: firms of which they tell how often we sell together.
    """

    axes: Mapping[str, MeasureTable]
    labels: Mapping[Definition, MeasureTable]
    sure: Mapping[Definition, MeasureTable]
    confirmed: Mapping[Definition, MeasureTable]
    views: Mapping[str, VendorView]
    named: tuple[FirmMode, ...]
    work: JointWork
    seen: int

    def of(self, partner_id: str) -> FirmMode | None:
        """Return one firm; ``None`` if it may not be named, or was not heard."""
        return next((firm for firm in self.named if firm.unit_id == partner_id), None)


def sell_mode(study: Study, *, work: JointWork, chance: Chance) -> SellMode | None:
    """Label each partner by both definitions, confirm the labels, and estimate their shares by channel.

    Sources are three: the partner, the vendor's people on its channel (in groups that may be shown), and the
    books. A label is confirmed if ``label_sources`` of them agree, the partner among them; else it is stated.

    Args:
        work: what the books tell; an empty one tells nothing. chance: redraws come from its stream «sell_mode».

    Returns: ``None`` if no independent partner was heard on any axis.
    Source: METHOD §3.4 (article's definition, trade usage); §3.2, §3.3.
    """
    firms = firm_modes(study, work=work, chance=chance)
    if not firms:
        return None
    confirmed = {of: _estimate(study, _confirmed(firms, of), f"confirmed_{of}", "share") for of in LABELS}
    return SellMode(
        axes={axis: _estimate(study, _axis(firms, axis), axis, "mean") for axis in AXES},
        labels={
            of: _graded(_estimate(study, _labels(firms, of), f"label_{of}", "share"), confirmed[of], study.method)
            for of in LABELS
        },
        sure={of: _estimate(study, _sure(firms, of), f"sure_{of}", "mean") for of in LABELS},
        confirmed=confirmed,
        views=vendor_views(study),
        named=tuple(_namable(firms, study)),
        work=work,
        seen=sum(firm.dealing.joint is not None for firm in firms),
    )


def firm_modes(study: Study, *, work: JointWork, chance: Chance) -> tuple[FirmMode, ...]:
    """Label every firm that was heard, by id: not to be shown one by one (``SellMode.named`` is).

    Returns: firms of which at least one axis is known.
    """
    voices = study.voices("partner")
    axes = firm_axes(study.responses, voices.interviews, bank=study.bank, method=study.method)
    found = label_firms(axes, method=study.method, rng=chance.stream(STREAM))
    channels = dict(voices.weighed.people.select("unit_id", "domain").iter_rows())
    views = vendor_views(study)
    firms = []
    for place, row in enumerate(axes.iter_rows(named=True)):
        unit_id = row.pop("unit_id")
        stated = {name: value for name, value in row.items() if value is not None}
        if stated:
            channel, dealing = channels[unit_id], work.of(unit_id)
            view = views.get(channel, VendorView())
            opinions = {
                "vendor": vendor_opinion(view, dealing, method=study.method),
                "books": books_opinion(dealing, method=study.method),
            }
            labels = _judged(found, place, opinions, study.method)
            firms.append(FirmMode(unit_id, channel, stated, labels, dealing))
    return tuple(firms)


def _namable(firms: tuple[FirmMode, ...], study: Study) -> Iterator[FirmMode]:
    """Walk through the firms that may be named, each with what may be told of it: answer by answer."""
    interviews = study.voices("partner").interviews

    def safe(answered: list[str]) -> set[str]:
        return set(named_units(interviews, method=study.method, answered=answered))

    names = dict.fromkeys(name for firm in firms for name in firm.stated)
    told = {name: safe([firm.unit_id for firm in firms if name in firm.stated]) for name in names}
    known = {of: safe([unit for unit, _ in _labelled(firms, of)]) for of in LABELS}
    for firm in firms:
        stated = {name: value for name, value in firm.stated.items() if firm.unit_id in told[name]}
        labels = {of: label for of, label in firm.labels.items() if firm.unit_id in known[of]}
        if stated or labels:
            yield replace(firm, stated=stated, labels=labels)


def _judged(
    found: Mapping[Definition, Labelled], place: int, opinions: Mapping[str, Opinion], method: Method
) -> dict[Definition, Label]:
    codes: dict[Definition, str] = {
        definition: LABELS[definition][labelled.label[place]]
        for definition, labelled in found.items()
        if labelled.label[place] >= 0
    }
    verdicts: dict[Definition, dict[str, Verdict]] = {"article": {}, "trade": {}}
    for other in OTHERS:
        # A label that is not evaluable is judged as any other, and left out below.
        of_article, of_trade = judge(codes.get("article", ""), codes.get("trade", ""), opinions[other])
        verdicts["article"][other], verdicts["trade"][other] = of_article, of_trade
    return {
        definition: Label(
            code, float(found[definition].probability[place]), verdicts[definition],
            1 + list(verdicts[definition].values()).count("agrees") >= method.label_sources,
        )
        for definition, code in codes.items()
    }  # fmt: skip


_Firms = tuple[FirmMode, ...]
_Rows = Iterator[tuple[str, str, float]]


def _axis(firms: _Firms, axis: str) -> _Rows:
    return ((firm.unit_id, "", firm.stated[axis]) for firm in firms if axis in firm.stated)


def _labels(firms: _Firms, of: Definition) -> _Rows:
    return ((unit, code, float(code == label.code)) for unit, label in _labelled(firms, of) for code in LABELS[of])


def _sure(firms: _Firms, of: Definition) -> _Rows:
    return ((unit, "", label.probability) for unit, label in _labelled(firms, of))


def _confirmed(firms: _Firms, of: Definition) -> _Rows:
    return (
        (unit, "", float(label.confirmed))
        for unit, label in _labelled(firms, of)
        if set(label.verdicts.values()) != {"silent"}
    )


def _labelled(firms: _Firms, of: Definition) -> Iterator[tuple[str, Label]]:
    return ((firm.unit_id, firm.labels[of]) for firm in firms if of in firm.labels)


def _estimate(study: Study, rows: _Rows, name: str, statistic: Statistic) -> MeasureTable:
    """Estimate what firms are: each of a firm's interviews carries what the firm is."""
    schema = {"unit_id": pl.String, "key": pl.String, "value": pl.Float64}
    firms = pl.DataFrame(list(rows), schema=schema, orient="row")
    interviews = study.voices("partner").interviews.filter(pl.col("role").is_in(APPLIES_TO))
    values = firms.join(interviews, on="unit_id").select("interview_id", "key", "value")
    return study.measure(values, Measure(name, ITEMS, (0.0, 1.0), "share", statistic))


def _graded(table: MeasureTable, confirmed: MeasureTable, method: Method) -> MeasureTable:
    """Grade the shares of a channel as heard on two sides where another source confirms most of its labels."""
    most = {(cell.domain, cell.weighting): (cell.estimate.value or 0.0) > 0.5 for cell in confirmed.cells}

    def graded(cell: MeasureCell) -> MeasureCell:
        if cell.hidden_because or not most.get((cell.domain, cell.weighting), False):
            return cell
        return replace(
            cell, estimate=replace(cell.estimate, grade=grade_voices(cell.estimate.n, None, True, method))
        )

    return replace(table, cells=tuple(graded(cell) for cell in table.cells))
