"""Who could still be asked: groups of the frame, what an interview there costs, and how it would weigh."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tramite.beliefs.reactions.shares import pseudo_answers
from tramite.decisions.information.informing import Spoken, Voice
from tramite.kernel.case import CaseDefinition
from tramite.kernel.method import Method
from tramite.voices.disclosure.screening import screen
from tramite.voices.estimation.field import USABLE
from tramite.voices.estimation.sides import Side
from tramite.voices.sampling.mode import choose_modes, costs_of
from tramite.voices.sampling.side import side

_CLOSED = ("refused", "not_reached", "not_eligible", "replaced")  # outcomes after which nobody asks again


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights w of some respondents: how many they are, Σw, Σw² and the largest."""

    n: int = 0
    total: float = 0.0
    squares: float = 0.0
    largest: float = 0.0


Heard = Mapping[Spoken, Weights]  # of who was interviewed, by side and channel


@dataclass(frozen=True, slots=True)
class Group:
    """Respondents of one side and stratum who could be asked about one channel.

    Attributes:
        role: type of respondent that most of them are. area: the one in which all are; empty if several.
        units: who they are, in the random order of the draw. most: how many can be asked in one wave.
        cost: of one interview, in the currency of the case; undecided: for how many a person decides the mode,
            which count as a video call.
        mean_weight, mean_square: of w and w² of one of them.
    """

    side: Side
    channel_id: str
    stratum: str
    role: str
    area: str
    units: tuple[str, ...]
    most: int
    cost: float
    undecided: int
    mean_weight: float
    mean_square: float
    largest: float

    @property
    def left(self) -> int:
        """How many could be asked."""
        return len(self.units)


def groups_left(
    ordered: pl.DataFrame, interviews: pl.DataFrame, sample: pl.DataFrame, *, definition: CaseDefinition
) -> Iterator[Group]:
    """Walk through the groups of a frame: side, channel and stratum, with those left to ask.

    Left are active units that gave no interview that counts and did not refuse. Each costs what the most personal
    mode that its contribution allows does; where a person must decide the mode, as a video call (METHOD §4.3). The
    vendor's people speak of their channel, or of each that it sells to (§2.5). Lost and never-won units are asked
    for other reasons (§4.1), and not counted here.

    Args:
        ordered: everyone in the order of the draw (``SampleDesign.ordered``), with ``area``.
        interviews, sample: as they stand.
    """
    method = definition.method
    selling = [channel.id for channel in definition.selling_channels]
    spoken = {c.id: (c.id,) if c.id in selling else c.sells_to for c in definition.channels}
    heard = interviews.filter(pl.col("status").is_in(USABLE) & pl.col("consent"))
    closed = sample.filter(pl.col("outcome").is_in(_CLOSED))["unit_id"].to_list()
    closed += interviews.filter(~pl.col("consent").fill_null(value=True))["unit_id"].to_list()  # said no to us
    open_to = choose_modes(_weighed(ordered), method=method).filter(
        (pl.col("status") == "active") & ~pl.col("unit_id").is_in(closed)
    )
    for (its, channel, stratum), units in open_to.group_by("side", "channel_id", "stratum", maintain_order=True):
        for about in spoken.get(str(channel), ()):
            done = heard.filter(pl.col("channel_id") == about)["unit_id"].implode()
            left = units.filter(~pl.col("unit_id").is_in(done)).sort("place")
            if left.height:
                yield _group(left, its, about, str(stratum), method)


def _group(left: pl.DataFrame, its: Side, channel_id: str, stratum: str, method: Method) -> Group:
    cost = left["cost"].fill_null(costs_of(method)[its, "video"])
    weights = left["weight"].to_numpy()
    areas = left["area"].unique().to_list()
    return Group(
        side=its, channel_id=channel_id, stratum=stratum, role=str(left["role"].mode().sort()[0]),
        area=(areas[0] or "") if len(areas) == 1 else "",
        units=tuple(left["unit_id"]), most=min(left.height, method.wave_group_max),
        cost=float(np.mean(cost.to_numpy())), undecided=left["mode"].null_count(),
        mean_weight=float(weights.mean()), mean_square=float((weights**2).mean()), largest=float(weights.max()),
    )  # fmt: skip


def weights_heard(ordered: pl.DataFrame, interviews: pl.DataFrame) -> dict[Spoken, Weights]:
    """Return the weights of who was interviewed, by side and the channel spoken of."""
    heard = interviews.filter(pl.col("status").is_in(USABLE) & pl.col("consent"))
    units = heard.select("unit_id", "channel_id", side()).unique().sort("unit_id", "channel_id")
    weighed = _weighed(ordered)
    known = units.join(weighed.select("unit_id", "weight").unique("unit_id"), on="unit_id", how="left")
    typical = {
        (its, channel): mean
        for its, channel, mean in weighed.group_by("side", "channel_id").agg(pl.col("weight").mean()).iter_rows()
    }
    found: dict[Spoken, Weights] = {}
    for (its, channel), part in known.group_by("side", "channel_id", maintain_order=True):
        w = part["weight"].fill_null(typical.get((its, channel), 1.0)).to_numpy()
        found[its, str(channel)] = Weights(len(w), float(w.sum()), float((w**2).sum()), float(w.max()))
    return found


def _weighed(ordered: pl.DataFrame) -> pl.DataFrame:
    """Give each unit its ``weight``: its revenue, that of a typical one of its side and channel where it is not
    known, and 1 where nobody there has any; heard and left to ask are weighed alike."""
    revenue = pl.col("revenue").cast(pl.Float64).clip(lower_bound=0.0)
    typical = revenue.mean().over("side", "channel_id")
    weight = pl.when(typical > 0).then(revenue.fill_null(typical)).otherwise(1.0)
    return ordered.with_columns(weight.fill_null(1.0).alias("weight"))


def answers_added(
    voice: Voice, heard: Weights, groups: Sequence[Group], asked: NDArray[np.int64], *, method: Method
) -> NDArray[np.float64]:
    """Return how many pseudo-answers interviews would add to a voice, by the rule of the beliefs.

    m(n) − m(0) with m = 1/(1/(r·n_eff) + δ²) (``shares.pseudo_answers``), δ as heard today. Weighed by revenue,
    n_eff = (Σw)²/Σw² of old and new together: who asks only small firms beside large ones learns little of where
    the money goes. Answers that may not be shown do not count, today or then (METHOD §3.3). As large a part of
    the new interviews will answer as of the old.

    Args:
        heard: weights of who was interviewed. groups: who may be asked.
        asked: interviews of each, (option, group).

    Returns: (option,), never below 0: who adds nothing is not held against the study.
    """
    answered = min(voice.n / heard.n, 1.0) if voice.n and heard.n else 0.0
    share = answered if voice.n >= method.disclosure_k else voice.asked
    new = asked * share
    if voice.vote:
        heard = Weights(heard.n, heard.n, heard.n, 1.0)
        groups = [replace(group, mean_weight=1.0, mean_square=1.0, largest=1.0) for group in groups]
    total = answered * heard.total + new @ np.array([group.mean_weight for group in groups])
    squares = answered * heard.squares + new @ np.array([group.mean_square for group in groups])
    effective = np.divide(total**2, squares, out=np.zeros_like(total), where=squares > 0)
    today = answered * heard.total**2 / heard.squares if heard.squares else 0.0
    if voice.n and today:
        effective *= voice.effective_n / today  # design weights, and who of them answered
    effective = np.minimum(effective, voice.n + new.sum(axis=1))
    largest = max([heard.largest if voice.n else 0.0, *(group.largest for group in groups)])
    cells = pl.DataFrame({
        "n": (voice.n + new.sum(axis=1)).astype(np.int64), "effective_n": effective,
        "largest_share": np.divide(largest, total, out=np.zeros_like(total), where=total > 0),
    })  # fmt: skip
    shown = screen(cells, method=method)["shown"].to_numpy()
    then = np.array([pseudo_answers(voice.reliability, float(n), voice.apart) for n in effective])
    added: NDArray[np.float64] = np.clip(np.where(shown, then, 0.0) - voice.weight, 0.0, None)
    return added
