"""Which engine computes the books of a case: the one that the case names, DuckDB unless it does."""

from __future__ import annotations

from collections.abc import Iterable

from tramite.kernel.case import EngineSettings
from tramite.store.engine import Engine, open_engine
from tramite.store.ingest.partitions import Partitions
from tramite.store.spark_engine import SparkEngine


def engine_for(settings: EngineSettings, reads: Iterable[Partitions] = ()) -> Engine | SparkEngine:
    """Open the engine of a case.

    Args:
        reads: tables in files: all that DuckDB may read.

    Raises:
        TramiteError: Spark is asked for and cannot be had; the error says what to do.
    """
    return SparkEngine(settings) if settings.kind == "spark" else open_engine(reads)
