"""One error root. A class fixes how the program ends and what a browser is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from tramite.kernel.wording import Language, say


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in what was given: where it is, what was found, what is expected.

    ``kind`` is the key of the wording ``faults.<kind>``, which says what is expected; ``hint`` fills it.
    """

    file: str
    kind: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    hint: str = ""

    def say(self, language: Language = "en") -> str:
        """Write the fault as *file, row, column: found, expected*."""
        place = [f"'{self.file}'"]
        if self.row is not None:
            place.append(say("faults.row", language, row=self.row))
        if self.column is not None:
            place.append(say("faults.column", language, column=self.column))
        found = "" if self.value is None else say("faults.found", language, value=self.value)
        return f"{', '.join(place)}: {found}{self.expected(language)}"

    def expected(self, language: Language = "en") -> str:
        """Say what is expected in this place."""
        return say(f"faults.{self.kind}", language, hint=self.hint)

    def __str__(self) -> str:
        return self.say()


class TramiteError(Exception):
    """Root of every error that a user can cause or mend; prints without traceback.

    ``key`` names a sentence of the catalogue (``errors.<key>``), which says what to do.
    """

    exit_code: ClassVar[int] = 1
    http_status: ClassVar[int] = 500

    def __init__(self, key: str, **params: object) -> None:
        self.key = key
        self.params = params
        super().__init__(self.say())

    def say(self, language: Language = "en") -> str:
        """Write the error in a language."""
        return say(f"errors.{self.key}", language, **self.params)


class CaseNotFound(TramiteError):
    """There is no case, table, alternative or setting of that name."""

    exit_code = 3
    http_status = 404


class InputRefused(TramiteError):
    """What was given has faults: all of them are told at once in ``faults``."""

    exit_code = 4
    http_status = 422

    def __init__(self, faults: Iterable[Fault], key: str = "input_refused", **params: object) -> None:
        self.faults = tuple(faults)
        super().__init__(key, count=len(self.faults), **params)

    def say(self, language: Language = "en") -> str:
        """Write the sentence and then every fault on its own line."""
        return "\n".join([super().say(language), *(f"  {fault.say(language)}" for fault in self.faults)])


class UnsafeInput(InputRefused):
    """A file that must not even be opened: too large, or made to do harm."""

    exit_code = 5
    http_status = 413
