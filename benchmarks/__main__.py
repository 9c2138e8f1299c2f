"""Run all benchmarks, or those named: ``python -m benchmarks [statement] [simulation]``."""

from __future__ import annotations

import sys

from benchmarks import simulation, statement

ALL = {"statement": statement.run, "simulation": simulation.run}


def main() -> None:
    """Run what is asked for; each prints its own table of ratios."""
    for name in sys.argv[1:] or ALL:
        ALL[name]()


main()
