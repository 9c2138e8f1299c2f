from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tramite.kernel.errors import CaseNotFound, InputRefused, TramiteError
from tramite.store.outputs import new_case_folder
from tramite.workflows.case import open_case
from tramite.workflows.simulate_voices import simulate_voices

FRAME = ["unit_id", "role", "channel_id", "stratum", "revenue", "status"]


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """Begin a case from the template, with a frame of its first channel and a sample of it, not yet asked."""
    folder = new_case_folder(tmp_path / "case", tables=("interviews", "responses"))
    channel = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))["channels"][0]["id"]
    units = [(f"u-{n}", "reseller", channel, "all", float(n + 1), "active") for n in range(12)]
    pl.DataFrame(units, schema=FRAME, orient="row").write_csv(folder / "voices" / "frame.csv")
    order = [(f"u-{n}", n + 1, "pending") for n in range(12)]
    sample = pl.DataFrame(order, schema=["unit_id", "order", "outcome"], orient="row")
    sample.write_csv(folder / "voices" / "sample.csv")
    return folder


def test_simulated_voices_can_be_read_and_say_that_they_are(case: Path) -> None:
    before = (case / "case.toml").read_text(encoding="utf-8")
    saved = simulate_voices(case, seed=3)
    opened = open_case(case)
    assert opened.folder.faults == ()
    assert opened.definition.simulated.voices
    assert opened.definition.simulated.note is not None
    interviews = opened.table("interviews")
    assert interviews is not None
    assert interviews.height == saved.interviews["n"].sum() > 0
    after = (case / "case.toml").read_text(encoding="utf-8")
    assert after.startswith(before.rstrip())  # comments and all stay
    assert {path.name for path in (case / "simulated").iterdir()} == {
        "truth.toml", "true_values.csv", "flaws.csv", "interviewers.csv",
    }  # fmt: skip


def test_outcomes_of_the_sample_meet_the_interviews(case: Path) -> None:
    simulate_voices(case, seed=3)
    sample = pl.read_csv(case / "voices" / "sample.csv", separator=";")
    interviews = pl.read_csv(case / "voices" / "interviews.csv", separator=";")
    assert sorted(sample.filter(pl.col("outcome") == "done")["unit_id"]) == sorted(interviews["unit_id"])
    assert set(sample["outcome"]) <= {"done", "refused", "not_reached"}


def test_same_seed_gives_the_same_files_and_the_truth_can_be_given_back(case: Path) -> None:
    simulate_voices(case, seed=3)
    first = {path.name: path.read_bytes() for path in case.rglob("*.csv")}
    simulate_voices(case, seed=3)
    assert {path.name: path.read_bytes() for path in case.rglob("*.csv")} == first
    truth = (case / "simulated" / "truth.toml").read_text(encoding="utf-8")
    (case / "truth.toml").write_text(truth.replace("predictable = ", "predictable = 1"), encoding="utf-8")
    pillars = tomllib.loads(truth)["pillars"]
    simulate_voices(case, seed=4)
    again = tomllib.loads((case / "simulated" / "truth.toml").read_text(encoding="utf-8"))["pillars"]
    assert {name: pillar["easy"] for name, pillar in again.items()} == {n: p["easy"] for n, p in pillars.items()}


def test_interviews_can_be_limited(case: Path) -> None:
    saved = simulate_voices(case, seed=3, interviews=2)
    assert saved.interviews["n"].sum() == 2
    sample = pl.read_csv(case / "voices" / "sample.csv", separator=";")
    assert "pending" in set(sample["outcome"])


def test_real_interviews_are_never_overwritten(case: Path) -> None:
    simulate_voices(case, seed=3)
    settings = (case / "case.toml").read_text(encoding="utf-8").replace("voices = true", "voices = false")
    (case / "case.toml").write_text(settings, encoding="utf-8")
    before = (case / "voices" / "interviews.csv").read_bytes()
    with pytest.raises(TramiteError, match="real field work"):
        simulate_voices(case)
    assert (case / "voices" / "interviews.csv").read_bytes() == before


def test_real_interviews_among_simulated_ones_are_not_overwritten(case: Path) -> None:
    simulate_voices(case, seed=3)
    path = case / "voices" / "interviews.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("sim-1", "0a1b2c3d", 1), encoding="utf-8")
    with pytest.raises(TramiteError, match="real field work"):
        simulate_voices(case)


def test_interviews_that_were_refused_are_real_too(case: Path) -> None:
    row = {
        "interview_id": "x", "unit_id": "nobody", "role": "reseller", "channel_id": "nowhere", "mode": "video",
        "date": date(2026, 1, 5), "consent": True, "status": "done", "version": "1",
    }  # fmt: skip
    pl.DataFrame([row]).write_csv(case / "voices" / "interviews.csv")
    with pytest.raises(TramiteError, match="real field work"):
        simulate_voices(case)


def test_outcomes_of_real_calls_are_not_overwritten(case: Path) -> None:
    path = case / "voices" / "sample.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("pending", "refused", 1), encoding="utf-8")
    with pytest.raises(TramiteError, match="real field work"):
        simulate_voices(case)


def test_a_case_without_sample_is_told_to_draw_one(case: Path) -> None:
    (case / "voices" / "sample.csv").unlink()
    with pytest.raises(CaseNotFound, match="tramite sample"):
        simulate_voices(case)


def test_a_truth_with_mistakes_tells_them_all(case: Path) -> None:
    (case / "truth.toml").write_text("[flaws]\nstraigth = 0.1\n[latent]\nspread = 'wide'\n", encoding="utf-8")
    with pytest.raises(InputRefused) as told:
        simulate_voices(case)
    assert {fault.column for fault in told.value.faults} >= {"flaws.straigth", "latent.spread"}
    assert not (case / "simulated").exists()
