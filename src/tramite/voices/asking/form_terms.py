"""Terms of a form: references to answers, conditions, limits with what is said where they fail."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tramite.voices.asking.bilingual import Bilingual, both
from tramite.voices.asking.form_names import Aspect, QuestionName
from tramite.voices.asking.guide import Question
from tramite.voices.asking.item_shape import LOW_SCORE, When
from tramite.voices.asking.project_words import Answer

PILLS: Final = "columns-pack"
SHUFFLED: Final = "randomize=true, seed=${cards}"
_FELL_AT_MOST, _GREW_AT_MOST = -100, 300  # more than that is a slip of the finger


def shown_text(question: Question) -> Bilingual:
    """Return the words as a form shows them: {x} is a reference, and no words of a project are one."""
    x = f"${{{QuestionName(question.item.id, '', 'x')}}}"
    words = _harmless(question.text)
    return Bilingual(words.en.replace("{x}", x), words.it.replace("{x}", x))


def plain_answers(answers: Iterable[Answer]) -> list[Answer]:
    """Return answers whose words cannot be taken for a reference."""
    return [Answer(answer.code, _harmless(answer.label)) for answer in answers]


def _harmless(words: Bilingual) -> Bilingual:
    return Bilingual(words.en.replace("${", "$ {"), words.it.replace("${", "$ {"))


def reference(item: str, aspect: Aspect = "", key: str = "") -> str:
    """Return a reference to the answer of a question."""
    return f"${{{QuestionName(item, aspect, key)}}}"


def when_met(when: When, ref: str) -> str:
    """Return the condition that an answer is given, positive, or low."""
    return {"always": f"{ref} != ''", "positive": f"{ref} > 0",
            "low": f"{ref} != '' and {ref} <= {LOW_SCORE}"}[when]  # fmt: skip


def at_least(low: int) -> tuple[str, Bilingual]:
    """Return a lower limit, with what is said below it."""
    return f". >= {low}", both("questionnaire.form_at_least", low=low)


def within(kind: str, before: str = "", *, falling: bool = False) -> tuple[str, Bilingual]:
    """Return the limits of a number; ``before`` is one that it must not be below (or above, if falling)."""
    low = _FELL_AT_MOST if kind == "signed" else 0
    high = {"signed": _GREW_AT_MOST, "percent": 100}.get(kind)
    limits = f". >= {low}" + ("" if high is None else f" and . <= {high}")
    if not before:
        words = both("questionnaire.form_at_least", low=low) if high is None else both(
            "questionnaire.form_range", low=low, high=high)  # fmt: skip
        return limits, words
    key = "form_not_above" if falling else "form_not_below"
    return f"{limits} and . {'<=' if falling else '>='} {before}", both(f"questionnaire.{key}")


def list_name(name: str) -> str:
    """Return the name of a list of the bank as a form may have it."""
    return name.removeprefix("@").replace("-", "_")
