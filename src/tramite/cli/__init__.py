"""The command line: arguments in, one workflow call, words and an exit code out."""

from tramite.cli.app import main

__all__ = ["main"]
