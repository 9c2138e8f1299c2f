from __future__ import annotations

from pathlib import Path

import pytest

from tests.workflows.test_questionnaire import FACTS, PROJECT
from tramite.kernel.errors import InputRefused
from tramite.store.submissions.tables import SECONDS
from tramite.workflows.checking import new_case
from tramite.workflows.questionnaire import write_questionnaires


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = new_case(tmp_path / "case")
    for name, content in (("voices/project.toml", PROJECT), ("voices/facts.csv", FACTS)):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    (folder / SECONDS).parent.mkdir()
    return folder


def test_guide_that_took_too_long_in_the_field_is_stopped(case: Path) -> None:
    (case / SECONDS).write_text("item_id;n;desk;measured\nPE01;5;17;900,5\n", encoding="utf-8")
    with pytest.raises(InputRefused) as refused:
        write_questionnaires(case, role="reseller", channel="resellers")
    (fault,) = refused.value.faults
    assert fault.kind == "guide_too_long"
    assert "PE01 (900 s)" in fault.hint


def test_time_that_is_no_number_is_told(case: Path) -> None:
    (case / SECONDS).write_text("item_id;n;desk;measured\nPE01;5;17;long\n", encoding="utf-8")
    with pytest.raises(InputRefused) as refused:
        write_questionnaires(case, role="reseller", channel="resellers")
    assert [(fault.kind, fault.row, fault.value) for fault in refused.value.faults] == [
        ("not_a_number", 2, "long")
    ]
