"""The same case on a real Spark cluster of this machine: a master and a worker, with ingested files."""

from __future__ import annotations

import importlib.util
import os
import secrets
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import polars as pl
import pytest

from tests.needed import needed
from tests.store.spark_cells import cells, differences, statements
from tramite.kernel.case import EngineSettings
from tramite.kernel.errors import TramiteError
from tramite.kernel.periods import Period
from tramite.kernel.tables import CONTRACTS
from tramite.store.case_folder import load_case
from tramite.store.engine import open_engine
from tramite.store.ingest.partitions import AT, PART, PLACES, PartFile, Partitions
from tramite.store.spark_engine import SparkEngine
from tramite.store.stored import Content

EXAMPLE = Path(__file__).parents[2] / "examples" / "adventure-works"
DEFAULTS = "spark.authenticate true\nspark.authenticate.secret {secret}\nspark.master.rest.enabled false\n"
pytestmark = pytest.mark.skipif(
    "TRAMITE_CLUSTER" not in os.environ, reason="slow: make spark runs it (TRAMITE_CLUSTER=1)"
)


@contextmanager
def running(folder: Path, name: str, *arguments: str) -> Iterator[None]:
    """Run a daemon of Spark, as docs/scale.md says, until the test ends."""
    needed("java", "default-jre-headless")
    found = importlib.util.find_spec("pyspark")
    assert found is not None
    assert found.origin is not None
    command = [
        str(Path(found.origin).parent / "bin" / "spark-class"),
        f"org.apache.spark.deploy.{name}",
        *arguments,
    ]
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_DIRS": str(folder)}
    with (folder / f"{name}.log").open("wb") as log:
        daemon = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
    try:
        yield
    finally:
        daemon.terminate()
        daemon.wait(30)


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a cluster with one worker."""
    folder = tmp_path_factory.mktemp("cluster")
    (folder / "spark-defaults.conf").write_text(DEFAULTS.format(secret=secrets.token_hex(16)))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    at = ("--host", "127.0.0.1", "--webui-port", "0")
    address = f"spark://127.0.0.1:{port}"
    with ExitStack() as daemons, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_CONF_DIR", str(folder))
        daemons.enter_context(running(folder, "master.Master", *at, "--port", str(port)))
        _wait_for(port)
        worker = ("--cores", "2", "--memory", "1g", "--work-dir", str(folder), address)
        daemons.enter_context(running(folder, "worker.Worker", *at, *worker))
        yield address


def _wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as knock:
            if not knock.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.2)
    raise TimeoutError


def in_files(frame: pl.DataFrame, table: str, folder: Path) -> Partitions:
    """Put a table into a file for each month, every second of them with one row more that does not count."""
    files, left_out = [], []
    for number, ((month,), rows) in enumerate(frame.group_by(pl.col("date").dt.strftime("%Y-%m"))):
        path = folder / f"{month}-{table}.parquet"
        held = pl.concat([rows[:1], rows]) if number % 2 else rows
        held.write_parquet(path)
        files.append(PartFile(path, held.height, tuple(frame.columns)))
        left_out += [{PART: path.name, AT: 0}] if number % 2 else []
    return Partitions(CONTRACTS[table], tuple(files), pl.DataFrame(left_out, schema=PLACES))


def test_every_cell_is_the_same_on_a_cluster(master: str, tmp_path: Path) -> None:
    case = load_case(EXAMPLE)
    frames = {name: case.frame(name) for name in case.tables}
    ingested: dict[str, Content] = dict(frames)
    for table in ("sell_in", "sell_out"):
        ingested[table] = in_files(frames[table], table, tmp_path)
        assert len(ingested[table]) == frames[table].height
    period = Period.trailing(case.definition.as_of)
    with open_engine() as engine:
        on_duckdb = statements(engine.tables(frames), case.definition, period)
    with SparkEngine(EngineSettings(kind="spark", master=master, memory="1g", partitions=2)) as spark:
        on_cluster = statements(spark.tables(ingested), case.definition, period)
    assert cells(on_duckdb) > 20_000
    assert list(differences(on_duckdb, on_cluster)) == []


def test_a_cluster_without_room_is_told(master: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tramite.store.spark_process._WORKERS_WITHIN", 5.0)
    with pytest.raises(TramiteError) as caught:
        SparkEngine(EngineSettings(kind="spark", master=master, memory="900g"))
    assert caught.value.key in ("no_spark_workers", "spark_not_started")


def test_files_that_a_worker_cannot_read_are_told_before_anything_is_computed(master: str, tmp_path: Path) -> None:
    path = tmp_path / "2024-01-lost.parquet"
    path.write_bytes(b"no rows here")
    lost = Partitions(CONTRACTS["costs"], (PartFile(path, 1, ("month",)),), pl.DataFrame(schema=PLACES))
    settings = EngineSettings(kind="spark", master=master, memory="1g")
    with SparkEngine(settings) as spark, pytest.raises(TramiteError) as caught:
        spark.tables({"costs": lost})
    assert (caught.value.key, caught.value.params["path"]) == ("spark_cannot_read", tmp_path)
