"""Code open answers: exchange with other programs, agreement, table of codes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tramite.kernel.chance import Chance
from tramite.kernel.errors import CaseNotFound, Fault, InputRefused
from tramite.kernel.tables import CODINGS
from tramite.store.case_folder import CaseFolder, load_case
from tramite.store.coding_tables import (
    CODEBOOK_FILE,
    CODINGS_FILE,
    DISAGREEMENTS_FILE,
    DOUBLE_FILE,
    MATRIX_FILE,
    save_coding_table,
)
from tramite.store.columns import empty_frame
from tramite.store.instruments import read_bank_changes
from tramite.store.outputs import save_bytes
from tramite.store.refi.incoming import codings_of, join_codes
from tramite.store.refi.outgoing import project_of
from tramite.store.refi.reading import read_project
from tramite.store.refi.writing import project_bytes
from tramite.voices.asking.bank import load_bank
from tramite.voices.asking.changes import answered_bank
from tramite.voices.coding.answers import ANSWER, check_codings, open_answers
from tramite.voices.coding.book import Codebook
from tramite.voices.coding.coding_agreement import CodingAgreement, coding_agreement
from tramite.voices.coding.draw import double_coding_draw
from tramite.voices.coding.matrix import CodeMatrix, code_matrix
from tramite.workflows.case import Case
from tramite.workflows.codebook import book_of, keep_all, to_read, with_ending


@dataclass(frozen=True, slots=True)
class Coding:
    """The coding of a case as it stands.

    Attributes:
        answers: open answers: ``interview_id``, ``item_id``, ``text``. codings: those that fit their answers.
        every: all codings of the table. faults: why some do not fit. drawn: answers for two coders.
    """

    folder: CaseFolder
    book: Codebook
    answers: pl.DataFrame
    codings: pl.DataFrame
    every: pl.DataFrame
    faults: tuple[Fault, ...]
    drawn: pl.DataFrame

    @property
    def coded(self) -> int:
        """Number of answers that somebody coded."""
        return self.codings.select(ANSWER).unique().height

    @property
    def doubled(self) -> int:
        """Number of the drawn answers that two people coded."""
        reads = self.codings.select(*ANSWER, "coder").unique().group_by(ANSWER).len().filter(pl.col("len") > 1)
        return self.drawn.join(reads, on=ANSWER, how="semi").height


@dataclass(frozen=True, slots=True)
class CodingState:
    """How far coding is, and what it says."""

    coding: Coding
    matrix: CodeMatrix
    file: Path


@dataclass(frozen=True, slots=True)
class ExportedCodings:
    """A project that was written, and the list of answers drawn for a second coder, if it is theirs."""

    file: Path
    answers: int
    codings: int
    drawn: Path | None


@dataclass(frozen=True, slots=True)
class ImportedCodings:
    """What came in: codings by coder, how many they replace, codes that were new, texts that are no answers."""

    file: Path
    by_coder: Counter[str]
    replaced: int
    added_codes: tuple[str, ...]
    left: int


@dataclass(frozen=True, slots=True)
class MeasuredAgreement:
    """Agreement, the coding it is about, and where disagreements are listed."""

    agreement: CodingAgreement
    coding: Coding
    file: Path


def coding_state(path: str | Path) -> CodingState:
    """Say how far the coding of a case is, and count interviews by code and channel.

    Writes ``coding/matrix.csv``: only what may be shown.

    Raises:
        CaseNotFound: there is no case, no open answer, no codebook.
    """
    coding = open_coding(Path(path))
    folder = coding.folder
    quality = Case(folder).quality
    interviews = folder.frame("interviews") if quality is None else quality.judged.interviews
    matrix = code_matrix(coding.codings, interviews=interviews, book=coding.book, method=folder.definition.method)
    return CodingState(coding, matrix, save_coding_table(folder.path, MATRIX_FILE, matrix.cells))


def export_codings(path: str | Path, file: str | Path, *, second: bool = False) -> ExportedCodings:
    """Write answers, codes and codings as a project of REFI-QDA (.qdpx).

    Args:
        second: for the second coder: only the answers drawn for double coding, and nobody's codings, so that the
            second coder does not see what the first one did. Writes ``coding/double_coding.csv`` too.

    Raises:
        CaseNotFound: as :func:`coding_state`. InputRefused: the file does not end in .qdpx.
    """
    coding, target = open_coding(Path(path)), with_ending(Path(file), ".qdpx")
    folder = coding.folder
    answers, codings, drawn = coding.answers, coding.codings, None
    if second:
        answers, codings = answers.join(coding.drawn, on=ANSWER, how="semi"), codings.clear()
        drawn = save_coding_table(folder.path, DOUBLE_FILE, coding.drawn)
    language = folder.definition.language
    project = project_of(
        answers, codings=codings, interviews=folder.frame("interviews"), book=coding.book,
        name=folder.definition.name.say(language), language=language,
    )  # fmt: skip
    return ExportedCodings(save_bytes(target, project_bytes(project)), answers.height, codings.height, drawn)


def import_codings(path: str | Path, file: str | Path, *, coder: str | None = None) -> ImportedCodings:
    """Take the codings of a project of REFI-QDA (.qdpx) into a case.

    They replace what the same coders gave to the answers of the project; other coders' codings stay. New codes go
    into the codebook.

    Args:
        coder: who coded where the project names nobody, or a user whom the case does not know.

    Raises:
        CaseNotFound: as :func:`coding_state`, or no such file. InputRefused, UnsafeInput: all that is wrong with
            the project; nothing is written.
    """
    coding, source = open_coding(Path(path)), to_read(Path(file))
    folder = coding.folder
    keep_all(folder, {"codebook": CODEBOOK_FILE, "codings": CODINGS_FILE})
    project = read_project(source)
    joined = join_codes(project.codes, coding.book)
    known = set(coding.every["coder"])
    found = codings_of(project, answers=coding.answers, ids=joined.ids, file=source.name, coder=coder, known=known)
    checked = check_codings(found.codings, answers=coding.answers, book=joined.book)
    if checked.faults:
        raise InputRefused(checked.faults)
    met = pl.DataFrame(list(found.answers), schema=dict.fromkeys(ANSWER, pl.String), orient="row")
    theirs = met.join(pl.DataFrame({"coder": found.coders}, schema={"coder": pl.String}), how="cross")
    kept = coding.every.join(theirs, on=theirs.columns, how="anti", maintain_order="left")
    fresh = _with_proposer(found.codings, coding.every)
    table = pl.concat([kept, fresh]).sort(CODINGS.key)
    if joined.added:
        save_coding_table(folder.path, CODEBOOK_FILE, joined.book.to_frame())
    return ImportedCodings(
        file=save_coding_table(folder.path, CODINGS_FILE, table),
        by_coder=Counter(fresh["coder"]),
        replaced=coding.every.height - kept.height,
        added_codes=joined.added,
        left=found.left,
    )


def measure_agreement(path: str | Path) -> MeasuredAgreement:
    """Estimate how well coders agree, and list where they do not (``coding/disagreements.csv``).

    Raises:
        CaseNotFound: as :func:`coding_state`.
    """
    coding = open_coding(Path(path))
    definition = coding.folder.definition
    agreement = coding_agreement(
        coding.codings, answers=coding.answers, drawn=coding.drawn, method=definition.method,
        rng=Chance(definition.seed, definition.method.bootstrap_draws).stream("coding agreement"),
    )  # fmt: skip
    file = save_coding_table(coding.folder.path, DISAGREEMENTS_FILE, agreement.disagreements)
    return MeasuredAgreement(agreement, coding, file)


def open_coding(path: Path) -> Coding:
    """Open a case to code its answers.

    Raises:
        CaseNotFound: there is no case, no open answer, no codebook.
    """
    folder = load_case(path)
    if "responses" not in folder.tables or "interviews" not in folder.tables:
        raise CaseNotFound("no_answers", path=folder.path)
    bank = answered_bank(load_bank(), read_bank_changes(folder.path))
    answers = open_answers(folder.frame("responses"), bank=bank)
    if answers.is_empty():
        raise CaseNotFound("no_answers", path=folder.path)
    book = book_of(folder)
    every = folder.frame("codings") if "codings" in folder.tables else empty_frame(CODINGS)
    checked = check_codings(every, answers=answers, book=book)
    definition = folder.definition
    drawn = double_coding_draw(answers, seed=definition.seed, method=definition.method)
    return Coding(folder, book, answers, checked.codings, every, checked.faults, drawn)


def _with_proposer(fresh: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """Keep who proposed a coding that has come back unchanged: the standard has no place for it."""
    proposed = before.select(*CODINGS.key, "proposed_by")
    joined = fresh.drop("proposed_by").join(proposed, on=CODINGS.key, how="left", maintain_order="left")
    return joined.select(before.columns)
