"""Put work on a study on the list of what is done in the background."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone


def put_on_list(work: Any, study_id: int, *, after: timedelta = timedelta()) -> None:
    """Have a task done to a study, now or after a while.

    Args:
        work: a task that takes the key of a study.
    """
    later = work.get_backend().supports_defer and after
    (work.using(run_after=timezone.now() + after) if later else work).enqueue(study_id)
