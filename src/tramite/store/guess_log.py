"""When guesses were sealed: append-only, with a seal of what was guessed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from tramite.kernel.errors import Fault, InputRefused
from tramite.store.limits import check_size
from tramite.store.outputs import save_bytes

LOG: Final = "fieldwork/guesses_sealed.jsonl"


@dataclass(frozen=True, slots=True)
class SealedGuesses:
    """The guesses of one interview: when they were sealed, and the seal."""

    interview_id: str
    at: datetime
    seal: str


def seal_of(answers: Mapping[str, float]) -> str:
    """Return the SHA-256 of guesses, by item, whatever their order."""
    return hashlib.sha256(json.dumps(sorted(answers.items())).encode()).hexdigest()


def note_sealed(path: Path, guesses: SealedGuesses) -> None:
    """Append to the log of a case."""
    file = path / LOG
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    row = {"interview_id": guesses.interview_id, "at": guesses.at.isoformat(), "seal": guesses.seal}
    save_bytes(file, (text + json.dumps(row) + "\n").encode())


def read_sealed(path: Path) -> dict[str, SealedGuesses]:
    """Read the log of a case, by interview.

    Raises:
        UnsafeInput: too large. InputRefused: a line of it is damaged.
    """
    file = path / LOG
    if not file.is_file():
        return {}
    check_size(file, file=LOG)
    found: dict[str, SealedGuesses] = {}
    for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        try:
            row = json.loads(line)
            one = SealedGuesses(row["interview_id"], datetime.fromisoformat(row["at"]), row["seal"])
        except (ValueError, KeyError, TypeError) as error:
            raise InputRefused([Fault(LOG, "damaged_file", row=number)]) from error
        found.setdefault(one.interview_id, one)  # the first seal is the one that holds
    return found
