from __future__ import annotations

from tests.voices.sampling.sampling_frames import rows_of
from tramite.voices.sampling.quota import Quota, quotas


def drawn(unit_id: str, outcome: str, **more: object) -> dict[str, object]:
    place = {"role": "reseller", "stratum": "small", "channel_id": "shops"}
    return {"unit_id": unit_id, "order": 1, "outcome": outcome, **place, **more}


def test_who_replaces_another_fills_that_place() -> None:
    sample = rows_of(
        "sample", drawn("P1", "done"), drawn("P2", "refused"), drawn("P3", "pending", replaces="P2"),
        drawn("P4", "not_reached"), drawn("C1", "done", role="customer", stratum=None),
    )  # fmt: skip
    assert quotas(sample) == (
        Quota("customer", "", "shops", planned=1, done=1, pending=0),
        Quota("reseller", "small", "shops", planned=3, done=1, pending=2),
    )
