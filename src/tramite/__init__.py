"""Tramite: from the books and the voices of a company's channels to beliefs, decisions and a dossier.

A notebook needs only this module::

    import tramite as tr

    case = tr.open_case("examples/adventure-works")
    print(case.income_statement())
    print(case.px)
    print(tr.compare(case, "close-warehouse"))
"""

from tramite.beliefs.px.index import PxResult
from tramite.beliefs.reactions.diversion import DiversionBelief
from tramite.books.statement import IncomeStatement
from tramite.decisions.alternatives import Alternative
from tramite.decisions.comparison import Comparison
from tramite.kernel.errors import CaseNotFound, InputRefused, TramiteError
from tramite.kernel.estimate import Estimate
from tramite.kernel.grade import Grade
from tramite.kernel.method import Method
from tramite.kernel.money import Money
from tramite.kernel.periods import Period
from tramite.kernel.tables import CONTRACTS
from tramite.kernel.version import VERSION as __version__  # noqa: N811
from tramite.workflows.case import Case, open_case
from tramite.workflows.checking import check_case, new_case
from tramite.workflows.comparison import compare
from tramite.workflows.dossier import make_dossier

__all__ = [
    "CONTRACTS",
    "Alternative",
    "Case",
    "CaseNotFound",
    "Comparison",
    "DiversionBelief",
    "Estimate",
    "Grade",
    "IncomeStatement",
    "InputRefused",
    "Method",
    "Money",
    "Period",
    "PxResult",
    "TramiteError",
    "__version__",
    "check_case",
    "compare",
    "make_dossier",
    "new_case",
    "open_case",
]
