from __future__ import annotations

from pathlib import Path

import pytest

from tramite.kernel.errors import CaseNotFound, InputRefused
from tramite.workflows.case import open_case
from tramite.workflows.comparison import compare

NEW = """
name = { en = "Close the specialty shops", it = "Chiudere i negozi specializzati" }
[[levers]]
kind = "close-channel"
channel = "specialty"
start = 2014-03-01
exit_cost = { low = 0, likely = 1000, high = 5000, source = "test" }
avoidable_share = { low = 0.5, likely = 0.5, high = 0.5, source = "test" }
ramp_months = { low = 1, likely = 2, high = 3, source = "test" }
"""


def test_a_new_file_is_a_new_comparison(example: Path) -> None:
    (example / "alternatives" / "close-specialty.toml").write_text(NEW, encoding="utf-8")
    comparison = compare(open_case(example), "close-specialty")
    assert [result.name for result in comparison.results] == ["today", "close-specialty"]
    assert comparison.result("close-specialty").steps[0].channel_id == "specialty"


def test_an_unknown_alternative_is_told_with_those_there_are(example: Path) -> None:
    with pytest.raises(CaseNotFound) as error:
        compare(open_case(example), "close-retail")
    assert "close-retail" in str(error.value)
    assert "close-warehouse" in str(error.value)


def test_all_faults_of_an_alternative_are_told_at_once(example: Path) -> None:
    broken = NEW.replace('"specialty"', '"speciality"').replace("likely = 1000", "likely = 10000")
    (example / "alternatives" / "broken.toml").write_text(
        broken.replace("likely = 2", "likly = 2"), encoding="utf-8"
    )
    (example / "alternatives" / "unknown.toml").write_text(
        NEW.replace('"specialty"', '"speciality"'), encoding="utf-8"
    )
    with pytest.raises(InputRefused) as error:
        open_case(example)
    places = {(fault.file, fault.column) for fault in error.value.faults}
    assert ("alternatives/unknown.toml", "levers.0.channel") in places
    assert {column for file, column in places if file == "alternatives/broken.toml"} == {
        "levers.0.close-channel.exit_cost",
        "levers.0.close-channel.ramp_months.likely",
        "levers.0.close-channel.ramp_months.likly",
    }


TWICE = """
name = { en = "Raise prices twice", it = "Alzare i prezzi due volte" }
"""
RISE = """
[[levers]]
kind = "change-price"
channel = "specialty"
start = 2014-03-01
change = 0.05
pass_through = { low = 1, likely = 1, high = 1, source = "test" }
response_months = { low = 1, likely = 2, high = 3, source = "test" }
"""


def test_the_same_customers_are_not_asked_to_bear_two_changes(example: Path) -> None:
    apart = [RISE.replace("start", f'segments = ["{segment}"]\nstart') for segment in ("road", "touring")]
    (example / "alternatives" / "twice.toml").write_text(TWICE + RISE + apart[0], encoding="utf-8")
    (example / "alternatives" / "apart.toml").write_text(TWICE + "".join(apart), encoding="utf-8")
    with pytest.raises(InputRefused) as error:
        open_case(example)
    assert [(fault.file, fault.kind, fault.column) for fault in error.value.faults] == [
        ("alternatives/twice.toml", "changed_twice", "levers.1.channel")
    ]


DIRECT = """
name = { en = "A shop of our own", it = "Un negozio nostro" }
[[levers]]
kind = "open-direct"
channel = "internet"
sources = ["specialty", "speciality"]
start = 2014-03-01
opened = { name = { en = "A", it = "A" }, returns = SURE, logistics = SURE, service = SURE, payment = SURE }
ramp_months = SURE
offered_share = SURE
new_buyers = SURE
acquisition = SURE
platform = SURE
set_up = SURE
""".replace("SURE", '{ low = 0, likely = 0, high = 0, source = "test" }')


def test_channels_of_direct_sales_are_checked(example: Path) -> None:
    (example / "alternatives" / "opened.toml").write_text(DIRECT, encoding="utf-8")
    expanded = "\n".join(line for line in DIRECT.splitlines() if not line.startswith("opened"))
    (example / "alternatives" / "expanded.toml").write_text(
        expanded.replace('"internet"', '"warehouse"'), encoding="utf-8"
    )
    with pytest.raises(InputRefused) as error:
        open_case(example)
    assert {(fault.file, fault.column, fault.kind) for fault in error.value.faults} == {
        ("alternatives/opened.toml", "levers.0.channel", "channel_exists"),
        ("alternatives/opened.toml", "levers.0.sources.1", "not_allowed"),
        ("alternatives/expanded.toml", "levers.0.channel", "not_allowed"),
        ("alternatives/expanded.toml", "levers.0.sources.1", "not_allowed"),
    }
