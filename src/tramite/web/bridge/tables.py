"""Which tables of the case format are kept as rows, and which model keeps each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tramite.kernel.contracts import Contract
from tramite.web.models import (
    Answer,
    Customer,
    Fact,
    FrameUnit,
    Interview,
    Partner,
    QualityDecision,
    SampledUnit,
    SampleEntry,
)
from tramite.web.models.case_rows import CaseRow

# In the order in which they are written: answers belong to interviews.
ROW_MODELS: Final[Mapping[str, type[CaseRow]]] = {
    model.contract.name: model
    for model in (Partner, Customer, FrameUnit, SampledUnit, SampleEntry, Interview, QualityDecision, Fact)
}
ANSWERS: Final = Answer.contract.name
TABLES: Final = (*ROW_MODELS, ANSWERS)
CHANNEL: Final = "channel_id"  # of a contract; the database keeps a reference
NAMES_APART: Final = ("frame", "sample")  # their column «name» is kept in RespondentName


def kept_columns(contract: Contract) -> tuple[str, ...]:
    """Return the columns of a contract that the model of its table keeps itself."""
    return tuple(
        column.name for column in contract.columns if not (contract.name in NAMES_APART and column.name == "name")
    )
