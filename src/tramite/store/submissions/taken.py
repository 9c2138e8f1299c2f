"""What was found in files of filled forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tramite.kernel.errors import Fault
from tramite.voices.hearing.submission import Submission

Shown = tuple[str, float, float]  # path of what was on the screen, from, until (seconds)


@dataclass(slots=True)
class Taken:
    """Filled forms as they are found.

    Attributes:
        submissions: in the order in which they were found.
        shown: what was on the screen when, by instance id.
        media: files that are no answers (photographs, recordings), left aside. forms: empty forms among them.
        faults: what cannot be taken for a filled form; the rest comes in.
    """

    submissions: list[Submission] = field(default_factory=list)
    shown: dict[str, list[Shown]] = field(default_factory=dict)
    media: int = 0
    forms: int = 0
    faults: list[Fault] = field(default_factory=list)

    def add_shown(self, shown: Mapping[str, list[Shown]]) -> None:
        """Add what was on the screen, from one more log."""
        for instance, parts in shown.items():
            self.shown.setdefault(instance, []).extend(parts)
