"""Fill the sample of a case with simulated voices, and write down what is true of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
from pydantic import ValidationError

from tramite.kernel.errors import CaseNotFound, InputRefused, TramiteError
from tramite.store.definition import settings_faults
from tramite.store.simulated import OWN_TRUTH, check_can_be_written, read_own_truth, save_simulation
from tramite.voices.asking.bank import PARTNER_ROLES, load_bank
from tramite.voices.simulated.outcomes import simulate_outcomes
from tramite.voices.simulated.simulate import VERSION, SimulatedAnswers, simulate_answers
from tramite.voices.simulated.true_values import true_values
from tramite.voices.simulated.truth import Truth
from tramite.voices.simulated.usual import truth_of
from tramite.workflows.case import Case, open_case

_HEARD: Final = ("interviews", "responses")


@dataclass(frozen=True, slots=True)
class SavedSimulation:
    """What was simulated, and where it is.

    Attributes:
        asked: units of the sample that were asked.
        interviews: by role and channel (``role``, ``channel_id``, ``n``).
        flaws: planted, by kind (``flaw``, ``n``). files: written; the truth is among them.
    """

    seed: int
    asked: int
    interviews: pl.DataFrame
    flaws: pl.DataFrame
    files: tuple[Path, ...]


def simulate_voices(
    path: str | Path, *, seed: int | None = None, interviews: int | None = None
) -> SavedSimulation:
    """Ask those drawn into the sample, and let a program answer for them.

    Writes ``voices/interviews``, ``voices/responses`` and the outcomes of ``voices/sample``; into ``simulated/``
    the truth that the answers follow, its values item by item, the flaws that were planted and what interviewers
    add; and ``[simulated] voices = true`` into ``case.toml``, so that every page says it.

    Args:
        seed: the case's own unless given. interviews: stop after about so many; all of the sample are asked unless
            given.

    Raises:
        CaseNotFound: there is no sample. TramiteError: somebody was really interviewed, or answers were coded.
        InputRefused: ``truth.toml`` of the case is not a truth.
    """
    case = open_case(path)
    check_can_be_written(case.folder)
    frame, sample = _sampled(case)
    _check_not_real(case, sample)
    chosen = case.definition.seed if seed is None else seed
    rng = np.random.default_rng(chosen)
    content = _truth(case, frame, rng)
    truth = _checked(content)
    asked = simulate_outcomes(frame, sample, truth=truth, rng=rng, wanted=interviews)
    bank = load_bank()
    said = simulate_answers(frame, asked.sample, truth=truth, bank=bank, rng=rng, moods=asked.moods)
    tables = {"sample": asked.sample, "interviews": said.interviews, "responses": said.responses}
    if truth.facts and case.table("facts") is None:
        tables["facts"] = truth.facts_table()
    lists = {
        "true_values": true_values(truth, frame, bank=bank),
        "flaws": said.flaws,
        "interviewers": said.effects,
    }
    files = save_simulation(case.folder, tables, truth=content, lists=lists)
    return SavedSimulation(chosen, len(asked.moods), _by_channel(said), _by_kind(said), files)


def _sampled(case: Case) -> tuple[pl.DataFrame, pl.DataFrame]:
    frame, sample = case.table("frame"), case.table("sample")
    if frame is None or sample is None:
        raise CaseNotFound("nobody_to_simulate", path=case.folder.path)
    return frame, sample


def _check_not_real(case: Case, sample: pl.DataFrame) -> None:
    """Refuse to write over what people said or coded; answers of a program carry its version."""
    path = case.folder.path
    if case.definition.simulated.voices:
        interviews = case.table("interviews")
        real = interviews is not None and set(interviews["version"]) != {VERSION}
    else:
        begun = sample.filter(~pl.col("outcome").is_in(["pending", "replaced"])).height
        real = bool(begun) or any(_has_rows(case, name) for name in _HEARD)
    if real:
        raise TramiteError("voices_are_real", path=path)
    if _has_rows(case, "codings"):
        raise TramiteError("simulated_voices_coded", path=path)


def _has_rows(case: Case, name: str) -> bool:
    """Tell whether a table has rows, good or refused."""
    return bool(len(case.folder.tables.get(name, ())) or len(case.folder.refused.get(name, ())))


def _truth(case: Case, frame: pl.DataFrame, rng: np.random.Generator) -> Mapping[str, Any]:
    asked_about = {*frame.filter(pl.col("role") != "vendor")["channel_id"]}
    partners = {*frame.filter(pl.col("role").is_in(PARTNER_ROLES))["channel_id"]}
    content = truth_of(
        case.definition,
        channels=tuple(c.id for c in case.definition.channels if c.sells or c.id in asked_about),
        partner_channels=tuple(c.id for c in case.definition.channels if c.id in partners),
        own=read_own_truth(case.folder), rng=rng,
    )  # fmt: skip
    facts = case.table("facts")
    if facts is not None and not content["facts"]:
        content["facts"] = {
            row["fact_id"]: {
                "en": row["text_en"],
                "it": row["text_it"],
                "true": row["true"],
                "source": row["source"],
            }
            for row in facts.iter_rows(named=True)
        }
    return content


def _checked(content: Mapping[str, Any]) -> Truth:
    try:
        return Truth.model_validate(content)
    except ValidationError as error:
        raise InputRefused(settings_faults(error, OWN_TRUTH, Truth)) from error


def _by_channel(said: SimulatedAnswers) -> pl.DataFrame:
    return said.interviews.group_by("role", "channel_id").len("n").sort("role", "channel_id")


def _by_kind(said: SimulatedAnswers) -> pl.DataFrame:
    return said.flaws.group_by("flaw").len("n").sort("flaw")
