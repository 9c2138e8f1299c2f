from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.store.case_on_disk import DEFINITION, CaseOnDisk
from tramite.kernel.case import EngineSettings
from tramite.kernel.errors import InputRefused, TramiteError
from tramite.store.definition import load_definition
from tramite.store.engine import Engine
from tramite.store.engines import engine_for

MASTERS = "local[*] | local[2] | spark://127.0.0.1:7077"


def settings(case: CaseOnDisk, engine: str) -> EngineSettings:
    """Read a case with these lines under ``[engine]``."""
    case.write("case.toml", f"{DEFINITION}\n[engine]\n{engine}\n")
    return load_definition(case.path).engine


def test_duckdb_computes_unless_the_case_names_another(case: CaseOnDisk) -> None:
    assert load_definition(case.path).engine == EngineSettings(kind="duckdb")
    with engine_for(EngineSettings()) as engine:
        assert isinstance(engine, Engine)


def test_settings_of_spark_are_read(case: CaseOnDisk) -> None:
    lines = 'kind = "spark"\nmaster = "spark://127.0.0.1:7077"\nmemory = "16g"\npartitions = 200'
    assert settings(case, lines) == EngineSettings(
        kind="spark", master="spark://127.0.0.1:7077", memory="16g", partitions=200
    )


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('master = "spark://10.0.0.7:7077"', ("setting_rule", "engine.master", MASTERS)),
        ('master = "spark://127.0.0.1:7077,10.0.0.7:7077"', ("setting_rule", "engine.master", MASTERS)),
        ('master = "yarn"', ("setting_rule", "engine.master", MASTERS)),
        ('memory = "4g -javaagent:x"', ("setting_rule", "engine.memory", "1g … 999g")),
        ("partitions = 0", ("below", "engine.partitions", "1")),
        ('java = "-Dx=y"', ("unknown_setting_alone", "engine.java", "")),
    ],
)
def test_a_case_can_name_no_other_machine_and_no_option_of_java(
    case: CaseOnDisk, line: str, fault: tuple[str, str, str]
) -> None:
    with pytest.raises(InputRefused) as caught:
        settings(case, f'kind = "spark"\n{line}')
    assert [(found.kind, found.column, found.hint) for found in caught.value.faults] == [fault]


def test_settings_of_spark_without_spark_are_refused(case: CaseOnDisk) -> None:
    with pytest.raises(InputRefused) as caught:
        settings(case, 'memory = "4g"')
    assert [(found.kind, found.column, found.hint) for found in caught.value.faults] == [
        ("setting_rule", "engine", 'kind = "spark"')
    ]


def test_a_master_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr("shutil.which", lambda name: name)
    assert refused(EngineSettings(kind="spark", master="spark://127.0.0.1:1")) == "no_spark_master"


def test_without_java_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert refused(EngineSettings(kind="spark")) == "no_java"


def test_without_pyspark_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    assert refused(EngineSettings(kind="spark")) == "no_spark"


def refused(settings: EngineSettings) -> str:
    """Return the key of the error that these settings meet."""
    with pytest.raises(TramiteError) as caught:
        engine_for(settings)
    return caught.value.key
