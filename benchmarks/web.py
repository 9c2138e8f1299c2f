"""A study in the field with 100,000 interviews and 20,000 partners, through the real server: pages and forms.

Of each page: time, queries, and how many times longer it takes than at a tenth of the size (1: it does not grow).
Of filled forms: how many a second are kept, and how long after the last all are in the tables. The rows are
invented, and mean nothing. ``python -m benchmarks.web [interviews …]``; a fifth as many partners.
"""

from __future__ import annotations

import base64
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import requests

from benchmarks.web_rows import FIRST, INSTANCE, UNIT
from tests.web.postgresql_server import postgresql, programs

ROOT = Path(__file__).parents[1]
SIZES, TO_A_PARTNER = (10_000, 100_000), 5
ROUNDS, WARM, BUSIEST = 40, 3, 10
FORMS, CLIENTS, PATIENCE = 500, 50, 900
EMAIL, PASSWORD = "bench@example.org", "invented-and-long"
CODE = "invented"
STUDY = f"/s/{CODE}/"
# The ten that people in the field open most; then what grows with a study.
PAGES = {
    "desk": f"{STUDY}field/",
    "desk, after a change": f"{STUDY}field/part/",
    "who was drawn": f"{STUDY}field/units/?state=to_invite",
    "a person drawn": f"{STUDY}field/units/of/Q{{middle}}/",
    "to interview": f"{STUDY}talk/",
    "talk page": f"{STUDY}talk/{{draft}}/",
    "received forms": f"{STUDY}received/",
    "interviews": f"{STUDY}interviews/",
    "an interview": f"{STUDY}interviews/of/i-{{middle}}/",
    "formList of a device": "/key/{key}/formList",
    "overview": STUDY,
    "to interview, searched": f"{STUDY}talk/?q=Firm 19",
    "interviews, page 1000": f"{STUDY}interviews/?page=1000",
    "partners": f"{STUDY}partners/",
    "partners, searched": f"{STUDY}partners/?q=Firm 199",
    "customers": f"{STUDY}customers/",
    "contacts": f"{STUDY}contacts/",
    "log": f"{STUDY}log/",
    "privacy": f"{STUDY}privacy/",
    "API: 250 of a table": "/v1/projects/{study}/forms/reseller.svc/Submissions?$top=250&$count=true",
}


def address_of(page: str, told: Mapping[str, Any], partners: int) -> str:
    """Return the address of a page in the study that was filled (``told``: :mod:`benchmarks.web_rows`)."""
    return page.format(study=told["study"], draft=told["draft"], key=told["keys"][0], middle=partners // 2)


@dataclass(frozen=True, slots=True)
class Measured:
    """What one size of study took: milliseconds of pages (median, 95th percentile), queries, megabytes, forms."""

    filling: float
    pages: list[tuple[float, float]]
    queries: list[int]
    megabytes: float
    rate: float
    posts: tuple[float, float]
    taking_in: float


def run() -> None:
    """Print a table for SQLite, and one for PostgreSQL where it is installed."""
    sizes = [int(word) for word in sys.argv[1:]] or list(SIZES)
    place = programs()
    for name in ("SQLite", "PostgreSQL"):
        if name == "PostgreSQL" and place is None:
            print("PostgreSQL is not installed.")
            continue
        print(f"\n## {name}; load {os.getloadavg()[0]:.1f}")
        measured = []
        for size in sizes:
            with postgresql(place, safe=True) if name == "PostgreSQL" and place else nullcontext("") as database:
                measured.append(_measured(database, size, size // TO_A_PARTNER))
        _print(sizes, measured)


def _print(sizes: list[int], measured: list[Measured]) -> None:
    largest, smallest = measured[-1], measured[0]
    print(f"{sizes[-1]:,} invented interviews, {sizes[-1] // TO_A_PARTNER:,} partners; growth from {sizes[0]:,}")
    print(f"\n{'page':26}{'p50 ms':>9}{'p95 ms':>9}{'growth':>9}{'queries':>9}")
    rows = zip(PAGES, largest.pages, smallest.pages, largest.queries, strict=True)
    for place, (page, (median, high), (before, _), count) in enumerate(rows):
        print(f"{page:26}{median:9.0f}{high:9.0f}{median / before:9.1f}{count:9}" + "\n" * (place == BUSIEST - 1))
    print(f"\n{'interviews':>12}{'filled in s':>12}{'server MB':>12}{'forms/s':>12}{'post p50 ms':>12}"
          f"{'post p95 ms':>12}{'all in, s':>12}")  # fmt: skip
    for size, each in zip(sizes, measured, strict=True):
        print(f"{size:12,}{each.filling:12.0f}{each.megabytes:12.0f}{each.rate:12.0f}{each.posts[0]:12.0f}"
              f"{each.posts[1]:12.0f}{each.taking_in:12.0f}", flush=True)  # fmt: skip


def _measured(database: str, interviews: int, partners: int) -> Measured:
    with TemporaryDirectory(prefix="tramite-bench-") as home:
        environment = {**os.environ, "TRAMITE_HOME": home, "TRAMITE_DATABASE": database}
        words = [sys.executable, "-m", "benchmarks.web_rows", str(interviews), str(partners)]
        start = time.perf_counter()
        filled = subprocess.run(words, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE)
        filling = time.perf_counter() - start
        told = json.loads(filled.stdout)
        with _server(environment) as (address, process):
            session = _logged_in(address)
            pages = [_timed(session, address + address_of(page, told, partners)) for page in PAGES.values()]
            megabytes = _peak(process)
            rate, posts = _sent(address, told, partners)
            start = time.perf_counter()
            _wait_until_taken_in(session, address)
            taking_in = time.perf_counter() - start
    return Measured(filling, pages, told["queries"], megabytes, rate, posts, taking_in)


@contextmanager
def _server(environment: dict[str, str]) -> Iterator[tuple[str, int]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "tramite.web", "serve", "--port", str(port)]
    server = subprocess.Popen(words, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                requests.get(f"{address}/health", timeout=5)
                break
            except requests.RequestException:
                time.sleep(0.2)
        else:
            raise RuntimeError("the server did not start")
        yield address, server.pid
    finally:
        server.terminate()
        server.wait(30)


def _logged_in(address: str) -> requests.Session:
    session = requests.Session()
    login = f"{address}/account/login/"
    session.get(login, timeout=60)
    given = {"login": EMAIL, "password": PASSWORD, "csrfmiddlewaretoken": session.cookies["csrftoken"]}
    answer = session.post(login, given, headers={"Referer": login}, timeout=60)
    answer.raise_for_status()
    return session


def _timed(session: requests.Session, url: str) -> tuple[float, float]:
    """Return the median and the 95th percentile of a page, in milliseconds."""
    times = []
    for turn in range(ROUNDS + WARM):
        start = time.perf_counter()
        answer = session.get(url, timeout=120)
        if answer.status_code != 200 or "/account/" in answer.url:
            raise RuntimeError(f"{url}: {answer.status_code}")
        if turn >= WARM:
            times.append(1000 * (time.perf_counter() - start))
    return _percentiles(times)


def _percentiles(times: list[float]) -> tuple[float, float]:
    cuts = quantiles(times, n=20)
    return cuts[9], cuts[18]


def _peak(server: int) -> float:
    """Return the most memory that any process of the server has needed so far, in MB."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text(encoding="ascii").split()
    lines = [line for child in children for line in Path(f"/proc/{child}/status").read_text("ascii").splitlines()]
    return max(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def _sent(address: str, told: Mapping[str, Any], partners: int) -> tuple[float, tuple[float, float]]:
    """Send forms from many clients at once; return how many a second were kept, and milliseconds of a post."""
    form = base64.b64decode(told["form"])
    units = [FIRST + 7 * number % (partners - FIRST) for number in range(FORMS)]

    def send(client: int) -> list[float]:
        times, url = [], f"{address}/key/{told['keys'][client]}/submission"
        for unit in units[client::CLIENTS]:
            body = form.replace(INSTANCE.encode(), str(uuid4()).encode()).replace(UNIT.encode(), b"Q%d" % unit)
            start = time.perf_counter()
            answer = requests.post(url, files={"xml_submission_file": ("form.xml", body)}, timeout=120)
            if answer.status_code != 201:
                raise RuntimeError(f"{answer.status_code}: {answer.text}")
            times.append(1000 * (time.perf_counter() - start))
        return times

    start = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        times = [each for some in pool.map(send, range(CLIENTS)) for each in some]
    return FORMS / (time.perf_counter() - start), _percentiles(times)


def _wait_until_taken_in(session: requests.Session, address: str) -> None:
    """Wait until no form waits any more; all must have been taken in whole."""
    received = f"{address}{STUDY}received/?state="
    until = time.monotonic() + PATIENCE
    while "<tbody>" in session.get(f"{received}waiting", timeout=120).text:
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(1)
    if "<tbody>" in session.get(f"{received}refused", timeout=120).text:
        raise RuntimeError("forms were kept out")


if __name__ == "__main__":
    run()
