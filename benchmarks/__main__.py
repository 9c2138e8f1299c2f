"""Run all benchmarks, or those named: ``python -m benchmarks [ingest] [statement] [linkage] [engines] …``."""

from __future__ import annotations

import sys

from benchmarks import engines, information, ingest, linkage, simulation, statement, voices

ALL = {
    "ingest": ingest.run,
    "statement": statement.run,
    "linkage": linkage.run,
    "engines": engines.run,
    "simulation": simulation.run,
    "voices": voices.run,
    "information": information.run,
}


def main() -> None:
    """Run what is asked for; each prints its own table of ratios."""
    for name in sys.argv[1:] or ALL:
        ALL[name]()


main()
