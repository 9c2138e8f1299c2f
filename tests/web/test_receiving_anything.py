"""Whatever is sent is answered in words, and what is kept can be taken in.

``TRAMITE_MUTATIONS``: how many. ``TRAMITE_SEED``: others than usual.
"""

from __future__ import annotations

import os
import random
import time
from pathlib import Path
from uuid import uuid4

from django.test import Client

from tests.web.field_study import filled, new_field_study
from tramite.web.actions.device_keys import make_key
from tramite.web.actions.taking_in import take_in
from tramite.web.models import Submission, User

MUTATIONS = int(os.environ.get("TRAMITE_MUTATIONS", "2000"))
LONGEST = 10.0  # seconds for one answer, on a machine that does other things too
BOUNDARY = b"mutant"
VALUES = (
    b"", b" ", b"1e999", b"NaN", b"-0", b"9" * 400, b"0x10", b"1_000", "٣".encode(), b"missing-dk missing-ref",
    b"missing-", b"../../etc/passwd", b"=cmd()", b"&#0;", b"&#x1F600;", b"&amp;lt;", b"<b/>", b"]]>", b"x" * 5000,
    b"\xe2\x80\xaeabc", b"2026-13-45", b"9999-12-31", b"0000-00-00", b"yes no", b"\xff", b"uuid:", b"'\"--;",
)  # fmt: skip


def _mutated(body: bytes, chance: random.Random) -> bytes:
    """Change a filled form in one to four places: its values, its tags, its bytes."""
    for _ in range(chance.randint(1, 4)):
        places = [place for place in range(len(body) - 1) if body[place : place + 1] == b">"]
        at = chance.choice(places) + 1 if places else 0
        end = body.find(b"<", at) if b"<" in body[at:] else at
        way = chance.randrange(6)
        if way < 3:
            body = body[:at] + chance.choice(VALUES) + body[end:]
        elif way == 3:
            start, length = chance.randrange(len(body) + 1), chance.randrange(200)
            body = body[:start] + body[start + length :]
        elif way == 4:
            start, length = chance.randrange(len(body) + 1), chance.randrange(200)
            body = body[:start] + body[start : start + length] * chance.randint(2, 5) + body[start + length :]
        else:
            start = chance.randrange(len(body) + 1)
            body = body[:start] + bytes(chance.randrange(256) for _ in range(chance.randint(1, 3))) + body[start:]
    return body


def _post(body: bytes, chance: random.Random) -> bytes:
    parts = [b'name="xml_submission_file"; filename="f.xml"\r\n\r\n' + body]
    if chance.random() < 0.3:
        name = chance.choice(VALUES).replace(b'"', b"")
        parts.append(b'name="a"; filename="' + name + b'"\r\n\r\n' + chance.choice(VALUES))
    chance.shuffle(parts)
    content = b"".join(
        b"--" + BOUNDARY + b"\r\nContent-Disposition: form-data; " + part + b"\r\n" for part in parts
    )
    content += b"--" + BOUNDARY + b"--\r\n"
    return _mutated(content, chance) if chance.random() < 0.1 else content


def test_whatever_is_sent_is_answered_in_words_and_what_is_kept_can_be_taken_in(
    owner: User, tmp_path: Path
) -> None:
    study = new_field_study(tmp_path / "field", by=owner)
    address = f"/key/{make_key(study, owner, 'tablet', by=owner)[1]}/submission"
    chance = random.Random(int(os.environ.get("TRAMITE_SEED", "20261126")))  # noqa: S311 - of a test
    seeds = [filled(seed) for seed in range(5)]
    client, statuses, slowest = Client(), set[int](), 0.0
    for _ in range(MUTATIONS):
        instance, body = chance.choice(seeds)
        body = _mutated(body.replace(instance.encode(), str(uuid4()).encode()), chance)
        began = time.monotonic()
        answer = client.generic(
            "POST", address, _post(body, chance), f"multipart/form-data; boundary={BOUNDARY.decode()}"
        )
        slowest = max(slowest, time.monotonic() - began)
        statuses.add(answer.status_code)
        assert b"OpenRosaResponse" in answer.content
    assert statuses <= {201, 400, 409, 413}
    assert {201, 400} <= statuses
    assert slowest < LONGEST
    take_in.call(study.pk)
    study.refresh_from_db()
    assert study.taking_in_trouble == ""
    states = set(Submission.objects.values_list("state", flat=True))
    assert states <= {"taken", "refused"}
    broken = [form.instance_id for form in Submission.objects.filter(state="refused")
              if any(fault["kind"] == "submission_program" for fault in form.faults)]  # fmt: skip
    assert broken == []
