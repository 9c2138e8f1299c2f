"""What stands today: a full wave replaces what was said before it, a pulse what it asked, of those it asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from tramite.kernel.method import Method
from tramite.kernel.tables import ROLES
from tramite.voices.disclosure.confidentiality import with_levels
from tramite.voices.estimation.field import usable_interviews
from tramite.voices.estimation.sides import ROLES_OF, SIDES, Side
from tramite.voices.estimation.waves import Wave, waves_of

Place = tuple[Side, str | None]  # a side, and the channel of those heard, or that the vendor's people spoke of


@dataclass(frozen=True, slots=True)
class Standing:
    """The answers that stand today.

    Attributes:
        interviews: contract INTERVIEWS; one that carries answers of an earlier one has the stricter of their
            levels.
        responses: contract RESPONSES, of these interviews.
        carried: answers that an interview carries from an earlier wave: ``interview_id``, ``item_id``, ``date``
            on which they were given.
        waves: all waves, the earliest first. heard: by side and channel, those in which somebody was heard; full:
            the last full one of them.
    """

    interviews: pl.DataFrame
    responses: pl.DataFrame
    carried: pl.DataFrame
    waves: tuple[Wave, ...]
    heard: Mapping[Place, tuple[Wave, ...]]
    full: Mapping[Place, Wave]

    def last_full(self, side: Side, channel_id: str | None) -> Wave | None:
        """Return the last full wave of a side in a channel, or anywhere if the side was not heard there."""
        places = self._places(side, channel_id)
        return max((self.full[place] for place in places), key=lambda wave: wave.number, default=None)

    def heard_in(self, side: Side, channel_id: str | None) -> set[int]:
        """Return the numbers of the waves in which a side was heard in a channel, or anywhere."""
        return {wave.number for place in self._places(side, channel_id) for wave in self.heard[place]}

    def _places(self, side: Side, channel_id: str | None) -> list[Place]:
        there = (side, channel_id)
        return [there] if there in self.full else [place for place in self.full if place[0] == side]


def standing_answers(
    responses: pl.DataFrame, interviews: pl.DataFrame, frame: pl.DataFrame, *, method: Method
) -> Standing:
    """Find the answers that a statement about today rests on.

    For each side and channel the last full wave counts, and what later waves asked of a firm takes the place of
    what it had said to the same questions. A wave is full if it asked ``full_wave_share`` as many questions, firm
    by firm, as the largest wave so far: a pulse of a dozen items on the largest partners is far below, and so is
    a wave that has just begun. Informants of a firm within one wave stay side by side (METHOD §3.1.5).

    Args:
        responses, interviews, frame: contracts of these names. Interviews that do not count are left out.

    Source: METHOD §4.8; the rule is ours (ADR 22).
    """
    heard = usable_interviews(interviews, roles=ROLES)
    waves, places = waves_of(heard, method=method), _places(heard, frame)
    days = heard.select("interview_id", _said="date")
    told = _Told(
        heard,
        responses.join(days, on="interview_id", maintain_order="left").with_columns(_carried=pl.lit(value=False)),
    )
    held = {place: _held(waves, ids) for place, ids in places.items()}
    full = {place: rounds[0] for place, rounds in held.items()}
    if len(waves) > 1:
        kept = []
        for place, interview_ids in places.items():
            there = told.among(interview_ids)
            rounds = [there.among(wave.interview_ids) for wave in held[place]]
            last = _last_full([len(one.asked()) for one in rounds], method.full_wave_share)
            full[place] = held[place][last]
            kept.append(_latest(rounds[last:], apart=place[0] == "vendor"))
        told = kept[0].beside(*kept[1:])
    carried = told.responses.filter("_carried").select("interview_id", "item_id", date="_said").unique()
    return Standing(
        told.interviews, told.responses.select(responses.columns), carried.sort("interview_id", "item_id"),
        waves, held, full,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Told:
    """Interviews and their answers; ``_said``: the day of an answer, ``_carried``: from an earlier interview."""

    interviews: pl.DataFrame
    responses: pl.DataFrame

    def among(self, interview_ids: Collection[str]) -> _Told:
        these = pl.col("interview_id").is_in(list(interview_ids))
        return _Told(self.interviews.filter(these), self.responses.filter(these))

    def beside(self, *others: _Told) -> _Told:
        every = (self, *others)
        return _Told(pl.concat([one.interviews for one in every]), pl.concat([one.responses for one in every]))

    def asked(self) -> pl.DataFrame:
        """Return which questions were put to which firm, answered or not: ``unit_id``, ``item_id``."""
        firms = self.interviews.select("interview_id", "unit_id")
        return self.responses.join(firms, on="interview_id").select("unit_id", "item_id").unique()

    def without(self, asked: pl.DataFrame) -> _Told:
        """Leave out the answers of some firms to some questions."""
        gone = asked.join(self.interviews.select("interview_id", "unit_id"), on="unit_id")
        left = self.responses.join(gone, on=["interview_id", "item_id"], how="anti", maintain_order="left")
        return _Told(self.interviews, left)


def _places(heard: pl.DataFrame, frame: pl.DataFrame) -> dict[Place, list[str]]:
    """Return the interviews by side and channel: a firm's is that of the frame today, the vendor's people speak
    about one."""
    today = frame.select("unit_id", "role", _today="channel_id").unique(["unit_id", "role"])
    of_firm = pl.when(pl.col("role") != "vendor").then("_today")
    at = heard.join(today, on=["unit_id", "role"], how="left", maintain_order="left").with_columns(
        _at=pl.coalesce(of_firm, "channel_id")
    )
    return {
        (side, channel_id): part["interview_id"].to_list()
        for side in SIDES
        for (channel_id,), part in at.filter(pl.col("role").is_in(ROLES_OF[side])).group_by(
            "_at", maintain_order=True
        )
    }  # fmt: skip


def _held(waves: Sequence[Wave], interview_ids: Collection[str]) -> tuple[Wave, ...]:
    return tuple(wave for wave in waves if not set(wave.interview_ids).isdisjoint(interview_ids))


def _last_full(sizes: Sequence[int], share: float) -> int:
    """Return the place of the last wave that is at least a share of the largest so far."""
    return max(place for place, size in enumerate(sizes) if size >= share * max(sizes[: place + 1]))


def _latest(rounds: Sequence[_Told], *, apart: bool) -> _Told:
    """Return a full wave as later ones left it.

    Args:
        apart: every interview keeps its own answers, as guesses are sealed interview by interview.
    """
    found = rounds[0]
    for newer in rounds[1:]:
        found = found.without(newer.asked())
        found = found.beside(newer) if apart else _joined(found, newer)
    return found


def _joined(older: _Told, newer: _Told) -> _Told:
    """Let the new interviews of a firm carry what is left of its older ones.

    A pillar, or a product of two answers, is made of one interview. Of several informants each new one is paired
    with each older one, which leaves the firm's means as they are.
    """
    before = older.interviews.select("unit_id", _older="interview_id")
    now = pl.when(pl.len().over("interview_id") > 1).then(
        pl.concat_str("interview_id", "_older", separator=" + ")
    ).otherwise("interview_id")  # fmt: skip
    pairs = newer.interviews.select("interview_id", "unit_id").join(before, on="unit_id", maintain_order="left")
    pairs = pairs.with_columns(_now=now)
    anew = _renamed(newer.responses, pairs.select("interview_id", "_now"))
    left = _renamed(older.responses, pairs.select("_now", interview_id="_older"))
    both = _Told(_paired(older, newer, pairs), pl.concat([anew, left.with_columns(_carried=pl.lit(value=True))]))
    return _others(older, pairs).beside(_others(newer, pairs), both)


def _renamed(responses: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    renamed = responses.join(pairs, on="interview_id", maintain_order="left").with_columns(interview_id="_now")
    return renamed.select(responses.columns)


def _paired(older: _Told, newer: _Told, pairs: pl.DataFrame) -> pl.DataFrame:
    strict = with_levels(older.interviews).select(_older="interview_id", _level="level")
    found = with_levels(newer.interviews).join(pairs.drop("unit_id"), on="interview_id", maintain_order="left")
    found = found.join(strict, on="_older", maintain_order="left").with_columns(
        interview_id="_now", level=pl.max_horizontal("level", "_level")
    )
    return found.select(newer.interviews.columns)


def _others(told: _Told, pairs: pl.DataFrame) -> _Told:
    alone = told.interviews.filter(~pl.col("unit_id").is_in(pairs["unit_id"].unique().implode()))
    return told.among(alone["interview_id"].to_list())
