"""Fifty means by eight channels with 1,000 replicate weights: ours against R's survey, the same numbers."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np
import polars as pl

from benchmarks.children import peak_memory
from tramite.voices.estimation.bootstrap import ReplicateMeans, Replicates, replicate_means, replicate_weights
from tramite.voices.estimation.heard import hear
from tramite.voices.estimation.strata import strata_of

CHANNELS, ITEMS, DRAWS = 8, 50, 1_000
SIZES = (200, 400, 800)  # answers
NAMES = [f"y{k}" for k in range(ITEMS)]
RSCRIPT = """
suppressPackageStartupMessages(library(survey)); options(survey.lonely.psu = "fail")
folder <- commandArgs(TRUE)[1]; draws <- as.integer(commandArgs(TRUE)[2])
data <- read.csv(file.path(folder, "answers.csv"))
bytes <- file(file.path(folder, "weights.bin"), "rb")
weights <- matrix(readBin(bytes, "double", nrow(data) * draws), nrow = nrow(data)); close(bytes)
items <- grep("^y", names(data), value = TRUE)
formula <- reformulate(items)
seconds <- replicate(3, {
  start <- sum(proc.time()[1:2])
  design <- svrepdesign(data = data, weights = ~carried, repweights = weights, type = "other", scale = 1 / draws,
                        rscales = rep(1, draws), combined.weights = TRUE, mse = TRUE)
  found <<- svyby(formula, ~domain, design, svymean, keep.names = FALSE)
  sum(proc.time()[1:2]) - start
})
errors <- SE(found)
write.csv(data.frame(found$domain, found[, items], errors), file.path(folder, "found.csv"), row.names = FALSE)
peak <- sum(gc()[, 6])
writeLines(sprintf("%.6f %.1f", median(seconds), peak), file.path(folder, "cost.txt"))
"""


@dataclass(frozen=True, slots=True)
class Peer:
    """What R found: means and variances (domain, name), its processor seconds and peak memory in MB."""

    means: np.ndarray
    variances: np.ndarray
    seconds: float
    peak: float


def _sample(answers: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Make a population of eight channels in three strata each, ten times as many as answer."""
    rng = np.random.default_rng(1)
    units = pl.DataFrame({"unit_id": [f"u{i:06d}" for i in range(answers * 10)]})
    people = units.with_row_index("row").with_columns(
        pl.format("c{}", pl.col("row") % CHANNELS).alias("domain"),
        pl.format("s{}", pl.col("row") // CHANNELS % 3).alias("stratum"),
        pl.lit(1.0).alias("revenue"), pl.lit(1.0).alias("value"),
    )  # fmt: skip
    drawn = people.sort("domain", "stratum", "row")[np.arange(0, answers * 10, 10)]
    values = pl.DataFrame(np.round(rng.uniform(0, 10, (answers, ITEMS))), schema=NAMES)
    return people, pl.concat([drawn, values], how="horizontal")


def _replicates(people: pl.DataFrame, answers: pl.DataFrame) -> Replicates:
    heard = hear(answers, strata=strata_of(people), weighting="vote", enumerative=True)
    return replicate_weights(heard, draws=DRAWS, rng=np.random.default_rng(2), enumerative=True)


def _means(replicates: Replicates, answers: pl.DataFrame) -> tuple[ReplicateMeans, np.ndarray]:
    found = replicate_means(replicates, answers, names=NAMES)
    return found, found.variance


def _processor(way: Callable[[], object]) -> float:
    """Return the median processor seconds of five runs after one, all threads counted: R is timed the same way."""
    seconds = []
    for _ in range(6):
        start = time.process_time()
        way()
        seconds.append(time.process_time() - start)
    return median(seconds[1:])


def _in_r(replicates: Replicates) -> Peer | None:
    """Hand the same answers and replicate weights to R; ``None`` where R or its package is not there."""
    if shutil.which("Rscript") is None:
        return None
    if subprocess.run(["Rscript", "-e", "library(survey)"], capture_output=True, check=False).returncode:
        return None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "run.R").write_text(RSCRIPT, encoding="utf-8")
        replicates.heard.drawn.select("domain", "carried", *NAMES).write_csv(folder / "answers.csv")
        replicates.weights.T.tofile(folder / "weights.bin")
        subprocess.run(
            ["Rscript", str(folder / "run.R"), str(folder), str(DRAWS)], check=True, capture_output=True
        )
        found = pl.read_csv(folder / "found.csv").drop("found.domain").to_numpy()
        seconds, peak = (folder / "cost.txt").read_text(encoding="utf-8").split()
    return Peer(found[:, :ITEMS], found[:, ITEMS:] ** 2, float(seconds), float(peak))


def run() -> None:
    """Print seconds of both, their ratio, and how far their numbers differ, as answers grow."""
    print(f"\n{ITEMS} means by {CHANNELS} channels with {DRAWS:,} replicate weights: ours against R survey")
    print("(processor seconds; both are given the weights; «weights s» is what drawing them takes us)")
    print(
        f"{'answers':>8} {'weights s':>9} {'ours s':>8} {'R s':>8} {'ratio':>7} {'means differ':>13} "
        f"{'variances':>10} {'R MB':>6}"
    )
    for size in SIZES:
        _compare(size)
    print(f"peak memory of this process: {peak_memory():.0f} MB")


def _compare(size: int) -> None:
    people, answers = _sample(size)
    replicates = _replicates(people, answers)
    ours, variance = _means(replicates, answers)
    drawing = _processor(lambda: _replicates(people, answers))
    seconds = _processor(lambda: _means(replicates, answers))
    peer = _in_r(replicates)
    if peer is None:
        print(
            f"{size:>8,} {drawing:>9.3f} {seconds:>8.3f}   no Rscript with the package survey here: no comparison"
        )
        return
    apart = np.abs(ours.values - peer.means).max(), np.abs(variance / peer.variances - 1).max()
    print(
        f"{size:>8,} {drawing:>9.3f} {seconds:>8.3f} {peer.seconds:>8.3f} {peer.seconds / seconds:>6.0f}x "
        f"{apart[0]:>13.1e} {apart[1]:>10.1e} {peer.peak:>6.0f}"
    )
    if max(apart) > 1e-8:
        raise SystemExit("R and ours differ by more than 1e-8")
