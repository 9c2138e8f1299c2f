"""The home of a server with a study in the field: made, and counted, by a process of its own.

``python -m tests.fieldwork.field_home prepare 50`` and ``… counted 600``; ``TRAMITE_HOME`` and
``TRAMITE_DATABASE`` say where, as for the server itself. What is asked for is printed as JSON.
"""

from __future__ import annotations

import base64
import json
import os
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import django

FILLED = 20


def prepare(keys: int) -> dict[str, object]:
    """Make the study, an interviewer and keys of their devices; give the keys and some filled forms."""
    from tests.web.field_study import filled, new_field_study  # noqa: PLC0415 - Django must be set up first
    from tramite.web.actions.device_keys import make_key  # noqa: PLC0415
    from tramite.web.actions.people import set_roles  # noqa: PLC0415
    from tramite.web.models import Role, User  # noqa: PLC0415
    from tramite.web.serving import prepare as prepare_server  # noqa: PLC0415

    prepare_server()
    owner = User.objects.get()
    with TemporaryDirectory() as folder:
        study = new_field_study(Path(folder) / "case", by=owner)
    user = User.objects.create_user("anna@example.org", name="Anna")
    set_roles(study, user, [Role.INTERVIEWER], by=owner)
    forms = [filled(seed, consent="no" if seed else "yes") for seed in range(FILLED)]
    return {
        "keys": [make_key(study, user, f"tablet {number}", by=user)[1] for number in range(keys)],
        "filled": [[instance, base64.b64encode(body).decode()] for instance, body in forms],
    }


def counted(patience: float) -> dict[str, object]:
    """Wait until no form waits any longer; give all that is kept, and what the interviews are."""
    from tramite.web.models import Interview, Submission  # noqa: PLC0415

    until = time.monotonic() + patience
    while Submission.objects.filter(state="waiting").exists() and time.monotonic() < until:
        time.sleep(1)
    kept = Submission.objects.order_by("pk").values_list("instance_id", "sha256", "state")
    files = Submission.objects.exclude(attachments=None).values_list("instance_id", "attachments__name")
    return {
        "kept": list(kept),
        "files": list(files),
        "interviews": list(Interview.objects.values_list("interview_id", flat=True)),
    }


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tramite.web.settings"
    django.setup()
    command, number = sys.argv[1:]
    json.dump(prepare(int(number)) if command == "prepare" else counted(float(number)), sys.stdout)
