"""What to ask next in a case: more interviews against their cost, and who they would be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from tramite.decisions.comparison import Comparison
from tramite.decisions.information.informing import informed_beliefs
from tramite.decisions.information.next_wave import NextWave, next_wave
from tramite.decisions.information.respondents_left import groups_left, weights_heard
from tramite.decisions.information.wave_plan import Plan
from tramite.kernel.case import CaseDefinition
from tramite.kernel.chance import Chance
from tramite.store.sampling import read_draw, save_list
from tramite.voices.sampling.design import SampleRequest, design_sample
from tramite.workflows.case import Case, open_case
from tramite.workflows.comparison import simulated
from tramite.workflows.sample import current_frame
from tramite.workflows.sample_record import drawn_again, table_of
from tramite.workflows.showings import note_results_shown

STAGES = ("read", "beliefs", "simulate", "ask")
LIST = "sampling/next_wave.csv"


@dataclass(frozen=True, slots=True)
class Asked:
    """What to ask next, and the list of whom, where there is a plan and it was wanted."""

    definition: CaseDefinition
    found: NextWave | None
    file: Path | None


def ask_next(
    path: str | Path,
    *,
    budget: float | None = None,
    save: bool = False,
    progress: Callable[[str], None] = lambda stage: None,
    when: datetime | None = None,
) -> Asked:
    """Say what to ask next in a case, before choosing among its alternatives.

    Args:
        budget: of the wave, in the currency of the case; ``budget_share`` of the channels' contribution unless
            given, where that is known and above zero.
        save: whether to write the list of whom to ask to ``sampling/next_wave.csv``, in the order of the draw.
        progress: called with each of :data:`STAGES` as it begins. when: it is shown; now, unless given.

    Raises:
        CaseNotFound, InputRefused: as :func:`open_case`.
    """
    progress("read")
    case = open_case(path)
    progress("beliefs")
    case.beliefs.all()
    progress("simulate")
    comparison = simulated(case) if case.alternatives else None
    progress("ask")
    found = None if comparison is None else case_next_wave(case, comparison, budget=budget)
    note_results_shown(case.folder.path, case.study, verb="ask", when=when)
    file = None
    if save and found is not None and found.plan is not None:
        file = save_list(case.folder.path / LIST, whom(found.plan))
    return Asked(case.definition, found, file)


def case_next_wave(case: Case, comparison: Comparison, *, budget: float | None = None) -> NextWave | None:
    """Value more interviews of each group of the frame of a case; ``None`` if no alternative was simulated.

    The frame is that of the drawn sample, or else the one that would be drawn from now. Strata are those of the
    draw, so that the plan's interviews are the next in their order.
    """
    interviews, sample = table_of(case, "interviews"), table_of(case, "sample")
    chance = Chance(comparison.seed, comparison.draws)
    everyone = _everyone(case)
    return next_wave(
        comparison,
        list(informed_beliefs(case.beliefs.all(), definition=case.definition, chance=chance)),
        list(groups_left(everyone, interviews, sample, definition=case.definition)),
        weights_heard(everyone, interviews),
        budget=_usual_budget(case) if budget is None else budget, chance=chance, method=case.method,
    )  # fmt: skip


def whom(plan: Plan) -> pl.DataFrame:
    """List whom to ask, in the random order of each stratum: never a few good ones (METHOD §4.2)."""
    rows = [
        (part.group.side, part.group.channel_id, part.group.stratum, place, unit)
        for part in plan.parts
        for place, unit in enumerate(part.group.units[: part.n], 1)
    ]
    columns = ["side", "channel_id", "stratum", "place", "unit_id"]
    return pl.DataFrame(rows, schema=columns, orient="row")


def _everyone(case: Case) -> pl.DataFrame:
    """Return the whole frame in the order of the draw, with areas."""
    if read_draw(case.folder.path) is not None and case.table("sample") is not None:
        _, frame, design, _ = drawn_again(case)
    else:
        frame = current_frame(case).frame
        design = design_sample(frame, request=SampleRequest(case.definition.seed, case.method, {}, {}))
    return design.ordered.join(frame.select("unit_id", "area"), on="unit_id", how="left", maintain_order="left")


def _usual_budget(case: Case) -> float | None:
    """Return ``budget_share`` of a year's contribution of the selling channels (METHOD §4.3); ``None``: n.d."""
    statement = case.income_statement()
    amounts = [statement.amount(channel.id, "cm1") for channel in case.definition.selling_channels]
    known = [amount for amount in amounts if amount is not None]
    total = sum(known)
    return case.method.budget_share * total if len(known) == len(amounts) and total > 0 else None
