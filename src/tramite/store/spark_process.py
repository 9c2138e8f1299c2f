"""The process that Spark runs in: one in a program, shared by the cases that are open, gone with the last."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from tramite.kernel.case import EngineSettings
from tramite.kernel.errors import TramiteError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_HERE: Final = "127.0.0.1"
_LOG: Final = "spark.log"
_WORKERS_WITHIN = 60.0  # seconds; a worker that has room begins within a few
_ENDS_WITHIN = 20.0
# Dates and months mean the same everywhere; what does not fit is an error, never rounded nor null; nothing listens
# on the network.
_FIXED: Final = {
    "spark.app.name": "tramite",
    "spark.driver.bindAddress": _HERE,
    "spark.driver.host": _HERE,
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "WARN",
    "spark.python.sql.dataFrameDebugging.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.pyspark.python": sys.executable,
}


@dataclass(slots=True)
class SparkProcess:
    """A running Spark.

    Attributes:
        settings: what it was started with. folder: its own, for what does not fit into memory and for its log.
        users: open engines.
    """

    settings: EngineSettings
    session: SparkSession
    gateway: Any
    folder: Path
    users: int = 1


_running: list[SparkProcess] = []  # pyspark knows one process in a program, and so do we
_changing = Lock()


def take(settings: EngineSettings) -> SparkProcess:
    """Return the running Spark, started first if need be; every one taken is given back with :func:`give_back`.

    Raises:
        TramiteError: Spark or Java is not there, it cannot start, its cluster does not answer or has no room, or
            it runs already with other settings.
    """
    with _changing:
        if not _running:
            _running.append(_started(settings))
        elif _running[0].settings != settings:
            raise TramiteError("spark_in_use", master=_running[0].settings.master)
        else:
            _running[0].users += 1
        return _running[0]


def give_back(process: SparkProcess) -> None:
    """Say that an engine no longer uses a Spark; with the last one it ends, and its folder goes."""
    from py4j.protocol import Py4JError  # type: ignore[import-untyped]  # noqa: PLC0415

    with _changing:
        process.users -= 1
        if process.users:
            return
        _running.remove(process)
        try:
            with suppress(Py4JError):  # it may have died; what it held is of no more use
                process.session.stop()
        finally:
            _end(process.gateway)
            shutil.rmtree(process.folder, ignore_errors=True)


def _started(settings: EngineSettings) -> SparkProcess:
    _check(settings)
    folder = Path(tempfile.mkdtemp(prefix="tramite-"))
    try:
        with _quietly():
            return _launched(settings, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _check(settings: EngineSettings) -> None:
    """Make sure of what can be known before Java starts, which takes seconds."""
    try:
        import pyspark  # noqa: F401, PLC0415 - heavy, and an extra
    except ImportError as error:
        raise TramiteError("no_spark") from error
    home = os.environ.get("JAVA_HOME")
    if shutil.which(str(Path(home, "bin", "java")) if home else "java") is None:
        raise TramiteError("no_java")
    if not _is_local(settings):
        try:
            port = int(settings.master.rpartition(":")[2])
            socket.create_connection((_HERE, port), timeout=5).close()
        except (OSError, OverflowError) as error:
            raise TramiteError("no_spark_master", master=settings.master) from error


def _launched(settings: EngineSettings, folder: Path) -> SparkProcess:
    from py4j.protocol import Py4JError  # noqa: PLC0415
    from pyspark import SparkConf, SparkContext  # noqa: PLC0415
    from pyspark.errors import PySparkRuntimeError  # noqa: PLC0415
    from pyspark.java_gateway import launch_gateway  # noqa: PLC0415
    from pyspark.sql import SparkSession  # noqa: PLC0415

    conf = SparkConf().setAll(list(_configuration(settings, folder).items()))
    gateway: Any = None
    try:
        with (folder / _LOG).open("wb") as log:
            gateway = launch_gateway(conf, {"stdout": log, "stderr": log})  # type: ignore[no-untyped-call]
        session = SparkSession(SparkContext(conf=conf, gateway=gateway))
        process = SparkProcess(settings, session, gateway, folder)
        _wait_for_workers(process)
    except BaseException as error:
        _end(gateway)
        if isinstance(error, (PySparkRuntimeError, Py4JError)):
            raise TramiteError("spark_not_started", said=_said(folder / _LOG, error)) from error
        raise
    return process


def _configuration(settings: EngineSettings, folder: Path) -> dict[str, str]:
    chosen = {
        "spark.master": settings.master,
        "spark.driver.memory": settings.memory,
        "spark.executor.memory": settings.memory,
        "spark.sql.shuffle.partitions": str(settings.partitions),
        "spark.local.dir": str(folder),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.driver.extraJavaOptions": f'-XX:-UsePerfData "-Djava.io.tmpdir={folder}"',
    }
    if _is_local(settings):
        chosen["spark.authenticate"] = "true"  # others who work on this machine stay out; a cluster sets its own
    return {**_FIXED, **chosen}


def _wait_for_workers(process: SparkProcess) -> None:
    """Wait until a cluster has given a worker: without one, a question would wait for ever."""
    if _is_local(process.settings):
        return
    until = time.monotonic() + _WORKERS_WITHIN
    scala: Any = process.session.sparkContext._jsc
    while scala.sc().getExecutorMemoryStatus().size() < 2:  # this program itself is one
        if time.monotonic() > until:
            raise TramiteError("no_spark_workers", master=process.settings.master, memory=process.settings.memory)
        time.sleep(0.2)


def _end(gateway: Any) -> None:  # noqa: ANN401 - py4j has no types
    """End Java, and make pyspark forget it: the next one may have other settings."""
    from pyspark import SparkContext  # noqa: PLC0415

    if SparkContext._active_spark_context is not None:
        SparkContext._active_spark_context.stop()
    SparkContext._gateway = SparkContext._jvm = None
    if gateway is None:
        return
    gateway.shutdown()
    gateway.proc.stdin.close()  # it ends when nobody can speak to it any more
    try:
        gateway.proc.wait(_ENDS_WITHIN)
    except subprocess.TimeoutExpired:
        gateway.proc.kill()
        gateway.proc.wait()


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep pyspark off the terminal: a warning about pandas, not used here, and errors that are raised as well."""
    from pyspark.logger import PySparkLogger  # noqa: PLC0415

    PySparkLogger.getLogger("DataFrameQueryContextLogger").disabled = True
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
        yield


def _said(log: Path, error: Exception) -> str:
    """Return what Java said last that a person can use."""
    lines = log.read_text(errors="replace").splitlines() if log.is_file() else []
    told = [line.strip() for line in lines if "Exception" in line or "Error" in line]
    return (told or [str(error).splitlines()[0]])[0][:300]


def _is_local(settings: EngineSettings) -> bool:
    return settings.master.startswith("local")
