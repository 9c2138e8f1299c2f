"""Worth of knowing each of many parameters: ours against R's mgcv, the same draws; growth; worth of a study."""

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

from tramite.decisions.information.answers import ShareLearning
from tramite.decisions.information.informing import Informed, Voice
from tramite.decisions.information.perfect import WorthKnowing, worth_of_parameters
from tramite.decisions.information.respondents_left import Group, Weights
from tramite.decisions.information.studies import Studies
from tramite.kernel.chance import Chance, Draws
from tramite.kernel.method import Method

DRAWS, PARAMETERS, ALTERNATIVES = 10_000, 20, 3
GROWTH = (
    (2_500, 20),
    (5_000, 20),
    (10_000, 20),
    (20_000, 20),
    (40_000, 20),
    (10_000, 5),
    (10_000, 10),
    (10_000, 40),
)
TARGET = 10
RSCRIPT = """
suppressPackageStartupMessages(library(mgcv))
folder <- commandArgs(TRUE)[1]; draws <- as.integer(commandArgs(TRUE)[2]); many <- as.integer(commandArgs(TRUE)[3])
read <- function(name, columns) {
  bytes <- file(file.path(folder, name), "rb")
  found <- matrix(readBin(bytes, "double", draws * columns), nrow = draws); close(bytes); found
}
gains <- read("gains.bin", as.integer(commandArgs(TRUE)[4])); theta <- read("theta.bin", many)
worth <- function(fit) vapply(seq_len(many), function(j) {
  surface <- cbind(0, sapply(seq_len(ncol(gains)), function(a) fit(gains[, a], theta[, j])))
  mean(apply(surface, 1, max)) - max(colMeans(surface))
}, 0.0)
ways <- list(
  gam = function(y, x) fitted(gam(y ~ s(x, bs = "cr", k = 20), method = "REML")),
  bam = function(y, x) fitted(bam(y ~ s(x, bs = "cr", k = 20), discrete = TRUE))
)
for (name in names(ways)) {
  start <- sum(proc.time()[1:2]); found <- worth(ways[[name]]); seconds <- sum(proc.time()[1:2]) - start
  writeLines(c(sprintf("%.6f", seconds), sprintf("%.9f", found)), file.path(folder, name))
}
"""


@dataclass(frozen=True, slots=True)
class Peer:
    """What a function of mgcv found: the worth of each parameter, and its processor seconds."""

    worth: Draws
    seconds: float


def _decision(draws: int, parameters: int) -> tuple[Draws, Draws]:
    """Make values of three alternatives that hang on each parameter, some straight, some bent, and their draws."""
    rng = np.random.default_rng(1)
    theta = rng.standard_normal((draws, parameters))
    weights = rng.uniform(20, 100, (2, parameters)) / np.sqrt(parameters / 5)
    bent = theta + 0.4 * (theta**2 - 1) * (np.arange(parameters) % 2)
    values = np.column_stack([np.zeros(draws), bent @ weights[0] - 20, (theta * weights[1]).sum(axis=1) - 40])
    return values, theta


def _each(values: Draws, theta: Draws) -> list[WorthKnowing]:
    return [worth_of_parameters(values, theta[:, [j]]) for j in range(theta.shape[1])]


def _processor(way: Callable[[], object], rounds: int = 3) -> float:
    """Return the median processor seconds of some runs after one, all threads counted: R is timed the same way."""
    seconds = []
    for _ in range(rounds + 1):
        start = time.process_time()
        way()
        seconds.append(time.process_time() - start)
    return median(seconds[1:])


def _in_r(values: Draws, theta: Draws) -> dict[str, Peer] | None:
    """Hand the same draws to R; ``None`` where R or mgcv is not there."""
    if shutil.which("Rscript") is None:
        return None
    if subprocess.run(["Rscript", "-e", "library(mgcv)"], capture_output=True, check=False).returncode:
        return None
    best = int(np.argmax(values.mean(axis=0)))
    gains = np.delete(values, best, axis=1) - values[:, [best]]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "run.R").write_text(RSCRIPT, encoding="utf-8")
        gains.T.tofile(folder / "gains.bin")
        theta.T.tofile(folder / "theta.bin")
        sizes = (*map(str, theta.shape), str(gains.shape[1]))
        subprocess.run(["Rscript", str(folder / "run.R"), str(folder), *sizes], check=True, capture_output=True)
        found = {way: (folder / way).read_text(encoding="utf-8").split() for way in ("gam", "bam")}
    return {way: Peer(np.array(lines[1:], dtype=np.float64), float(lines[0])) for way, lines in found.items()}


def run() -> None:
    """Print seconds of both, ratios, and how far the numbers differ; then how ours grow."""
    values, theta = _decision(DRAWS, PARAMETERS)
    print(f"\nworth of knowing each of {PARAMETERS} parameters, {ALTERNATIVES} alternatives, {DRAWS:,} draws")
    print("(processor seconds; differences in standard errors of ours)")
    ours, seconds = _each(values, theta), _processor(lambda: _each(values, theta))
    peers = _in_r(values, theta)
    if peers is None:
        print(f"ours {seconds:.3f} s; no Rscript with mgcv here: no comparison")
    else:
        _compare(ours, seconds, peers)
    print(f"\n{'draws':>8} {'parameters':>10} {'ours s':>8} {'µs a draw and parameter':>24}")
    for draws, parameters in GROWTH:
        grown = _decision(draws, parameters)
        took = _processor(lambda grown=grown: _each(*grown))  # type: ignore[misc]
        print(f"{draws:>8,} {parameters:>10} {took:>8.3f} {1e6 * took / draws / parameters:>24.2f}")
    _study()


def _compare(ours: list[WorthKnowing], seconds: float, peers: dict[str, Peer]) -> None:
    worth, errors = np.array([w.value for w in ours]), np.array([w.standard_error for w in ours])
    print(f"{'way':>10} {'s':>8} {'ratio':>7} {'largest difference':>19} {'sum of worths':>14}")
    print(f"{'ours':>10} {seconds:>8.3f} {1:>6}x {'':>19} {worth.sum():>14.3f}")
    for way, peer in peers.items():
        apart = float((np.abs(worth - peer.worth) / errors).max())
        ratio = peer.seconds / seconds
        print(f"{'mgcv ' + way:>10} {peer.seconds:>8.3f} {ratio:>6.1f}x {apart:>19.2f} {peer.worth.sum():>14.3f}")
        if apart > 1:
            raise SystemExit("R and ours differ by more than a standard error")
    if peers["gam"].seconds / seconds < TARGET:
        print(f"below the target of {TARGET}x")


def _study() -> None:
    """Time one study of 20 interviews that inform one belief, its answers drawn already and not."""
    chance = Chance(1, DRAWS)
    alpha = np.full(7, 3.0)
    learning = ShareLearning("d", alpha, chance.stream("d").dirichlet(alpha, DRAWS))
    informed = Informed("diversion", learning, {("customer", "c"): (Voice(0, 1.0, 19, 19.0, 19.0),)})
    group = Group("customer", "c", "s", "customer", "", ("u",) * 60, 60, 100.0, 0, 1.0, 1.0, 1.0)
    values = np.column_stack([np.zeros(DRAWS), 1_000 * (learning.draws[:, 0] - 0.15)])

    def made() -> Studies:
        heard = {("customer", "c"): Weights(19, 19.0, 19.0, 1.0)}
        return Studies(values, [informed], groups=[group], heard=heard, method=Method(), chance=chance)  # type: ignore[arg-type]

    first, known = _processor(lambda: made().worth({group: 20})), made()
    again = _processor(lambda: known.worth({group: 20}), rounds=9)
    print(f"\nworth of 20 interviews on 7 shares, {DRAWS:,} draws: {first:.3f} s, each further size {again:.3f} s")
