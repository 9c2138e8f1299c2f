"""The equity principle: deserved and actual share of a channel's profit."""

from __future__ import annotations

import pytest

from tests.beliefs.selling_voices import FUNCTIONS, Colleague, Firm, study_of
from tramite.beliefs.roles.equity import Equity, equity
from tramite.beliefs.roles.functions import cost_shares, cost_weights, function_shares
from tramite.books.rows import Tables
from tramite.books.statement import income_statement
from tramite.kernel.case import CaseDefinition
from tramite.kernel.chance import Chance
from tramite.kernel.periods import Period
from tramite.voices.estimation.study import Study

CHANCE = Chance(3, 2000)
FIRMS = [Firm(f"f{i}", done=60) for i in range(6)]
PEOPLE = [Colleague(f"v{i}") for i in range(5)]


def of(study: Study, books: Tables, definition: CaseDefinition, period: Period) -> Equity:
    statement = income_statement(books, definition=definition, period=period)
    channels = [channel for channel in definition.selling_channels if channel.reach == "indirect"]
    done = function_shares(study)
    return equity(study, statement, channels, done=done, definition=definition, chance=CHANCE)["shops"]


def test_gap_by_hand(books: Tables, definition: CaseDefinition, period: Period) -> None:
    """Partners earn 3,600 − 2,400 = 1,200, we 2,400 − 1,440 = 960: 55.6%; they do 60%: 4.4 points too few."""
    found = of(study_of(FIRMS, PEOPLE), books, definition, period)
    assert found.normative is not None
    assert found.actual is not None
    assert found.gap is not None
    assert [found.normative.value, found.actual.value] == pytest.approx([0.6, 1200 / 2160])
    assert found.gap.value == pytest.approx(1200 / 2160 - 0.6)
    assert not found.unfair


def test_gap_beyond_ten_points_is_flagged(books: Tables, definition: CaseDefinition, period: Period) -> None:
    few = [Firm(f"f{i}", done=40) for i in range(6)]
    assert of(study_of(few, PEOPLE), books, definition, period).unfair


def test_assumed_end_price_widens_the_gap(books: Tables, definition: CaseDefinition, period: Period) -> None:
    shops = definition.channel("shops")
    assert shops.end_price_share is not None
    assumed = shops.end_price_share.model_copy(update={"low": 0.8, "likely": 1.0, "high": 1.1})
    channels = tuple(
        c.model_copy(update={"end_price_share": assumed}) if c.id == "shops" else c for c in definition.channels
    )
    wide = definition.model_copy(update={"channels": channels})
    found = of(study_of(FIRMS, PEOPLE), books, wide, period).gap
    assert found is not None
    assert found.lower is not None
    assert found.upper is not None
    assert found.upper - found.lower > 0.05
    assert found.grade.value == "D"


def test_without_system_view_or_weights_it_is_not_computable(
    books: Tables, definition: CaseDefinition, period: Period
) -> None:
    bare = {name: table for name, table in books.items() if name != "products"}
    no_view = of(study_of(FIRMS, PEOPLE), bare, definition, period)
    no_weights = of(study_of(FIRMS, PEOPLE[:4]), books, definition, period)
    few = of(study_of(FIRMS[:4], PEOPLE), books, definition, period)
    assert [(found.gap, found.unfair) for found in (no_view, no_weights, few)] == [(None, False)] * 3
    assert [[why.key for why in found.missing] for found in (no_view, no_weights, few)] == [  # type: ignore[attr-defined]
        ["roles.missing_system"], ["roles.missing_weights", "roles.missing_functions"], ["roles.missing_functions"]
    ]  # fmt: skip


def test_weights_are_cost_times_benefit(definition: CaseDefinition) -> None:
    """Half on stock, half on promotion; promotion of high benefit: 0.5 : 0.6."""
    spent = dict.fromkeys(FUNCTIONS, 0.0) | {"possession": 50.0, "promotion": 50.0}
    study = study_of(FIRMS, [Colleague(f"v{i}", spent=spent) for i in range(5)])
    high = definition.model_copy(update={"benefits": {"promotion": "high"}})
    plain, weighed = (cost_weights(cost_shares(study), "shops", case) for case in (definition, high))
    assert plain is not None
    assert weighed is not None
    found = [plain.by_function["possession"], weighed.by_function["possession"]]
    assert found == pytest.approx([0.5, 0.5 / 1.1])


def test_weights_of_all_channels_stand_in_where_few_spoke(definition: CaseDefinition) -> None:
    people = [Colleague(f"v{i}", "shops") for i in range(3)] + [Colleague(f"w{i}", "web") for i in range(3)]
    weights = cost_weights(cost_shares(study_of(FIRMS, people)), "shops", definition)
    assert weights is not None
    assert (weights.heard_of, weights.n) == ("all", 6)
