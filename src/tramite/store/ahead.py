"""Make the next thing while this one is in use: reading and checking a long file keep two processors busy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_T = TypeVar("_T")


def ahead(things: Iterable[_T]) -> Iterator[_T]:
    """Yield things in their order, each made in another thread while the one before it is in use.

    One thing waits at most; what goes wrong in making one is raised where it would have been yielded.
    """
    source = iter(things)
    with ThreadPoolExecutor(1) as maker:
        coming = maker.submit(next, source, None)
        while (thing := coming.result()) is not None:
            coming = maker.submit(next, source, None)
            yield thing
