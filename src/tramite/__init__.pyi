from .beliefs.px.index import PxResult as PxResult
from .beliefs.reactions.diversion import DiversionBelief as DiversionBelief
from .books.statement import IncomeStatement as IncomeStatement
from .decisions.alternatives import Alternative as Alternative
from .decisions.comparison import Comparison as Comparison
from .kernel.errors import CaseNotFound as CaseNotFound
from .kernel.errors import InputRefused as InputRefused
from .kernel.errors import TramiteError as TramiteError
from .kernel.estimate import Estimate as Estimate
from .kernel.grade import Grade as Grade
from .kernel.method import Method as Method
from .kernel.money import Money as Money
from .kernel.periods import Period as Period
from .kernel.tables import CONTRACTS as CONTRACTS
from .workflows.case import Case as Case
from .workflows.case import open_case as open_case
from .workflows.checking import check_case as check_case
from .workflows.checking import new_case as new_case
from .workflows.comparison import compare as compare
from .workflows.dossier import make_dossier as make_dossier

__version__: str
