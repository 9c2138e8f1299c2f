"""What a key figure is, and how a formula is named one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tramite.books.kpi_ground import Ground
from tramite.kernel.figures import Unit
from tramite.kernel.provenance import Source

Better = Literal["high", "low", "neither"]
Formula = Callable[[Ground, str], float | None]


@dataclass(frozen=True, slots=True)
class KpiDefinition:
    """What a figure is: unit, formula in words, which way is better, which tables it needs.

    Label and definition in both languages are the sentences ``kpis.<code>`` and ``kpis.<code>_about``.
    """

    code: str
    unit: Unit
    formula: str
    better: Better
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kpi:
    """One figure of one channel (or ``company``); ``value`` is ``None`` where data is missing.

    Attributes:
        approximate: whether it rests on a count that the engine estimates.
    """

    definition: KpiDefinition
    channel_id: str
    value: float | None
    sources: tuple[Source, ...] = ()
    approximate: bool = False


class Figures(dict[KpiDefinition, Formula]):
    """The figures of one subject, in the order in which they are shown."""

    def figure(
        self, code: str, unit: Unit, formula: str, better: Better, *needs: str
    ) -> Callable[[Formula], Formula]:
        """Name the decorated formula a key figure."""

        def register(function: Formula) -> Formula:
            self[KpiDefinition(code, unit, formula, better, needs)] = function
            return function

        return register
