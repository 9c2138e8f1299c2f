"""Pages of the web with 100,000 interviews and 20,000 partners, through the real server: time and queries.

The rows are invented, by formula, and mean nothing. ``python -m benchmarks.web [interviews] [partners]``.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

import requests

from tests.web.postgresql_server import postgresql, programs

ROOT = Path(__file__).parents[1]
INTERVIEWS, PARTNERS = 100_000, 20_000
ROUNDS, WARM = 40, 3
EMAIL, PASSWORD = "bench@example.org", "invented-and-long"
CODE = "invented"
PAGES = {
    "overview": "",
    "partners": "partners/",
    "partners, last page": "partners/?page={last}",
    "partners, searched": "partners/?q=Firm 199",
    "customers": "customers/",
    "contacts": "contacts/",
    "interviews": "interviews/",
    "interviews, page 1000": "interviews/?page=1000",
    "an interview": "interviews/of/i-{middle}/",
    "log": "log/",
    "privacy": "privacy/",
    "API: 250 of a table": "/v1/projects/{study}/forms/reseller.svc/Submissions?$top=250&$count=true",
}


def run() -> None:
    """Print a table for SQLite, and one for PostgreSQL where it is installed."""
    numbers = [int(word) for word in sys.argv[1:]]
    interviews, partners = (*numbers, *(INTERVIEWS, PARTNERS)[len(numbers) :])
    print(f"\n## Pages with {interviews:,} invented interviews and {partners:,} invented partners")
    _one("SQLite", "", interviews, partners)
    place = programs()
    if place is None:
        print("PostgreSQL is not installed.")
        return
    with postgresql(place) as address:
        _one("PostgreSQL", address, interviews, partners)


def _one(name: str, database: str, interviews: int, partners: int) -> None:
    with TemporaryDirectory(prefix="tramite-bench-") as home:
        environment = {**os.environ, "TRAMITE_HOME": home, "TRAMITE_DATABASE": database}
        words = [sys.executable, "-m", "benchmarks.web_rows", str(interviews), str(partners)]
        counted = subprocess.run(
            words, cwd=ROOT, env=environment, check=True, capture_output=True, text=True
        ).stdout
        study, *queries = counted.split()
        places = {"last": -(-partners // 50), "middle": interviews // 2, "study": study}
        with _server(environment) as address:
            print(f"\n{name}; load {os.getloadavg()[0]:.1f}")
            print(f"{'page':26}{'p50 ms':>9}{'p95 ms':>9}{'queries':>9}")
            session = _logged_in(address)
            for (page, path), count in zip(PAGES.items(), queries, strict=True):
                url = address + (path if path.startswith("/") else f"/s/{CODE}/{path}").format(**places)
                median, high = _timed(session, url)
                print(f"{page:26}{median:9.0f}{high:9.0f}{count:>9}")


@contextmanager
def _server(environment: dict[str, str]) -> Iterator[str]:
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
            except requests.ConnectionError:
                time.sleep(0.2)
        yield address
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
    cuts = quantiles(times, n=20)
    return cuts[9], cuts[18]


if __name__ == "__main__":
    run()
