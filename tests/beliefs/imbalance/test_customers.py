from __future__ import annotations

import pytest

from tests.beliefs.said import Talks
from tramite.beliefs.imbalance.customers import complex_and_unserved, other_channels_wanted

from .ground_made import ground


def served(help_given: float, needs: str) -> Talks:
    """Interview a customer for each need, 0–9; service and information are rated alike."""
    talks = Talks()
    talks.hear_all(
        "web",
        [{"CN01": int(need), "CN03": {"service": help_given, "info": help_given}} for need in needs],
        role="customer",
    )
    return talks


@pytest.mark.parametrize(
    ("help_given", "needs", "status"),
    [(5, "778833", "fires"), (6, "778833", "clear"), (5, "666633", "clear"), (8, "999999", "clear")],
)
def test_complex_needs_fire_where_service_is_below_its_limit(help_given: float, needs: str, status: str) -> None:
    found = complex_and_unserved(ground(served(help_given, needs)), "web")
    assert found.status == status
    assert [m.code for m in found.measures] == ["help", "complex"]
    assert found.at_stake == (pytest.approx(667) if status == "fires" else None)


def test_needs_of_few_customers_are_not_judged() -> None:
    found = complex_and_unserved(ground(served(1, "999")), "web")
    assert [lack.key for lack in found.missing] == ["rules.missing_hidden"]
    assert complex_and_unserved(ground(Talks()), "web").missing[0].key == "rules.missing_customer"


@pytest.mark.parametrize(("wanted", "status"), [(40.0, "fires"), (20.0, "clear"), (0.0, "clear")])
def test_other_channels_fire_beyond_a_fifth_of_spending(wanted: float, status: str) -> None:
    talks = Talks()
    said = {"CC01": {"web": 100.0}, "CC02": {"web": 100 - wanted, "shops": wanted}}
    talks.hear_all("web", [said] * 6, role="customer")
    found = other_channels_wanted(ground(talks), "web")
    assert found.status == status
    assert found.measures[0].value == pytest.approx(wanted / 100)
    assert found.at_stake == (pytest.approx(400) if status == "fires" else None)


def test_wishes_of_few_customers_are_not_judged() -> None:
    talks = Talks()
    talks.hear_all("web", [{"CC01": {"web": 100.0}, "CC02": {"shops": 100.0}}] * 4, role="customer")
    assert other_channels_wanted(ground(talks), "web").missing[0].key == "rules.missing_hidden"
    assert other_channels_wanted(ground(Talks()), "web").missing[0].key == "rules.missing_customer"
