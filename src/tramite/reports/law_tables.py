"""Rules of law that alternatives touch, as a tidy table."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from tramite.reports.dossier import Dossier
from tramite.reports.table_rows import COUNT, TEXT, Rows, ground_row

LAW_SCHEMAS: dict[str, dict[str, type[pl.DataType]]] = {
    "law": {
        "alternative": TEXT, "code": TEXT, "channel_id": TEXT, "severity": TEXT, "notice_low": COUNT,
        "notice_high": COUNT, "governs": TEXT, "rule": TEXT, "stands_in": TEXT,
    },
}  # fmt: skip


def law_rows(dossier: Dossier) -> Mapping[str, Rows]:
    """Return the flags of each alternative; ``governs`` is «unsaid» where the case names no agreement."""
    return {"law": _law(dossier)}


def _law(dossier: Dossier) -> Rows:
    for name, flags in dossier.comparison.law.items() if dossier.comparison else ():
        for flag in flags:
            low, high = flag.notice_months or (None, None)
            yield {
                "alternative": name, "code": flag.code, "channel_id": flag.channel_id, "severity": flag.severity,
                "notice_low": low, "notice_high": high, "governs": "yes" if flag.governs else "unsaid",
                "rule": flag.say(), "stands_in": flag.source(),
            } | ground_row(dossier, flag.evidence, heard=bool(flag.evidence))  # fmt: skip
