"""The main job: from a case folder to its dossier."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from tramite.kernel.tables import contracts_of
from tramite.kernel.version import VERSION
from tramite.kernel.wording import Language
from tramite.reports.dossier import Dossier
from tramite.reports.page import render_html
from tramite.reports.scribe import Scribe
from tramite.reports.sections import write_parts
from tramite.reports.tables import dossier_tables
from tramite.reports.workbook import render_workbook
from tramite.store.outputs import save_bytes, save_frame
from tramite.store.quarantine import save_quarantine
from tramite.voices.hearing.sealing import Showings
from tramite.workflows.actions import action_plan
from tramite.workflows.allocation import allocated
from tramite.workflows.case import Case, open_case
from tramite.workflows.comparison import simulated
from tramite.workflows.next_wave import case_next_wave
from tramite.workflows.showings import note_results_shown
from tramite.workflows.verdicts import verdicts


@dataclass(frozen=True, slots=True)
class SavedDossier:
    """Where the dossier is, and what is in it."""

    page: Path
    workbook: Path
    tables: tuple[Path, ...]
    quarantine: tuple[Path, ...]
    content: Dossier


def make_dossier(
    path: str | Path,
    *,
    output: str | Path | None = None,
    language: Language | None = None,
    progress: Callable[[str], None] = lambda stage: None,
    when: datetime | None = None,
) -> SavedDossier:
    """Read a case, compute all that it allows, and write its dossier.

    Writes ``dossier.html`` (one file, nothing loaded from elsewhere), ``dossier.xlsx`` and ``tables/*.parquet``
    into ``output`` (``dossier/`` of the case, unless given), and refused rows into ``quarantine/`` of the case.

    Args:
        language: of the dossier; the case's own unless given.
        progress: called with each of :data:`~tramite.workflows.dossier_stages.STAGES` as it begins.
        when: it is shown, with its offset; now, unless given. The first showing of a wave is noted in the case:
            what the vendor's people guess afterwards does not count as a guess (METHOD §2.5).

    Raises:
        CaseNotFound, InputRefused: as :func:`open_case`. Missing tables do not stop it: what they would give is
            «n.d.» in the dossier.
    """
    progress("read")
    case = open_case(path)
    quarantine = save_quarantine(case.folder)
    showings = note_results_shown(case.folder.path, case.study, verb="dossier", when=when)
    content = _with_showings(dossier_content(case, progress=progress), showings)
    progress("write")
    folder = Path(output) if output is not None else case.folder.path / "dossier"
    speaks = language or case.definition.language
    page, workbook = folder / "dossier.html", folder / "dossier.xlsx"
    parts = write_parts(Scribe(content, speaks))
    save_bytes(page, render_html(content, speaks, parts=parts).encode())
    save_bytes(workbook, render_workbook(content, speaks, parts=parts))
    tables = []
    for name, frame in dossier_tables(content).items():
        tables.append(folder / "tables" / f"{name}.parquet")
        save_frame(tables[-1], frame)
    return SavedDossier(page, workbook, tuple(tables), quarantine, content)


def _with_showings(content: Dossier, showings: Showings) -> Dossier:
    """Put beside the guesses when results were shown, this time too: a log that cannot be written is told."""
    belief = content.beliefs.knowledge
    if belief is None:
        return content
    beliefs = replace(content.beliefs, knowledge=replace(belief, showings=showings))
    return replace(content, beliefs=beliefs)


def dossier_content(case: Case, *, progress: Callable[[str], None] = lambda stage: None) -> Dossier:
    """Compute what a dossier holds, without writing it."""
    progress("statement")
    statement, before = case.income_statement(), case.income_statement(case.period.previous())
    key_figures, reconciliation = case.key_figures(), case.reconciliation()
    channel_overlap = case.overlap("channels")
    progress("voices")
    answers = case.answers
    progress("beliefs")
    beliefs = case.beliefs.all()
    progress("simulate")
    comparison = simulated(case) if case.alternatives else None
    allocation = allocated(case, comparison=comparison) if case.allocation_plan else None
    progress("ask")
    next_wave = None if comparison is None else case_next_wave(case, comparison)
    imbalance = case.imbalance()
    plan = action_plan(case, imbalance=imbalance, beliefs=beliefs, answers=answers, comparison=comparison)
    contracts = [contract.name for room in ("books", "voices") for contract in contracts_of(room)]
    return Dossier(
        definition=case.definition,
        method=case.method,
        statement=statement,
        statement_previous=before,
        kpis=key_figures,
        imbalance=imbalance,
        reconciliation=reconciliation,
        by_line=case.statement_cut(["channel", "line"]) if case.definition.lines else None,
        by_segment=case.statement_cut(["channel", "segment"]) if case.definition.segments else None,
        growth=case.growth(),
        stock=case.stock(),
        overlap=case.overlap(),
        channel_overlap=channel_overlap,
        reach=case.reach(),
        cannibalisation=case.cannibalised,
        beliefs=beliefs,
        comparison=comparison,
        table_rows={name: len(frame) for name, frame in case.folder.tables.items()},
        refused={name: len(frame) for name, frame in case.folder.refused.items()},
        missing_tables=tuple(name for name in contracts if name not in case.tables),
        version=VERSION,
        answers=answers,
        quality=case.quality,
        plan=plan,
        next_wave=next_wave,
        allocation=allocation,
        verdicts=verdicts(case),
        heard_indeed=case.heard_indeed,
    )
