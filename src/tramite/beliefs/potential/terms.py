"""The three limits of one channel: what customers would buy, what partners can do, whom they reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from scipy.special import ndtri

from tramite.beliefs.potential.ground import PotentialGround
from tramite.beliefs.potential.kappa import assumed
from tramite.beliefs.potential.parts import Fixed, Heard, Part, Won
from tramite.beliefs.potential.result import Term, TermName, combined, draw_parts
from tramite.beliefs.potential.stated import cell_of
from tramite.kernel.chance import Chance
from tramite.kernel.estimate import Estimate
from tramite.kernel.figures import Unit
from tramite.kernel.grade import Grade, grade_books, weakest
from tramite.kernel.method import Method
from tramite.kernel.provenance import Source
from tramite.kernel.wording import Sayable, phrase
from tramite.voices.estimation.measure_table import MeasureCell, MeasureTable

_WON = ("won_low", "won_likely", "won_high")
Lacking = dict[str, str]  # part → why it is not there


class ChannelTerms:
    """Builds the limits of a channel.

    Attributes:
        tables: what was said, measured once for all channels: ``PX01``, ``PX02``, ``VX01``, ``reach``,
            ``customers``, ``spending``, ``wallet``.
    """

    def __init__(
        self, channel_id: str, tables: Mapping[str, MeasureTable], ground: PotentialGround,
        *, kappa: Part, method: Method, chance: Chance,
    ) -> None:  # fmt: skip
        self.channel_id, self.tables, self.ground = channel_id, tables, ground
        self.kappa, self.method, self.chance = kappa, method, chance

    def sales(self) -> Fixed | None:
        """Return S, net sales of the last twelve months."""
        value = self.ground.net_sales.get(self.channel_id)
        return None if value is None else self._of_books(value, "net_sales", "money")

    def demand(self) -> Term:
        """Multiply customers within reach × yearly category spending × attainable share of wallet × v.

        Customers are Σ over active partners of what each says of its area (a customer in two areas counts twice);
        v, our net sales per unit of end-customer spend (METHOD §5.3), brings it to the money of the statement.
        """
        lacking: Lacking = {}
        mean = self._heard("customers", "", lacking, least=0.0)
        parts = self._gathered(lacking, {
            "customers": None if mean is None else _all_partners(mean),
            "spending": self._heard("spending", "", lacking, least=0.0),
            "wallet": self._heard("wallet", "", lacking, least=0.0, most=1.0),
            "conversion": self._conversion(lacking),
        })  # fmt: skip
        return self._term("demand", parts, lacking)

    def capacity(self, item_id: str = "PX02") -> Term:
        """Add to S the growth that partners state, rises × κ and falls whole: S·(1 + κ·g⁺ + g⁻).

        PX02: without the obstacles that they name; PX01: as things stand today. Where the vendor's people were
        heard too, half of what lies between the two sides is one more standard deviation (METHOD §4.6).
        """
        lacking: Lacking = {}
        parts = self._gathered(lacking, {
            "sales": self.sales(),
            "rise": self._heard(item_id, "rise", lacking, least=0.0),
            "fall": self._heard(item_id, "fall", lacking, least=-1.0, most=0.0),
            "kappa": self.kappa,
            "between": self._between_sides(),
        })  # fmt: skip
        return self._term("capacity", parts, lacking)

    def coverage(self) -> Term:
        """Add to S the customers that could be won: S·(1 + w·(r − 1)), r = potential/served (PX05).

        METHOD's S·r·conversion, with conversion the share of all potential customers who would then buy: those
        served today do, the others at w (ADR 20). w: deals won of those closed, else an assumption.
        """
        lacking: Lacking = {}
        won = self._won()
        parts = self._gathered(lacking, {
            "sales": self.sales(),
            "reach": self._heard("reach", "", lacking, least=1.0),
            "won" if isinstance(won, Won) else "won_assumed": won,
        })  # fmt: skip
        return self._term("coverage", parts, lacking)

    def said(self, table: str) -> Estimate:
        """Return likely growth as stated (``PX01``, ``PX02``, ``VX01``), released or hidden."""
        cell = cell_of(self.tables[table], self.channel_id, "likely")
        if cell is not None:
            return cell.estimate
        source = Source("interviews", table)
        return _unknown("share", self.method, phrase("potential.not_heard"), (source,))

    def _term(self, name: TermName, parts: dict[str, Part], lacking: Lacking) -> Term:
        how = phrase(f"potential.{name}_method")
        # the parts name the interviews; here it is enough to say which questions
        grounds = (replace(source, ids=()) for part in parts.values() for source in part.estimate.evidence)
        sources = tuple(dict.fromkeys(grounds))
        if lacking:
            estimate = _unknown("money", self.method, how, sources, self.ground.definition.currency)
            return Term(name, self.channel_id, estimate, parts, tuple(dict.fromkeys(lacking.values())))
        heard = [part.estimate.n for part in parts.values() if isinstance(part, Heard) and part.estimate.n]
        estimate = Estimate.of_draws(
            combined(name, draw_parts(parts, self.channel_id, self.chance)),
            level=self.method.interval_level, unit="money", method=how, n=min(heard, default=0),
            grade=weakest(part.estimate.grade for part in parts.values()), evidence=sources,
            currency=self.ground.definition.currency,
        )  # fmt: skip
        return Term(name, self.channel_id, estimate, parts)

    def _gathered(self, lacking: Lacking, found: Mapping[str, Part | None]) -> dict[str, Part]:
        for code, part in found.items():
            if part is None and code not in lacking:
                lacking[code] = code
        return {code: part for code, part in found.items() if part is not None}

    def _heard(
        self, table: str, key: str, lacking: Lacking, *, least: float = -np.inf, most: float = np.inf
    ) -> Heard | None:
        cell = cell_of(self.tables[table], self.channel_id, key)
        if cell is None or cell.estimate.value is None:
            lacking[key or table] = _why(table, cell)
            return None
        return Heard(cell.estimate, least, most)

    def _conversion(self, lacking: Lacking) -> Fixed | None:
        value = self.ground.conversion.get(self.channel_id)
        if value is None:
            lacking["conversion"] = "conversion"
            return None
        return self._of_books(value, "end_customer_spend", "ratio")

    def _of_books(self, value: float, line: str, unit: Unit) -> Fixed:
        sources = self.ground.sources.get((self.channel_id, line), ())
        assumed_here = any(source.kind == "assumption" for source in sources)
        grade = Grade.D if assumed_here else grade_books(self.ground.period.months, self.method)
        return Fixed(Estimate(
            value, value, value, self.method.interval_level, 0, None, unit, phrase("potential.books_method"),
            grade=grade, evidence=sources, currency=self.ground.definition.currency,
        ))  # fmt: skip

    def _between_sides(self) -> Heard:
        """Return what lies between partners (after κ) and the vendor's people, as a spread around zero."""
        partners = [cell_of(self.tables["PX01"], self.channel_id, key) for key in ("rise", "fall")]
        vendor = cell_of(self.tables["VX01"], self.channel_id, "likely")
        said = [None if cell is None else cell.estimate.value for cell in (*partners, vendor)]
        known = [cell.estimate.grade for cell in (*partners, vendor) if cell is not None]
        half = 0.0
        if None not in said:
            rise, fall, guess = (float(x or 0.0) for x in said)
            half = abs(float(self.kappa.estimate.value or 0.0) * rise + fall - guess) / 2
        margin = half * float(ndtri((1 + self.method.interval_level) / 2))
        sources = (Source("interviews", "PX01, VX01"),) if half else ()
        return Heard(Estimate(
            0.0, -margin, margin, self.method.interval_level, 0, None, "share", phrase("potential.between_method"),
            grade=weakest(known or [Grade.D]), evidence=sources,
        ))  # fmt: skip

    def _won(self) -> Part:
        won, lost = self.ground.deals.get(self.channel_id, (0, 0))
        if not won + lost:
            return assumed(tuple(getattr(self.method, name) for name in _WON), _WON, self.method)
        draws = self.chance.stream(f"potential.won.{self.channel_id}").beta(
            0.5 + won, 0.5 + lost, self.chance.draws
        )
        estimate = Estimate.of_draws(
            draws, level=self.method.interval_level, unit="share", method=phrase("potential.won_method"),
            grade=grade_books(self.ground.period.months, self.method), n=0,
            evidence=(Source("table", "deals", phrase("potential.deals", won=won, lost=lost)),),
        )  # fmt: skip
        return Won(estimate, won, lost)


def _all_partners(mean: Heard) -> Heard:
    """Turn the mean of a partner into the sum over all of them: × N."""
    estimate = mean.estimate
    N = estimate.N or 0
    ends = (None if x is None else x * N for x in (estimate.value, estimate.lower, estimate.upper))
    value, lower, upper = ends
    return replace(mean, estimate=replace(estimate, value=value, lower=lower, upper=upper))


def _why(table: str, cell: MeasureCell | None) -> str:
    """Name what is missing: nobody said it, or it may not be shown."""
    hidden = cell is not None and cell.hidden_because not in ("", "no_answers", "no_size")
    return f"{table}_hidden" if hidden else table


def _unknown(
    unit: Unit, method: Method, how: Sayable, sources: tuple[Source, ...], currency: str = "EUR"
) -> Estimate:
    return Estimate(
        None, None, None, method.interval_level, 0, None, unit, how, grade=Grade.D,
        evidence=sources, currency=currency,
    )  # fmt: skip
