"""The log of when results were shown: append-only, each line sealed by the one before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Final

from tramite.kernel.errors import TramiteError
from tramite.store.limits import check_size
from tramite.store.outputs import save_bytes
from tramite.voices.hearing.sealing import GUESSED, Showing, Showings

LOG: Final = "fieldwork/results_shown.jsonl"


def read_showings(path: Path) -> Showings:
    """Read the log of a case; one that was changed by hand is read as not intact, and is no ground for anything.

    Raises:
        UnsafeInput: too large.
    """
    file = path / LOG
    if not file.is_file():
        return Showings()
    if not file.stat().st_size:
        return Showings(intact=False)
    check_size(file, file=LOG)
    entries: list[Showing] = []
    before = ""
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            row = json.loads(line)
            seal = row.pop("seal")
            at, until = datetime.fromisoformat(row["at"]), date.fromisoformat(row["until"])
            showing = Showing(at, row["side"], row["verb"], until)
        except (ValueError, KeyError, TypeError, AttributeError):
            return Showings(tuple(entries), intact=False)
        sound = row["side"] in GUESSED and showing.at.tzinfo is not None
        if not sound or row.get("before") != before or seal != _seal(row):
            return Showings(tuple(entries), intact=False)
        entries.append(showing)
        before = seal
    return Showings(tuple(entries))


def note_showings(path: Path, showings: Iterable[Showing]) -> Showings:
    """Append showings to the log of a case, and return it whole.

    Each line holds the seal of the line before it and its own, SHA-256 of all the rest: a line that is changed,
    moved or taken out breaks the chain. Whoever writes the file anew, or takes it away, can still forge it: the
    dossier prints the dates, so that an older dossier tells. A folder that cannot be written is told, and stops
    nothing.

    Raises:
        UnsafeInput: the log is too large.
    """
    known = read_showings(path)
    added = tuple(showings)
    if not known.intact or not added:
        return known
    file = path / LOG
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    before = json.loads(text.splitlines()[-1])["seal"] if text else ""
    for showing in added:
        row = {"at": showing.at.isoformat(), "side": showing.side, "verb": showing.verb,
               "until": showing.until.isoformat(), "before": before}  # fmt: skip
        before = _seal(row)
        text += json.dumps({**row, "seal": before}) + "\n"
    try:
        save_bytes(file, text.encode())
    except TramiteError:
        return Showings((*known.entries, *added), noted=False)
    return Showings((*known.entries, *added))


def _seal(row: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()
