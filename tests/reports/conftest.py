"""An invented company, small enough to check by hand: none of these numbers was measured anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import numpy as np
import pytest

from tramite.beliefs.held import Beliefs
from tramite.beliefs.potential.parts import Heard, Part, Triangular
from tramite.beliefs.potential.result import (
    Binding,
    BudgetCheck,
    ChannelFrontier,
    ChannelPotential,
    PastBudget,
    PotentialBelief,
    Term,
    TermName,
)
from tramite.beliefs.px.index import PxResult, PxScore, Reading
from tramite.beliefs.reactions.diversion import DiversionBelief
from tramite.beliefs.reactions.shares import SideHeard
from tramite.beliefs.waves.forecasts import ForecastScore
from tramite.books.cannibalisation import Cannibalisation
from tramite.books.cells import Cell
from tramite.books.growth import Growth, log_mean_drivers
from tramite.books.imbalance_rule import Measure, RuleResult
from tramite.books.kpis import Kpi, KpiDefinition
from tramite.books.lines import BY_CODE, COMPANY, LINES
from tramite.books.overlap import Between, CustomerOverlap, OverlapCell, Seller
from tramite.books.partner_stock import StockFindings, ValuedDifference
from tramite.books.places import Dimension, Place
from tramite.books.reach import CustomerReach, Reach
from tramite.books.reconciliation import Reconciliation, ReconciliationRow
from tramite.books.statement import IncomeStatement
from tramite.books.statement_cut import StatementCut
from tramite.books.stock import StockCheck, StockDifference
from tramite.decisions.ahead import SHOWN, StatementAhead
from tramite.decisions.comparison import (
    AlternativeResult,
    Comparison,
    NotSimulated,
    ParameterWorth,
    Step,
    Strategy,
)
from tramite.decisions.correctness import Correctness, Turning
from tramite.decisions.information.perfect import WorthKnowing
from tramite.decisions.levers.law import LawFlag
from tramite.decisions.market import Market
from tramite.decisions.missing import Missing
from tramite.decisions.parameters import Parameter
from tramite.decisions.path import Path
from tramite.decisions.sensitivity.influence import Influence
from tramite.decisions.sensitivity.swing import Swing
from tramite.kernel.case import CaseDefinition, Name
from tramite.kernel.estimate import Estimate, Weighting
from tramite.kernel.figures import Unit
from tramite.kernel.grade import Grade
from tramite.kernel.periods import Period
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase
from tramite.reports.charts import theme
from tramite.reports.dossier import Dossier

from .actions_made import with_plan
from .allocation_made import allocation
from .asking_made import next_wave_made
from .channel_verdicts_made import channel_verdicts
from .conflict_made import with_made
from .decisions_made import budget_verdicts, decided
from .information_made import made_beliefs
from .invented_reactions import invented_reactions
from .partner_beliefs_made import partner_beliefs
from .selling_made import made_selling
from .verdicts_made import made_verdicts

PERIOD = Period(date(2024, 1, 1), date(2024, 12, 1))
CHANNELS = ("web", "dealers", "depots")
SECRET = 37.3737  # a number that only a hidden cell holds
INVENTED = Source("interviews", "PE01–PF07", simulated=True)

AMOUNTS: dict[str, tuple[float | None, float | None, float | None]] = {
    "gross_sales": (6_400_000, 11_200_000, 14_900_000),
    "discounts": (-310_000, -1_900_000, -4_300_000),
    "bonuses": (0, -240_000, -510_000),
    "returns": (-120_000, -80_000, -60_000),
    "cogs": (-3_600_000, -6_700_000, -9_100_000),
    "commissions": (0, -260_000, -110_000),
    "trade_marketing": (None, None, None),
    "logistics": (-420_000, -310_000, -280_000),
    "cost_to_serve": (-90_000, -350_000, -240_000),
    "payment_fees": (-95_000, 0, 0),
    "credit": (None, None, None),
    "fixed_avoidable": (-510_000, -330_000, -420_000),
    "committed": (0, 0, -90_000),
    "overhead": (-300_000, -440_000, -505_000),
    "depreciation": (-80_000, -40_000, -60_000),
    "end_customer_spend": (5_970_000, None, None),
    "partner_margin": (None, None, None),
}


def definition(vendor: str = "Viteria Inventata S.p.A.", web: str = "Web") -> CaseDefinition:
    """Describe the invented case."""

    def channel(name: str, en: str, it: str, reach: str) -> dict[str, object]:
        return {
            "id": name, "name": {"en": en, "it": it}, "kind": "web" if name == "web" else "resellers",
            "reach": reach,
            "medium": "online" if name == "web" else "physical", "end_customer": "both",
        }  # fmt: skip

    return CaseDefinition.model_validate({
        "name": {"en": "Screws and channels (invented)", "it": "Viti e canali (caso inventato)"},
        "vendor": vendor, "currency": "EUR", "language": "it", "as_of": date(2024, 12, 31), "seed": 7,
        "origin": {"en": "an invented company, for tests.", "it": "un'azienda inventata, per le prove."},
        "channels": [
            channel("web", web, web, "direct"),
            channel("dealers", "Dealers", "Rivenditori", "indirect"),
            channel("depots", "Depots", "Magazzini all'ingrosso", "indirect"),
        ],
        "simulated": {"voices": True, "note": {"en": "Made for tests.", "it": "Fatte per le prove."}},
        "method": {"interval_level": 0.9, "discount_rate": 0.07, "b7_hhi": 0.3},
    })  # fmt: skip


def statement(period: Period = PERIOD, factor: float = 1.0) -> IncomeStatement:
    """Add up the invented income statement, by its own arithmetic."""
    cells: dict[tuple[str, str], Cell] = {}
    for place, channel in enumerate(CHANNELS):
        amounts = {code: None if row[place] is None else row[place] * factor for code, row in AMOUNTS.items()}  # type: ignore[operator]
        amounts["invoiced"] = (amounts["gross_sales"] or 0) + (amounts["discounts"] or 0)
        left_out: dict[str, tuple[str, ...]] = {}
        for line in LINES:
            if line.role == "subtotal":
                parts = [amounts.get(part) for part in line.parts]
                missing = tuple(part for part, x in zip(line.parts, parts, strict=True) if x is None)
                inherited = tuple(code for part in line.parts for code in left_out.get(part, ()))
                left_out[line.code] = (*inherited, *missing)
                amounts[line.code] = sum(x for x in parts if x is not None)
            source = Source(
                "table", "sell_in" if line.number and line.number < 8 else "costs", f"{line.code}; {period}"
            )
            amount = amounts[line.code]
            allocated = amount or 0.0 if line.code == "overhead" else 0.0
            monthly = None if amount is None else (amount,)
            cells[channel, line.code] = Cell(
                line.code,
                monthly,
                allocated,
                left_out.get(line.code, ()),
                () if amount is None else (source,),
            )
    for code in BY_CODE:
        mine = [cells[channel, code] for channel in CHANNELS]
        known = all(cell.amount is not None for cell in mine)
        monthly = (sum(cell.amount or 0.0 for cell in mine),) if known else None
        sources = tuple(dict.fromkeys(source for cell in mine for source in cell.sources))
        cells[COMPANY, code] = Cell(code, monthly, sum(c.allocated for c in mine), mine[0].left_out, sources)
    return IncomeStatement(period, "EUR", CHANNELS, cells)


def estimate(
    value: float | None,
    half: float = 0.0,
    unit: Unit = "score",
    n: int = 0,
    N: int | None = None,
    grade: Grade = Grade.C,
    evidence: tuple[Source, ...] = (INVENTED,),
    weighting: Weighting = "none",
) -> Estimate:
    """Make an estimate with a symmetric interval."""
    low, high = (None, None) if value is None else (value - half, value + half)
    return Estimate(value, low, high, 0.9, n, N, unit, "invented", weighting, grade, evidence)


def scores() -> tuple[PxScore, ...]:
    """Score two channels; the third has three answers and is hidden, though its value is still there."""
    made: list[PxScore] = []
    weightings: tuple[Weighting, ...] = ("vote", "revenue")
    for weighting in weightings:
        shift = 4.0 if weighting == "revenue" else 0.0
        for channel, base, n, reading in (
            ("dealers", 62.0, 18, "interval"), ("depots", SECRET, 3, "hidden"), ("all", 58.0, 34, "full"),
        ):  # fmt: skip
            for measure, offset in (
                ("px", 0.0), ("easy", 8.0), ("predictable", -14.0), ("profitable", 5.0), ("recommendation", 3.0),
                ("nps", -40.0),
            ):  # fmt: skip
                shown: Reading = reading  # type: ignore[assignment]
                value = base if shown == "hidden" else base + offset + shift
                made.append(PxScore(
                    channel, measure, weighting, estimate(value, 6.5, n=n, N=40, weighting=weighting), shown,
                    "few" if shown == "hidden" else "", float(n),
                ))  # fmt: skip
    return tuple(made)


def belief(partners: int = 3) -> DiversionBelief:
    """Believe where the depots' spending would go; vendor's people were not heard."""
    destinations = ("web", "dealers", "comp_same", "comp_other", "without", "stop", "delay")
    said = dict(zip(destinations, (0.15, 0.35, 0.2, 0.12, 0.08, 0.06, 0.04), strict=True))
    return DiversionBelief(
        "depots", destinations, tuple(share * 20 for share in said.values()),
        (
            SideHeard("CC03", 14, 12.1, 0.1, 1.0, 12.1, said),
            SideHeard("PX10", partners, 2.9, 0.4, 0.5, 1.45, dict.fromkeys(destinations, SECRET / 100)),
            SideHeard("VX10", 9, 8.0, 0.15, 0.25, 2.0, said),
        ),
        {to: estimate(share, share / 3, "share", n=23, evidence=(INVENTED,)) for to, share in said.items()},
        Grade.B,
    )  # fmt: skip


def potential_belief() -> PotentialBelief:
    """Believe how far the dealers can go; nobody was heard about the others. Few said what they would spend."""
    assumed = estimate(0.5, 0.2, "share", grade=Grade.D, evidence=(Source("setting", "stated_growth_likely"),))
    kappa = Triangular(assumed, 0.2, 0.5, 0.8)
    heard = {"rise": estimate(0.2, 0.05, "share", n=18, N=60), "reach": estimate(4.0, 1.0, "ratio", n=18, N=60)}
    few = Heard(estimate(SECRET, 1.0, "money", n=3))
    money = {"capacity": 9_460_000.0, "coverage": 14_000_000.0}

    def term(name: TermName, parts: dict[str, Part], missing: tuple[str, ...] = ()) -> Term:
        most = estimate(money.get(name), 500_000, "money", n=18, grade=Grade.D)
        return Term(name, "dealers", most, parts, missing)

    terms: dict[TermName, Term] = {
        "demand": term("demand", {"spending": few}, ("spending_hidden",)),
        "capacity": term("capacity", {"rise": Heard(heard["rise"]), "kappa": kappa}),
        "coverage": term("coverage", {"reach": Heard(heard["reach"])}),
    }  # fmt: skip
    stated = {"capacity": estimate(0.6, 0.15, "share", n=18), "demand": estimate(0.4, 0.15, "share", n=18)}
    dealers = ChannelPotential(
        "dealers", estimate(8_980_000.0, 0.0, "money", evidence=(Source("table", "sell_in"),)), terms,
        term("capacity", {}), estimate(9_400_000, 400_000, "money", n=18, grade=Grade.D),
        estimate(0.0468, 0.04, "share", n=18, grade=Grade.D), True,
        Binding({"capacity": 0.97, "coverage": 0.03}, "capacity", stated, "capacity", "confirmed"),
        (("earn", estimate(0.4, 0.1, "ratio", n=18)),), estimate(0.08, 0.03, "share", n=18),
        estimate(None, unit="share", n=3),
    )  # fmt: skip
    books = (Source("table", "sell_in"), Source("table", "partners", "category_sales"))
    fitted = ChannelFrontier(
        "dealers", "fitted", 120, ("category_sales",), 0.93,
        estimate(12_000_000, 900_000, "money", evidence=books),
        estimate(0.34, 0.1, "share", evidence=books), 0.71, 0.8, 0.2, estimate(0.29, 0.1, "share", evidence=books),
    )  # fmt: skip
    frontiers = {"dealers": fitted, "depots": ChannelFrontier("depots", "few", 12, ("category_sales",))}
    budget = BudgetCheck(
        "dealers", 9_900_000.0, PERIOD, dealers.limit, 0.98, "fires", dealers.today.estimate, 1.0,
        (PastBudget(PERIOD, 9_900_000.0, 8_720_000.0), PastBudget(PERIOD.previous(), 9_000_000.0, 8_600_000.0)),
    )  # fmt: skip
    return PotentialBelief({"dealers": dealers}, ("web", "depots"), kappa, frontiers, (budget,))


def _path(start: float, slope: float, width: float) -> Path:
    months = np.arange(36, dtype=float)
    mean = start + slope * months
    return Path(mean, mean - width * np.sqrt(months + 1), mean + width * np.sqrt(months + 1))


def comparison() -> Comparison:
    """Compare today with closing the depots; a second alternative lacks data."""
    assumed = (Source("assumption", "exit_cost", "the controller's guess"),)
    ground = (INVENTED, *assumed, Source("table", "costs", "fixed_avoidable"))
    today = AlternativeResult(
        "today", Name(en="Today", it="Oggi"), estimate(9_400_000, 800_000, "money", grade=Grade.C,
        evidence=ground),
        estimate(0.0, 0.0, "money", evidence=ground), None, (), _path(260_000, 400, 20_000), _path(0, 0,
        0), {}, 0.0,
        (), Grade.C, ground,
    )  # fmt: skip
    steps = (
        Step("lost_margin", -1_650_000, "depots"), Step("fixed_saved", 1_120_000, "depots"),
        Step("captured", 260_000, "web"), Step("captured", 310_000, "dealers"), Step("halo", -60_000),
        Step("exit_cost", -430_000),
    )  # fmt: skip
    close = AlternativeResult(
        "close-depots", Name(en="Close the depots", it="Chiudere i magazzini all'ingrosso"),
        estimate(8_950_000, 900_000, "money", grade=Grade.D, evidence=ground),
        estimate(-450_000, 620_000, "money", grade=Grade.D, evidence=ground), 0.1234, steps,
        _path(220_000, 900, 24_000), _path(-430_000, 2_000, 40_000),
        {"dealers": estimate(210_000, 90_000, "money", grade=Grade.D, evidence=ground)}, 1_515_000.0,
        (
            Parameter("growth", estimate(0.0, 0.08, "share", grade=Grade.D, evidence=assumed), "web"),
            Parameter("diversion", estimate(0.35, 0.12, "share", n=23, grade=Grade.B), "dealers"),
            Parameter("lost", estimate(SECRET / 100, 0.1, "share", n=3)),
            Parameter("exit_cost", estimate(430_000, 120_000, "money", grade=Grade.D, evidence=assumed)),
            Parameter("ramp_months", estimate(6, 2, "months", grade=Grade.D, evidence=assumed)),
        ),
        Grade.D, ground, **decided(ground),
    )  # fmt: skip
    lacking = NotSimulated(
        "invest-web", Name(en="Invest in the web", it="Investire nel web"), (Missing("lines.cm2", "web"),)
    )
    growth = close.parameters[0]
    market = Market(
        channels=("web", "depots"), cells=(("trade", "screws"),), spend=np.full((2, 12, 1), 1e6),
        rates=np.full((2, 1, 11), -0.01), fixed=np.full((2, 2), -2e4), overhead=np.full(2, -1e4), unallocated=0.0,
        indirect=np.array([0.0, 1.0]), physical=np.array([0.0, 1.0]), on_commission=np.zeros(2),
    )  # fmt: skip
    today, close = (
        replace(result, ahead=_ahead(market, size), draws=np.linspace(9e6, 9e6 + spread, 50))
        for result, size, spread in ((today, 1.0, 9e5), (close, 0.9, 4e5))
    )
    swing = Swing(growth, -0.08, 0.08, -900_000.0, 100_000.0, 0.05)
    close = replace(close, shortfall=-1_200_000.0, swings=(swing, Swing(close.parameters[2], 0, 1, -1, 1, None)))
    influence = Influence("growth", "web", 0.61, 0.66, (0.55, 0.67), (0.6, 0.72))
    judged = Correctness(
        best="close-depots", correctable_loss=120_000.0, p_near_best=0.55, tolerance=1_100_000.0,
        worth_of_knowing=WorthKnowing(240_000.0, 4_000.0), assumed_share=0.31, verdict="improvable",
        turning=Turning("growth/web", 0.05, 0.0), regret={"today": 610_000.0, "close-depots": 1_480_000.0},
        safest="today",
    )  # fmt: skip
    worth = (
        ParameterWorth("diversion", None, Grade.B, WorthKnowing(150_000.0, 3_000.0), (INVENTED,)),
        ParameterWorth("exit_cost", None, Grade.D, WorthKnowing(40_000.0, 2_000.0), assumed),
    )
    strategy = Strategy(judged, worth, growth, Grade.D)
    law = {
        "close-depots": (
            LawFlag("agents_notice", "depots", "limit", notice_months=(5, 8), governs=False),
            LawFlag("dependence", "depots", "limit", evidence=(INVENTED,)),
        ),
        "invest-web": (),
    }  # fmt: skip
    return Comparison(
        date(2025, 1, 1),
        36,
        10_000,
        7,
        0.9,
        "EUR",
        (today, close),
        (lacking,),
        strategy,
        (influence,),
        market,
        law=law,
    )


def _ahead(market: Market, size: float) -> StatementAhead:
    places = (*market.channels, "unallocated", "company")
    monthly = {
        (place, line): np.full(36, size * (n - 9) * 1e4) for place in places for n, line in enumerate(SHOWN)
    }
    return StatementAhead(date(2025, 1, 1), market, monthly, np.full((2, 1, 11), size * 1e5))


def imbalances() -> tuple[RuleResult, ...]:
    """Judge the invented channels: one rule fires, one is clear, two lack the same, one cannot be valued."""
    table = (Source("table", "sell_in", "invented"),)
    concentration = (Measure("hhi", 0.31, "ratio", 0.25), Measure("top_1", 0.45, "share", 0.3))
    lacking = (phrase("rules.missing_stock_target"),)
    return (
        RuleResult("B3", "depots", "fires", (Measure("cm2", -90_000.0, "money", 0.0),), 90_000.0, 0.009,
                   left_out=("credit",), evidence=table),
        RuleResult("B7", "dealers", "fires", concentration, None, None, evidence=table, partner_id="p1"),
        RuleResult("B5", "web", "clear", (Measure("cost_to_serve_ratio", 0.1, "share", 0.4),), evidence=table),
        RuleResult("B2", "dealers", "not_evaluable", missing=lacking),
        RuleResult("B2", "depots", "not_evaluable", missing=lacking),
    )  # fmt: skip


LINES_OF = {"screws": 0.75, "bolts": 0.25}
BELOW_COST = -777_000.0  # gross margin of the bolts at the depots


def cut(dimension: Dimension) -> StatementCut:
    """Cut the statement by two lines, three quarters and one; the depots sell bolts below their cost of goods."""
    whole = statement()
    cells: dict[tuple[Place, str], Cell] = {}
    for channel in CHANNELS:
        for member, share in LINES_OF.items():
            for code in BY_CODE:
                cell = whole.cells[channel, code]
                monthly = None if cell.amount is None else (cell.amount * share,)
                if (channel, member, code) == ("depots", "bolts", "gross_margin"):
                    monthly = (BELOW_COST,)
                cells[(channel, member), code] = replace(cell, monthly=monthly, allocated=cell.allocated * share)
    places = tuple(dict.fromkeys(place for place, _ in cells))
    total = {code: whole.cells[COMPANY, code] for code in BY_CODE}
    return StatementCut(PERIOD, "EUR", ("channel", dimension), places, cells, total)


def growths() -> tuple[Growth, ...]:
    """Grow the dealers from 100 × 4 × 5,000 to 120 × 4 × 4,500; the other channels cannot be told."""
    drivers = log_mean_drivers(("partners", "orders_each", "order_value"), (100, 4, 5_000), (120, 4, 4_500))
    return (Growth("dealers", 2_000_000, 2_160_000, drivers, "EUR", (Source("table", "sell_in", "invented"),)),)


def stock() -> StockFindings:
    """Find one of ten pairs that does not add up, by six pieces worth 50 each; one partner is silent."""
    off = StockDifference("d7", "p9", opening=40, sell_in=100, sell_out=90, returns=4, closing=40)
    check = StockCheck(PERIOD, 10, (off,), ("d8",))
    return StockFindings(check, (ValuedDifference(off, 300.0),), (Source("table", "stock"),))


def overlap(between: Between) -> CustomerOverlap:
    """Share 40 customers between two sellers, and 3 with a third, which are a secret."""
    names = ("web", "dealers", "depots") if between == "channels" else ("d1", "d2", "d3")
    kind: Literal["partner", "channel"] = "channel" if between == "channels" else "partner"
    sellers = [Seller(kind, name) for name in names]
    shared = {(0, 0): 120, (1, 1): 90, (2, 2): 60, (0, 1): 40, (1, 0): 40, (0, 2): 3, (2, 0): 3}
    whole = {0: 120, 1: 90, 2: 60}
    cells = tuple(
        OverlapCell(sellers[a], sellers[b], n, Decimal(n) * 1000 + Decimal("0.25"), n / whole[a])
        for (a, b), n in shared.items()
    )
    return CustomerOverlap(PERIOD, between, cells, Decimal(5_000), (Source("table", "sell_out"),))


def reach() -> CustomerReach:
    """Reach 120 customers, 80 of them alone; another partner 30, all but two of them alone: that is a secret."""
    found = (Reach("d1", 120, 80, Decimal(9), Decimal(6)), Reach("d2", 30, 28, Decimal(9), Decimal(8)))
    return CustomerReach(PERIOD, found, True, (Source("table", "sell_out"),))


def cannibalised() -> Cannibalisation:
    """Move a tenth of the web's sales away from the dealers, of which four points would have gone anyway."""
    books = (Source("table", "sell_out"),)
    gross, expected, net = (estimate(x, 0.02, "share", n=40, evidence=books) for x in (0.10, 0.04, 0.06))
    return Cannibalisation("dealers", "web", PERIOD, gross, expected, net, 2_000_000.0, 0.9, 70)


def make_dossier(vendor: str = "Viteria Inventata S.p.A.", web: str = "Web") -> Dossier:
    """Put the invented parts together."""
    case = definition(vendor, web)
    share = KpiDefinition("sales_share", "share", "net sales / net sales of the company", "neither", ("sell_in",))
    weeks = KpiDefinition("growth", "share", "net sales / net sales before − 1", "high", ("stock",))
    source = (Source("table", "sell_in"),)
    kpis = [
        Kpi(share, channel, value, source) for channel, value in zip(CHANNELS, (0.24, 0.34, 0.42), strict=True)
    ]
    kpis += [Kpi(weeks, channel, None, ()) for channel in CHANNELS]
    rows = (
        ReconciliationRow("net_sales", ("4010", "4020"), Decimal("24980000"), Decimal("25113000.50")),
        ReconciliationRow("cogs", ("5010",), Decimal("-19400000"), None),
    )
    px = PxResult(
        scores(), {"reseller": {"easy": 0.3, "predictable": 0.4, "profitable": 0.3}},
        {"dealers": "predictable", "depots": "easy", "all": "predictable"},
        {"dealers": "weak", "depots": "critical", "all": "weak"}, 2, ("web",),
    )  # fmt: skip
    believed = belief()
    knows, informed, trends = made_beliefs()
    return with_plan(Dossier(
        definition=case, method=case.method, statement=statement(),
        statement_previous=statement(PERIOD.previous(), 0.9), kpis=tuple(kpis), imbalance=imbalances(),
        reconciliation=Reconciliation(PERIOD, "EUR", rows), by_line=cut("line"), by_segment=None, growth=growths(),
        stock=stock(), overlap=overlap("partners"), channel_overlap=overlap("channels"), reach=reach(),
        cannibalisation=(cannibalised(),), comparison=comparison(),
        beliefs=with_made(
            Beliefs(
                px=px, diversion={believed.channel_id: believed}, **partner_beliefs(),
                knowledge=knows, information=informed, trends=trends, **made_selling(case, statement()),
                reactions=invented_reactions(estimate), potential=potential_belief(),
                forecasts=(ForecastScore("PR09", 1, 22, 0.14, 0.2, 0.4, 0.3, "reliability_intention", 1.0, 0.52),),
            ),
            case, statement(), statement(PERIOD.previous(), 0.9), (cannibalised(),),
        ),
        refused={"sell_in": 12, "costs": 0}, missing_tables=("sell_out", "stock"),
        table_rows={"sell_in": 48_211, "costs": 612, "responses": 9_120}, version="0.1.0",
        next_wave=next_wave_made(), allocation=allocation(),
        verdicts=(
            *made_verdicts(estimate, SECRET / 100), *channel_verdicts(estimate), *budget_verdicts(),
        ),
    ))  # fmt: skip


BOOKS_MISSING: dict[str, Any] = {
    "by_line": None, "by_segment": None, "growth": (), "stock": None, "overlap": None, "channel_overlap": None,
    "reach": None, "cannibalisation": (),
}  # fmt: skip


@pytest.fixture(scope="session", autouse=True)
def charts_follow_the_schema() -> Iterator[None]:
    """Fail on every chart that is drawn here and is none of Vega-Lite."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(theme, "CHECKED", True)
        yield


@pytest.fixture(scope="session")
def dossier() -> Dossier:
    """An invented dossier with all its parts."""
    return make_dossier()
