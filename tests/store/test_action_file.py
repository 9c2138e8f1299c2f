"""A plan that people edit is refreshed again and again: nothing of theirs is lost."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pytest
import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st

from tramite.decisions.actions.checking import check_plan
from tramite.decisions.actions.entry import EDITABLE, ActionFile, plain_of
from tramite.decisions.actions.merging import MergedAction, merge_plan
from tramite.decisions.actions.proposal import KeyFigure, Proposal
from tramite.kernel.case import CaseDefinition
from tramite.kernel.errors import InputRefused
from tramite.kernel.grade import grade_books
from tramite.kernel.method import Method
from tramite.kernel.provenance import Source
from tramite.kernel.wording import phrase
from tramite.store.action_file import commented_fields, read_actions, write_actions

METHOD, DAY = Method(), date(2024, 12, 31)
FILE = "actions.toml"


def proposal(name: str, share: float = 0.5, months: int = 2) -> Proposal:
    """Propose an action whose words and dates depend on what was found."""
    return Proposal(
        name, "shops", "imbalance", "cm2", phrase("actions.b3_title", channel="Shops"),
        phrase("actions.problem_roadmap", share=share, what="news"), (phrase("actions.b3_steps"),),
        phrase("actions.owner_board"), date(2025, 1, 1), date(2025, months, 28), date(2025, 9, 1),
        KeyFigure("cm2", phrase("lines.cm2"), "money", -1.0, share), phrase("actions.risk_terms"),
        phrase("actions.tell_terms"), grade_books(12, METHOD), (Source("table", "sell_in"),), structural=True,
    )  # fmt: skip


def refresh(path: Path, *proposals: Proposal, day: date = DAY) -> tuple[MergedAction, ...]:
    """Refresh the plan of a folder, as the workflow does."""
    merged = merge_plan(
        read_actions(path), proposals, language="en", method=METHOD, currency="EUR", as_of=day,
        locked=commented_fields(path),
    )  # fmt: skip
    write_actions(path, merged, language="en")
    return merged


def edit(path: Path, old: str, new: str) -> None:
    text = (path / FILE).read_text(encoding="utf-8")
    assert old in text
    (path / FILE).write_text(text.replace(old, new, 1), encoding="utf-8")


def text_of(path: Path) -> str:
    return (path / FILE).read_text(encoding="utf-8")


def test_a_new_plan_can_be_read_back(tmp_path: Path) -> None:
    (made,) = refresh(tmp_path, proposal("b3-shops"))
    (entry,) = read_actions(tmp_path).actions
    assert (made.change, entry.id, entry.status, entry.channel) == ("new", "b3-shops", "proposed", "shops")
    assert entry.start == date(2025, 1, 1)
    assert len(entry.steps) == 3
    assert (entry.found.grade, entry.found.type, entry.found.structural) == ("A", "operational", True)
    assert text_of(tmp_path).startswith("# The action plan.")


def test_refreshing_twice_is_refreshing_once(tmp_path: Path) -> None:
    refresh(tmp_path, proposal("a"), proposal("b"))
    before = text_of(tmp_path)
    merged = refresh(tmp_path, proposal("a"), proposal("b"))
    assert text_of(tmp_path) == before
    assert {one.change for one in merged} == {"same"}


def test_what_nobody_touched_follows_the_proposal(tmp_path: Path) -> None:
    refresh(tmp_path, proposal("a", 0.5))
    (merged,) = refresh(tmp_path, proposal("a", 0.25, months=4))
    (entry,) = read_actions(tmp_path).actions
    assert merged.updated == ("problem", "end", "target")
    assert (entry.target, entry.end) == (0.25, date(2025, 4, 28))
    assert entry.found.type == "tactical"


def test_what_people_changed_stays_and_the_proposal_is_told(tmp_path: Path) -> None:
    refresh(tmp_path, proposal("a", 0.5))
    edit(tmp_path, 'owner = "General management"', 'owner = "Anna Bianchi"  # since June')
    edit(tmp_path, "end = 2025-02-28", "end = 2025-06-30")
    (merged,) = refresh(tmp_path, proposal("a", 0.5, months=4))
    (entry,) = read_actions(tmp_path).actions
    assert (entry.owner, entry.end) == ("Anna Bianchi", date(2025, 6, 30))
    told = {one.field: (one.mine, one.proposed) for one in merged.differences}
    assert told["end"] == (date(2025, 6, 30), date(2025, 4, 28))
    assert told["owner"] == ("Anna Bianchi", "General management")
    assert "# since June" in text_of(tmp_path)
    assert entry.found.type == "tactical"  # six months, as people set them


def test_a_field_that_people_took_away_stays_away(tmp_path: Path) -> None:
    refresh(tmp_path, proposal("a"))
    line = next(line for line in text_of(tmp_path).splitlines() if line.startswith("risk = "))
    edit(tmp_path, line + "\n", "")
    refresh(tmp_path, proposal("a"))
    assert read_actions(tmp_path).actions[0].risk == ""


def test_what_is_decided_is_peoples_whole(tmp_path: Path) -> None:
    refresh(tmp_path, proposal("a", 0.5))
    edit(tmp_path, 'status = "proposed"', 'status = "running"')
    (merged,) = refresh(tmp_path, proposal("a", 0.25, months=4))
    (entry,) = read_actions(tmp_path).actions
    assert (entry.target, entry.end) == (0.5, date(2025, 2, 28))
    assert {one.field for one in merged.differences} == {"problem", "target"}  # its dates are people's


def test_an_action_without_ground_is_marked_and_comes_back(tmp_path: Path) -> None:
    refresh(tmp_path, proposal("a"), proposal("b"))
    assert [one.change for one in refresh(tmp_path, proposal("a"))] == ["same", "gone"]
    before = text_of(tmp_path)
    refresh(tmp_path, proposal("a"), day=date(2025, 6, 30))
    assert text_of(tmp_path) == before
    assert [entry.ground_gone for entry in read_actions(tmp_path).actions] == [None, DAY]
    assert [one.change for one in refresh(tmp_path, proposal("a"), proposal("b"))] == ["same", "back"]
    assert [entry.ground_gone for entry in read_actions(tmp_path).actions] == [None, None]


def test_peoples_own_actions_are_left_alone(tmp_path: Path) -> None:
    own = '# ours\n[[actions]]\nid = "visits"\ntitle = "Visit the ten best"\ncost = 500  # petrol\n'
    (tmp_path / FILE).write_text(own, encoding="utf-8")
    refresh(tmp_path, proposal("a"))
    assert text_of(tmp_path).startswith(own.rstrip())
    assert [entry.id for entry in read_actions(tmp_path).actions] == ["visits", "a"]


def test_a_comment_inside_a_list_makes_it_peoples(tmp_path: Path) -> None:
    refresh(tmp_path, proposal("a"))
    edit(tmp_path, "steps = [\n", "steps = [\n    # Anna: the second first\n")
    changed = Proposal(**{**{f: getattr(proposal("a"), f) for f in Proposal.__slots__}, "steps": (
        phrase("actions.b4_steps"),
    )})  # fmt: skip
    refresh(tmp_path, changed)
    assert "# Anna: the second first" in text_of(tmp_path)
    assert len(read_actions(tmp_path).actions[0].steps) == 3


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=3, max_size=20).filter(
    lambda text: len(text.strip()) >= 3
)
VALUES = {
    "title": WORDS, "problem": WORDS, "owner": WORDS, "risk": WORDS, "tell": WORDS, "kpi": WORDS,
    "cost": st.integers(0, 10**6), "target": st.floats(-1e6, 1e6).map(lambda x: round(x, 3)),
    "start": st.dates(date(2024, 1, 1), date(2024, 12, 31)), "end": st.dates(date(2025, 1, 1), date(2026, 1, 1)),
    "review": st.dates(date(2025, 1, 1), date(2026, 1, 1)), "steps": st.lists(WORDS, min_size=1, max_size=4),
}  # fmt: skip
EDITS = st.lists(st.sampled_from(sorted(VALUES)), unique=True, max_size=6).flatmap(
    lambda names: st.fixed_dictionaries({name: VALUES[name] for name in names})
)
FOUND = st.tuples(st.floats(0.1, 0.9).map(lambda x: round(x, 2)), st.integers(1, 9))


@settings(max_examples=40, deadline=None)
@given(edits=EDITS, comment=WORDS.map(lambda text: text.replace("\n", " ")), later=st.lists(FOUND, max_size=3))
def test_edits_and_comments_survive_whatever_is_proposed_later(
    edits: dict[str, object], comment: str, later: list[tuple[float, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        refresh(path, proposal("a"), proposal("b"))
        document = tomlkit.parse(text_of(path))
        first = document["actions"][0]
        written = plain_of(read_actions(path).actions[0])
        for name, value in edits.items():
            first[name] = value
        first["owner"].comment(comment)
        (path / FILE).write_text(tomlkit.dumps(document), encoding="utf-8")
        proposed = plain_of(ActionFile.model_validate(tomlkit.parse(text_of(path)).unwrap()).actions[0])
        for share, months in later:
            refresh(path, proposal("a", share, months), proposal("b"))
            again = text_of(path)
            refresh(path, proposal("a", share, months), proposal("b"))
            assert text_of(path) == again
        (kept, _) = read_actions(path).actions
        now = plain_of(kept)
        changed = [name for name in edits if proposed[name] != written[name]]  # the same again is no edit
        assert {name: now[name] for name in changed} == {name: proposed[name] for name in changed}
        assert comment.strip() in text_of(path)


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        ('[[actions]]\nid = "A b"\ntitle = "Call"\nstatus = "later"\ncost = -1\nend = "soon"\n',
         {"actions.0.id", "actions.0.status", "actions.0.cost", "actions.0.end"}),
        ('[[actions]]\nid = "a"\ntitle = "Call them"\n[actions.written]\ncost = 5\n', {"actions.0.written.cost"}),
        ('[[actions]]\nid = "a"\ntitle = "Call"\n[actions.found]\nowner = "Anna"\n', {"actions.0.found.owner"}),
        ('chosen = "x"\n', {"chosen"}),
    ],
)  # fmt: skip
def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path, content: str, faults: set[str]) -> None:
    (tmp_path / FILE).write_text(content, encoding="utf-8")
    with pytest.raises(InputRefused) as refused:
        read_actions(tmp_path)
    assert {fault.column for fault in refused.value.faults} == faults
    assert {fault.file for fault in refused.value.faults} == {FILE}


def test_what_cannot_be_so_is_told_at_once(definition: CaseDefinition) -> None:
    plan = ActionFile.model_validate({"alternative": "close", "actions": [
        {"id": "a", "title": "One", "channel": "moon", "start": date(2025, 2, 1), "end": date(2025, 1, 1)},
        {"id": "a", "title": "Two", "status": "dropped"}, {"id": "c", "title": "Three", "status": "done"},
    ]})  # fmt: skip
    faults = {(f.kind, f.column) for f in check_plan(plan, definition=definition, alternatives=("open",))}
    assert faults == {
        ("not_allowed", "alternative"), ("duplicate_id", "actions.id"), ("not_allowed", "actions.0.channel"),
        ("action_ends_first", "actions.0.end"), ("action_reason", "actions.1.reason"),
        ("action_dates", "actions.2.end"),
    }  # fmt: skip


def test_every_field_of_a_proposal_may_be_edited() -> None:
    assert set(EDITABLE) < set(ActionFile.model_fields["actions"].annotation.__args__[0].model_fields)  # type: ignore[union-attr]
