"""What is known of the Partner Experience: scores, weakest pillar, band, and how far to read each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

from tramite.kernel.estimate import Estimate, Weighting
from tramite.kernel.method import Method
from tramite.kernel.wording import Language, say
from tramite.voices.estimation.reading import Reading

Pillar = Literal["easy", "predictable", "profitable", "px"]
Band = Literal["critical", "weak", "sound", "strong", "unbalanced"]


@dataclass(frozen=True, slots=True)
class PxScore:
    """One number of one channel.

    Attributes:
        channel_id: channel of the case, or «all».
        measure: ``easy``, ``predictable``, ``profitable``, ``px``, ``recommendation`` (0–100), ``nps`` (−100
            to 100).
        weighting: ``vote`` (one partner, one vote) or ``revenue``.
        estimate: without value where hidden.
        reading: how far it may be read.
        hidden_because: why it is hidden, as ``px.hidden_<reason>`` says it; empty where shown.
        effective_n: answers of equal weight that would tell as much.
    """

    channel_id: str
    measure: str
    weighting: Weighting
    estimate: Estimate
    reading: Reading
    hidden_because: str = ""
    effective_n: float = 0.0

    def to_row(self) -> dict[str, object]:
        """Return a flat row for a table."""
        return {
            "channel_id": self.channel_id,
            "measure": self.measure,
            **self.estimate.to_row(),
            "reading": self.reading,
            "hidden_because": self.hidden_because,
            "effective_n": self.effective_n,
            "simulated": any(source.simulated for source in self.estimate.evidence),
        }


@dataclass(frozen=True, slots=True)
class PxResult:
    """The PX index of a case.

    Attributes:
        scores: by channel («all» last), measure and weighting.
        weights: role → pillar → weight.
        weakest: channel → lowest pillar (one vote each); shown channels and «all» only.
        labels: channel → band of the index, or ``unbalanced``; same channels.
        flagged_firms: firms whose informants differ by more than 25 points on a pillar.
        silent_channels: channels with partners of whom nobody was heard; «all» does not speak for them.
    """

    scores: tuple[PxScore, ...]
    weights: Mapping[str, Mapping[str, float]]
    weakest: Mapping[str, str]
    labels: Mapping[str, str]
    flagged_firms: int
    silent_channels: tuple[str, ...] = ()

    def score(self, channel_id: str, measure: str, weighting: Weighting) -> PxScore:
        """Return one score; ``KeyError`` if there is none."""
        for score in self.scores:
            if (score.channel_id, score.measure, score.weighting) == (channel_id, measure, weighting):
                return score
        raise KeyError((channel_id, measure, weighting))

    def to_frame(self) -> pl.DataFrame:
        """Return one row per score."""
        return pl.DataFrame([score.to_row() for score in self.scores], infer_schema_length=None)

    def say(self, language: Language = "en") -> str:
        """Write a line per channel: index, label, weakest pillar."""
        return "\n".join(
            self._line(score, language)
            for score in self.scores
            if (score.measure, score.weighting) == ("px", "vote")
        )

    def __str__(self) -> str:
        return self.say()

    def _line(self, score: PxScore, language: Language) -> str:
        channel = say("px.all", language) if score.channel_id == "all" else score.channel_id
        if score.reading == "hidden":
            return say("px.line_hidden", language, channel=channel,
                       why=say(f"px.hidden_{score.hidden_because}", language))  # fmt: skip
        return say("px.line", language, channel=channel, estimate=score.estimate.say(language),
                   label=say(f"px.band_{self.labels[score.channel_id]}", language),
                   weakest=say(f"px.{self.weakest[score.channel_id]}", language))  # fmt: skip


def band(index: float, lowest_pillar: float, *, method: Method) -> Band:
    """Name a PX index: below 50 critical, below 65 weak, below 80 sound, else strong; unbalanced if from 70
    up with a pillar below 50.

    Scores are judged as they are printed, to one decimal: 64.96 is read, and judged, as 65.0.

    Args:
        index, lowest_pillar: 0–100.

    Source: METHOD §3.1.3, §3.1.6.
    """
    index, lowest_pillar = round(index, 1), round(lowest_pillar, 1)
    if index >= method.unbalanced_index and lowest_pillar < method.unbalanced_pillar:
        return "unbalanced"
    if index < method.band_weak:
        return "critical"
    if index < method.band_sound:
        return "weak"
    return "sound" if index < method.band_strong else "strong"
