"""What can be done, what it costs and what limits it: the content of ``allocation.toml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from tramite.decisions.allocation.mixes import Mix, Problem, Resource
from tramite.decisions.allocation.risk import Risk, RiskMeasure
from tramite.decisions.alternatives import AnyLever, changed_twice
from tramite.kernel.case import Identifier, Name, Strict
from tramite.kernel.method import Method

NotNegative = Annotated[float, Field(ge=0)]
ONCE, YEARLY = "once", "yearly"


class Blocked(Strict):
    """Why an option cannot be chosen: by what it is blocked, as item VO01 asks, and the reason in words."""

    by: Literal["law", "market", "customers", "partners", "organisation"]
    reason: Name


class Option(Strict):
    """One state that a choice can be in, beside that of today.

    Attributes:
        once, yearly: what it takes of the two budgets, in currency; its effect is that of its levers alone.
        uses: what it takes of each capacity, by id, in the unit of that capacity.
        excludes: options of other choices that cannot be done with it, as ``choice.option``.
    """

    id: Identifier
    name: Name
    once: NotNegative = 0.0
    yearly: NotNegative = 0.0
    uses: dict[str, NotNegative] = Field(default_factory=dict)
    excludes: tuple[str, ...] = ()
    blocked: Blocked | None = None
    levers: Annotated[tuple[AnyLever, ...], Field(min_length=1)]


class Choice(Strict):
    """One thing that can be in one of several states: a channel, a commission, an investment, a PX action."""

    id: Identifier
    name: Name
    options: Annotated[tuple[Option, ...], Field(min_length=1)]


class Budget(Strict):
    """What may be spent on all options together, in currency; ``None`` is no limit."""

    once: NotNegative | None = None
    yearly: NotNegative | None = None


class Capacity(Strict):
    """Something that there is only so much of: orders that a channel can handle, days of the sales force."""

    id: Identifier
    name: Name
    limit: NotNegative


class RiskLimit(Strict):
    """What is meant by risk, and the most that is accepted, in currency below what today is expected to give."""

    measure: RiskMeasure = "expected-shortfall"
    tail: Annotated[float, Field(gt=0, le=0.5)] | None = None
    limit: float | None = None


class AllocationPlan(Strict):
    """Choices to be made together, under budgets, capacities and a limit of risk."""

    choices: Annotated[tuple[Choice, ...], Field(min_length=1)]
    budget: Budget = Budget()
    capacities: tuple[Capacity, ...] = ()
    risk: RiskLimit = RiskLimit()

    def options(self) -> tuple[tuple[Choice, Option], ...]:
        """Return all options with their choices, in the order of the items of the problem."""
        return tuple((choice, option) for choice in self.choices for option in choice.options)

    def chosen(self, mix: Mix) -> tuple[tuple[Choice, Option], ...]:
        """Return what a mix changes."""
        return tuple(
            (choice, choice.options[place - 1]) for choice, place in zip(self.choices, mix, strict=True) if place
        )

    def risk_of(self, method: Method) -> Risk:
        """Return the risk that is meant; its tail is the setting ``allocation_tail`` unless given."""
        return Risk(self.risk.measure, self.risk.tail or method.allocation_tail, self.risk.limit)


def expanded(content: Mapping[str, object]) -> dict[str, object]:
    """Write out the levers of options that are told in short.

    A choice may hold one ``lever``; an option of it without ``levers`` has that one, with the fields of its
    ``set`` put over it. What has another shape is left as it is, for the model to refuse.
    """
    choices = content.get("choices")
    if not isinstance(choices, list):
        return dict(content)
    return {**content, "choices": [_expanded_choice(choice) for choice in choices]}


def _expanded_choice(choice: object) -> object:
    if not isinstance(choice, dict) or not isinstance(choice.get("lever"), dict):
        return choice
    lever, options = choice["lever"], choice.get("options")
    rest = {name: value for name, value in choice.items() if name != "lever"}
    if isinstance(options, list):
        rest["options"] = [_expanded_option(option, lever) for option in options]
    return rest


def _expanded_option(option: object, lever: dict[str, object]) -> object:
    if not isinstance(option, dict) or "levers" in option or not isinstance(option.get("set", {}), dict):
        return option
    rest = {name: value for name, value in option.items() if name != "set"}
    return {**rest, "levers": [{**lever, **option.get("set", {})}]}


def problem_of(plan: AllocationPlan, unavailable: frozenset[int] = frozenset()) -> Problem:
    """Return the numbers of a plan.

    Args:
        unavailable: items that cannot be chosen for another reason than the plan gives.
    """
    options = [option for _, option in plan.options()]
    resources = [
        Resource(code, tuple(getattr(option, code) for option in options), limit)
        for code, limit in ((ONCE, plan.budget.once), (YEARLY, plan.budget.yearly))
        if limit is not None
    ]
    resources += [
        Resource(one.id, tuple(option.uses.get(one.id, 0.0) for option in options), one.limit)
        for one in plan.capacities
    ]
    blocked = {item for item, option in enumerate(options) if option.blocked is not None}
    return Problem(
        tuple(len(choice.options) for choice in plan.choices), tuple(resources), frozenset(blocked | unavailable),
        frozenset(_exclusions(plan)),
    )  # fmt: skip


def _exclusions(plan: AllocationPlan) -> Iterator[tuple[int, int]]:
    """Walk through pairs that exclude each other.

    By the plan, where one closes what the other changes, and where both change the same price or pay.
    """
    options = plan.options()
    for one, (choice, option) in enumerate(options):
        for other, (another, its) in enumerate(options[one + 1 :], one + 1):
            named = f"{another.id}.{its.id}" in option.excludes or f"{choice.id}.{option.id}" in its.excludes
            twice = changed_twice((*option.levers, *its.levers))
            if choice.id != another.id and (named or twice or _closes(option, its) or _closes(its, option)):
                yield one, other


def _closes(one: Option, other: Option) -> bool:
    """Tell whether one closes a whole channel in which the other changes something."""
    closed = {
        lever.channel
        for lever in one.levers
        if lever.kind == "close-channel" and not lever.segments and not lever.product_lines
    }
    return any(closed & set(lever.channels().values()) for lever in other.levers)
