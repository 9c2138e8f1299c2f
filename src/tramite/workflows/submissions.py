"""Take in what the field brought: filled forms into the tables of the voices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal, get_args

import polars as pl

from tramite.kernel.errors import Fault, InputRefused
from tramite.store.instruments import INSTRUMENTS, load_instrument, read_bank_changes
from tramite.store.sampling import check_writable as check_sample
from tramite.store.sampling import save_table
from tramite.store.submissions.ledger import Entry, read_ledger, save_ledger
from tramite.store.submissions.reading import read_submissions
from tramite.store.submissions.tables import (
    check_writable,
    read_tidy,
    save_refused,
    save_voices,
)
from tramite.store.submissions.taken import Taken
from tramite.voices.asking.bank import ItemBank, load_bank
from tramite.voices.asking.changes import changed_bank
from tramite.voices.asking.form_names import AnswerRow
from tramite.voices.asking.instrument import Instrument
from tramite.voices.hearing.item_times import ItemTime, item_times, time_on_screen, time_paused
from tramite.voices.hearing.submission import Submission, same_content
from tramite.voices.hearing.submission_merging import fingerprint, merged, read_all
from tramite.voices.hearing.submission_reading import Ground, ReadForm, Refusal, kept, read_submission
from tramite.voices.hearing.submission_writing import submission_of
from tramite.voices.hearing.wording_changes import WordingChange, wording_changes
from tramite.voices.sampling.response import FieldState, field_state, with_interviews
from tramite.workflows.case import Case, open_case
from tramite.workflows.sample_record import table_of
from tramite.workflows.submission_lists import ReadForms, save_lists

Stage = Literal["files", "answers", "write"]
STAGES: tuple[Stage, ...] = get_args(Stage)
State = Literal["new", "changed", "known", "declined", "refused"]
_TIDY = ("interviews", "responses")


@dataclass(frozen=True, slots=True)
class Come:
    """One interview as it came in.

    Attributes:
        state: new; changed (edited, or its cause mended); known (as it was); declined (no consent: counted,
            without answers); refused (kept out, with the reason).
        answers: rows. kept_out: items that could not be taken in.
    """

    interview_id: str
    role: str
    channel_id: str
    state: State
    answers: int
    kept_out: int


@dataclass(frozen=True, slots=True)
class AnswersTaken:
    """What came of taking in filled forms.

    Attributes:
        come: every interview of the ledger. refusals: interviews and answers that were kept out.
        faults: of files, which belong to no interview. media, forms: files that are no answers.
        wordings: items asked in more than one wording. times: of items, if logs tell them.
        state: response of the sample; ``None`` without one. quarantine: where the refused are.
        written: tables.
    """

    case: Case
    come: tuple[Come, ...]
    refusals: tuple[Refusal, ...]
    faults: tuple[Fault, ...]
    media: int
    forms: int
    wordings: tuple[WordingChange, ...]
    times: tuple[ItemTime, ...]
    state: FieldState | None
    quarantine: Path | None
    written: tuple[Path, ...]


def take_answers(
    path: str | Path,
    files: Iterable[str | Path] = (),
    *,
    when: date,
    progress: Callable[[str], None] = lambda _: None,
) -> AnswersTaken:
    """Take filled forms into ``voices/interviews`` and ``voices/responses`` of a case.

    Whatever came in before stays in the ledger (``fieldwork/ledger.parquet``): the same form is taken once, an
    edit takes the place of what it edits, and what was kept out comes in once its cause is mended: call it again,
    with no file. Rows that a person changed in the tables stay, as long as the form that gave them does not
    change.

    Args:
        files: XML, exports of ODK Central or KoboToolbox, ZIPs and folders of them; ``interviews`` and
            ``responses`` as CSV or Parquet. when: day that the ledger notes.

    Raises:
        CaseNotFound: no such case or file. InputRefused: rows of the tables have faults, so that writing would
            lose them. UnsafeInput: a file must not be opened. Nothing is written then.
    """
    case = open_case(path)
    check_writable(case.folder)
    if case.table("sample") is not None:
        check_sample(case.folder)
    progress("files")
    ground = ground_of(case)
    taken = _take(case, [Path(file) for file in files], ground.bank)
    ledger = read_ledger(case.folder.path)
    faults = [*taken.faults, *_enter(ledger, taken, ground, when)]
    progress("answers")
    read = read_all([entry.submission for entry in ledger.values()], ground=ground)
    progress("write")
    return _write(case, ground, ledger, read, taken, faults)


def ground_of(case: Case) -> Ground:
    """Return what filled forms of a case are read against."""
    path, own = case.folder.path, load_bank()
    changed = changed_bank(own, read_bank_changes(path))
    retired = tuple(item for item in own.items if item.id not in changed)
    frame = case.table("frame")
    return Ground(
        bank=ItemBank((*changed.items, *retired), changed.choices),
        instruments=_instruments(path),
        units=None if frame is None else dict(frame.select("unit_id", "role").rows()),
        channels=frozenset(channel.id for channel in case.definition.channels),
    )


def _instruments(path: Path) -> dict[str, Instrument]:
    versions = [file.stem for file in sorted((path / INSTRUMENTS).glob("*.json"))]
    return {version: load_instrument(path, version) for version in versions}


def _take(case: Case, files: Sequence[Path], bank: ItemBank) -> Taken:
    tidy = {file.stem: file for file in files if file.stem in _TIDY and file.is_file()}
    taken = read_submissions(file for file in files if file not in tidy.values())
    if len(tidy) == 1:
        raise InputRefused([Fault(next(iter(tidy.values())).name, "answers_pair")])
    if tidy:
        (interviews, first), (responses, second) = (read_tidy(tidy[name], case.folder) for name in _TIDY)
        taken.faults += [*first, *second]
        taken.submissions += _of_tidy(interviews, responses, bank, tidy["interviews"].name)
    return taken


def _of_tidy(interviews: pl.DataFrame, responses: pl.DataFrame, bank: ItemBank, file: str) -> list[Submission]:
    rows: dict[str, list[AnswerRow]] = {}
    for interview_id, item_id, key, number, text, missing in responses.iter_rows():
        rows.setdefault(interview_id, []).append(AnswerRow(item_id, key or "", number, text, missing))
    return [
        submission_of(interview, rows.get(interview["interview_id"], []), bank=bank, file=file)
        for interview in interviews.to_dicts()
    ]


def _enter(ledger: dict[str, Entry], taken: Taken, ground: Ground, when: date) -> list[Fault]:
    """Enter new forms; return what is wrong with those that are there already.

    What was kept out may be mended in its file: nothing that counts is lost by it.
    """
    faults = []
    for submission in map(kept, taken.submissions):
        before = ledger.get(submission.id)
        if before is None:
            ledger[submission.id] = Entry(submission, when)
        elif same_content(before.submission, submission):
            ledger[submission.id] = replace(before, submission=_again(before.submission, submission))
        elif _only_mends(before.submission, submission, ground):
            ledger[submission.id] = Entry(submission, before.taken, before.written)
        else:
            place = f"{submission.file} · {submission.id}"
            faults.append(Fault(place, "submission_differs", hint=before.submission.file))
    for instance, shown in taken.shown.items():  # a log may come after its form
        if instance in ledger:
            timed = replace(ledger[instance].submission, times=time_on_screen(shown), paused=time_paused(shown))
            ledger[instance] = replace(ledger[instance], submission=timed)
    return faults


def _only_mends(known: Submission, now: Submission, ground: Ground) -> bool:
    read = read_submission(known, interview_id=known.id, ground=ground)
    mended = {refusal.item for refusal in read.refusals}
    return read.interview is None or (bool(mended) and same_content(known, now, apart=mended))


def _again(known: Submission, now: Submission) -> Submission:
    """Return a form that came in again: another export may tell more of it."""
    return replace(
        known, review=now.review or known.review, edits=max(known.edits, now.edits), root=known.root or now.root,
        replaces=known.replaces or now.replaces,
    )  # fmt: skip


def _write(
    case: Case, ground: Ground, ledger: dict[str, Entry], read: ReadForms, taken: Taken, faults: Sequence[Fault]
) -> AnswersTaken:
    """Write the tables, then what follows from them, and the ledger last: without it all is taken in anew."""
    interviews, responses = (table_of(case, name) for name in _TIDY)
    known = set(interviews["interview_id"])
    due = {
        root: form
        for root, (submission, form) in read.items()
        if form.interview is not None and (fingerprint(form) != ledger[submission.id].written or root not in known)
    }
    written: list[Path] = []
    if due:
        interviews, responses = merged(interviews, responses, forms=due)
        tables = {"interviews": interviews, "responses": responses}
        written = [save_voices(case.folder, name, table) for name, table in tables.items()]
    state = _sample(case, interviews, written)
    measured = (submission.times for submission, _ in read.values() if submission.times)
    refusals = tuple(refusal for _, form in read.values() for refusal in form.refusals)
    result = AnswersTaken(
        case=case,
        come=tuple(_come(root, *each, due=due, known=known) for root, each in read.items()),
        refusals=refusals,
        faults=tuple(faults),
        media=taken.media,
        forms=taken.forms,
        wordings=wording_changes(responses, interviews, instruments=ground.instruments),
        times=item_times(measured, bank=ground.bank, method=case.method),
        state=state,
        quarantine=save_refused(case.folder.path, refusals, faults, case.definition.language),
        written=tuple(written),
    )
    refused = {each.interview_id for each in result.come if each.state == "refused"}
    save_lists(case.folder.path, ledger, read, times=result.times, wordings=result.wordings, refused=refused)
    for submission, form in read.values():
        if form.interview is not None:
            ledger[submission.id] = replace(ledger[submission.id], written=fingerprint(form))
    if ledger:
        save_ledger(case.folder.path, ledger.values())
    return result


def _sample(case: Case, interviews: pl.DataFrame, written: list[Path]) -> FieldState | None:
    """Bring the outcomes of the sample up to date: a sheet that went ahead is not yet an interview."""
    sample, frame = case.table("sample"), case.table("frame")
    if sample is None or frame is None:
        return None
    now = with_interviews(sample, interviews)
    if not now.equals(sample):
        written.append(save_table(case.folder, "sample", now))
    return field_state(now, frame)


def _come(
    root: str, submission: Submission, form: ReadForm, *, due: Mapping[str, ReadForm], known: set[str]
) -> Come:
    if form.interview is None:
        state: State = "refused"
    elif root not in due:
        state = "known"
    elif root in known:
        state = "changed"
    else:
        state = "new" if form.interview["consent"] else "declined"
    kept_out = len({refusal.item for refusal in form.refusals if refusal.item})
    role, channel = submission.value("role"), submission.value("channel_id")
    return Come(root, role, channel, state, len(form.rows), kept_out)
