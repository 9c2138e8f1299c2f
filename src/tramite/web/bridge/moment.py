"""Read a study as it stood at one moment, while others write (ADR 39)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_moment() -> Iterator[None]:
    """Have all that the block reads stand as it stood at one moment; the block writes nothing.

    Within a transaction the block reads as that transaction does.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        # a transaction of Django takes the place of a writer, who would wait; this one only reads
        connection.cursor().execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            connection.cursor().execute("ROLLBACK")
    else:
        with transaction.atomic():
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
