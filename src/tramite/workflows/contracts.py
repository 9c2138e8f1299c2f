"""Find what a table must look like."""

from __future__ import annotations

from tramite.kernel.contracts import Contract
from tramite.kernel.errors import CaseNotFound
from tramite.kernel.method import nearest
from tramite.kernel.tables import CONTRACTS


def contract_of(name: str) -> Contract:
    """Return the contract of a table.

    Raises:
        CaseNotFound: there is no such table; the error names similar ones.
    """
    if name not in CONTRACTS:
        known = ", ".join(nearest(name, CONTRACTS) or CONTRACTS)
        raise CaseNotFound("table_not_found", name=name, known=known)
    return CONTRACTS[name]
