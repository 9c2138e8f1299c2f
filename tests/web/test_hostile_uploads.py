"""Cases made to break the server: each is refused in words, at once, and leaves nothing behind."""

from __future__ import annotations

import signal
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.small_case import DEFINITION, TABLES
from tramite.web.actions.studies import export_study
from tramite.web.models import Right, Study, User

SECONDS = 60  # far more than any of these takes on a busy machine, far less than a bomb that goes off
ZEROS = bytes(64 << 20)
_GROWING = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
LAUGHS = f'<!DOCTYPE x [<!ENTITY a "ha">{_GROWING}]>'
ELSEWHERE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@contextmanager
def in_time() -> Iterator[None]:
    """Fail what goes on for longer than ``SECONDS``."""

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _zip(files: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _case(**files: bytes) -> bytes:
    """Return a small case as a ZIP; ``files``: by name without folder, in the place of those of the same table."""
    tables = {f"{name}.csv": "\n".join(lines).encode() for name, lines in TABLES.items()}
    kept = {name: data for name, data in tables.items() if Path(name).stem not in {Path(f).stem for f in files}}
    room = {Path(name).stem: Path(name).parent.name for name in tables}
    added = {f"{room.get(Path(name).stem, 'books')}/{name}": data for name, data in files.items()}
    return _zip({"case.toml": DEFINITION.encode(), **kept, **added})


def _workbook(**parts: Callable[[bytes], bytes]) -> bytes:
    """Return ``partners`` as XLSX, some of its parts rewritten."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        for row, line in enumerate(TABLES["books/partners"]):
            sheet.write_row(row, 0, line.split(","))
    with zipfile.ZipFile(buffer) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return _zip({name: parts.get(Path(name).stem, bytes)(data) for name, data in files.items()})


def _before_root(text: str, word: str = "&a;", inside: bytes = b"<t>") -> Callable[[bytes], bytes]:
    """Put a document type before the root of an XML part, and use what it defines in its first such element."""

    def rewrite(data: bytes) -> bytes:
        head, _, rest = data.partition(b"?>")
        return head + b"?>" + text.encode() + rest.replace(inside, inside + word.encode(), 1)

    return rewrite


def _twice() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("case.toml", DEFINITION)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("case.toml", "other = 1")
    return buffer.getvalue()


HOSTILE: dict[str, Callable[[], bytes]] = {
    "a bomb in the archive": lambda: _case(**{"terms.csv": ZEROS}),
    "a bomb in a workbook": lambda: _case(
        **{"partners.xlsx": _workbook(sheet1=lambda data: data + bytes(64 << 20))}
    ),
    "entities that grow": lambda: _case(**{"partners.xlsx": _workbook(sharedStrings=_before_root(LAUGHS, "&m;"))}),
    "entities that grow in a sheet": lambda: _case(
        **{"partners.xlsx": _workbook(sheet1=_before_root(LAUGHS, "&m;", b"<v>"))}
    ),
    "an entity from elsewhere": lambda: _case(
        **{"partners.xlsx": _workbook(sharedStrings=_before_root(ELSEWHERE))}
    ),
    "a workbook that is a PNG": lambda: _case(**{"partners.xlsx": b"\x89PNG\r\n\x1a\n" + bytes(99)}),
    "a table that is no Parquet": lambda: _case(**{"partners.parquet": b"PAR1" + bytes(99) + b"PAR1"}),
    "a definition that nests": lambda: _zip({"case.toml": b"a = " + b"[" * 100_000}),
    "names that lead elsewhere": lambda: _zip({"case.toml": DEFINITION.encode(), "../../x": b"x"}),
    "two files of one name": _twice,
    "names without end": lambda: _zip({"case.toml": DEFINITION.encode(), "books/" + "x" * 5000 + ".csv": b"x"}),
    "folders without end": lambda: _zip({"case.toml": DEFINITION.encode(), "a/" * 2000 + "x": b"x"}),
}


def _send(client: Client, data: bytes) -> Any:
    with in_time():
        return client.post("/new/", {"code": "hostile", "archive": SimpleUploadedFile("case.zip", data)})


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_case_is_refused_in_words(
    name: str, owner: User, browser_of: Callable[[User | None], Client]
) -> None:
    answer = _send(browser_of(owner), HOSTILE[name]())
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "errorlist" in page
    assert "root:" not in page
    assert "Traceback" not in page
    assert not Study.objects.exists()


@settings(
    max_examples=12, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(data=st.data())
def test_a_damaged_archive_never_breaks_a_page(
    study: Study, owner: User, browser_of: Callable[[User | None], Client], data: st.DataObject
) -> None:
    whole = bytearray(export_study(study, frozenset(Right), by=None))
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(whole) - 1))
        how = data.draw(st.sampled_from(("flip", "cut", "repeat")))
        if how == "flip":
            whole[place] ^= data.draw(st.integers(1, 255))
        elif how == "cut":
            del whole[place : place + data.draw(st.integers(1, 64))]
        else:
            whole[place:place] = whole[place : place + 64]
    answer = _send(browser_of(owner), bytes(whole))
    assert answer.status_code in (302, 422)
    Study.objects.filter(code="hostile").delete()
