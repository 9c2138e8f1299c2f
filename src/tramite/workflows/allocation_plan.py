"""The allocation plan of a case: read from ``allocation.toml``, checked against its channels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from pydantic import ValidationError

from tramite.decisions.allocation.plan import ONCE, YEARLY, AllocationPlan, expanded
from tramite.kernel.case import CaseDefinition
from tramite.kernel.errors import Fault, InputRefused
from tramite.store.case_folder import CaseFolder
from tramite.store.definition import settings_faults
from tramite.store.toml_reading import read_toml
from tramite.workflows.alternatives import lever_faults

FILE = "allocation.toml"


def read_allocation_plan(folder: CaseFolder) -> AllocationPlan | None:
    """Read the plan of a case; ``None`` if it has none.

    Raises:
        InputRefused: all its faults at once: fields, values, channels, options and capacities that are not there.
    """
    if not (folder.path / FILE).is_file():
        return None
    content = expanded(read_toml(folder.path / FILE, file=FILE))
    try:
        plan = AllocationPlan.model_validate(content)
    except ValidationError as error:
        raise InputRefused(settings_faults(error, FILE, AllocationPlan)) from error
    faults = [*_faults(plan, folder.definition)]
    if faults:
        raise InputRefused(faults)
    return plan


def _faults(plan: AllocationPlan, definition: CaseDefinition) -> Iterator[Fault]:
    segments, lines = [one.id for one in definition.segments], [one.id for one in definition.lines]
    capacities = [capacity.id for capacity in plan.capacities]
    yield from _twice("choices.id", [choice.id for choice in plan.choices])
    yield from _twice("capacities.id", [ONCE, YEARLY, *capacities])
    known = [f"{choice.id}.{option.id}" for choice, option in plan.options()]
    for c, choice in enumerate(plan.choices):
        yield from _twice(f"choices.{c}.options.id", [option.id for option in choice.options])
        for o, option in enumerate(choice.options):
            place = f"choices.{c}.options.{o}"
            yield from lever_faults(option.levers, FILE, f"{place}.levers", definition)
            for number, lever in enumerate(option.levers):
                yield from _unknown(f"{place}.levers.{number}.segments", lever.segments, segments)
                yield from _unknown(f"{place}.levers.{number}.product_lines", lever.product_lines, lines)
            yield from _unknown(f"{place}.uses", option.uses, capacities)
            yield from _unknown(f"{place}.excludes", option.excludes, known)
            invested = sum(12 * getattr(lever, "monthly", 0.0) for lever in option.levers)
            if option.yearly < invested:
                yield Fault(FILE, "below", column=f"{place}.yearly", value=f"{option.yearly:g}",
                            hint=f"{invested:g}")  # fmt: skip


def _twice(column: str, ids: Iterable[str]) -> Iterator[Fault]:
    for name in (name for name, count in Counter(ids).items() if count > 1):
        yield Fault(FILE, "duplicate_id", column=column, value=name)


def _unknown(column: str, names: Iterable[str], known: list[str]) -> Iterator[Fault]:
    for name in names:
        if name not in known:
            yield Fault(FILE, "not_allowed", column=column, value=name, hint=", ".join(known) or "–")
