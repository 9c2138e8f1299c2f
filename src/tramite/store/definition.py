"""Read ``case.toml``, and tell faults of settings in the language of the case's people."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from tramite.kernel.case import CaseDefinition
from tramite.kernel.errors import CaseNotFound, Fault, InputRefused
from tramite.kernel.method import Method, nearest
from tramite.store.toml_reading import parse_toml, read_toml

CASE_FILE = "case.toml"
_END_CUSTOMER = "end-customer"
_KINDS = {
    "missing": "missing_setting",
    "string_type": "setting_text",
    "literal_error": "not_allowed",
    "union_tag_invalid": "not_allowed",
    "union_tag_not_found": "missing_setting",
    "bool_type": "setting_flag",
    "bool_parsing": "setting_flag",
    "float_type": "setting_number",
    "float_parsing": "setting_number",
    "finite_number": "setting_number",
    "int_type": "whole_number",
    "int_parsing": "whole_number",
    "int_from_float": "whole_number",
    "tuple_type": "setting_list",
    "list_type": "setting_list",
    "dict_type": "setting_group",
    "model_type": "setting_group",
    "model_attributes_type": "setting_group",
    "string_too_long": "setting_long",
    "string_too_short": "setting_short",
    "too_short": "setting_few",
    "greater_than_equal": "below",
    "less_than_equal": "above",
    "value_error": "setting_rule",
}
_LIMITS = ("ge", "le", "gt", "lt", "max_length", "min_length", "error")
_SIGNS = {"greater_than": ">", "less_than": "<"}
_CURRENCY_PATTERN = "^[A-Z]{3}$"


def load_definition(path: Path) -> CaseDefinition:
    """Read the ``case.toml`` of a case folder.

    Raises:
        CaseNotFound: the folder has none. InputRefused: all its faults at once, also of the method's settings.
    """
    if not (path / CASE_FILE).is_file():
        raise CaseNotFound("case_not_found", path=path)
    return _checked(read_toml(path / CASE_FILE, file=CASE_FILE))


def parse_definition(text: str) -> CaseDefinition:
    """Read the text of a ``case.toml``.

    Raises:
        InputRefused: all its faults at once, also of the method's settings.
    """
    return _checked(parse_toml(text.encode(), file=CASE_FILE))


def _checked(content: Mapping[str, Any]) -> CaseDefinition:
    try:
        definition = CaseDefinition.model_validate(content)
    except ValidationError as error:
        faults = settings_faults(error, CASE_FILE, CaseDefinition)
        raise InputRefused([*faults, *_method_faults(content)]) from error
    faults = [*_inconsistencies(definition), *_method_faults(content)]
    if faults:
        raise InputRefused(faults)
    return definition


def settings_faults(error: ValidationError, file: str, model: type[BaseModel] | None = None) -> list[Fault]:
    """Write what pydantic found as faults: the column is the dotted path of the setting, lists count from 0.

    Args:
        file: name of the file. model: what the file was read as, to tell names near an unknown one.
    """
    names = dict.fromkeys(_names(model)) if model else {}
    found = error.errors()
    return [_fault(each, file, names) for each in found if not _follows(each, found)]


def _follows(one: Mapping[str, Any], found: Iterable[Mapping[str, Any]]) -> bool:
    """Tell whether a list has too few entries only because those that it has are faulty."""
    place = one["loc"]
    return one["type"] == "too_short" and any(
        len(each["loc"]) > len(place) and each["loc"][: len(place)] == place for each in found
    )


def _fault(found: Mapping[str, Any], file: str, names: Mapping[str, object]) -> Fault:
    kind, context = found["type"], found.get("ctx", {})
    column = ".".join(str(part) for part in found["loc"]) or None
    value = _shown(found["input"])
    if kind == "extra_forbidden":
        near = ", ".join(nearest(str(found["loc"][-1]), names))
        return Fault(file, "unknown_setting" if near else "unknown_setting_alone", column=column, hint=near)
    if kind in ("missing", "union_tag_not_found"):
        key = str(context.get("discriminator", "")).strip("'")
        return Fault(file, "missing_setting", column=".".join(part for part in (column, key) if part))
    if kind == "string_pattern_mismatch":
        word = "currency_code" if context["pattern"] == _CURRENCY_PATTERN else "setting_pattern"
        return Fault(file, word, column=column, value=value)
    if kind in ("literal_error", "union_tag_invalid"):
        listed = str(context.get("expected") or context.get("expected_tags"))
        choices = ", ".join(re.findall(r"'([^']*)'", listed))
        tag = context.get("tag")
        return Fault(file, "not_allowed", column=column, value=value if tag is None else str(tag), hint=choices)
    if kind in _SIGNS:
        return Fault(file, "setting_rule", column=column, value=value, hint=f"{_SIGNS[kind]} {_limit(context)}")
    word = "setting_date" if kind.startswith("date") else _KINDS.get(kind, "setting_invalid")
    return Fault(file, word, column=column, value=value, hint=_limit(context))


def _limit(context: Mapping[str, Any]) -> str:
    return next((str(context[name]) for name in _LIMITS if name in context), "")


def _shown(value: object) -> str | None:
    return None if isinstance(value, (dict, list)) else str(value)


def _names(model: type[BaseModel]) -> Iterator[str]:
    for name, setting in model.model_fields.items():
        yield setting.alias or name
        for part in _models(setting.annotation):
            yield from _names(part)


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


def _method_faults(content: Mapping[str, Any]) -> tuple[Fault, ...]:
    values = content.get("method", {})
    if isinstance(values, dict):
        try:
            Method().overridden({name: value for name, value in values.items() if type(value) in (int, float)})
        except InputRefused as error:
            return error.faults
    return ()


def _inconsistencies(definition: CaseDefinition) -> Iterator[Fault]:
    for part in ("channels", "segments", "lines", "goals"):
        ids = [entry.id for entry in getattr(definition, part)]
        for name in (name for name, count in Counter(ids).items() if count > 1):
            yield Fault(CASE_FILE, "duplicate_id", column=f"{part}.id", value=name)
    ids = [channel.id for channel in definition.channels]
    for number, channel in enumerate(definition.channels):
        others = [_END_CUSTOMER, *(other for other in ids if other != channel.id)]
        for target in channel.sells_to:
            if target not in others:
                column = f"channels.{number}.sells_to"
                yield Fault(CASE_FILE, "not_allowed", column=column, value=target, hint=", ".join(others))
