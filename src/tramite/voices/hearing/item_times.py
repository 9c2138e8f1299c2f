"""How long items take in the field, beside what was estimated at the desk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from statistics import median
from typing import Final

from tramite.kernel.method import Method
from tramite.voices.asking.bank import ItemBank
from tramite.voices.asking.form_names import read_name

PAUSE: Final = 300.0  # seconds; a shorter one still belongs to the talk, as for the page of the interview


@dataclass(frozen=True, slots=True)
class ItemTime:
    """Time of one item: interviews measured, desk estimate, and median in seconds; ``None``: too few."""

    item_id: str
    n: int
    desk: int
    measured: float | None


def item_times(times: Iterable[Mapping[str, float]], *, bank: ItemBank, method: Method) -> tuple[ItemTime, ...]:
    """Return the median time of each item that was measured, in the order of the bank (METHOD §2.1).

    Args:
        times: of each interview: seconds by item. bank: with the estimates of the desk.
        method: from ``fast_min_n`` interviews on a median is told.
    """
    found: dict[str, list[float]] = {}
    for interview in times:
        for item_id, seconds in interview.items():
            found.setdefault(item_id, []).append(seconds)
    return tuple(
        ItemTime(
            item_id=item.id,
            n=len(found[item.id]),
            desk=item.seconds,
            measured=median(found[item.id]) if len(found[item.id]) >= method.fast_min_n else None,
        )
        for item in bank.items
        if item.id in found
    )


def with_measured(bank: ItemBank, seconds: Mapping[str, float]) -> ItemBank:
    """Return a bank whose items take the time that was measured, where it was."""
    items = (
        replace(item, seconds=max(1, round(seconds[item.id]))) if item.id in seconds else item
        for item in bank.items
    )
    return ItemBank(tuple(items), bank.choices)


def item_of(node: str) -> str | None:
    """Return the item that a part of a form belongs to, by its path; ``None`` if to none.

    The last part may be a question (``PE01``), or the group of an item (``ask_PS01``, ``row_PS01_promotion``).
    """
    name = node.rstrip("/").rpartition("/")[2].partition("[")[0]
    asked = read_name(name)
    if asked is None:
        kind, _, rest = name.partition("_")
        asked = read_name(rest.partition("_")[0]) if kind in ("ask", "row", "more", "total", "rest") else None
    return None if asked is None else asked.item_id


def time_on_screen(shown: Iterable[tuple[str, float, float]]) -> dict[str, float]:
    """Return the seconds that each item was on the screen.

    Args:
        shown: path of what was shown, from, until (seconds). Questions of an item that were on the screen
            together count once; a screen with several items is shared between them alike.
    """
    screens: dict[tuple[float, float], set[str]] = {}
    for node, start, end in shown:
        item = item_of(node)
        if item is not None and end > start:
            screens.setdefault((start, end), set()).add(item)
    spans: dict[str, list[tuple[float, float]]] = {}
    for (start, end), items in screens.items():
        for place, item in enumerate(sorted(items)):
            width = (end - start) / len(items)
            spans.setdefault(item, []).append((start + place * width, start + (place + 1) * width))
    return {item: _covered(sorted(parts)) for item, parts in spans.items()}


def time_paused(shown: Iterable[tuple[str, float, float]]) -> float:
    """Return the seconds that a talk stood still: nothing was on the screen for longer than ``PAUSE``.

    Args:
        shown: as :func:`time_on_screen`.
    """
    spans = sorted((start, end) for _, start, end in shown if end >= start)
    total, until = 0.0, spans[0][0] if spans else 0.0
    for start, end in spans:
        total += start - until if start - until > PAUSE else 0.0
        until = max(until, end)
    return total


def _covered(spans: list[tuple[float, float]]) -> float:
    total, until = 0.0, float("-inf")
    for start, end in spans:
        total += max(0.0, end - max(start, until))
        until = max(until, end)
    return total
