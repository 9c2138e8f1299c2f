"""The three roles in money a year, by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.beliefs.selling_voices import Colleague, Firm, study_of
from tramite.beliefs.roles.channel_roles import choose
from tramite.beliefs.roles.roles import Roles, access_cap, partner_cost, roles
from tramite.beliefs.selling.sell_mode import sell_mode
from tramite.books.joint_work import JointWork
from tramite.books.reach import CustomerReach, Reach
from tramite.books.rows import Tables
from tramite.books.statement import IncomeStatement, income_statement
from tramite.kernel.case import CaseDefinition
from tramite.kernel.chance import Chance
from tramite.kernel.method import Method
from tramite.kernel.periods import Period
from tramite.voices.estimation.study import Study

CHANCE = Chance(3, 2000)
METHOD = Method()
FIRMS = [Firm(f"f{i}", complement=50, indispensable=40, access=50) for i in range(6)]


@pytest.fixture
def statement(books: Tables, definition: CaseDefinition, period: Period) -> IncomeStatement:
    return income_statement(books, definition=definition, period=period)


def of(
    study: Study, statement: IncomeStatement, definition: CaseDefinition, reach: CustomerReach | None = None
) -> Roles:
    mode = sell_mode(study, work=JointWork(), chance=CHANCE)
    return roles(study, statement, mode=mode, reach=reach, definition=definition, chance=CHANCE)


def test_amounts_are_those_of_the_method(statement: IncomeStatement, definition: CaseDefinition) -> None:
    """Shops: net sales 2,400; CM1 2,400 − 1,440 − 48 − 72 − 96 = 744. a = ½(50% + 30%), G = 50% × 40%."""
    found = of(study_of(FIRMS, [Colleague(f"v{i}", access=30) for i in range(5)]), statement, definition)
    shops = found.channels["shops"]
    assert [shops.net_sales, shops.margin] == pytest.approx([2400.0, 744 / 2400])
    amounts = {role: worth.amount and worth.amount.value for role, worth in shops.worth.items()}
    assert amounts == {"cost": None, "access": pytest.approx(0.4 * 744), "complement": pytest.approx(0.2 * 744)}
    assert (shops.primary, [why.key for why in shops.worth["cost"].missing]) == (  # type: ignore[attr-defined]
        "access", ["roles.missing_inhouse"]
    )  # fmt: skip
    assert list(found.channels) == ["shops"]


def test_cost_role_by_hand(statement: IncomeStatement, definition: CaseDefinition) -> None:
    """Ten functions at 9% in-house, of which partners do 60%: 54% of net sales. Partners cost the margin from
    2,400 to the end price 3,600 (24 orders of 10 at 15), and visits of 96: 54%; the two meet."""
    people = [Colleague(f"v{i}", inhouse=9.0) for i in range(5)]
    shops = of(study_of(FIRMS, people), statement, definition).channels["shops"]
    cost = shops.worth["cost"]
    assert cost.share is not None
    assert cost.share.value == pytest.approx(0.54 - (1200 + 96) / 2400)
    assert shops.worth["cost"].missing == ()


def test_partner_cost_of_agents_is_their_commission(
    statement: IncomeStatement, definition: CaseDefinition
) -> None:
    shops = definition.channel("shops")
    agents = shops.model_copy(update={"kind": "agents"})
    resale, agency = (partner_cost(channel, statement, CHANCE) for channel in (shops, agents))
    assert resale is not None
    assert agency is not None
    assert [resale[0], agency[0]] == pytest.approx([(1200 + 96) / 2400, (72 + 96) / 2400])


def test_access_is_capped_by_customers_who_buy_nowhere_else(
    statement: IncomeStatement, definition: CaseDefinition, period: Period
) -> None:
    """Of 40 customers 10 bought from nobody else: a is at most 25%, whatever is said."""
    partners = (Reach("f0", 30, 6, Decimal(9), Decimal(6)), Reach("f1", 10, 4, Decimal(9), Decimal(8)))
    reach = CustomerReach(period, partners, True, ())
    study = study_of(FIRMS)
    access = of(study, statement, definition, reach).channels["shops"].worth["access"]
    assert access.share is not None
    assert (access.cap, access.share.value, access.share.upper) == (0.25, 0.25, 0.25)
    assert access_cap(study, CustomerReach(period, partners, False, ()), "shops") is None
    assert access_cap(study, CustomerReach(period, partners[:0], True, ()), "shops") is None


@pytest.mark.parametrize(
    ("shares", "gain", "primary"),
    [
        ((0.09, 0.5, 0.4), 0.2, "access"),  # 0.09, 0.10 and 0.08 a euro
        ((0.11, 0.5, 0.4), 0.2, "cost"),
        ((-0.1, 0.29, 0.29), 0.2, "none"),
        ((None, 0.29, 0.29), 0.2, "unknown"),
        ((None, 0.29, 0.35), 0.2, "complement"),
        ((0.01, 0.9, 0.9), -0.1, "cost"),  # what loses money is no reason before a saving
        ((-0.2, 0.5, 0.6), -0.1, "complement"),
        ((None, None, None), 0.2, "unknown"),
        ((0.0, 0.3, 0.0), 0.2, "access"),
    ],
)
def test_primary_role(shares: tuple[float | None, ...], gain: float, primary: str) -> None:
    known = dict(zip(("cost", "access", "complement"), shares, strict=True))
    assert choose(known, gain, 1000.0, METHOD) == primary  # type: ignore[arg-type]


def test_probability_tells_how_sure_the_reason_is(statement: IncomeStatement, definition: CaseDefinition) -> None:
    sure = of(study_of(FIRMS, silent={"shops": 50}), statement, definition).channels["shops"]
    assert sure.probability == 1.0
    spread = [Firm(f"f{i}", access=access, complement=0) for i, access in enumerate((5, 15, 25, 35, 45, 55))]
    open_ = of(study_of(spread, silent={"shops": 50}), statement, definition).channels["shops"]
    assert open_.primary == "access"
    assert open_.probability is not None
    assert 0.3 < open_.probability < 0.7


def test_who_says_what_first(statement: IncomeStatement, definition: CaseDefinition) -> None:
    people = [Colleague(f"v{i}", first="cost") for i in range(5)]
    shops = of(study_of(FIRMS, people), statement, definition).channels["shops"]
    assert shops.said_first == ("access", "cost")
    assert of(study_of(FIRMS, people[:4]), statement, definition).channels["shops"].said_first == ("access", None)


def test_without_voices_that_may_be_shown_nothing_is_known(
    statement: IncomeStatement, definition: CaseDefinition
) -> None:
    shops = of(study_of(FIRMS[:4]), statement, definition).channels["shops"]
    assert (shops.primary, shops.probability) == ("unknown", None)
    assert {role: worth.amount for role, worth in shops.worth.items()} == dict.fromkeys(shops.worth)
    assert all(worth.missing for worth in shops.worth.values())
