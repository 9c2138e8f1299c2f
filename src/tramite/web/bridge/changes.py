"""What a verb of the program changed in a case, row by row, written back to the rows of its study."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl
from django.db.models import Max, Q, QuerySet

from tramite.kernel.tables import CONTRACTS
from tramite.store.case_content import CaseContent
from tramite.web.bridge.content import save_channels, save_files
from tramite.web.bridge.rows import BATCH, check_lengths, row_fields
from tramite.web.bridge.tables import ANSWERS, NAMES_APART, ROW_MODELS, kept_columns
from tramite.web.models import (
    Answer,
    Channel,
    HeldTable,
    Interview,
    InterviewVersion,
    PublishedForm,
    RespondentName,
    SampleEntry,
    Study,
    User,
)
from tramite.web.models.case_rows import CaseRow

_MOVED = 100  # rows at once: the database compares each with all of them
_Key = tuple[Any, ...]
_Answers = list[tuple[int, dict[str, Any]]]  # of an interview, each with its place in the table


def save_changes(
    study: Study, before: CaseContent, after: CaseContent, *, by: User | None, reason: str = "",
    part: bool = False, anew: bool = False,
) -> frozenset[str]:  # fmt: skip
    """Write what differs between two contents of a study; run it in a transaction.

    Only rows that the change touches are written, so that what people edit meanwhile in other rows stays, and so
    does what no table holds (whose interview it is, who is to make it). Answers that change become a new version
    of their interview.

    Args:
        by: who makes the change. reason: of new versions of interviews.
        part: the contents are some rows of the study: what is new comes after all others, which keep their place.
        anew: interviews whose answers, or their places, change lose their versions and begin with a first one.

    Returns: names of tables and paths of files that changed.
    Raises:
        InputRefused: ids that are longer than the database keeps. Nothing is written.
    """
    changed = {
        name
        for name, frame in after.tables.items()
        if name not in before.tables or not frame.equals(before.tables[name])
    }
    check_lengths({name: after.tables[name] for name in changed})
    channels = dict(Channel.objects.filter(study=study).values_list("code", "pk"))
    for name in sorted(changed - set(before.tables)):
        HeldTable.objects.get_or_create(study=study, name=name)
    for name in ROW_MODELS:
        if name in changed:
            _save_rows(study, name, before.tables.get(name), after.tables[name], channels, part=part, anew=anew)
    if ANSWERS in changed:
        first = _place_after_all() if part else 0
        answers = _answers_changed(before.tables.get(ANSWERS), after.tables[ANSWERS], places=anew)
        if anew:
            InterviewVersion.objects.filter(interview__study=study, interview__interview_id__in=answers).delete()
        _save_answers(study, answers, by, reason, first=first)
    if "interviews" in changed or ANSWERS in changed:
        codes = after.tables["interviews"]["interview_id"].to_list() if part else None
        _number_the_first(study, by, codes)
    if "interviews" in changed:
        _keep_withdrawn(study)
    files = {path: data for path, data in after.files.items() if before.files.get(path) != data}
    gone = [path for path in before.files if path not in after.files]
    save_files(study, files)
    study.files.filter(path__in=gone).delete()
    return frozenset(changed) | frozenset(files) | frozenset(gone)


def replace_content(study: Study, before: CaseContent, after: CaseContent, *, by: User | None) -> None:
    """Put a whole case in the place of what a study holds, as :func:`save_changes`; channels and tables too.

    Raises:
        InputRefused: ids that are longer than the database keeps. Nothing is written.
    """
    gone = {name: frame.clear() for name, frame in before.tables.items() if name not in after.tables}
    all_tables = CaseContent(after.text, after.definition, {**after.tables, **gone}, after.files)
    save_channels(study, after.definition)
    save_changes(study, before, all_tables, by=by, anew=True)
    study.held_tables.filter(name__in=gone).delete()
    study.forms.filter(pk__in=[form.pk for form in forms_changed(study, before, after)]).delete()
    study.channels.exclude(code__in=[channel.id for channel in after.definition.channels]).delete()


def forms_changed(study: Study, before: CaseContent, after: CaseContent) -> list[PublishedForm]:
    """Return the published forms that are another, or of no channel, in the content that is to come."""
    channels = {channel.id for channel in after.definition.channels}
    return [
        form
        for form in study.forms.select_related("channel")
        if after.files.get(form.path) != before.files.get(form.path) or form.channel.code not in channels
    ]


def _save_rows(
    study: Study, name: str, before: pl.DataFrame | None, after: pl.DataFrame, channels: Mapping[str, int],
    *, part: bool, anew: bool,
) -> None:  # fmt: skip
    model, contract = ROW_MODELS[name], CONTRACTS[name]
    columns = kept_columns(contract)
    old = _by_key(before, contract.key, columns)
    new = _by_key(after, contract.key, columns)
    rows = model._default_manager.filter(study=study)
    _remove(rows, contract.key, [key for key in old if key not in new])
    if not part:
        _move(rows, contract.key, {key: position for key, (position, _) in new.items()})
    added: list[CaseRow] = []
    last = (rows.aggregate(last=Max("position"))["last"] or 0) if part else 0
    for key, (position, row) in new.items():
        if key not in old:
            place = last + 1 + len(added) if part else position
            added.append(model(study=study, position=place, **row_fields(row, channels)))
        elif old[key][1] != row:
            rows.filter(**dict(zip(contract.key, key, strict=True))).update(**row_fields(row, channels))
    if name == SampleEntry.contract.name and not anew:
        _number_after_all(study, added)
    model._default_manager.bulk_create(added, batch_size=BATCH)
    if name in NAMES_APART:
        _save_names(study, name, before, after)


def _remove(rows: QuerySet[CaseRow], names: tuple[str, ...], keys: list[_Key]) -> None:
    """Remove rows by their keys; ``names``: of the columns that are the key."""
    if len(names) == 1:
        for first in range(0, len(keys), BATCH):
            rows.filter(**{f"{names[0]}__in": [part for (part,) in keys[first : first + BATCH]]}).delete()
        return
    for key in keys:
        rows.filter(**dict(zip(names, key, strict=True))).delete()


def _move(rows: QuerySet[CaseRow], names: tuple[str, ...], places: Mapping[_Key, int]) -> None:
    """Give rows their place in the table; ``names`` as in :func:`_remove`."""
    moved = []
    for row in rows.only("position", *names):
        place = places.get(tuple(getattr(row, name) for name in names), row.position)
        if place != row.position:
            row.position = place
            moved.append(row)
    rows.bulk_update(moved, ["position"], batch_size=_MOVED)


def _number_after_all(study: Study, added: Sequence[CaseRow]) -> None:
    """Give new entries of a log the numbers after those that people wrote while the verb was at work."""
    last = SampleEntry.objects.filter(study=study).aggregate(entry=Max("entry"), position=Max("position"))
    if last["entry"] is None:
        return
    for number, row in enumerate(added, start=1):
        assert isinstance(row, SampleEntry)  # noqa: S101 - tells the type
        row.entry, row.position = last["entry"] + number, last["position"] + number


def _save_names(study: Study, name: str, before: pl.DataFrame | None, after: pl.DataFrame) -> None:
    old = {} if before is None else dict(before.select("unit_id", "name").iter_rows())
    new = dict(after.select("unit_id", "name").iter_rows())
    held = RespondentName.objects.filter(study=study, table=name)
    held.filter(unit_id__in=[unit for unit in old if new.get(unit) is None]).delete()
    for unit, words in new.items():
        if words is not None and words != old.get(unit):
            held.update_or_create(study=study, table=name, unit_id=unit, defaults={"name": words})


def _answers_changed(before: pl.DataFrame | None, after: pl.DataFrame, *, places: bool) -> dict[str, _Answers]:
    """Return the answers of the interviews where they changed; ``places``: or only moved in the table."""
    old, new = _by_interview(before), _by_interview(after)
    said: Callable[[_Answers], object] = list if places else _said
    codes = {**old, **new}
    return {code: new.get(code, []) for code in codes if said(old.get(code, [])) != said(new.get(code, []))}


def _save_answers(
    study: Study, changed: Mapping[str, _Answers], by: User | None, reason: str, *, first: int
) -> None:
    interviews = Interview.objects.filter(study=study, interview_id__in=list(changed))
    held = {interview.interview_id: interview for interview in interviews}
    for code, answers in changed.items():
        if code in held:
            _save_version(held[code], answers, by=by, reason=reason, first=first)


def _save_version(interview: Interview, answers: _Answers, *, by: User | None, reason: str, first: int) -> None:
    last = interview.versions.order_by("number").last()
    interview.versions.filter(current=True).update(current=False)
    number = 1 if last is None else last.number + 1
    version = InterviewVersion.objects.create(
        interview=interview, number=number, made_by=by, reason="" if last is None else reason
    )
    Answer.objects.bulk_create(
        [Answer(version=version, position=first + position, **row) for position, row in answers], batch_size=BATCH
    )


def _keep_withdrawn(study: Study) -> None:
    """Keep what somebody took back: a form that is read later says what they had agreed to before."""
    withdrawn = Interview.objects.filter(study=study, withdrawn_at__isnull=False)
    withdrawn.exclude(quotable=False).update(quotable=False)
    withdrawn.filter(level="a").update(level="b")


def _place_after_all() -> int:
    """Return a place for answers after all others: none has a place beyond the number of answers ever kept."""
    return 1 + (Answer.objects.aggregate(last=Max("pk"))["last"] or 0)


def _said(answers: _Answers) -> list[dict[str, Any]]:
    """Return answers without their place in the table, which others may move."""
    return [row for _, row in answers]


def _number_the_first(study: Study, by: User | None, codes: list[str] | None) -> None:
    """Give a first version to interviews without answers, as those that declined: each has one that counts.

    Args:
        codes: ids of interviews that may be new; ``None``: all.
    """
    some = Q() if codes is None else Q(interview_id__in=codes)
    bare = Interview.objects.filter(some, study=study, versions__isnull=True)
    InterviewVersion.objects.bulk_create(
        [InterviewVersion(interview=interview, number=1, made_by=by) for interview in bare], batch_size=BATCH
    )


def _by_key(
    frame: pl.DataFrame | None, key: tuple[str, ...], columns: tuple[str, ...]
) -> dict[_Key, tuple[int, dict[str, Any]]]:
    if frame is None:
        return {}
    return {
        tuple(row[part] for part in key): (position, row)
        for position, row in enumerate(frame.select(columns).iter_rows(named=True))
    }


def _by_interview(frame: pl.DataFrame | None) -> dict[str, _Answers]:
    found: dict[str, _Answers] = {}
    if frame is not None:
        for position, row in enumerate(frame.iter_rows(named=True)):
            found.setdefault(row.pop("interview_id"), []).append((position, row))
    return found
