"""The sheets of an XLSForm while questions are being written into them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from tramite.kernel.wording import Language
from tramite.voices.asking.bilingual import Bilingual, both
from tramite.voices.asking.form_names import MISSING_PREFIX, QuestionName, read_name
from tramite.voices.asking.project_words import Answer

Row = dict[str, str]
LANGUAGE_NAMES: Final[dict[Language, str]] = {"en": "English (en)", "it": "Italiano (it)"}
ANSWER_VALUE = "tramite_value"
_TEXTS = ("label", "hint", "required_message", "constraint_message")


@dataclass(frozen=True, slots=True)
class Form:
    """An XLSForm as tables: rows of ``survey``, ``choices``, ``settings`` and of the extra sheet ``tramite``.

    ``tramite`` holds what an XForm cannot carry: item, key, construct, mirrors, indices and wording of a question.
    """

    form_id: str
    survey: tuple[Row, ...]
    choices: tuple[Row, ...]
    settings: Row
    tramite: tuple[Row, ...]


@dataclass(slots=True)
class FormSheet:
    """Rows of a form that grows; ``about`` is what the extra sheet says of the questions written now."""

    survey: list[Row] = field(default_factory=list)
    lists: dict[str, list[Row]] = field(default_factory=dict)
    tramite: list[Row] = field(default_factory=list)
    about: Row = field(default_factory=dict)

    def ask(
        self,
        kind: str,
        name: str | QuestionName,
        label: Bilingual | None = None,
        *,
        hint: Bilingual | None = None,
        required: bool | str = False,
        constraint: tuple[str, Bilingual] | None = None,
        relevant: str = "",
        calculation: str = "",
        appearance: str = "",
        choice_filter: str = "",
        parameters: str = "",
        default: str = "",
    ) -> str:
        """Write a question; returns a reference to its answer (``${name}``).

        Args:
            required: always, never, or an expression. constraint: expression, and what is said where it fails.
        """
        row = {"type": kind, "name": str(name), "relevant": relevant, "calculation": calculation,
               "appearance": appearance, "choice_filter": choice_filter, "parameters": parameters,
               "default": default}  # fmt: skip
        if required:
            row["required"] = "yes" if required is True else required
            row |= texts("required_message", both("questionnaire.form_required"))
        if constraint:
            row["constraint"] = constraint[0]
            row |= texts("constraint_message", constraint[1])
        row |= texts("label", label) | texts("hint", hint)
        self.survey.append({column: value for column, value in row.items() if value})
        asked = name if isinstance(name, QuestionName) else read_name(name)
        if asked is not None:
            self.tramite.append({
                "name": str(name), "item_id": asked.item_id, "aspect": asked.aspect, "key": asked.key,
                **self.about,
            })  # fmt: skip
        return f"${{{name}}}"

    @contextmanager
    def group(
        self, name: str, label: Bilingual, *, relevant: str = "", one_screen: bool = False
    ) -> Iterator[None]:
        """Write the questions inside as a group; on a small screen together, if asked."""
        self.ask("begin group", name, label, relevant=relevant, appearance="field-list" if one_screen else "")
        yield
        self.survey.append({"type": "end group"})

    def answers(self, name: str, answers: Iterable[Answer], missing: Sequence[Answer] = ()) -> str:
        """Write a list of answers once, the ways not to answer at its end; returns its name."""
        if name not in self.lists:
            rows = [(answer.code, answer.code, answer.label) for answer in answers]
            rows += [(MISSING_PREFIX + answer.code, answer.code, answer.label) for answer in missing]
            self.lists[name] = [
                {"list_name": name, "name": code, **texts("label", label), ANSWER_VALUE: value}
                for code, value, label in rows
            ]
        return name

    def form(self, *, form_id: str, version: str, title: str, language: Language, instance_name: str) -> Form:
        """Close the form."""
        settings = {
            "form_title": title, "form_id": form_id, "version": version,
            "default_language": LANGUAGE_NAMES[language], "instance_name": instance_name,
        }  # fmt: skip
        choices = tuple(row for rows in self.lists.values() for row in rows)
        return Form(form_id, tuple(self.survey), choices, settings, tuple(self.tramite))


def columns(rows: Sequence[Row]) -> list[str]:
    """Return the columns of a sheet, the texts in the order of the languages."""
    found = dict.fromkeys(column for row in rows for column in row)
    plain = [column for column in found if "::" not in column]
    return [*plain, *(f"{text}::{lang}" for text in _TEXTS for lang in LANGUAGE_NAMES.values()
                      if f"{text}::{lang}" in found)]  # fmt: skip


def texts(column: str, words: Bilingual | None) -> Row:
    """Return a text in the columns of both languages; nothing if there is none."""
    if words is None:
        return {}
    return {f"{column}::{name}": words.say(language) for language, name in LANGUAGE_NAMES.items()}
