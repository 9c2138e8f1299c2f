"""The limit of potential of the invented dealers, through the estimators."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.beliefs.potential.made import alike, believed
from tramite.beliefs.potential.result import PotentialBelief
from tramite.kernel.case import CaseDefinition


def made_potential() -> PotentialBelief:
    """Believe the limit of one channel from twenty partners and ten customers; the others stay untold."""
    shops = {"id": "shops", "name": {"en": "Shops", "it": "Negozi"}, "kind": "resellers", "reach": "indirect",
             "medium": "physical", "end_customer": "both"}  # fmt: skip
    definition = CaseDefinition.model_validate({
        "name": {"en": "Invented", "it": "Inventato"}, "vendor": "Viteria", "currency": "EUR",
        "as_of": date(2024, 12, 31), "channels": [shops],
    })  # fmt: skip
    market = alike(20, likely=20.0, today=10.0, potential=400.0, served=100.0, first="sales")
    for _ in range(10):
        market.customer(ours=40.0, total=3_000.0)
    belief = believed(market, definition)
    found = replace(belief.channels["shops"], channel_id="dealers")
    return replace(belief, channels={"dealers": found}, untold=("web", "depots"))
