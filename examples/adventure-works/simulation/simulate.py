"""Draw all the voices of a case from a written-down truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from simulation.answers import Asked, Respondent, Row, answer
from simulation.frame import FrameInputs, draw_sample, make_frame
from simulation.people import respondent
from simulation.truth import Missing, Spec, Truth
from tramite.voices.bank import Item, ItemBank, load_bank

VERSION = "sim-1"
_RESPONSES = {
    "interview_id": pl.String, "item_id": pl.String, "key": pl.String, "number": pl.Float64, "text": pl.String,
    "missing": pl.String,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SimulatedVoices:
    """The tables of the voices, by the names of their contracts."""

    frame: pl.DataFrame
    sample: pl.DataFrame
    interviews: pl.DataFrame
    responses: pl.DataFrame
    facts: pl.DataFrame

    def tables(self) -> dict[str, pl.DataFrame]:
        """Return the tables by contract name."""
        return {name: getattr(self, name) for name in ("frame", "sample", "interviews", "responses", "facts")}


def simulate_voices(truth: Truth, frame_inputs: FrameInputs, rng: np.random.Generator) -> SimulatedVoices:
    """Draw frame, sample, interviews and answers.

    Args:
        truth: what is true of every audience and channel, and how people say it.
        frame_inputs: tables of the books that know partners and customers.
        rng: all chance comes from here: the same seed gives the same tables.
    """
    frame = make_frame(frame_inputs, truth.field)
    sample = draw_sample(frame, truth, rng)
    interviews = _interviews(frame, sample, truth, rng)
    sizes = _relative_sizes(frame)
    bank = load_bank()
    rows: list[tuple[str, str, str, float | None, str | None, str | None]] = []
    for interview in interviews.iter_rows(named=True):
        who = respondent(interview["role"], interview["channel_id"], sizes.get(interview["unit_id"]), truth, rng)
        rows += [
            (interview["interview_id"], *row)
            for item in bank.items_for(interview["role"], core=True)
            for row in _put(item, bank, who, truth, rng)
        ]
    responses = pl.DataFrame(rows, schema=_RESPONSES, orient="row")
    return SimulatedVoices(frame, sample, interviews, responses, _facts(truth))


def _put(
    item: Item, bank: ItemBank, who: Respondent, truth: Truth, rng: np.random.Generator
) -> list[tuple[str, str, float | None, str | None, str | None]]:
    found = _spec(item, who, truth)
    if found is None:
        return []
    missing = _missing(item, truth.missing, rng)
    if missing is not None:
        return [(item.id, "", None, None, missing)]
    codes = frozenset(choice.code for choice in bank.choices_of(item.choices))
    rows: list[Row] = answer(Asked(item, codes, *found, truth, rng))
    return [(item.id, *row, None) for row in rows]


def _spec(item: Item, who: Respondent, truth: Truth) -> tuple[Spec, Respondent] | None:
    """Return how the item is answered and by whom; ``None`` when it is not asked.

    A vendor's guess follows the truth of the item it mirrors, plus the vendor's bias. Mirrors of partner items are
    not asked about a channel without partners.
    """
    own = truth.spec(who.audience, who.channel_id, item.id)
    if item.id in ("PX10", "CC03", "VX10"):
        return Spec(strength=12.0), who
    if who.audience != "vendor":
        if own is None:
            raise KeyError(f"truth.toml says nothing of {item.id} for {who.audience} in {who.channel_id}")
        return own, who
    heard = [mirror for mirror in item.mirrors if who.channel_id in truth.pillars or mirror.startswith("C")]
    if item.mirrors and not heard:
        return None
    if own is not None:
        return own, who
    audience = "partner" if heard[0].startswith("P") else "customer"
    mirrored = truth.spec(audience, who.channel_id, heard[0])
    if mirrored is None:
        raise KeyError(f"truth.toml says nothing of {heard[0]}, which {item.id} mirrors")
    bias = truth.vendor_bias.get(item.id, truth.vendor_bias["default"])
    biased = Respondent("vendor", who.channel_id, who.latent, who.noise, who.diversion, bias)
    return mirrored, biased


def _missing(item: Item, chances: Missing, rng: np.random.Generator) -> str | None:
    draw = rng.random()
    refused = chances.sensitive_ref if item.sensitive else chances.ref
    if item.scale == "open" or draw >= chances.dk + refused + chances.na:
        return None
    if draw < chances.dk:
        return "dk"
    return "ref" if draw < chances.dk + refused else "na"


def _relative_sizes(frame: pl.DataFrame) -> Mapping[str, float | None]:
    """Return each partner's log sales, standardised over the active partners of its channel; lost: ``None``."""
    partners = frame.filter(~pl.col("role").is_in(["customer", "vendor"]))
    active = partners.filter(pl.col("status") == "active")
    size = pl.col("revenue").cast(pl.Float64).log()
    standard = (size - size.mean().over("channel_id")) / size.std().over("channel_id")
    sizes: dict[str, float | None] = dict(partners.select("unit_id", pl.lit(None, pl.Float64)).iter_rows())
    sizes.update(active.select("unit_id", standard).iter_rows())
    return sizes


def _interviews(frame: pl.DataFrame, sample: pl.DataFrame, truth: Truth, rng: np.random.Generator) -> pl.DataFrame:
    done = sample.filter(pl.col("outcome") == "done").join(frame, on="unit_id", validate="1:1").sort("order")
    asked_about = sorted(truth.pillars)
    rows = []
    sellers = 0
    for number, unit in enumerate(done.iter_rows(named=True), start=1):
        channel = unit["channel_id"]
        if unit["stratum"] == "vendor-sellers":
            channel = asked_about[sellers % len(asked_about)]
            sellers += 1
        mode = _mode(unit["role"], unit["stratum"], rng)
        minutes = {"customer": 25.3, "vendor": 28.7}.get(unit["role"], 42.3)
        hurried = rng.random() < truth.field.has_issues
        seconds = minutes * 60 * (0.45 if hurried else rng.lognormal(0.0, 0.12))
        interviewer = str(rng.choice(truth.field.interviewers))
        day = _working_day(truth.field.first_day, truth.field.days, rng)
        status = "has_issues" if hurried else "approved"
        rows.append(
            (f"i-{number:03d}", unit["unit_id"], unit["role"], channel, mode, interviewer, day,
             float(np.rint(seconds)), True, status, VERSION)
        )  # fmt: skip
    schema = {
        "interview_id": pl.String, "unit_id": pl.String, "role": pl.String, "channel_id": pl.String,
        "mode": pl.String, "interviewer": pl.String, "date": pl.Date, "seconds": pl.Float64, "consent": pl.Boolean,
        "status": pl.String, "version": pl.String,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def _mode(role: str, stratum: str, rng: np.random.Generator) -> str:
    if stratum.endswith("-large"):
        return "in_person"
    if role == "vendor":
        return "video"
    return str(rng.choice(["video", "phone"]))


def _working_day(first: date, days: int, rng: np.random.Generator) -> date:
    weeks, weekday = divmod(int(rng.integers(days)), 5)
    return first + timedelta(days=weeks * 7 + weekday)


def _facts(truth: Truth) -> pl.DataFrame:
    rows = [(fact_id, fact.en, fact.it, fact.true, fact.source) for fact_id, fact in truth.facts.items()]
    texts = ("fact_id", "text_en", "text_it")
    schema = {**dict.fromkeys(texts, pl.String), "true": pl.Boolean, "source": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")
