"""From answers, codes and codings to a project of REFI-QDA."""

from __future__ import annotations

import polars as pl

from tramite.kernel.wording import Language
from tramite.store.refi.guids import guid
from tramite.store.refi.model import RefiCode, RefiProject, RefiSelection, RefiText
from tramite.voices.coding.answers import ANSWER, quote_of
from tramite.voices.coding.book import Codebook

_SORTED_BY = ("role", "channel_id", "item_id")


def codes_of(book: Codebook, *, language: Language) -> tuple[RefiCode, ...]:
    """Write the codes of a codebook as another program shows them: «E-ORD Orders and quotations»."""
    return tuple(
        RefiCode(
            guid=code_guid(code.code),
            name=code_name(code.code, code.say(language)),
            parent=None if code.parent is None else code_guid(code.parent),
            colour=code.colour,
            codable=code.codable,
            description=code.explain(language),
        )
        for code in book.codes
    )


def project_of(
    answers: pl.DataFrame,
    *,
    codings: pl.DataFrame,
    interviews: pl.DataFrame,
    book: Codebook,
    name: str,
    language: Language,
) -> RefiProject:
    """Make a project of all open answers, one text each, with what was coded so far.

    Args:
        answers: ``interview_id``, ``item_id``, ``text``. codings: checked, contract ``codings``.
        interviews: contract ``interviews``; role and channel go along as variables, to sort texts by.
    """
    known = {row["interview_id"]: row for row in interviews.iter_rows(named=True)}
    given: dict[tuple[str, str], dict[tuple[int, int], list[tuple[str, str]]]] = {}
    for row in codings.sort(*ANSWER, "start", "end", "code", "coder").iter_rows(named=True):
        spans = given.setdefault((row["interview_id"], row["item_id"]), {})
        spans.setdefault((row["start"], row["end"]), []).append((code_guid(row["code"]), user_guid(row["coder"])))
    texts, groups = [], {}
    for interview, item, text in answers.select(*ANSWER, "text").iter_rows():
        selections = tuple(
            RefiSelection(start, end, quote_of(text, start, end), tuple(codes))
            for (start, end), codes in given.get((interview, item), {}).items()
        )
        texts.append(RefiText(answer_guid(interview, item), answer_name(interview, item), text, selections))
        about = {**known.get(interview, {}), "item_id": item}
        groups[texts[-1].guid] = {key: str(about[key]) for key in _SORTED_BY if about.get(key) is not None}
    users = {user_guid(coder): coder for coder in codings["coder"].unique().sort()}
    return RefiProject(
        name=name,
        origin="",
        users=users,
        codes=codes_of(book, language=language),
        texts=tuple(texts),
        groups=groups,
    )


def code_guid(code: str) -> str:
    """Return the GUID of a code."""
    return guid("code", code)


def user_guid(coder: str) -> str:
    """Return the GUID of a coder."""
    return guid("user", coder)


def answer_guid(interview: str, item: str) -> str:
    """Return the GUID of an answer."""
    return guid("answer", interview, item)


def answer_name(interview: str, item: str) -> str:
    """Return the name of an answer, as another program lists it."""
    return f"{interview} {item}"


def code_name(code: str, label: str) -> str:
    """Return the name of a code, as another program lists it."""
    return code if code == label else f"{code} {label}"
