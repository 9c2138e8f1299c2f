"""What end customers pay of the list price where contracts tell it: by partner, channel and product line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import narwhals as nw

from tramite.books.rows import Tables, rows_of
from tramite.kernel.periods import add_months

_Terms = Mapping[tuple[str, str, str | None], list[tuple[date, float]]]


@dataclass(frozen=True, slots=True)
class EndPrices:
    """Agreed shares of the list price, by party and product line, each valid from a day."""

    _terms: _Terms
    channels: frozenset[str]

    def share(self, channel: str, partner: str | None, line: str | None, month: date) -> float | None:
        """Return the share in force at the end of a month, the most special first: partner before channel, line
        before all lines; ``None`` where nothing is agreed."""
        end = add_months(month, 1)
        parties = [("partner", partner)] if partner is not None else []
        for party, party_id in (*parties, ("channel", channel)):
            for of_line in (line, None) if line is not None else (None,):
                valid = [term for term in self._terms.get((party, party_id, of_line), ()) if term[0] < end]
                if valid:
                    return max(valid)[1]
        return None


def end_prices(tables: Tables, channel_of: Mapping[str, str]) -> EndPrices:
    """Read the agreed end prices of ``terms``.

    Args:
        channel_of: channel of each partner.
    """
    found: dict[tuple[str, str, str | None], list[tuple[date, float]]] = {}
    channels: set[str] = set()
    for row in _rows(tables):
        key = (row["party"], row["party_id"], row["line_id"])
        found.setdefault(key, []).append((row["since"], float(row["end_price_share"])))
        channel = row["party_id"] if row["party"] == "channel" else channel_of.get(row["party_id"])
        if channel is not None:
            channels.add(channel)
    return EndPrices(found, frozenset(channels))


def _rows(tables: Tables) -> list[dict[str, Any]]:
    if "terms" not in tables:
        return []
    agreed = tables["terms"].filter(
        ~nw.col("end_price_share").is_null(), nw.col("party").is_in(["channel", "partner"])
    )
    return rows_of(agreed.select("party", "party_id", "line_id", "since", "end_price_share"))
