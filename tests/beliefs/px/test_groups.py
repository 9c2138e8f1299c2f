from __future__ import annotations

from tests.beliefs.study_voices import StudyVoices, index_of
from tramite.beliefs.px.groups import PxGroups, px_groups


def groups(voices: StudyVoices) -> PxGroups | None:
    study = voices.study()
    return px_groups(study, index_of(study))


def test_large_are_those_that_make_half_of_the_revenue() -> None:
    voices = StudyVoices()
    for _ in range(6):
        voices.partner("shops", (80, 40, 60), {}, revenue=1000.0)
    for _ in range(12):
        voices.partner("shops", (60, 70, 30), {}, revenue=100.0)
    found = groups(voices)
    assert found is not None
    assert found.limits == {"reseller": 1000.0}
    assert [(g.size, g.cells["px"].estimate.value, g.cells["px"].estimate.n, g.weakest) for g in found.groups] == [
        ("large", 60.0, 6, "predictable"), ("small", 53.3, 12, "profitable"),
    ]  # fmt: skip


def test_a_group_of_four_is_hidden_and_so_is_the_one_that_would_tell_it() -> None:
    voices = StudyVoices()
    for place in range(16):
        voices.partner("shops", (50, 50, 50), {}, revenue=1000.0 if place < 4 else 100.0)
    found = groups(voices)
    assert found is not None
    assert [group.shown for group in found.groups] == [False, False]
    assert {cell.estimate.value for group in found.groups for cell in group.cells.values()} == {None}


def test_a_group_is_hidden_if_a_channel_less_it_would_tell_a_few() -> None:
    """All large partners are in one channel: channel less group would be its two small ones."""
    voices = StudyVoices()
    for _ in range(8):
        voices.partner("shops", (50, 50, 50), {}, revenue=1000.0)
    for _ in range(2):
        voices.partner("shops", (90, 90, 90), {}, revenue=100.0)
    for _ in range(20):
        voices.partner("kiosks", (60, 60, 60), {}, revenue=100.0)
    study = voices.study()
    px = index_of(study)
    assert {score.channel_id for score in px.scores if not score.hidden_because} == {"shops", "kiosks", "all"}
    found = px_groups(study, px)
    assert found is not None
    assert [group.shown for group in found.groups] == [False, False]


def test_a_partner_without_revenue_is_not_what_the_groups_leave_of_all() -> None:
    voices = StudyVoices()
    for place in range(22):
        voices.partner("shops", (50, 50, 50), {}, revenue=1000.0 if place < 7 else 100.0)
    voices.partner("shops", (90, 90, 90), {}, revenue=None)
    found = groups(voices)
    assert found is not None
    assert [(group.size, group.shown) for group in found.groups] == [("large", False), ("small", True)]


def test_roles_are_apart() -> None:
    voices = StudyVoices()
    for role in ("reseller", "distributor"):
        for place in range(16):
            voices.partner("shops", (50, 50, 50), {}, role=role, revenue=1000.0 if place < 6 else 100.0)
    found = groups(voices)
    assert found is not None
    assert [(group.role, group.size, group.shown) for group in found.groups] == [
        ("distributor", "large", True), ("distributor", "small", True),
        ("reseller", "large", True), ("reseller", "small", True),
    ]  # fmt: skip


def test_without_revenue_or_interviews_there_are_no_groups() -> None:
    voices = StudyVoices()
    for _ in range(12):
        voices.partner("shops", (50, 50, 50), {}, revenue=None)
    assert groups(voices) is None
    assert groups(StudyVoices()) is None
