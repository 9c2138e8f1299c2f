"""From a project of REFI-QDA to codes and codings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from tramite.kernel.errors import Fault, InputRefused
from tramite.kernel.tables import CODINGS
from tramite.store.columns import DTYPES
from tramite.store.refi.model import RefiCode, RefiProject, RefiText
from tramite.store.refi.outgoing import answer_guid, answer_name, code_guid, code_name
from tramite.store.refi.positions import Counting, counting_of, place_in, same_words
from tramite.voices.coding.answers import quote_of, texts_of
from tramite.voices.coding.book import Code, Codebook

Answer = tuple[str, str]
_SCHEMA = {column.name: DTYPES[column.kind] for column in CODINGS.columns}
_COLOUR = re.compile(r"#(?:[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")


@dataclass(frozen=True, slots=True)
class JoinedCodes:
    """A codebook with the codes of another program in it.

    Attributes:
        added: codes that were not there. ids: code by GUID of the other program.
    """

    book: Codebook
    added: tuple[str, ...]
    ids: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ImportedCodings:
    """What a project holds for the answers of a case.

    Attributes:
        codings: contract ``codings``. answers: whose text is in the project, coded or not.
        coders: users of the project. left: texts and other sources of the project that are no answers.
    """

    codings: pl.DataFrame
    answers: tuple[Answer, ...]
    coders: tuple[str, ...]
    left: int


def join_codes(codes: Sequence[RefiCode], book: Codebook) -> JoinedCodes:
    """Find the codes of another program in a codebook, and add those that are new under their own names.

    One is known by its GUID, by its id or name as we write it, by its label under the same code, or by its label
    alone if no other code has it. What the codebook says of a known code stays.
    """
    known = _Known(book, Counter(code.name.casefold() for code in codes))
    ids: dict[str, str] = {}
    fresh: list[Code] = []
    taken = {code.code for code in book.codes}
    for code in codes:
        parent = None if code.parent is None else ids.get(code.parent)
        found = known.code(code, parent)
        if found is None:
            found = _new_id(code.name, taken)
            taken.add(found)
            fresh.append(_code(code, found, parent))
        ids[code.guid] = found
    return JoinedCodes(replace(book, codes=(*book.codes, *fresh)), tuple(code.code for code in fresh), ids)


class _Known:
    """Which code of the codebook a code of another program is."""

    def __init__(self, book: Codebook, theirs: Counter[str]) -> None:
        self.theirs = theirs
        self.by_name: dict[str, str] = {}
        self.by_place: dict[tuple[str | None, str], str] = {}
        self.by_label: dict[str, set[str]] = {}
        for code in book.codes:
            self.by_name[code_guid(code.code)] = self.by_name[code.code.casefold()] = code.code
            for label in (code.label_en, code.label_it):
                self.by_name[code_name(code.code, label).casefold()] = code.code
                self.by_place[code.parent, label.casefold()] = code.code
                self.by_label.setdefault(label.casefold(), set()).add(code.code)

    def code(self, code: RefiCode, parent: str | None) -> str | None:
        name = code.name.casefold()
        found = self.by_name.get(code.guid) or self.by_place.get((parent, name))
        if found is None and self.theirs[name] == 1:
            alike = self.by_label.get(name, set())
            found = self.by_name.get(name) or (next(iter(alike)) if len(alike) == 1 else None)
        return found


def codings_of(
    project: RefiProject,
    *,
    answers: pl.DataFrame,
    ids: Mapping[str, str],
    file: str,
    coder: str | None = None,
    known: Collection[str] = (),
) -> ImportedCodings:
    """Read the codings of a project on the answers of a case.

    A text is an answer by its GUID, by its name, or because no other answer has the same words. Its words must be
    those of the answer. A code on a whole text is a code on all its characters.

    Args:
        answers: ``interview_id``, ``item_id``, ``text``. ids: code by GUID. file: name of the project.
        coder: who coded where the project does not tell, or tells a user who is not among the ``known``: programs
            call their users «user» or «default», and two of that name would be one.

    Raises:
        InputRefused: changed texts, spans outside their text, codes that the project does not define, codings
            of nobody, or no text that is an answer; all at once.
    """
    ours = texts_of(answers)
    homes = _Homes(ours)
    users = {guid: name if coder is None or name in known else coder for guid, name in project.users.items()}
    found = [(homes.of(text), text) for text in project.texts]
    met = [(answer, text) for answer, text in found if answer is not None]
    counting = counting_of(project)
    rows: list[tuple[object, ...]] = []
    faults: list[Fault] = []
    for answer, text in met:
        for start, end, code, user in _spans(text, ours[answer], counting, faults, file):
            who = users.get(user) or coder
            if who is None or code not in ids:
                kind, value = ("refi_no_coder", f"{start}–{end}") if who is None else ("refi_no_code", code)
                faults.append(Fault(file, kind, column=text.name, value=value))
                continue
            rows.append((*answer, start, end, ids[code], who, quote_of(ours[answer], start, end), None))
    if project.texts and not met:
        faults.append(Fault(file, "refi_no_answers"))
    if faults:
        raise InputRefused(dict.fromkeys(faults))
    quote = pl.col("quote").replace("", None)
    frame = pl.DataFrame(rows, schema=_SCHEMA, orient="row").with_columns(quote).unique(maintain_order=True)
    coders = {name for name in users.values() if name} | set(frame["coder"])
    left = len(project.texts) - len(met) + project.others
    return ImportedCodings(frame, tuple(answer for answer, _ in met), tuple(sorted(coders)), left)


class _Homes:
    """Which answer a text of the project is."""

    def __init__(self, texts: Mapping[Answer, str]) -> None:
        self.by_name = {answer_guid(*answer): answer for answer in texts}
        self.by_name |= {answer_name(*answer).casefold(): answer for answer in texts}
        self.by_text: dict[str, list[Answer]] = {}
        for answer, text in texts.items():
            self.by_text.setdefault(text.strip(), []).append(answer)

    def of(self, text: RefiText) -> Answer | None:
        name = " ".join(text.name.split()).casefold().removesuffix(".txt")
        found = self.by_name.get(text.guid) or self.by_name.get(name)
        alike = self.by_text.get(text.text.strip(), [])
        return found or (alike[0] if len(alike) == 1 else None)


def _spans(
    text: RefiText, ours: str, counting: Counting, faults: list[Fault], file: str
) -> list[tuple[int, int, str, str]]:
    if not same_words(text.text, ours):
        faults.append(Fault(file, "refi_text_changed", column=text.name))
        return []
    spans = [(0, len(ours), code, user) for code, user in text.whole]
    for chosen in text.selections:
        place = place_in(ours, text.text, counting, (chosen.start, chosen.end))
        if place is None or place[0] >= place[1]:
            value = f"{chosen.start}–{chosen.end}"
            faults.append(Fault(file, "refi_position", column=text.name, value=value))
        else:
            spans += [(place[0], place[1], code, user) for code, user in chosen.codings]
    return spans


def _new_id(name: str, taken: set[str]) -> str:
    words = "-".join(re.findall(r"\w+", name)) or "code"
    names = (words if number == 1 else f"{words}-{number}" for number in range(1, len(taken) + 2))
    return next(free for free in names if free not in taken)


def _code(code: RefiCode, found: str, parent: str | None) -> Code:
    return Code(
        code=found, parent=parent, facet="", label_en=code.name, label_it=code.name, about=code.description,
        about_it="", colour=code.colour if _COLOUR.fullmatch(code.colour) else "", codable=code.codable,
    )  # fmt: skip
