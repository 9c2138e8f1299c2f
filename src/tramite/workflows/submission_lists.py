"""Lists to look at after filled forms were taken in: what came when, changed words, measured times."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from tramite.store.submissions.ledger import Entry
from tramite.store.submissions.tables import LIST, SECONDS, WORDINGS, save_list
from tramite.voices.hearing.item_times import ItemTime
from tramite.voices.hearing.submission import Submission
from tramite.voices.hearing.submission_reading import ReadForm
from tramite.voices.hearing.wording_changes import WordingChange

ReadForms = Mapping[str, tuple[Submission, ReadForm]]


def save_lists(
    path: Path,
    ledger: Mapping[str, Entry],
    read: ReadForms,
    *,
    times: Iterable[ItemTime],
    wordings: Iterable[WordingChange],
    refused: Collection[str],
) -> None:
    """Write the lists into ``fieldwork/`` of a case.

    Args:
        read: by interview: the submission that counts, and what it says. refused: interviews that were kept out.
    """
    save_measured(path, times=times, wordings=wordings)
    save_list(path, LIST, list(_listed(ledger, read, refused)))


def save_measured(path: Path, *, times: Iterable[ItemTime], wordings: Iterable[WordingChange]) -> None:
    """Write the lists that are made of all interviews together: measured times, changed words."""
    seconds = [
        {"item_id": each.item_id, "n": each.n, "desk": each.desk, "measured": each.measured}
        for each in times
        if each.measured is not None
    ]
    if seconds:  # without, a list that a person wrote with a watch in hand stays
        save_list(path, SECONDS, seconds)
    save_list(path, WORDINGS, list(_wordings(wordings)))


def _wordings(changes: Iterable[WordingChange]) -> Iterator[dict[str, object]]:
    for change in changes:
        for worded in change.worded:
            yield {
                "item_id": change.item_id, "role": change.role, "channel_id": change.channel_id,
                "wording": worded.wording, "versions": " ".join(worded.versions), "answers": worded.answers,
                "it": worded.words.it, "en": worded.words.en,
                "options": " | ".join(option.code for option in worded.words.options),
            }  # fmt: skip


def _listed(ledger: Mapping[str, Entry], read: ReadForms, refused: Collection[str]) -> Iterator[dict[str, object]]:
    interview_of = {submission.id: root for root, (submission, _) in read.items()}
    for its, entry in ledger.items():
        form, root = entry.submission, interview_of.get(its, "")
        yield {
            "submission_id": its, "interview_id": root,
            "state": "replaced" if not root else "refused" if root in refused else "in_use",
            "taken": entry.taken, "file": form.file, "form": form.form, "role": form.value("role"),
            "channel_id": form.value("channel_id"), "unit_id": form.value("unit_id"),
            "instrument": form.value("instrument"),
            "kept_out": len(read[root][1].refusals) if root else 0,
        }  # fmt: skip
