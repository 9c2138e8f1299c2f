from __future__ import annotations

from datetime import date

import pytest

from tramite.kernel.case import CaseDefinition


@pytest.fixture(scope="session")
def definition_once() -> CaseDefinition:
    """Return a case with shops of partners alone, made once for many examples."""
    shops = {"id": "shops", "name": {"en": "Shops", "it": "Negozi"}, "kind": "resellers", "reach": "indirect",
             "medium": "physical", "end_customer": "both"}  # fmt: skip
    return CaseDefinition.model_validate({
        "name": {"en": "One channel", "it": "Un canale"}, "vendor": "Rossi", "currency": "EUR",
        "as_of": date(2024, 12, 31), "channels": [shops],
    })  # fmt: skip
