from __future__ import annotations

from dataclasses import fields

import pytest

from tramite.kernel.errors import InputRefused
from tramite.kernel.method import Method, reasons


def test_every_setting_has_a_reason_and_lies_in_its_range() -> None:
    named = dict(reasons())
    assert list(named) == [setting.name for setting in fields(Method)]
    for name, reason in named.items():
        assert reason.low <= getattr(Method(), name) <= reason.high, name
        assert len(reason.why) > 3, name


def test_override_changes_one_setting_and_is_told() -> None:
    method = Method().overridden({"interval_level": 0.95, "draws": 5000.0})
    assert method.changed() == {"interval_level": 0.95, "draws": 5000}
    assert isinstance(method.draws, int)


def test_override_tells_all_faults_at_once() -> None:
    with pytest.raises(InputRefused) as refused:
        Method().overridden({"interval_levle": 0.9, "draws": 5, "horizon_months": 12.5})
    assert [str(fault) for fault in refused.value.faults] == [
        "'case.toml', column 'method.interval_levle': no setting has this name; similar names: interval_level",
        "'case.toml', column 'method.draws': found '5', expected a value in 100 + (draws)",
        "'case.toml', column 'method.horizon_months': found '12.5', expected a whole number",
    ]
