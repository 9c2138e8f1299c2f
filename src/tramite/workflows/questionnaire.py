"""Write the questionnaires of a case: forms, sheets that go ahead, interviewer's guides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, get_args

import polars as pl

from tramite.kernel.case import CaseDefinition
from tramite.kernel.errors import CaseNotFound, Fault, InputRefused, TramiteError
from tramite.kernel.tables import ROLES
from tramite.kernel.wording import Language
from tramite.reports.guide_page import GuidePage, guide_pdf
from tramite.reports.interview_brief import InterviewBrief, interview_brief
from tramite.store.case_folder import CaseFolder, load_case
from tramite.store.instruments import read_bank_changes, read_project_words, save_instrument
from tramite.store.outputs import save_bytes
from tramite.store.submissions.tables import read_seconds
from tramite.store.xlsform import compiled, workbook_of
from tramite.voices.asking.bank import load_bank
from tramite.voices.asking.bilingual import Bilingual
from tramite.voices.asking.brief import Brief, Level, brief_of, level_of
from tramite.voices.asking.changes import changed_bank
from tramite.voices.asking.guide import Guide, assemble_guide
from tramite.voices.asking.instrument import Instrument, instrument_of
from tramite.voices.asking.project_words import Fact, ProjectWords
from tramite.voices.asking.purpose import purpose_words
from tramite.voices.asking.questionnaire import Kind, Unit, form_of
from tramite.voices.hearing.item_times import with_measured

FOLDER = "voices/questionnaires"
Stage = Literal["read", "forms", "guides"]
STAGES: tuple[Stage, ...] = get_args(Stage)
_ROLE_OF_KIND = {
    "agents": "agent", "distributors": "distributor", "resellers": "reseller", "branches": "branch",
    "retail": "store_manager", "franchise": "franchisee",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """What was written for a respondent type and channel.

    Attributes:
        minutes: of the interview. sheet_minutes: of the sheet that goes ahead, 0 without one.
        forms: workbooks (XLSForm). compiled: the same as XForm. guide: PDF. instrument: the words that are kept.
    """

    role: str
    channel_id: str
    version: str
    minutes: float
    sheet_minutes: float
    forms: tuple[Path, ...]
    compiled: tuple[Path, ...]
    guide: Path
    instrument: Path


def write_questionnaires(
    path: str | Path,
    *,
    role: str | None = None,
    channel: str | None = None,
    unit: str | None = None,
    everyone: bool = False,
    language: Language | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Questionnaire, ...]:
    """Write the questionnaire of a respondent type and channel, or of all, into ``voices/questionnaires``.

    Args:
        unit: id in the frame: the guide has a brief on this respondent. everyone: all types and channels of the
            frame; without a frame, those that the channels of the case have.
        language: that forms open in and guides speak; that of the case if not given. Forms hold both languages.

    Raises:
        CaseNotFound: no such case, role, channel or respondent. InputRefused: all faults of the tables of the
            voices, of ``voices/items.toml`` and of ``voices/project.toml``; a guide is too long. Nothing is
            written.
        TramiteError: neither a role and channel nor everyone; the words of the project are missing.
    """
    progress("read")
    ground = _Ground.of(Path(path), language)
    wanted = _wanted(ground, role, channel, everyone=everyone)
    guides = _guides(ground, wanted)
    briefs = [None if unit is None else _brief(ground, guide, unit) for guide in guides]
    progress("forms")
    forms = [_write_forms(ground, guide) for guide in guides]
    progress("guides")
    return tuple(_with_guide(ground, *each) for each in zip(guides, forms, briefs, strict=True))


def brief_interview(path: str | Path, *, unit: str, language: Language) -> InterviewBrief:
    """Gather what an interviewer must know before one interview; nothing is written.

    Args:
        unit: id in the frame.

    Raises:
        CaseNotFound: no such case or respondent. InputRefused, TramiteError: as :func:`write_questionnaires`.
    """
    ground = _Ground.of(Path(path), language)
    found = None if ground.frame is None else ground.frame.filter(pl.col("unit_id") == unit)
    if found is None or found.is_empty():
        raise CaseNotFound("unit_not_found", unit=unit, known="–")
    guide = _guides(ground, [(found["role"][0], found["channel_id"][0])])[0]
    return interview_brief(_page(ground, guide, "", _brief(ground, guide, unit)), language)


@dataclass(frozen=True, slots=True)
class _Ground:
    folder: CaseFolder
    words: ProjectWords
    language: Language

    @classmethod
    def of(cls, path: Path, language: Language | None) -> _Ground:
        folder = load_case(path)
        refused = [fault for fault in folder.faults if fault.file in (folder.origins.get("facts"),
                                                                      folder.origins.get("frame"))]  # fmt: skip
        if refused:
            raise InputRefused(refused)
        return cls(folder, read_project_words(path), language or folder.definition.language)

    @property
    def definition(self) -> CaseDefinition:
        return self.folder.definition

    def table(self, name: str) -> pl.DataFrame | None:
        return self.folder.frame(name) if name in self.folder.tables else None

    @property
    def frame(self) -> pl.DataFrame | None:
        return self.table("frame")

    def facts(self) -> list[Fact]:
        table = self.table("facts")
        rows = [] if table is None else table.to_dicts()
        return [Fact(row["fact_id"], Bilingual(row["text_en"], row["text_it"]), row["true"]) for row in rows]

    def level(self, guide: Guide) -> Level:
        method = self.definition.method
        return level_of(self.frame, role=guide.role, channel_id=guide.channel_id, method=method)

    def purpose(self, guide: Guide) -> Bilingual:
        k = self.definition.method.disclosure_k
        return purpose_words(self.words.purpose, vendor=guide.vendor, level=self.level(guide), k=k)


def _wanted(ground: _Ground, role: str | None, channel: str | None, *, everyone: bool) -> list[tuple[str, str]]:
    channels = {each.id: each for each in ground.definition.channels}
    if role is not None and role not in ROLES:
        raise CaseNotFound("role_not_found", role=role, known=", ".join(ROLES))
    if channel is not None and channel not in channels:
        raise CaseNotFound("channel_not_found", channel=channel, known=", ".join(channels))
    if not everyone:
        if role is None or channel is None:
            raise TramiteError("which_questionnaire")
        return [(role, channel)]
    found = _in_frame(ground.frame) or list(_by_kind(ground.definition))
    return [pair for pair in found if role in (None, pair[0]) and channel in (None, pair[1])]


def _in_frame(frame: pl.DataFrame | None) -> list[tuple[str, str]]:
    if frame is None:
        return []
    pairs = frame.select("role", "channel_id").unique().rows()
    return sorted(pairs, key=lambda pair: (ROLES.index(pair[0]), pair[1]))


def _by_kind(definition: CaseDefinition) -> Iterator[tuple[str, str]]:
    for channel in definition.selling_channels:
        if channel.kind in _ROLE_OF_KIND:
            yield _ROLE_OF_KIND[channel.kind], channel.id
        yield from (("customer", channel.id), ("vendor", channel.id))


def _guides(ground: _Ground, wanted: Sequence[tuple[str, str]]) -> list[Guide]:
    path = ground.folder.path
    bank = with_measured(changed_bank(load_bank(), read_bank_changes(path)), read_seconds(path))
    guides: list[Guide] = []
    faults: dict[Fault, None] = {}
    for role, channel in wanted:
        try:
            guides.append(assemble_guide(
                bank, role=role, channel_id=channel, definition=ground.definition, words=ground.words,
                facts=ground.facts(), method=ground.definition.method,
            ))  # fmt: skip
        except InputRefused as error:
            faults |= dict.fromkeys(error.faults)
    if faults:
        raise InputRefused(faults)
    return guides


def _write_forms(ground: _Ground, guide: Guide) -> Questionnaire:
    """Compile first, then write: a form that does not compile leaves nothing behind."""
    instrument = instrument_of(guide)
    kinds: list[Kind] = ["interview", "sheet"] if guide.sheet else ["interview"]
    books = {kind: _workbook(ground, guide, instrument, kind) for kind in kinds}
    xforms = {kind: compiled(book) for kind, book in books.items()}
    folder = ground.folder.path / FOLDER
    stems = {kind: f"{guide.role}-{guide.channel_id}" + ("-sheet" if kind == "sheet" else "") for kind in kinds}
    return Questionnaire(
        role=guide.role,
        channel_id=guide.channel_id,
        version=instrument.version,
        minutes=guide.minutes,
        sheet_minutes=guide.sheet_minutes,
        forms=tuple(save_bytes(folder / f"{stems[kind]}.xlsx", books[kind]) for kind in kinds),
        compiled=tuple(save_bytes(folder / f"{stems[kind]}.xml", xforms[kind].encode()) for kind in kinds),
        guide=folder / f"{guide.role}-{guide.channel_id}.pdf",
        instrument=save_instrument(ground.folder.path, instrument),
    )


def _workbook(ground: _Ground, guide: Guide, instrument: Instrument, kind: Kind) -> bytes:
    form = form_of(
        guide, instrument=instrument, kind=kind, language=ground.language, units=_units(ground, guide),
        seed=ground.definition.seed, purpose=ground.purpose(guide),
    )  # fmt: skip
    return workbook_of(form)


def _units(ground: _Ground, guide: Guide) -> list[Unit]:
    """Return who was drawn for these interviews, or all who could be; by id."""
    if ground.frame is None:
        return []
    mine = (pl.col("role") == guide.role) & (pl.col("channel_id") == guide.channel_id)
    ids = ground.frame.filter(mine).select("unit_id")
    sample = ground.table("sample")
    if sample is not None:
        drawn = ids.join(sample, on="unit_id", how="semi")
        ids = drawn if drawn.height else ids
    partners = ground.table("partners")
    names = {} if partners is None else dict(partners.select("partner_id", "name").rows())
    return [Unit(unit, names.get(unit) or "") for unit in sorted(ids["unit_id"])]


def _brief(ground: _Ground, guide: Guide, unit: str) -> Brief:
    if ground.frame is None:
        raise CaseNotFound("no_frame")
    found = {name: ground.table(name) for name in ("partners", "customers")}
    registers = {name: table for name, table in found.items() if table is not None}
    return brief_of(
        unit, frame=ground.frame, registers=registers, role=guide.role, channel_id=guide.channel_id,
        definition=ground.definition, language=ground.language,
    )  # fmt: skip


def _with_guide(ground: _Ground, guide: Guide, made: Questionnaire, brief: Brief | None) -> Questionnaire:
    file = made.guide
    if brief is not None:
        safe = "".join(sign if sign.isalnum() or sign in "-_" else "_" for sign in brief.unit_id)
        file = file.with_name(f"{file.stem}-{safe}.pdf")
    page = _page(ground, guide, made.version, brief)
    return replace(made, guide=save_bytes(file, guide_pdf(page, ground.language)))


def _page(ground: _Ground, guide: Guide, version: str, brief: Brief | None) -> GuidePage:
    definition = ground.definition
    return GuidePage(
        guide=guide, version=version, level=ground.level(guide), purpose=ground.purpose(guide),
        direct=any(channel.reach == "direct" and channel.sells for channel in definition.channels),
        k=definition.method.disclosure_k, seed=definition.seed, brief=brief,
    )  # fmt: skip
