"""The hand that writes in one language: names of a case, numbers, estimates, grounds."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from babel.dates import format_date
from babel.numbers import format_percent

from tramite.books.lines import COMPANY, UNALLOCATED
from tramite.kernel.case import CaseDefinition, Named
from tramite.kernel.estimate import Estimate
from tramite.kernel.figures import Unit, figure
from tramite.kernel.method import Method
from tramite.kernel.periods import Period
from tramite.kernel.provenance import Source
from tramite.kernel.wording import Language, catalogue, say, spoken
from tramite.reports.grid import Datum, Grounds
from tramite.reports.shown import may_show

MILLION = 1_000_000


class Hand(ABC):
    """Writes what a case holds, in a language. A dossier has its own, and so has each page that stands alone."""

    __slots__ = ()
    language: Language

    @property
    @abstractmethod
    def definition(self) -> CaseDefinition:
        """The content of ``case.toml``."""

    @property
    @abstractmethod
    def method(self) -> Method:
        """Settings of the method."""

    @property
    def heard_indeed(self) -> int | None:
        """Interviews with people, in a case whose voices are simulated; ``None``: not known here."""
        return None

    def say(self, key: str, **params: object) -> str:
        """Write a sentence of the dossier."""
        return say(f"dossier.{key}", self.language, **params)

    def chart(self, key: str, **params: object) -> str:
        """Write a sentence of a chart."""
        return say(f"charts.{key}", self.language, **params)

    def tell(self, key: str, **params: object) -> str:
        """Write a sentence of another section of the catalogue, by its whole key."""
        return say(key, self.language, **params)

    def knows(self, key: str) -> bool:
        """Tell whether the dossier has a sentence of that key."""
        return f"dossier.{key}" in catalogue(self.language)

    # --- names

    @property
    def currency(self) -> str:
        """Currency of the case."""
        return self.definition.currency

    def channel(self, channel_id: str | None) -> str:
        """Name a channel, the company, or all channels."""
        names = {channel.id: channel.name.say(self.language) for channel in self.definition.channels}
        names |= {
            COMPANY: self.line(COMPANY), UNALLOCATED: self.line(UNALLOCATED), "all": self.px("all"),
        }  # fmt: skip
        return names.get(channel_id or "", channel_id or "")

    def product_line(self, line_id: str | None) -> str:
        """Name a product line; costs that no driver can split, and products without a line, say so."""
        return self._member(self.definition.lines, line_id)

    def segment(self, segment_id: str | None) -> str:
        """Name a segment; what the books do not say is «not stated»."""
        return self._member(self.definition.segments, segment_id)

    def _member(self, named: Sequence[Named], member: str | None) -> str:
        if member is None:
            return self.say("not_stated")
        names = {one.id: one.name.say(self.language) for one in named} | {UNALLOCATED: self.line(UNALLOCATED)}
        return names.get(member, member)

    def destination(self, code: str) -> str:
        """Name a destination of spending: a channel or one of the fixed answers."""
        return self.say(f"to_{code}") if self.knows(f"to_{code}") else self.channel(code)

    def line(self, code: str) -> str:
        """Name a line of the income statement."""
        return say(f"lines.{code}", self.language)

    def px(self, key: str) -> str:
        """Name a measure, band or reading of the PX index."""
        return say(f"px.{key}", self.language)

    def kpi(self, code: str, about: bool = False) -> str:
        """Name a key figure, or define it."""
        return say(f"kpis.{code}_about" if about else f"kpis.{code}", self.language)

    # --- numbers

    def figure(self, value: float | None, unit: Unit) -> str:
        """Write a number; money in whole units without the currency, which the header names."""
        if unit == "money" and value is not None:
            return minus(figure(round(value), "count", self.language))
        return minus(figure(value, unit, self.language, self.currency))

    def brief(self, value: float | None, currency: bool = True) -> str:
        """Write money as it is spoken: millions with one decimal, less than that in whole units."""
        if value is None:
            return self.figure(None, "money")
        if abs(value) < MILLION:
            text = self.figure(value, "money")
        else:
            text = self.say("million", number=self.figure(value / MILLION, "score"))
        return f"{text}\xa0{self.currency}" if currency else text

    def measure(self, value: float | None, unit: Unit) -> str:
        """Write an estimated number: money briefly, since no simulation knows the units."""
        return self.brief(value, currency=False) if unit == "money" else self.figure(value, unit)

    def level(self, share: float) -> str:
        """Write the probability of an interval, or a rate: decimals only where there are some."""
        return str(format_percent(share, format="0.#%", locale=self.language))

    def probability(self, share: float, draws: int | None = None) -> str:
        """Write a share of draws, their number where it is not said beside; never 0% or 100%: «none» or «all»."""
        if share in (0.0, 1.0) and draws is None:
            return self.say("none_of_them" if share == 0 else "all_of_them")
        if share in (0.0, 1.0):
            return self.say("no_draw" if share == 0 else "every_draw", draws=self.figure(draws, "count"))
        if share < 0.001 or share > 0.999:
            return ("< " if share < 0.5 else "> ") + self.figure(0.001 if share < 0.5 else 0.999, "share")
        return self.figure(share, "share")

    def day(self, day: date, style: Literal["day", "month"] = "day") -> str:
        """Write a date, or a month."""
        return str(format_date(day, "d MMMM yyyy" if style == "day" else "MMM yyyy", locale=self.language))

    def period(self, period: Period) -> str:
        """Write a period: first and last month."""
        return f"{self.day(period.first, 'month')} – {self.day(period.last, 'month')}"

    # --- cells

    def grounds(self, sources: Iterable[Source], derived: str = "") -> Grounds:
        """Write where a number comes from; a number without recorded ground says so."""
        texts = dict.fromkeys(source.say(self.language) for source in sources)
        return (*([derived] if derived else []), *(texts or [self.say("no_ground")]))

    def absent(self, unit: Unit, derived: str = "", marks: str = "") -> Datum:
        """Write a cell whose number is not known, and why if that is known."""
        return Datum(
            self.figure(None, unit), unit=unit, marks=marks, grounds=(derived or self.say("missing_ground"),)
        )

    def words(self, text: str) -> Datum:
        """Write a cell of words."""
        return Datum(text)

    def number(
        self, value: float | None, unit: Unit, sources: Iterable[Source], *, derived: str = "", marks: str = ""
    ) -> Datum:
        """Write a cell with a number; ``derived`` is the sentence of a formula, or of what is missing."""
        if value is None:
            return self.absent(unit, derived, marks)
        return Datum(self.figure(value, unit), value, unit, marks=marks, grounds=self.grounds(sources, derived))

    def hidden(self, unit: Unit, *, because: str = "") -> Datum:
        """Write a cell whose number may not be shown, and why: neither value nor sample."""
        if because == "no_answers":
            return self.absent(unit, self.px("hidden_no_answers"))
        ground = self.px(f"hidden_{because}") if because else self.say("hidden_ground")
        return Datum(self.say("hidden"), unit=unit, grounds=(ground,))

    def estimate(self, estimate: Estimate, *, sources: Iterable[Source] = (), marks: str = "") -> Datum:
        """Write a cell with an estimate, its interval and sample below; hidden where it discloses somebody."""
        if not may_show(estimate, method=self.method):
            return self.hidden(estimate.unit)
        return Datum(
            self.measure(estimate.value, estimate.unit), estimate.value, estimate.unit,
            self.below(estimate), marks,
            self.grounds((*estimate.evidence, *sources), spoken(estimate.method, self.language)), estimate,
        )  # fmt: skip

    def below(self, estimate: Estimate) -> tuple[str, ...]:
        """Write interval and sample of an estimate, a line each."""
        parts = []
        if estimate.value is not None and estimate.lower is not None and estimate.upper is not None:
            if estimate.N is not None and estimate.n == estimate.N and estimate.lower == estimate.upper:
                parts.append(self.say("census"))
            else:
                low, high = (self.measure(x, estimate.unit) for x in (estimate.lower, estimate.upper))
                parts.append(self.say("from_to", low=low, high=high))
        if estimate.n and estimate.N is not None:
            parts.append(f"n\xa0{estimate.n}/{self.figure(estimate.N, 'count')}")
        elif estimate.n:
            parts.append(f"n\xa0{estimate.n}")
        return tuple(parts)

    # --- where the data come from

    def badge(self, *rooms: Literal["books", "voices"]) -> str:
        """Say whose books and which voices these are; empty where nothing needs saying."""
        definition = self.definition
        simulated = {"books": definition.simulated.books, "voices": definition.simulated.voices}
        parts = [self.say(f"simulated_{room}") for room in rooms if simulated[room]]
        if definition.simulated.note and any(simulated[room] for room in rooms):
            parts.append(definition.simulated.note.say(self.language))
        if "voices" in rooms and simulated["voices"] and self.heard_indeed is not None:
            heard = self.figure(self.heard_indeed, "count")
            parts.append(self.say("heard_indeed" if self.heard_indeed else "nobody_heard", count=heard))
        if definition.origin and "books" in rooms:
            parts.append(self.say("origin", origin=definition.origin.say(self.language)))
        return " ".join(parts)


def minus(text: str) -> str:
    """Write negative numbers with the minus sign, which a screen reader says."""
    return text.replace("-", "−")
