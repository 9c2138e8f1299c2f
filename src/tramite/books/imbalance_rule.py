"""What a rule of imbalance says of a channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tramite.books.kpi_ground import Ground
from tramite.kernel.figures import Unit, figure
from tramite.kernel.provenance import Source
from tramite.kernel.wording import Language, Phrase, phrase, say

Rule = Literal[
    "B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B9", "B10", "B11", "B12", "B13", "B14", "B15", "B16", "B17",
    "B18",
]  # fmt: skip
Status = Literal["fires", "clear", "not_evaluable"]
Certainty = Literal["counted", "sure", "likely", "open"]
StakeKind = Literal["sales", "margin", "cash"]
# What the amount at stake of a rule is: net sales, yearly margin, or cash tied up once.
STAKES: Mapping[Rule, StakeKind] = {
    "B1": "sales", "B2": "cash", "B3": "margin", "B4": "margin", "B5": "margin", "B6": "cash", "B7": "margin",
    "B8": "margin", "B9": "sales", "B10": "sales", "B11": "sales", "B12": "sales", "B13": "sales", "B14": "margin",
    "B15": "sales", "B16": "sales", "B17": "sales", "B18": "sales",
}  # fmt: skip
_ORDER = {"fires": 0, "clear": 1, "not_evaluable": 2}


@dataclass(frozen=True, slots=True)
class Measure:
    """One number that a rule looks at, and the limit it is held against; named by ``rules.measure_<code>``.

    ``lower`` and ``upper`` are the ends of its interval, where it was heard or estimated.
    """

    code: str
    value: float
    unit: Unit
    limit: float | None = None
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True, slots=True)
class RuleResult:
    """What a rule says of a channel.

    Attributes:
        status: data that is missing makes a rule ``not_evaluable``, never ``clear``.
        at_stake: euro in the period, as ``rules.<rule>_stake`` defines them; ``None`` unless the rule fires, or
            where they are n.d. Euro of different rules may be the same euro: they do not add.
        severity: the euro at stake as a share of the channel's net sales.
        missing: what would make the rule evaluable.
        left_out: lines of the statement that the measures lack because they are recorded nowhere.
        partner_id: the partner that the rule is about, if it is one.
        certainty: of the outcome: ``counted`` in the books; else how far the interval is from the limit: ``sure``
            where it leaves it out, ``likely``, or ``open``, which may be noise.
    """

    rule: Rule
    channel_id: str
    status: Status
    measures: tuple[Measure, ...] = ()
    at_stake: float | None = None
    severity: float | None = None
    missing: tuple[Phrase, ...] = ()
    left_out: tuple[str, ...] = ()
    partner_id: str | None = None
    evidence: tuple[Source, ...] = ()
    currency: str = "EUR"
    certainty: Certainty = "counted"

    def say(self, language: Language = "en") -> str:
        """Write rule, channel, status, and the euro at stake or what is missing."""
        text = f"{self.rule} {say(f'rules.{self.rule}', language)} – {self.channel_id}: "
        text += say(f"rules.{self.status}", language)
        if self.status == "fires":
            return f"{text} ({figure(self.at_stake, 'money', language, self.currency)})"
        return text + "".join(f"; {missing.say(language)}" for missing in self.missing)

    def __str__(self) -> str:
        return self.say()


def judged(
    ground: Ground,
    rule: Rule,
    channel: str,
    *,
    fires: bool,
    measures: tuple[Measure, ...],
    at_stake: float | None,
    tables: tuple[str, ...],
    settings: tuple[str, ...] = (),
    left_out: tuple[str, ...] = (),
    partner_id: str | None = None,
    detail: Phrase | None = None,
) -> RuleResult:
    """Make the result of a rule whose data is there.

    Args:
        fires: whether the rule fires. at_stake: euro, kept only if it does. tables, settings: its evidence.
    """
    stake = at_stake if fires else None
    net = ground.now.amount(channel, "net_sales")
    return RuleResult(
        rule, channel, "fires" if fires else "clear", measures, stake,
        stake / net if stake is not None and net else None, (), left_out, partner_id,
        evidence_of(ground, channel, tables, settings, detail), ground.definition.currency,
    )  # fmt: skip


def not_evaluable(
    ground: Ground, rule: Rule, channel: str, *missing: Phrase, measures: tuple[Measure, ...] = (),
    tables: tuple[str, ...] = (),
) -> RuleResult:  # fmt: skip
    """Make the result of a rule that lacks data, with what it lacks and what is known already."""
    return RuleResult(
        rule, channel, "not_evaluable", measures, missing=missing,
        evidence=evidence_of(ground, channel, tables, (), None), currency=ground.definition.currency,
    )  # fmt: skip


def evidence_of(
    ground: Ground, channel: str, tables: tuple[str, ...], settings: tuple[str, ...], detail: Phrase | None
) -> tuple[Source, ...]:
    """Return the tables and the settings that a rule rests on."""
    rows = detail or phrase("rules.rows", channel=channel, period=ground.period)
    simulated = ground.definition.simulated.books
    return (
        *(Source("table", name, rows, simulated=simulated) for name in tables),
        *(Source("setting", name, "METHOD §3.9") for name in settings),
    )


def lacking_line(line: str) -> Phrase:
    """Say that a line of the statement is n.d."""
    return phrase("rules.missing_line", line=phrase(f"lines.{line}"))


def lacking_tables(*names: str) -> Phrase:
    """Say that tables are missing or do not cover the period."""
    return phrase("rules.missing_tables", tables=", ".join(names))


def by_amount(result: RuleResult) -> tuple[int, float, int, str]:
    """Return the place of a result: those that fire first, by amount at stake; then the clear, then the others."""
    stake = -1.0 if result.at_stake is None else result.at_stake
    return _ORDER[result.status], -stake, int(result.rule[1:]), result.channel_id
