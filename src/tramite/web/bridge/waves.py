"""The waves of a study, and who was last heard in each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl
from django.db.models import Max, Min, QuerySet
from django.utils import timezone

from tramite.voices.estimation.waves import waves_of
from tramite.web.bridge.content import definition_of
from tramite.web.models import Interview, Invitation, SampledUnit, SampleEntry, Study

NOT_HEARD: Final = 0


@dataclass(frozen=True, slots=True)
class Round:
    """One round of field work.

    Attributes:
        number: of the wave, from 1; ``NOT_HEARD``: of those who are asked now, or were never interviewed.
        first, last: days of its first and last interview; for those not heard, the last day on which something was
            done to reach them.
        units: who was heard in it, and neither heard nor asked again later. Of those not heard: who was asked
            again since.
    """

    number: int
    first: date
    last: date
    units: frozenset[str]


def rounds_of(study: Study) -> tuple[Round, ...]:
    """Return the rounds of a study: its waves, the earliest first, and those who are not heard yet.

    Every interview counts, also one that was declined: it has a name too. Whoever has no place in a wave belongs
    to the last round; its day is that of the last interview, draw, change of the sample or invitation. No form and
    no log puts a day off: an interview was held by the day on which it was received, and a day to come is none.
    """
    talks = _days_of_talks(study)
    waves = waves_of(talks, method=definition_of(study).method) if talks.height else ()
    unit_of = dict(talks.select("interview_id", "unit_id").iter_rows())
    number_of = {unit_of[interview]: wave.number for wave in waves for interview in wave.interview_ids}
    last_of = {wave.number: wave.last for wave in waves}
    again = frozenset(
        unit for unit, day in _last_asked(study).items() if unit in number_of and day > last_of[number_of[unit]]
    )
    heard = [
        Round(wave.number, wave.first, wave.last, frozenset(
            unit for unit, number in number_of.items() if number == wave.number and unit not in again))
        for wave in waves
    ]  # fmt: skip
    log = _log(study).aggregate(last=Max("date"))["last"]
    done = [*last_of.values(), *_last_asked(study).values(), *([log] if log else [])]
    last = max(done or [timezone.localdate(study.made_at)])
    return (*heard, Round(NOT_HEARD, last, last, again))


def _days_of_talks(study: Study) -> pl.DataFrame:
    """Return each interview, its unit, and its day, or the day on which it came if that is earlier."""
    talks = Interview.objects.filter(study=study).annotate(
        received=Min("submissions__received_at"), kept=Min("versions__made_at")
    )
    moment = pl.Datetime("us", "UTC")
    schema = pl.Schema(
        {
            "interview_id": pl.String(),
            "unit_id": pl.String(),
            "date": pl.Date(),
            "received": moment,
            "kept": moment,
        }
    )
    rows = pl.DataFrame(list(talks.values_list(*schema)), schema=schema, orient="row")
    zone = timezone.get_current_timezone_name()
    came = (pl.col(name).dt.convert_time_zone(zone).dt.date() for name in ("received", "kept"))
    day = pl.min_horizontal("date", *came, pl.lit(timezone.localdate()))
    return rows.select("interview_id", "unit_id", date=day)


def _log(study: Study) -> QuerySet[SampleEntry]:
    return SampleEntry.objects.filter(study=study, date__lte=timezone.localdate())


def _last_asked(study: Study) -> dict[str, date]:
    """Return the last day on which somebody was drawn or invited, by unit."""
    drawn = _log(study).filter(event="draw").aggregate(last=Max("date"))["last"]
    units = SampledUnit.objects.filter(study=study).values_list("unit_id", flat=True) if drawn else ()
    days: dict[str, date] = dict.fromkeys(units, drawn)
    for unit, at in Invitation.objects.filter(study=study).values_list("unit_id", "made_at"):
        day = timezone.localdate(at)
        days[unit] = max(day, days.get(unit, day))
    return days
