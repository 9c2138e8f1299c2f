"""Turn a guide into an electronic form: the interview, and the sheet that goes ahead in writing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from tramite.kernel.wording import Language
from tramite.voices.asking.bank_check import OWN_PEOPLE
from tramite.voices.asking.bilingual import Bilingual, both
from tramite.voices.asking.form_names import (
    CHANNEL,
    CONSENT,
    DAY,
    ENDED,
    INSTRUMENT,
    INTERVIEWER,
    LEVEL,
    MODE,
    QUOTABLE,
    ROLE,
    STARTED,
    UNIT,
)  # fmt: skip
from tramite.voices.asking.form_sheet import Form, FormSheet, Row, texts
from tramite.voices.asking.form_terms import PILLS
from tramite.voices.asking.form_writer import Writer
from tramite.voices.asking.guide import PARTS, Guide, Question, split_value
from tramite.voices.asking.instrument import Instrument
from tramite.voices.asking.project_words import Answer
from tramite.voices.asking.question_rows import write_question

Kind = Literal["interview", "sheet"]
UNITS_LISTED: Final = 500  # a longer list is no help on a phone: the id is typed, and the form draws by itself
_MODES: Final[dict[Kind, tuple[str, ...]]] = {
    "interview": ("in_person", "video", "phone"),
    "sheet": ("sheet", "self"),
}
_CARD_SEEDS = 1_000_000


@dataclass(frozen=True, slots=True)
class Unit:
    """Somebody who may be interviewed: id of the frame, name if known."""

    id: str
    name: str = ""


def form_of(
    guide: Guide,
    *,
    instrument: Instrument,
    kind: Kind,
    language: Language,
    units: Sequence[Unit],
    seed: int,
    purpose: Bilingual,
) -> Form:
    """Write a guide as a form in both languages.

    Args:
        kind: the interview, or the sheet of facts that goes ahead. language: the one that the form opens in.
        units: who may be interviewed; the form offers them as a list, each with the {x} and the order of cards
            that ``seed`` gives. None, or more than ``UNITS_LISTED``: the id is typed and the form draws by itself.
        purpose: why one is interviewed, read out first.

    Returns: a form whose version changes when anything in it does; the version of its words stands in the hidden
        question ``instrument``.
    """
    sheet = FormSheet()
    listed = units if len(units) <= UNITS_LISTED else ()
    wordings = {wording.item_id: wording for wording in instrument.wordings}
    writer = Writer(sheet, guide, known_units=bool(listed))
    _write_head(sheet, guide, instrument, kind, listed, seed, purpose)
    questions = guide.questions if kind == "interview" else guide.sheet
    agreed = f"${{{CONSENT}}} = 'yes'"
    for label, name, part in _parts(guide, kind, questions):
        with sheet.group(name, label, relevant=agreed):
            for question in part:
                item, wording = question.item, wordings[question.item.id]
                sheet.about = {
                    "wording": wording.wording, "construct": item.construct, "scale": item.scale,
                    "mirror": " ".join(item.mirrors), "feeds": " ".join(item.feeds), "sensitive": item.sensitive,
                }  # fmt: skip
                write_question(writer, question)
    sheet.about = {}
    if kind == "interview" and guide.role not in OWN_PEOPLE:
        _write_closing(sheet, guide, agreed)
    sheet.ask("note", "thanks", both(f"questionnaire.thanks_{kind}"), relevant=agreed)
    sheet.ask("note", "no_consent", both(f"questionnaire.no_consent_{kind}"), relevant=f"${{{CONSENT}}} = 'no'")
    return _closed(sheet, guide, kind, language)


def _closed(sheet: FormSheet, guide: Guide, kind: Kind, language: Language) -> Form:
    form_id = f"tramite-{kind}-{guide.role}-{guide.channel_id}"
    role = both(f"questionnaire.role_{guide.role}", vendor=guide.vendor)
    title = both(f"questionnaire.title_{kind}", vendor=guide.vendor, role=role, channel=guide.channel).say(
        language
    )
    content = [sheet.survey, sheet.lists, sheet.tramite, title, language]
    version = hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:12]
    name = f"concat(${{{UNIT}}}, ' · ', ${{{INTERVIEWER}}})"
    return sheet.form(form_id=form_id, version=version, title=title, language=language, instance_name=name)


def _parts(
    guide: Guide, kind: Kind, questions: Sequence[Question]
) -> list[tuple[Bilingual, str, Sequence[Question]]]:
    if kind == "sheet":
        return [(both("questionnaire.part_sheet"), "section_sheet", questions)]
    held = [part for part in PARTS if guide.of_part(part)]
    return [
        (
            both("questionnaire.part", number=number, title=both(f"questionnaire.part_{part}"),
                 minutes=f"{max(guide.minutes_of(part), 1):.0f}"),
            f"section_{part}",
            guide.of_part(part),
        )
        for number, part in enumerate(held, start=1)
    ]  # fmt: skip


def _write_head(
    sheet: FormSheet, guide: Guide, instrument: Instrument, kind: Kind, units: Sequence[Unit], seed: int,
    purpose: Bilingual,
) -> None:  # fmt: skip
    for meta, name in (("start", STARTED), ("end", ENDED), ("today", DAY)):
        sheet.ask(meta, name)
    if kind == "interview":
        sheet.ask("audit", "audit")  # when each question was on the screen: medians replace desk estimates
    for name, value in ((INSTRUMENT, instrument.version), (ROLE, guide.role), (CHANNEL, guide.channel_id)):
        sheet.ask("calculate", name, calculation=f"'{value}'")
    with sheet.group("section_opening", both("questionnaire.part_opening")):
        if units:
            sheet.lists["units"] = _unit_rows(guide, units, seed)
            sheet.ask("select_one units", UNIT, both("questionnaire.form_unit"), required=True,
                      appearance="minimal autocomplete")  # fmt: skip
        else:
            sheet.ask("text", UNIT, both("questionnaire.form_unit"), required=True,
                      hint=both("questionnaire.form_unit_hint"))  # fmt: skip
        listed = f"instance('units')/root/item[name = ${{{UNIT}}}]/cards"
        sheet.ask("calculate", "cards", calculation=listed if units else f"once(int(random() * {_CARD_SEEDS}))")
        sheet.ask("text", INTERVIEWER, both("questionnaire.form_interviewer"), required=kind == "interview")
        modes = [Answer(mode, both(f"questionnaire.mode_{mode}")) for mode in _MODES[kind]]
        sheet.ask(f"select_one {sheet.answers('modes', modes)}", MODE, both("questionnaire.form_mode"),
                  required=True, appearance=PILLS)  # fmt: skip
        sheet.ask("note", "purpose", purpose)
        answers = [Answer(code, both(f"questionnaire.form_{code}")) for code in ("yes", "no")]
        sheet.ask(f"select_one {sheet.answers('yes_no', answers)}", CONSENT, both(f"questionnaire.consent_{kind}"),
                  required=True, appearance=PILLS)  # fmt: skip


def _write_closing(sheet: FormSheet, guide: Guide, agreed: str) -> None:
    """Ask what may be shown of the answers, once it is known what they are (METHOD §3.3)."""
    with sheet.group("section_closing", both("questionnaire.part_closing"), relevant=agreed):
        asked: tuple[tuple[str, tuple[str, ...], str], ...] = (
            (LEVEL, ("b", "a"), "levels"), (QUOTABLE, ("yes", "no"), "yes_no"),
        )  # fmt: skip
        for name, codes, list_name in asked:
            answers = [Answer(code, both(f"questionnaire.form_{code}", vendor=guide.vendor)) for code in codes]
            label = both(f"questionnaire.form_{name}", vendor=guide.vendor)
            sheet.ask(f"select_one {sheet.answers(list_name, answers)}", name, label, required=True)


def _unit_rows(guide: Guide, units: Sequence[Unit], seed: int) -> list[Row]:
    splits = {
        question.shape.lever: question for question in (*guide.questions, *guide.sheet) if question.shape.split
    }
    rows = []
    for unit in units:
        label = " · ".join(filter(None, (unit.id, unit.name))).replace("${", "$ {")
        row = {"list_name": "units", "name": unit.id, **texts("label", Bilingual(label, label))}
        for lever, question in splits.items():
            row[f"x_{lever}"] = f"{split_value(question, unit_id=unit.id, seed=seed):g}"
        digest = hashlib.sha256(f"{seed}\ncards\n{unit.id}".encode()).digest()
        rows.append({**row, "cards": str(int.from_bytes(digest[:4], "big") % _CARD_SEEDS)})
    return rows
