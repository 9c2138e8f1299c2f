"""Pages of a table as OData documents, written while they are read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from tramite.web.api_problem import problem

_LARGEST: Final = 2**31 - 1
_KNOWN: Final = frozenset({"$top", "$skip", "$count", "$wkt", "$expand"})
_YES_NO: Final = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Paging:
    """Which rows are asked for: from ``skip`` on, ``top`` of them or all; ``count``: and how many there are."""

    skip: int
    top: int | None
    count: bool

    @property
    def end(self) -> int | None:
        """Place after the last row."""
        return None if self.top is None else self.skip + self.top


def paging_of(asked: Mapping[str, str]) -> Paging | HttpResponse:
    """Read which rows are asked for, or say what is not understood: nothing that is asked is passed over."""
    unknown = sorted(name for name in asked if name.startswith("$") and name not in _KNOWN)
    if unknown or asked.get("$expand", "*") != "*":
        words = ", ".join(unknown) or "$expand"
        return problem(501, 501.1, f"Not understood here: {words}. There are $top, $skip, $count.")
    numbers = {name: _number(asked[name]) for name in ("$top", "$skip") if name in asked}
    wanted = {name: _YES_NO.get(asked[name].lower()) for name in ("$count", "$wkt") if name in asked}
    wrong = [name for name, value in {**numbers, **wanted}.items() if value is None]
    if wrong:
        expected = f"{wrong[0]}: expected a whole number from 0, or true or false."
        return problem(400, 400.11, expected)
    return Paging(numbers.get("$skip") or 0, numbers.get("$top"), bool(wanted.get("$count")))


def _number(text: str) -> int | None:
    if not (text.isascii() and text.isdigit()):
        return None
    return _LARGEST if len(text) > len(str(_LARGEST)) else min(int(text), _LARGEST)


def document(
    request: HttpRequest, paging: Paging, rows: Iterator[dict[str, Any]], *, count: int
) -> Iterator[bytes]:
    """Yield the document in pieces; ``count``: of all rows."""
    address = request.build_absolute_uri().partition("?")[0]
    head: dict[str, Any] = {"@odata.context": f"{address.rpartition('/')[0]}/$metadata#Submissions"}
    if paging.count:
        head["@odata.count"] = count
    if paging.end is not None and paging.end < count and paging.top:
        more = {"$skip": paging.end, "$top": paging.top, "$count": str(paging.count).lower()}
        head["@odata.nextLink"] = f"{address}?{urlencode(more)}"
    yield json.dumps(head)[:-1].encode() + b', "value": ['
    between = b""
    for row in rows:
        yield between + json.dumps(row, ensure_ascii=False).encode()
        between = b",\n"
    yield b"]}"
