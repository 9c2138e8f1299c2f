"""Tidy rows of the quality of the field work."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from tramite.kernel.provenance import Source
from tramite.kernel.tables import QUALITY_FLAGS
from tramite.reports.dossier import Dossier
from tramite.reports.shown_field import may_count
from tramite.reports.table_rows import COUNT, NUMBER, TEXT, Rows, ground_row
from tramite.voices.quality.field_quality import FieldQuality
from tramite.voices.quality.result import SEVERITY

QUALITY_SCHEMAS: dict[str, dict[str, type[pl.DataType]]] = {
    "quality_flags": {
        "flag": TEXT, "severity": TEXT, "raised": COUNT, "not_evaluable": COUNT, "hidden": pl.Boolean,
        "threshold": TEXT,
    },
    "interviewer_effect": {
        "side": TEXT, "measure": TEXT, "value": NUMBER, "lower": NUMBER, "upper": NUMBER, "level": NUMBER,
        "n": COUNT, "interviewers": COUNT, "workload": NUMBER, "design_effect": NUMBER, "reading": TEXT,
    },
    "mode_effect": {
        "side": TEXT, "measure": TEXT, "mode": TEXT, "other": TEXT, "value": NUMBER, "lower": NUMBER,
        "upper": NUMBER, "level": NUMBER, "n": COUNT, "n_other": COUNT, "cells": COUNT,
    },
}  # fmt: skip


def quality_rows(dossier: Dossier) -> Mapping[str, Rows]:
    """Return the rows of these tables by name; none without interviews. Small counts are null."""
    quality = dossier.quality
    if quality is None:
        return {}
    return {
        "quality_flags": _flags(dossier, quality), "interviewer_effect": _interviewers(dossier, quality),
        "mode_effect": _modes(dossier, quality),
    }  # fmt: skip


def _flags(dossier: Dossier, quality: FieldQuality) -> Rows:
    for flag in QUALITY_FLAGS:
        counts = {
            "raised": quality.flags.count(flag, "raised"),
            "not_evaluable": quality.flags.count(flag, "unknown"),
        }
        told = {name: n if may_count(n, method=dossier.method) else None for name, n in counts.items()}
        yield {
            "flag": flag, "severity": SEVERITY[flag], **told, "hidden": None in told.values(),
            "threshold": quality.flags.thresholds[flag].say(),
        } | ground_row(dossier, (Source("table", "interviews"),), heard=True)  # fmt: skip


def _interviewers(dossier: Dossier, quality: FieldQuality) -> Rows:
    for effect in quality.interviewers:
        row = {name: getattr(effect, name) for name in QUALITY_SCHEMAS["interviewer_effect"]}
        yield row | ground_row(dossier, (Source("interviews", effect.measure),), heard=True)


def _modes(dossier: Dossier, quality: FieldQuality) -> Rows:
    for effect in quality.modes:
        row = {name: getattr(effect, name) for name in QUALITY_SCHEMAS["mode_effect"]}
        yield row | ground_row(dossier, (Source("interviews", effect.measure),), heard=True)
