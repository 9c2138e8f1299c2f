"""Put work on a study on the list of what is done in the background."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.utils import timezone

BUSY: Final = timedelta(seconds=30)  # after which work that found its study busy is tried again
LONG: Final = "long"  # queue of what takes minutes: its worker is another, so that interviews come in meanwhile


def put_on_list(work: Any, *told: int, after: timedelta = timedelta()) -> None:
    """Have a task done to a study, now or after a while.

    Args:
        work: a task. told: the keys that it takes, of a study first.
    """
    later = work.get_backend().supports_defer and after
    (work.using(run_after=timezone.now() + after) if later else work).enqueue(*told)
