"""Where partners send customers: the steering index with its four parts, and why (METHOD §3.7.5)."""

from __future__ import annotations

from collections.abc import Iterator

from tramite.beliefs.information.causes import CODES, LEVERS
from tramite.beliefs.information.information import InformationBelief
from tramite.beliefs.information.steering import COMPONENTS
from tramite.reports.answer_words import part_of
from tramite.reports.charts.gaps import parts_chart
from tramite.reports.claims import estimate_cell, kind_of, place_name, with_ends
from tramite.reports.grid import Grid, Row
from tramite.reports.scribe import Scribe
from tramite.reports.section import Picture, Words
from tramite.reports.sections.answers import answer_cell
from tramite.voices.disclosure.screening import ALL


def write_steering(scribe: Scribe, belief: InformationBelief) -> Iterator[Words | Picture | Grid]:
    """Write the steering index by channel and its causes."""
    if not belief.steering:
        yield Words(_tell(scribe, "no_steering"))
        return
    whole = next((one.intended for one in belief.steering if one.domain == ALL), None)
    if whole is None:
        yield Words(_tell(scribe, "no_intended"))
    else:
        name = part_of(belief.bank.item("VI01"), whole.code, belief.bank, scribe.definition, scribe.language)
        yield Words(_tell(scribe, "intended", answer=name, share=with_ends(scribe, whole.cell.estimate)))
    yield from _picture(scribe, belief)
    rows = tuple(
        Row(place_name(scribe, one.domain),
            (estimate_cell(scribe, one.index, missing=_tell(scribe, "component_missing")),
             *(estimate_cell(scribe, one.components[name]) for name in COMPONENTS)), kind_of(one.domain))
        for one in belief.steering
    )  # fmt: skip
    headers = (scribe.say("channel"), _tell(scribe, "index"), *(_tell(scribe, name) for name in COMPONENTS))
    notes = tuple(_tell(scribe, f"{name}_note") for name in COMPONENTS)
    yield Grid("information-steering-grid", "information", _tell(scribe, "steering_caption"), headers, rows,
               (_tell(scribe, "steering_note"), *notes))  # fmt: skip
    yield from _causes(scribe, belief)


def _picture(scribe: Scribe, belief: InformationBelief) -> Iterator[Picture]:
    told = [one for one in belief.steering if one.index.value is not None and one.index.lower is not None]
    if not told:
        return
    names = [_tell(scribe, name) for name in COMPONENTS]
    rows = [
        {"topic": place_name(scribe, one.domain), "part": label, "place": place,
         "value": (one.components[name].value or 0.0) / len(COMPONENTS)}
        for one in told
        for place, (name, label) in enumerate(zip(COMPONENTS, names, strict=True))
    ]  # fmt: skip
    wholes = [
        {"topic": place_name(scribe, one.domain), "value": one.index.value, "lower": one.index.lower,
         "upper": one.index.upper, "text": scribe.figure(one.index.value, "share")}
        for one in told
    ]  # fmt: skip
    chart = parts_chart(
        rows, wholes, topics=[str(row["topic"]) for row in wholes], parts=names,
        axis=_tell(scribe, "axis_steering"), limit=scribe.method.b11_steering,
    )  # fmt: skip
    title, about = _tell(scribe, "steering_chart"), _tell(scribe, "steering_about")
    yield Picture("information-steering-chart", title, about, chart)


def _causes(scribe: Scribe, belief: InformationBelief) -> Iterator[Grid]:
    causes = belief.causes
    domains = list(dict.fromkeys(cell.domain for cell in causes.redirected.cells))
    rows: list[Row] = []
    for table, title in ((causes.redirected, "redirected_why"), (causes.held_back, "held_back_why")):
        rows.append(Row(_tell(scribe, title), kind="group"))
        cells = {(cell.domain, cell.key): cell for cell in table.cells}
        for cause, code in CODES.items():
            found = [cells.get((domain, code)) for domain in domains]
            if any(cell is not None for cell in found):
                label = _tell(scribe, "cause_lever", cause=_tell(scribe, f"why_{cause}"),
                              lever=_tell(scribe, f"lever_{LEVERS[cause]}"))  # fmt: skip
                rows.append(Row(label, tuple(
                    scribe.absent("share") if cell is None else answer_cell(scribe, cell) for cell in found
                )))  # fmt: skip
    less = {cell.domain: cell for cell in causes.pays_less.cells}
    rows.append(Row(_tell(scribe, "pays_less"), tuple(
        scribe.absent("share") if domain not in less else answer_cell(scribe, less[domain]) for domain in domains
    )))  # fmt: skip
    headers = (_tell(scribe, "reason"), *(place_name(scribe, domain) for domain in domains))
    yield Grid("information-causes", "information", _tell(scribe, "causes_caption"), headers, tuple(rows),
               (_tell(scribe, "causes_note"),))  # fmt: skip


def _tell(scribe: Scribe, key: str, **params: object) -> str:
    return scribe.tell(f"information.{key}", **params)
