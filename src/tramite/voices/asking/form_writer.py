"""Write what questions of all kinds share: one answer, several, why none, second questions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tramite.voices.asking.bilingual import Bilingual, both
from tramite.voices.asking.form_names import MISSING_PREFIX, QuestionName
from tramite.voices.asking.form_sheet import FormSheet
from tramite.voices.asking.form_terms import PILLS, at_least, list_name, plain_answers, reference, when_met
from tramite.voices.asking.guide import Guide, Question
from tramite.voices.asking.project_words import Answer

SCORES = tuple(Answer(str(score), Bilingual(str(score), str(score))) for score in range(11))
_CERTAINTY = ("sure", "guess")


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the questions of a guide into a form.

    Attributes:
        known_units: {x} and the order of cards come from the list of units; else the form draws them.
    """

    sheet: FormSheet
    guide: Guide
    known_units: bool

    def missing(self, item: str, key: str, *, relevant: str) -> None:
        """Ask why there is no answer, as long as there is none: either is needed.

        That the answer were required until this is given would be a loop of conditions, which JavaRosa refuses.
        """
        codes = self.sheet.answers("nonresponse", self.guide.nonresponse)
        label = both("questionnaire.form_no_answer")
        self.sheet.ask(f"select_one {codes}", QuestionName(item, "missing", key), label, relevant=relevant,
                       required=True, appearance=PILLS)  # fmt: skip

    def pick(
        self, name: QuestionName, label: Bilingual, codes: str, *, relevant: str = "", choice_filter: str = "",
        parameters: str = "", required: bool | str = True, appearance: str = "", hint: Bilingual | None = None,
    ) -> str:  # fmt: skip
        """Ask for one answer of a list."""
        return self.sheet.ask(
            f"select_one {codes}", name, label, relevant=relevant, choice_filter=choice_filter, hint=hint,
            parameters=parameters, required=required, appearance=appearance,
        )  # fmt: skip

    def scored(self) -> str:
        """Return the list 0 to 10."""
        return self.sheet.answers("score_0_10", SCORES, self.guide.nonresponse)

    def listed(self, name: str, answers: Sequence[Answer]) -> str:
        """Return a list of the bank that ends with the ways not to answer."""
        return self.sheet.answers(list_name(name), plain_answers(answers), self.guide.nonresponse)

    def draw_x(self, question: Question) -> None:
        """Fix which value of {x} this respondent hears."""
        low, high = question.shape.split
        drawn = f"once(if(random() < 0.5, {low:g}, {high:g}))"
        listed = f"instance('units')/root/item[name = ${{unit_id}}]/x_{question.shape.lever}"
        self.sheet.ask("calculate", QuestionName(question.item.id, "", "x"),
                       calculation=listed if self.known_units else drawn)  # fmt: skip

    def more(self, question: Question) -> None:
        """Ask the second questions of an item."""
        item, shape = question.item.id, question.shape
        if shape.follow_up:
            codes = self.listed(shape.follow_up.choices, question.follow_up)
            relevant = when_met(shape.follow_up.when, reference(item))
            label = both(f"questionnaire.{shape.follow_up.key}")
            if shape.follow_up.several:
                name = QuestionName(item, "marks", "code")
                self.marks(name, label, codes, relevant, question.follow_up)
            else:
                name = QuestionName(item, "text", "code")
                self.pick(name, label, codes, relevant=relevant, appearance=PILLS)
        for key in shape.extra_numbers:
            label = both(f"questionnaire.extra_{item}_{key}", vendor=self.guide.vendor)
            self.sheet.ask("decimal", QuestionName(item, "", key), label, constraint=at_least(0))
        if shape.per_answer:
            self._per_answer(question)
        if shape.extra_text:
            label = both(f"questionnaire.extra_{item}_{shape.extra_text}")
            self.sheet.ask("text", QuestionName(item, "text", shape.extra_text), label, appearance="multiline")
        if shape.extra_choice:
            self._extra_choice(question, shape.extra_choice[0])

    def _extra_choice(self, question: Question, key: str) -> None:
        item, name = question.item, QuestionName(question.item.id, "text", key)
        label = both(f"questionnaire.extra_{item.id}_{key}")
        codes = self.listed(f"{item.id}_{key}", question.extra)
        if item.scale == "multi":  # one of those just marked
            marked = reference(item.id, "marks")
            several = f"count-selected({marked}) > 1"
            only = f"selected({marked}, name) or starts-with(name, '{MISSING_PREFIX}')"
            self.pick(name, label, codes, relevant=several, choice_filter=only, appearance=PILLS)
        else:
            given = f"not(starts-with({reference(item.id, 'text')}, '{MISSING_PREFIX}'))"
            self.pick(name, label, codes, relevant=given, appearance=PILLS)

    def _per_answer(self, question: Question) -> None:
        item, prefix = question.item.id, question.shape.per_answer
        with self.sheet.group(f"more_{item}", both(f"questionnaire.extra_{item}_{prefix}"), one_screen=True):
            for answer in plain_answers(question.answers):
                name = QuestionName(item, "", f"{prefix}.{answer.code}")
                self.sheet.ask("decimal", name, answer.label, constraint=at_least(0))

    def marks(
        self, name: QuestionName, label: Bilingual, codes: str, relevant: str, answers: Iterable[Answer]
    ) -> None:
        """Ask for several answers; «none» and «no answer» stand alone."""
        alone = [MISSING_PREFIX + answer.code for answer in self.guide.nonresponse]
        alone += [answer.code for answer in answers if answer.code == "none"]
        chosen = " or ".join(f"selected(., '{code}')" for code in alone)
        only = (f"count-selected(.) = 1 or not({chosen})", both("questionnaire.form_alone"))
        self.sheet.ask(f"select_multiple {codes}", name, label, required=True, constraint=only, relevant=relevant,
                       appearance=PILLS)  # fmt: skip

    def certainty(self, item: str, *, relevant: str) -> None:
        """Let the interviewer note whether a figure is known or guessed (METHOD §4.5)."""
        answers = [Answer(code, both(f"questionnaire.certainty_{code}")) for code in _CERTAINTY]
        codes = self.sheet.answers("certainty", answers)
        name = QuestionName(item, "text", "certainty")
        self.pick(
            name, both("questionnaire.form_certainty"), codes, required=False, appearance=PILLS, relevant=relevant
        )
