"""Interview those who were reached, and write down what they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from tramite.voices.asking.bank import PARTNER_ROLES, Item, ItemBank
from tramite.voices.asking.bank_check import EMPLOYEES
from tramite.voices.simulated.answers import Asked, Respondent, answer
from tramite.voices.simulated.flaws import plant_flaws
from tramite.voices.simulated.people import respondent
from tramite.voices.simulated.sizes import relative_sizes
from tramite.voices.simulated.truth import Missing, Spec, Truth

VERSION = "sim-1"
_INDEPENDENT = tuple(role for role in PARTNER_ROLES if role not in EMPLOYEES)
_DIVERSION = ("PX10", "CC03", "VX10")
_RESPONSES = {
    "interview_id": pl.String, "item_id": pl.String, "key": pl.String, "number": pl.Float64, "text": pl.String,
    "missing": pl.String,
}  # fmt: skip
_INTERVIEWS = {
    "interview_id": pl.String, "unit_id": pl.String, "role": pl.String, "channel_id": pl.String,
    "mode": pl.String, "interviewer": pl.String, "date": pl.Date, "seconds": pl.Float64, "consent": pl.Boolean,
    "status": pl.String, "version": pl.String,
}  # fmt: skip
Row = tuple[str, float | None, str | None, str | None]
Streams = tuple[np.random.Generator, np.random.Generator]  # of answers, and of second questions


@dataclass(frozen=True, slots=True)
class SimulatedAnswers:
    """What the field brought back.

    Attributes:
        interviews, responses: by contract.
        flaws: ``interview_id``, ``flaw``: what was planted. effects: ``interviewer``, ``points``: what each adds.
    """

    interviews: pl.DataFrame
    responses: pl.DataFrame
    flaws: pl.DataFrame
    effects: pl.DataFrame


def simulate_answers(
    frame: pl.DataFrame,
    sample: pl.DataFrame,
    *,
    truth: Truth,
    bank: ItemBank,
    rng: np.random.Generator,
    moods: Mapping[str, float] | None = None,
) -> SimulatedAnswers:
    """Draw the interviews of all units whose outcome is ``done``, and their answers.

    Args:
        frame, sample: contracts FRAME, SAMPLE.
        truth: what is true of every audience and channel, and how people say it.
        bank: its core items are asked. rng: all chance comes from here: the same seed gives the same tables.
        moods: by unit, where who answered depended on it (``simulated.outcomes``).
    """
    apart, agreeing, beside = rng.spawn(3)  # what the answers of the example were drawn without
    effects = dict(zip(truth.field.interviewers, _effects(truth, apart), strict=True))
    interviews = _interviews(frame, sample, truth, rng)
    sizes = relative_sizes(frame)
    rows: list[tuple[str, str, str, float | None, str | None, str | None]] = []
    for interview in interviews.iter_rows(named=True):
        who = respondent(
            interview["role"], interview["channel_id"], sizes.get(interview["unit_id"]), truth, rng,
            mood=(moods or {}).get(interview["unit_id"]), bias=effects[interview["interviewer"]],
        )  # fmt: skip
        for item in bank.items_for(interview["role"], core=True):
            rows += [
                (interview["interview_id"], item.id, *row) for row in _put(item, bank, who, truth, (rng, beside))
            ]
    responses = pl.DataFrame(rows, schema=_RESPONSES, orient="row")
    interviews, responses, flaws = plant_flaws(interviews, responses, bank=bank, flaws=truth.flaws, rng=apart)
    interviews = _with_levels(interviews, truth, agreeing)
    added = pl.DataFrame(
        list(effects.items()), schema={"interviewer": pl.String, "points": pl.Float64}, orient="row"
    )
    return SimulatedAnswers(interviews, responses, flaws, added)


def _with_levels(interviews: pl.DataFrame, truth: Truth, rng: np.random.Generator) -> pl.DataFrame:
    """Let some firms agree to be named; an employee never is, and the rest is as usual (no level written)."""
    firms = interviews.filter(pl.col("role").is_in(_INDEPENDENT))["unit_id"].unique(maintain_order=True)
    named = firms.filter(rng.random(len(firms)) < truth.field.named)
    level = pl.when(pl.col("unit_id").is_in(named.implode())).then(pl.lit("a"))
    return interviews.with_columns(level.alias("level"))


def _effects(truth: Truth, rng: np.random.Generator) -> list[float]:
    drawn = rng.standard_normal(len(truth.field.interviewers)) * truth.field.interviewer_effect
    return [float(points) for points in drawn]


def _put(item: Item, bank: ItemBank, who: Respondent, truth: Truth, streams: Streams) -> Iterator[Row]:
    found = _spec(item, who, truth)
    if found is None:
        return
    rng, beside = streams
    missing = _missing(item, truth.missing, rng)
    if missing is not None:
        yield ("", None, None, missing)
        return
    codes = frozenset(choice.code for choice in bank.choices_of(item.choices))
    for key, number, text in answer(Asked(item, codes, *found, truth, rng, beside)):
        yield (key, number, text, None)


def _spec(item: Item, who: Respondent, truth: Truth) -> tuple[Spec, Respondent] | None:
    """Return how the item is answered and by whom; ``None`` when it is not asked.

    A vendor's guess follows the truth of the item it mirrors, plus the vendor's bias. Mirrors of partner items are
    not asked about a channel without partners. A list of the project that the truth says nothing of is not asked.
    """
    own = truth.spec(who.audience, who.channel_id, item.id)
    if item.id in _DIVERSION:
        return Spec(strength=12.0), who
    if own is None and item.choices.startswith("@"):
        return None
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
    return mirrored, Respondent("vendor", who.channel_id, who.latent, who.noise, who.diversion, bias)


def _missing(item: Item, chances: Missing, rng: np.random.Generator) -> str | None:
    draw = rng.random()
    refused = chances.sensitive_ref if item.sensitive else chances.ref
    if item.scale == "open" or draw >= chances.dk + refused + chances.na:
        return None
    if draw < chances.dk:
        return "dk"
    return "ref" if draw < chances.dk + refused else "na"


def _interviews(frame: pl.DataFrame, sample: pl.DataFrame, truth: Truth, rng: np.random.Generator) -> pl.DataFrame:
    reached = sample.filter(pl.col("outcome") == "done")
    columns = ("unit_id", "order", *(name for name in ("mode", "informants") if name in sample.columns))
    done = reached.select(columns).join(frame, on="unit_id", validate="1:1").sort("order")
    asked_about = sorted(truth.pillars) or sorted(truth.diversion)
    rows: list[tuple[object, ...]] = []
    elsewhere = 0
    for unit in done.iter_rows(named=True):
        for _ in range(unit.get("informants") or 1):
            channel = unit["channel_id"]
            if unit["role"] == "vendor" and channel not in truth.diversion:
                channel = asked_about[
                    elsewhere % len(asked_about)
                ]  # who serves several channels is asked about one
                elsewhere += 1
            mode = unit.get("mode") or _mode(unit["role"], unit["stratum"], rng)
            minutes = {"customer": 25.3, "vendor": 28.7}.get(unit["role"], 42.3)
            hurried = rng.random() < truth.field.has_issues
            seconds = minutes * 60 * (0.45 if hurried else rng.lognormal(0.0, 0.12))
            interviewer = str(rng.choice(truth.field.interviewers))
            day = _working_day(truth.field.first_day, truth.field.days, rng)
            rows.append(
                (f"i-{len(rows) + 1:03d}", unit["unit_id"], unit["role"], channel, mode, interviewer, day,
                 float(np.rint(seconds)), True, "has_issues" if hurried else truth.field.status, VERSION)
            )  # fmt: skip
    return pl.DataFrame(rows, schema=_INTERVIEWS, orient="row")


def _mode(role: str, stratum: str, rng: np.random.Generator) -> str:
    if stratum.endswith("-large"):
        return "in_person"
    if role == "vendor":
        return "video"
    return str(rng.choice(["video", "phone"]))


def _working_day(first: date, days: int, rng: np.random.Generator) -> date:
    weeks, weekday = divmod(int(rng.integers(days)), 5)
    return first + timedelta(days=weeks * 7 + weekday)
