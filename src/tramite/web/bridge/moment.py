"""Read a study as it stood at one moment, while others write (ADR 39)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def one_moment() -> Iterator[None]:
    """Have all that the block reads stand as it stood at one moment; the block writes nothing.

    Within a transaction, another moment too, the block reads as that transaction does.
    """
    if connection.in_atomic_block:
        yield
        return
    with _as_a_reader(), transaction.atomic():
        if connection.vendor == "postgresql":
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def _as_a_reader() -> Iterator[None]:
    """Let transactions of SQLite begin without the place of a writer, which the settings give to all."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()  # which takes the mode of the settings
    sqlite: Any = connection
    usual, sqlite.transaction_mode = sqlite.transaction_mode, "DEFERRED"
    try:
        yield
    finally:
        sqlite.transaction_mode = usual
