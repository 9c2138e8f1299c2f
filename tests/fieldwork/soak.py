"""Send thousands of filled forms while the server is killed again and again: none is lost, none doubled.

``make soak``, or ``python -m tests.fieldwork.soak --forms 10000 --kills 20 [--postgresql]`` from the root of the
project. Answers are invented; in nineteen of twenty forms consent is refused: taking in takes minutes, not hours.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import http.client
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from tests.fieldwork.running_server import RunningServer
from tests.web.postgresql_server import postgresql, programs

CLIENTS = 50
_BOUNDARY = "soak"
_PATIENCE = 1800.0  # seconds in which all must be sent, and all taken in
_AUDIT = b"event,node,start,end\nquestion,/interview/section_scores/PX01,1000,9000\n"


@dataclass(slots=True)
class Sent:
    """What clients were told."""

    arrived: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    posts: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True, slots=True)
class Soaked:
    """What was counted: forms, posts, kills, seconds of sending and of taking in after the last; what is wrong."""

    forms: int
    posts: int
    kills: int
    sending: float
    taking_in: float
    wrong: tuple[str, ...]

    def __str__(self) -> str:
        counts = f"{self.forms} forms in {self.posts} posts, {self.kills} kills"
        rate = f"{self.forms / self.sending:.0f} a second"
        times = f"sent in {self.sending:.0f} s ({rate}), all taken in {self.taking_in:.0f} s later"
        return f"{counts}; {times}; {'; '.join(self.wrong) or 'none lost, none doubled'}"


def soak(home: Path, database: str = "", *, forms: int, kills: int) -> Soaked:
    """Send forms from many clients, kill the server as often as asked, and count what is there in the end."""
    server, sent = RunningServer(home, database), Sent()
    made = server.ask("prepare", CLIENTS)
    bodies = dict(_bodies([(instance, base64.b64decode(body)) for instance, body in made["filled"]], forms))
    codes = list(bodies)
    began = time.monotonic()
    with server, ThreadPoolExecutor(CLIENTS) as pool:
        clients = [
            pool.submit(_send, server.port, key, {code: bodies[code] for code in codes[place::CLIENTS]}, sent)
            for place, key in enumerate(made["keys"])
        ]
        for kill in range(1, kills + 1):
            due = forms * kill // (kills + 1)
            _wait(lambda due=due: len(sent.arrived) >= due)  # type: ignore[misc]
            server.kill()
            time.sleep(0.2)
            server.start()
        for client in clients:
            client.result()
        last = time.monotonic()
        there = server.ask("counted", _PATIENCE)
        done = time.monotonic()
    wrong = tuple(_wrong(bodies, sent, there))
    return Soaked(forms, sent.posts, kills, last - began, done - last, wrong)


def _bodies(filled: list[tuple[str, bytes]], count: int) -> Iterator[tuple[str, bytes]]:
    for number in range(count):
        instance, body = filled[number % len(filled)]
        new = str(uuid4())
        yield new, body.replace(instance.encode(), new.encode())


def _send(port: int, key: str, bodies: dict[str, bytes], sent: Sent) -> None:
    """Send each form until the server says that it has arrived; every fifth in two posts."""
    for place, (code, body) in enumerate(bodies.items()):
        parts = (True, False) if place % 5 == 0 else (False,)
        for incomplete in parts:
            _send_until_told(port, key, code, _multipart(body, incomplete=incomplete), sent)
        with sent.lock:
            sent.arrived.add(code)


def _send_until_told(port: int, key: str, code: str, content: bytes, sent: Sent) -> None:
    until, pause = time.monotonic() + _PATIENCE, 0.2
    while time.monotonic() < until:
        with sent.lock:
            sent.posts += 1
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            headers = {"Content-Type": f"multipart/form-data; boundary={_BOUNDARY}"}
            connection.request("POST", f"/key/{key}/submission", content, headers)
            answer = connection.getresponse()
            said = answer.read()
            if answer.status in (201, 202):
                return
            if answer.status < 500:
                with sent.lock:
                    sent.refused.append(f"{code}: {answer.status} {said.decode()}")
                return
        except (OSError, http.client.HTTPException):
            pass
        finally:
            connection.close()
        time.sleep(pause)
        pause = min(2 * pause, 3.0)
    raise TimeoutError(code)


def _multipart(body: bytes, *, incomplete: bool) -> bytes:
    parts = [(b'name="xml_submission_file"; filename="form.xml"', body)]
    if incomplete:
        parts.append((b'name="*isIncomplete*"', b"yes"))
    else:
        parts.append((b'name="audit.csv"; filename="audit.csv"', _AUDIT))
    mark = _BOUNDARY.encode()
    lines = [
        b"--%s\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n" % (mark, head, data) for head, data in parts
    ]
    return b"".join(lines) + b"--%s--\r\n" % mark


def _wrong(bodies: dict[str, bytes], sent: Sent, there: dict[str, list[list[str]]]) -> Iterator[str]:
    """Say what is not as it must be: each form once, byte for byte, with its log, and as one interview."""
    yield from sent.refused[:5]
    kept = [(code, digest) for code, digest, _ in there["kept"]]
    wanted = {(code, hashlib.sha256(body).hexdigest()) for code, body in bodies.items()}
    doubled = [code for code, count in Counter(code for code, _ in kept).items() if count > 1]
    if set(kept) != wanted:
        yield f"{len(wanted - set(kept))} lost, {len(set(kept) - wanted)} that nobody sent"
    if doubled:
        yield f"{len(doubled)} doubled"
    if Counter(code for code, _ in there["files"]) != Counter(dict.fromkeys(bodies, 1)):
        yield "logs lost or doubled"
    states = Counter(state for _, _, state in there["kept"])
    if states != {"taken": len(bodies)}:
        yield f"states {dict(states)}"
    if Counter(there["interviews"]) != Counter(dict.fromkeys(bodies, 1)):
        yield f"{len(there['interviews'])} interviews"


def _wait(met: Callable[[], bool]) -> None:
    until = time.monotonic() + _PATIENCE
    while not met():
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(0.02)


def main() -> int:
    """Soak on SQLite, or on PostgreSQL that keeps what is committed; return how much is wrong."""
    parser = argparse.ArgumentParser(prog="soak")
    parser.add_argument("--forms", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--postgresql", action="store_true")
    asked = parser.parse_args()
    found = programs()
    if asked.postgresql and found is None:
        sys.exit("PostgreSQL is not installed: run «make system» as root")
    place = postgresql(found, safe=True) if asked.postgresql and found else nullcontext("")
    with TemporaryDirectory(prefix="tramite-soak-") as folder, place as database:
        done = soak(Path(folder), database, forms=asked.forms, kills=asked.kills)
    print(f"{'PostgreSQL' if asked.postgresql else 'SQLite'}: {done}")
    return len(done.wrong)


if __name__ == "__main__":
    sys.exit(main())
