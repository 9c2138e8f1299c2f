"""A real server, and tools from outside: ODK Collect's form engine, curl, many clients while it is killed."""

from __future__ import annotations

import base64
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import pyxform  # type: ignore[import-untyped]

from tests.fieldwork.running_server import RunningServer
from tests.fieldwork.soak import soak
from tests.needed import needed

CLIENT = Path(__file__).parents[1] / "fieldwork" / "CollectClient.java"
JAVAROSA = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """Start a server with a study in the field; the keys and filled forms it has are in its file ``made``."""
    running = RunningServer(tmp_path_factory.mktemp("field"))
    running.made = running.ask("prepare", 2)
    with running:
        yield running


def test_the_engine_of_collect_gets_a_form_fills_it_and_sends_it(server: RunningServer) -> None:
    java = needed("java", "default-jre-headless")
    address = f"http://127.0.0.1:{server.port}/key/{server.made['keys'][0]}"
    words = [java, "-cp", str(JAVAROSA), str(CLIENT), address]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:] + done.stdout[-2000:]
    assert done.stdout.endswith("done 1\n")
    there = server.ask("counted", 120)
    assert [state for _, _, state in there["kept"]] == ["taken"]
    assert len(there["interviews"]) == 1


def test_a_body_in_chunks_arrives_whole(server: RunningServer, tmp_path: Path) -> None:
    """As OkHttp of some tools sends it: without a length."""
    _, body = server.made["filled"][1]
    form = tmp_path / "form.xml"
    form.write_bytes(base64.b64decode(body))
    picture = tmp_path / "shelf.jpg"
    picture.write_bytes(b"\xff\xd8\xff\xe0" + bytes(9_000_000))
    words = ["curl", "-sS", "-H", "Transfer-Encoding: chunked", "-F", f"xml_submission_file=@{form}"]
    words += ["-F", f"shelf.jpg=@{picture}", "-w", "%{http_code}"]
    words += [f"http://127.0.0.1:{server.port}/key/{server.made['keys'][1]}/submission"]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert done.stdout.endswith("201")
    assert len(server.ask("counted", 120)["files"]) == 2  # that one, and the log that Collect's engine sent


def test_of_forms_that_come_while_the_server_is_killed_none_is_lost_and_none_doubled(tmp_path: Path) -> None:
    done = soak(tmp_path, forms=120, kills=2)
    assert done.wrong == (), done
