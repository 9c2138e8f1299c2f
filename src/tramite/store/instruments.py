"""Keep what a case asked: changes of the bank, words of the project, and every version that went to the field."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from tramite.kernel.errors import CaseNotFound, Fault, InputRefused, TramiteError
from tramite.store.definition import settings_faults
from tramite.store.limits import check_size
from tramite.store.outputs import save_bytes
from tramite.store.toml_reading import parse_toml, read_toml
from tramite.voices.asking.changes import ITEMS_FILE, BankChanges
from tramite.voices.asking.instrument import Instrument
from tramite.voices.asking.project_words import PROJECT_FILE, ProjectWords

INSTRUMENTS = "voices/instruments"
_Settings = TypeVar("_Settings", bound=BaseModel)


def read_bank_changes(path: Path) -> BankChanges:
    """Read ``voices/items.toml`` of a case folder; without it nothing is changed.

    Raises:
        InputRefused: all its faults.
    """
    return _read(path, ITEMS_FILE, BankChanges) if (path / ITEMS_FILE).is_file() else BankChanges()


def parse_bank_changes(data: bytes) -> BankChanges:
    """Read the bytes of a ``voices/items.toml``; faults as :func:`read_bank_changes`."""
    return _checked(parse_toml(data, file=ITEMS_FILE), ITEMS_FILE, BankChanges)


def read_project_words(path: Path) -> ProjectWords:
    """Read ``voices/project.toml`` of a case folder.

    Raises:
        TramiteError: it is not there: a template to fill in is written, and the error says where.
        InputRefused: all its faults.
    """
    if not (path / PROJECT_FILE).is_file():
        raise TramiteError("project_begun", path=save_bytes(path / PROJECT_FILE, project_template()))
    return _read(path, PROJECT_FILE, ProjectWords)


def parse_project_words(data: bytes) -> ProjectWords:
    """Read the bytes of a ``voices/project.toml``; faults as :func:`read_project_words`."""
    return _checked(parse_toml(data, file=PROJECT_FILE), PROJECT_FILE, ProjectWords)


def project_template() -> bytes:
    """Return a ``voices/project.toml`` to be filled in."""
    return (files("tramite.store") / "templates" / "project.toml").read_bytes()


def save_instrument(path: Path, instrument: Instrument) -> Path:
    """Keep a version of an instrument; one that is kept already is the same, and stays as it is."""
    file = path / INSTRUMENTS / f"{instrument.version}.json"
    if file.is_file():
        return file
    return save_bytes(file, json.dumps(asdict(instrument), ensure_ascii=False, indent=1).encode())


def load_instrument(path: Path, version: str) -> Instrument:
    """Read the version that an interview used (``interviews.version``): the exact words that were read out.

    Raises:
        CaseNotFound: the case has not kept it. InputRefused: the file was changed by hand.
    """
    kept = {file.stem: file for file in sorted((path / INSTRUMENTS).glob("*.json"))}
    if version not in kept:
        raise CaseNotFound("instrument_not_found", version=version, known=", ".join(kept) or "–")
    name = f"{INSTRUMENTS}/{version}.json"
    check_size(kept[version], file=name)
    try:
        return TypeAdapter(Instrument).validate_json(kept[version].read_bytes())
    except (ValidationError, UnicodeDecodeError) as error:
        raise InputRefused([Fault(name, "damaged_file")]) from error


def _read(path: Path, file: str, model: type[_Settings]) -> _Settings:
    return _checked(read_toml(path / file, file=file), file, model)


def _checked(content: Mapping[str, object], file: str, model: type[_Settings]) -> _Settings:
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise InputRefused(settings_faults(error, file, model)) from error
