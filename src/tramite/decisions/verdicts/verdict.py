"""A question with a rule: its answer, what the rule read, and how far it can be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tramite.decisions.alternatives import Alternative
from tramite.decisions.missing import Missing
from tramite.decisions.simulation import Setting
from tramite.kernel.chance import Chance
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade, weakest
from tramite.kernel.provenance import Source


@dataclass(frozen=True, slots=True)
class Point:
    """What a rule compared at one size of a change.

    Attributes:
        size: of the change, a share of 1. answer: as of the verdict, for this size alone.
        figures: by code (sentence ``verdicts.<code>``).
    """

    size: float
    answer: str
    figures: Mapping[str, Estimate]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to one question about one channel.

    Attributes:
        question: names the sentences ``verdicts.<question>`` and ``verdicts.<question>_rule``.
        channel_id: where; ``part`` is a segment or product line of it, ``None`` all of it.
        answer: names the sentence ``verdicts.<question>_<answer>``; ``not_evaluable`` where something is missing.
        figures: what the rule compared, by code (sentence ``verdicts.<code>``), in the order of reading.
        missing: what it lacks. alternative: whose lever it puts to the test, if it is about one.
        points: the same by size of the change, where the rule looks at several.
        possible: lowest and highest of each run of sizes that are possible, where the rule looks at all of them.
    """

    question: str
    channel_id: str
    answer: str
    figures: Mapping[str, Estimate] = field(default_factory=dict)
    part: str | None = None
    missing: tuple[Missing, ...] = ()
    points: tuple[Point, ...] = ()
    alternative: str | None = None
    possible: tuple[tuple[float, float], ...] = ()

    @property
    def grade(self) -> Grade | None:
        """The weakest grade of what was compared; ``None`` where nothing was."""
        return weakest(each.grade for each in self.figures.values()) if self.figures else None

    @property
    def evidence(self) -> tuple[Source, ...]:
        """Everything that it rests on, each once."""
        return tuple(dict.fromkeys(source for each in self.figures.values() for source in each.evidence))


@dataclass(frozen=True, slots=True)
class VerdictGround:
    """What verdicts are made from: base year, beliefs, case, and chance.

    Attributes:
        alternatives: of the case; their channels are in the market of the setting.
        capital: capital employed by channel, where the books tell it.
    """

    setting: Setting
    chance: Chance
    alternatives: tuple[Alternative, ...] = ()
    capital: Mapping[str, float] = field(default_factory=dict)
