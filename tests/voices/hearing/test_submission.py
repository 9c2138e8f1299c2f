from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from tramite.voices.hearing.submission import Submission, bare_id, current_of, roots_of, same_content


def sent(its: str, **more: Any) -> Submission:
    return Submission(its, "a.xml", more.pop("values", {}), **more)


CHAIN = (sent("a"), sent("b", replaces="a"), sent("c", replaces="b"))
EXPORTED = (sent("a"), sent("b", root="a", edits=1), sent("c", root="a", edits=2))


@pytest.mark.parametrize("chain", [CHAIN, EXPORTED], ids=["xml", "export"])
def test_last_edit_counts_whatever_the_order(chain: tuple[Submission, ...]) -> None:
    for order in permutations(chain):
        assert roots_of(order) == {"a": "a", "b": "a", "c": "a"}
        assert {root: each.id for root, each in current_of(order).items()} == {"a": "c"}


def test_edit_whose_first_form_never_came_stands_for_it() -> None:
    assert {root: each.id for root, each in current_of([sent("b", replaces="a")]).items()} == {"a": "b"}


def test_edit_counts_and_never_the_original_where_nothing_tells_the_order() -> None:
    assert current_of([sent("b", root="a"), sent("a")])["a"].id == "b"


def test_chain_that_runs_in_a_circle_ends() -> None:
    circle = [sent("a", replaces="b"), sent("b", replaces="a")]
    assert len(current_of(circle)) >= 1


def test_bare_id_has_no_prefix() -> None:
    assert (bare_id(" uuid:x "), bare_id("x")) == ("x", "x")


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ({"PE01": "7"}, {"PE01": "7.0", "cards": "3", "started": "2026-01-01T09:00:00Z"}, True),
        ({"PE01": "7"}, {"PE01": "8"}, False),
        ({"PE01": "7"}, {}, False),
        ({"PZ01_text": "a  b\nc"}, {"PZ01_text": "a b c"}, True),
        ({"unit_id": "007"}, {"unit_id": "7"}, False),
    ],
)
def test_same_content_whatever_the_file(first: dict[str, str], second: dict[str, str], same: bool) -> None:
    assert same_content(sent("a", values=first), sent("a", values=second)) == same
