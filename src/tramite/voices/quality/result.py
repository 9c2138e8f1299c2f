"""What a check of one interview found, with its evidence in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from tramite.kernel.figures import Unit, figure
from tramite.kernel.tables import QUALITY_FLAGS
from tramite.kernel.wording import Language, Sayable, say, spoken

Verdict = Literal["raised", "clear", "unknown"]
Severity = Literal["high", "medium"]
Figures = tuple[tuple[str, float | None, Unit], ...]
_HIGH = ("marked", "not_for_role", "own_account", "duplicate")
SEVERITY: Final[Mapping[str, Severity]] = {flag: "high" if flag in _HIGH else "medium" for flag in QUALITY_FLAGS}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of the catalogue ``quality`` with the numbers and words that fill it, not spoken yet.

    Attributes:
        figures: placeholder, number, unit. words: placeholder, and what stands there.
    """

    key: str
    figures: Figures = ()
    words: tuple[tuple[str, str | Sayable], ...] = ()

    def say(self, language: Language = "en") -> str:
        """Write the sentence in a language, its numbers as a person of that language writes them."""
        numbers = {name: _plain(figure(value, unit, language), unit) for name, value, unit in self.figures}
        words = {name: spoken(word, language) for name, word in self.words}
        return say(f"quality.{self.key}", language, **numbers, **words)

    def __str__(self) -> str:
        return self.say()


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found in one interview.

    A check that does not concern an interview (a partner's question, of a customer) gives no finding; one that
    lacks the data is ``unknown``, never ``clear``.

    Attributes:
        value: what was measured, in the unit of the flag's threshold; ``None`` where it is not one number.
        evidence: of what was raised.
    """

    interview_id: str
    flag: str
    verdict: Verdict
    value: float | None = None
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class QualityFlags:
    """All findings of a field work, sorted by interview and in the order of the checks.

    Attributes:
        thresholds: from where on each flag is raised, in words.
    """

    findings: tuple[Finding, ...]
    thresholds: Mapping[str, Evidence]

    @property
    def raised(self) -> tuple[Finding, ...]:
        """Findings that a person has to decide."""
        return tuple(finding for finding in self.findings if finding.verdict == "raised")

    def count(self, flag: str, verdict: Verdict) -> int:
        """Count the interviews in which a check ended so."""
        return sum(1 for finding in self.findings if finding.flag == flag and finding.verdict == verdict)

    def to_frame(self) -> pl.DataFrame:
        """Return one row per finding: ``interview_id``, ``flag``, ``verdict``, ``value``, ``evidence``."""
        names = ("interview_id", "flag", "verdict", "value", "evidence")
        kinds = (pl.String, pl.String, pl.String, pl.Float64, pl.String)
        rows = [
            (f.interview_id, f.flag, f.verdict, f.value, None if f.evidence is None else f.evidence.say())
            for f in self.findings
        ]
        return pl.DataFrame(rows, schema=dict(zip(names, kinds, strict=True)), orient="row")

    def __str__(self) -> str:
        return f"{len(self.raised)} flags in {len({found.interview_id for found in self.raised})} interviews"


def _plain(text: str, unit: Unit) -> str:
    """Write a round percentage without decimals, as people say it."""
    return text.replace(",0%", "%").replace(".0%", "%") if unit == "share" else text


def in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Sort findings by interview and in the order of the checks: what comes out depends on no order of rows."""
    place = {flag: number for number, flag in enumerate(QUALITY_FLAGS)}
    return tuple(sorted(findings, key=lambda found: (found.interview_id, place[found.flag])))
