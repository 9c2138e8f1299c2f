"""The plan that people keep in ``actions.toml``: read with the case, checked against it."""

from __future__ import annotations

from collections.abc import Mapping

from tramite.decisions.actions.checking import check_plan
from tramite.decisions.actions.entry import ActionFile
from tramite.decisions.alternatives import Alternative
from tramite.kernel.errors import InputRefused
from tramite.store.action_file import read_actions
from tramite.store.case_folder import CaseFolder


def read_plan(folder: CaseFolder, alternatives: Mapping[str, Alternative]) -> ActionFile:
    """Read the plan that people keep; empty where the case has none.

    Raises:
        InputRefused: all its faults at once: fields, values, channels and alternatives that the case has not.
    """
    kept = read_actions(folder.path)
    faults = list(check_plan(kept, definition=folder.definition, alternatives=tuple(alternatives)))
    if faults:
        raise InputRefused(faults)
    return kept
