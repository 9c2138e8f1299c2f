"""Studies built by hand for the tests of beliefs about partners: clearly invented."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import polars as pl

from tests.beliefs.px_voices import BANK, METHOD, Voices
from tramite.beliefs.px.index import PxResult, px_index
from tramite.kernel.method import Method
from tramite.voices.estimation.study import Study

CUSTOMER_ITEMS = {"CN04": 10.0, "CR03": 10.0, "CK03": 10.0, "CK07": 10.0, "CR04": 25.0, "CR05": 25.0}


class StudyVoices(Voices):
    """Voices that are asked more than the index."""

    def partner(
        self, channel: str, scores: Iterable[float], answers: Mapping[str, float], *, role: str = "reseller",
        revenue: float | None = 100.0,
    ) -> str:  # fmt: skip
        """Hear a partner: pillars 0–100, and answers to other items on their own scale; return its unit."""
        unit = self.firm(channel, revenue, role=role)
        self.answer(self.interview(unit, scores, role=role), answers)
        return unit

    def customer(self, channel: str, score: float) -> str:
        """Hear a customer who gives the same score, a multiple of 25, to all that CX is made of."""
        unit = self.firm(channel, None, role="customer")
        interview = f"i{len(self.interviews)}"
        self.interviews.append((interview, unit, "customer", True, "done"))
        steps = {item: score / step + (step == 25.0) for item, step in CUSTOMER_ITEMS.items()}
        self.answer(interview, steps)
        return unit

    def answer(self, interview: str, answers: Mapping[str, float]) -> None:
        self.responses += [(interview, item, None, number, None, None) for item, number in answers.items()]

    def study(self, method: Method = METHOD) -> Study:
        responses, interviews, frame = self.tables()
        frame = frame.with_columns(pl.lit(None, pl.Decimal(18, 4)).alias("potential"))
        interviews = interviews.with_columns(channel_id=pl.lit(None, pl.String), date=pl.lit(date(2024, 11, 4)))
        return Study(responses, interviews, frame, bank=BANK, method=method, simulated=True)


def index_of(study: Study) -> PxResult:
    return px_index(study.responses, study.interviews, study.frame, bank=study.bank, method=study.method)
