"""Write one question into a form, by its scale, so that it can always be answered and never is a dead end."""

from __future__ import annotations

from collections.abc import Callable

from tramite.voices.asking.bilingual import Bilingual, both
from tramite.voices.asking.form_names import CONFIRMED, Aspect, QuestionName
from tramite.voices.asking.form_terms import (
    PILLS,
    SHUFFLED,
    list_name,
    plain_answers,
    reference,
    shown_text,
    when_met,
    within,
)  # fmt: skip
from tramite.voices.asking.form_writer import SCORES, Writer
from tramite.voices.asking.guide import Question
from tramite.voices.asking.item_shape import CARDS_MARKED, LEADERS, LOW_SCORE, PARTIES
from tramite.voices.asking.project_words import Answer

_TRUTH, _AWARE = ("true", "false", "dk"), ("0", "1", "2")
_CAUSES = ("law", "market", "customers", "partners", "organisation")
_EARLIEST_YEAR = 1950
_SCREEN_EACH = ("grid-share", "quiz", "grid-who", "grid-0-10", "multi")  # too much for one screen of a telephone


def write_question(writer: Writer, question: Question) -> None:
    """Write a question with all that belongs to it."""
    text = shown_text(question)
    if question.shape.split:
        writer.draw_x(question)
    first, when = question.after or ("", "always")
    relevant = "" if when == "always" else when_met(when, reference(first))
    scale = question.item.scale
    if scale in _ALONE and not _has_more(question):
        _ALONE[scale](writer, question, text, relevant)
        return
    one_screen = scale not in _SCREEN_EACH
    with writer.sheet.group(f"ask_{question.item.id}", text, relevant=relevant, one_screen=one_screen):
        (_ALONE | _GROUPED)[scale](writer, question, both("questionnaire.form_here"), "")
        writer.more(question)


def _has_more(question: Question) -> bool:
    shape = question.shape
    more = shape.follow_up or shape.extra_text or shape.extra_choice or question.item.choices == "levers"
    return bool(more) or (question.rotates and question.item.scale == "choice")


def _score(writer: Writer, question: Question, text: Bilingual, relevant: str) -> None:
    hint = both("questionnaire.probe_low", score=LOW_SCORE) if question.probe else None
    writer.pick(
        QuestionName(question.item.id), text, writer.scored(), relevant=relevant, appearance=PILLS, hint=hint
    )


def _step(writer: Writer, question: Question, text: Bilingual, relevant: str) -> None:
    codes = writer.listed(question.item.choices, question.answers)
    writer.pick(QuestionName(question.item.id), text, codes, relevant=relevant, appearance=PILLS)


def _choice(writer: Writer, question: Question, text: Bilingual, relevant: str) -> None:
    item, name = question.item, QuestionName(question.item.id, "text")
    if question.rotates:  # the ways not to answer stay out of what is shuffled
        codes = writer.sheet.answers(f"only_{list_name(item.choices)}", plain_answers(question.answers))
        told = writer.pick(name, text, codes, required=False, appearance=PILLS, parameters=SHUFFLED)
        writer.missing(item.id, "", relevant=f"{told} = ''")
        return
    codes = writer.listed(item.choices, question.answers)
    writer.pick(name, text, codes, relevant=relevant, appearance=PILLS)


def _marked(writer: Writer, question: Question, text: Bilingual, relevant: str) -> None:
    name = QuestionName(question.item.id, "marks")
    codes = writer.listed(question.item.choices, question.answers)
    writer.marks(name, text, codes, relevant, question.answers)
    if question.item.choices == "levers":
        _blocked(writer, question)


def _blocked(writer: Writer, question: Question) -> None:
    """Ask of each blocked lever what blocks it and since when."""
    item, causes = question.item.id, [Answer(code, both(f"questionnaire.cause_{code}")) for code in _CAUSES]
    codes = writer.sheet.answers("causes", causes, writer.guide.nonresponse)
    for answer in (a for a in plain_answers(question.answers) if a.code != "none"):
        relevant = f"selected({reference(item, 'marks')}, '{answer.code}')"
        with writer.sheet.group(f"blocked_{answer.code}", answer.label, relevant=relevant, one_screen=True):
            label = both("questionnaire.form_cause")
            writer.pick(QuestionName(item, "text", f"{answer.code}.cause"), label, codes, appearance=PILLS)
            year = (f". >= {_EARLIEST_YEAR} and . <= 2100", both("questionnaire.form_year"))
            name = QuestionName(item, "", f"{answer.code}.since")
            writer.sheet.ask("integer", name, both("questionnaire.form_since"), constraint=year)


def _open(writer: Writer, question: Question, text: Bilingual, relevant: str) -> None:
    item = question.item.id
    hint = both("questionnaire.probes")
    answer = writer.sheet.ask("text", QuestionName(item, "text"), text, appearance="multiline", hint=hint)
    writer.missing(item, "", relevant=f"{answer} = ''")


def _numbers(writer: Writer, question: Question, _text: Bilingual, _relevant: str) -> None:
    item, shape = question.item.id, question.shape
    names = [QuestionName(item, "", key) for key in shape.values]
    kind = "signed" if shape.signed else "percent" if question.item.scale == "pct" else "count"
    for place, name in enumerate(names):
        label = both(f"questionnaire.value_{name.key or kind}")
        hint = both("questionnaire.signed_hint") if shape.signed else None
        before = f"${{{names[place - 1]}}}" if place else ""
        writer.sheet.ask("integer", name, label, required=f"{before} != ''" if place else False,
                         hint=None if place else hint,
                         constraint=within(kind, before, falling=kind == "count"))  # fmt: skip
    blank = " and ".join(f"${{{name}}} = ''" for name in names)
    writer.missing(item, "", relevant=blank)
    writer.certainty(item, relevant=f"${{{names[0]}}} != ''")


def _shares(writer: Writer, question: Question, _text: Bilingual, _relevant: str) -> None:
    item, sheet = question.item.id, writer.sheet
    parts = [
        sheet.ask("integer", QuestionName(item, "", answer.code), answer.label, constraint=within("percent"))
        for answer in plain_answers(question.answers)
    ]
    total = " + ".join(f"coalesce({part}, 0)" for part in parts)  # sum() of a blank is not a number
    running = sheet.ask("calculate", QuestionName(item, "sum"), calculation=total)
    sheet.ask("note", f"total_{item}", both("questionnaire.form_total", total=running))
    answers = sheet.answers("read_back", [Answer(CONFIRMED, both("questionnaire.form_read"))])
    exact = (f"{running} = 100", both("questionnaire.form_hundred", total=running))
    sheet.ask(f"select_one {answers}", QuestionName(item, "read"), both("questionnaire.form_read_back"),
              required=True, relevant=f"{running} > 0", constraint=exact)  # fmt: skip
    writer.missing(item, "", relevant=f"{running} = 0")
    writer.certainty(item, relevant=f"{running} != 0")


def _grid_shares(writer: Writer, question: Question, _text: Bilingual, _relevant: str) -> None:
    item, sheet = question.item.id, writer.sheet
    side = "vendor" if writer.guide.role == "vendor" else "partner"
    for answer in plain_answers(question.answers):
        with sheet.group(f"row_{item}_{answer.code}", answer.label, one_screen=True):
            names = {party: QuestionName(item, "", f"{answer.code}.{party}") for party in PARTIES}
            asked: list[str] = []
            for party in PARTIES[:2]:
                label = both(f"questionnaire.{side}_share_{party}", vendor=writer.guide.vendor)
                limit = (". >= 0 and . <= 100", both("questionnaire.form_range", low=0, high=100))
                if asked:
                    limit = (f". >= 0 and . + {asked[0]} <= 100", both("questionnaire.form_at_most_hundred"))
                needed = f"{asked[0]} != ''" if asked else False
                asked.append(sheet.ask("integer", names[party], label, required=needed, constraint=limit))
            filled = " and ".join(f"{ref} != ''" for ref in asked)
            rest = sheet.ask("calculate", names[PARTIES[2]],
                             calculation=f"if({filled}, 100 - {asked[0]} - {asked[1]}, '')")  # fmt: skip
            sheet.ask(
                "note", f"rest_{item}_{answer.code}", both("questionnaire.form_rest", rest=rest), relevant=filled
            )
            writer.missing(item, answer.code, relevant=" and ".join(f"{ref} = ''" for ref in asked))


def _grid_who(writer: Writer, question: Question, _text: Bilingual, _relevant: str) -> None:
    side = "vendor" if writer.guide.role == "vendor" else "partner"
    who = [
        Answer(code, both(f"questionnaire.{side}_leads_{code}", vendor=writer.guide.vendor)) for code in LEADERS
    ]
    _rows(writer, question, writer.sheet.answers("leaders", plain_answers(who), writer.guide.nonresponse), "text")


def _grid_scores(writer: Writer, question: Question, _text: Bilingual, _relevant: str) -> None:
    _rows(writer, question, writer.scored(), "")


def _aware(writer: Writer, question: Question, _text: Bilingual, _relevant: str) -> None:
    levels = [Answer(code, both(f"questionnaire.aware_{code}")) for code in _AWARE]
    _rows(writer, question, writer.sheet.answers("aware", levels, writer.guide.nonresponse), "")


def _rows(writer: Writer, question: Question, codes: str, aspect: Aspect) -> None:
    for answer in plain_answers(question.answers):
        writer.pick(QuestionName(question.item.id, aspect, answer.code), answer.label, codes, appearance=PILLS)


def _quiz(writer: Writer, question: Question, _text: Bilingual, _relevant: str) -> None:
    item = question.item.id
    answers = [Answer(code, both(f"questionnaire.truth_{code}")) for code in _TRUTH]
    gone = [answer for answer in writer.guide.nonresponse if answer.code not in _TRUTH]
    codes, sureness = writer.sheet.answers("truth", answers, gone), writer.sheet.answers("sureness", SCORES)
    for fact in plain_answers(question.answers):
        told = writer.pick(QuestionName(item, "text", fact.code), fact.label, codes, appearance=PILLS)
        writer.pick(QuestionName(item, "sure", fact.code), both("questionnaire.form_sure"), sureness,
                    relevant=f"{told} = 'true' or {told} = 'false'", required=False, appearance=PILLS)  # fmt: skip


def _rank(writer: Writer, question: Question, _text: Bilingual, _relevant: str) -> None:
    item, answers = question.item, plain_answers(question.answers)
    codes = writer.sheet.answers(f"rank_{list_name(item.choices)}", answers)
    places = min(question.shape.ranked, len(answers))
    chosen: list[str] = []
    for place in range(1, places + 1):
        needed = place > 1 and len(answers) == places
        chosen.append(writer.pick(
            QuestionName(item.id, "rank", place=place), both(f"questionnaire.place_{place}"), codes,
            required=needed,
            appearance=PILLS,
            choice_filter=" and ".join(f"name != {before}" for before in chosen), parameters=SHUFFLED,
            relevant=f"{chosen[-1]} != ''" if chosen else "",
        ))  # fmt: skip
    writer.missing(item.id, "", relevant=f"{chosen[0]} = ''")


def _best_worst(writer: Writer, question: Question, _text: Bilingual, _relevant: str) -> None:
    item, sheet = question.item.id, writer.sheet
    codes = sheet.answers(f"cards_{list_name(question.item.choices)}", plain_answers(question.answers))
    three = f"count-selected(.) = {CARDS_MARKED}"
    best = sheet.ask(f"select_multiple {codes}", QuestionName(item, "best"), both("questionnaire.form_best"),
                     constraint=(three, both("questionnaire.form_three")), parameters=SHUFFLED,
                     appearance=PILLS)  # fmt: skip
    twice = " or ".join(f"(selected(., '{a.code}') and selected({best}, '{a.code}'))" for a in question.answers)
    sheet.ask(f"select_multiple {codes}", QuestionName(item, "worst"), both("questionnaire.form_worst"),
              required=True, constraint=(f"{three} and not({twice})", both("questionnaire.form_three_others")),
              parameters=SHUFFLED, appearance=PILLS, relevant=f"{best} != ''",
              choice_filter=f"not(selected({best}, name))")  # fmt: skip
    writer.missing(item, "", relevant=f"{best} = ''")


_Write = Callable[[Writer, Question, Bilingual, str], None]
_ALONE: dict[str, _Write] = {
    "0-10": _score, "1-5": _step, "juster": _step, "choice": _choice, "multi": _marked,
}  # fmt: skip
_GROUPED: dict[str, _Write] = {
    "open": _open, "pct": _numbers, "number": _numbers, "share100": _shares, "grid-share": _grid_shares,
    "grid-who": _grid_who, "grid-0-10": _grid_scores, "aware": _aware, "quiz": _quiz, "rank": _rank,
    "best-worst": _best_worst,
}  # fmt: skip
