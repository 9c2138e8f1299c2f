from __future__ import annotations

import polars as pl

from tramite.voices.estimation.field import usable_interviews


def test_usable_interviews_needs_role_state_and_consent() -> None:
    interviews = pl.DataFrame(
        [
            ("yes", "agent", "done", True), ("also", "agent", "approved", True),
            ("no-consent", "agent", "done", False),
            ("issues", "agent", "has_issues", True), ("refused", "agent", "refused", True),
            ("other", "customer", "done", True), ("unknown", "agent", "done", None),
        ],
        schema={"interview_id": pl.String, "role": pl.String, "status": pl.String, "consent": pl.Boolean},
        orient="row",
    )  # fmt: skip
    assert usable_interviews(interviews, roles=("agent",))["interview_id"].to_list() == ["yes", "also"]
