"""Three sources: the partner, the vendor's people, the books."""

from __future__ import annotations

import pytest

from tests.beliefs.selling_voices import METHOD, Colleague, Firm, study_of
from tramite.beliefs.selling.confirmation import (
    Opinion,
    VendorView,
    books_opinion,
    judge,
    vendor_opinion,
    vendor_views,
)
from tramite.books.joint_work import Dealing

FIRMS = [Firm(f"f{i}") for i in range(6)]


def test_vendor_is_heard_in_groups_only() -> None:
    few = study_of(FIRMS, [Colleague(f"v{i}", steps="jjppv") for i in range(4)])
    enough = study_of(FIRMS, [Colleague(f"v{i}", steps="jjppv", first="complement") for i in range(5)])
    assert vendor_views(few) == {}
    view = vendor_views(enough)["shops"]
    assert [view.facing, view.joint, view.complement_first] == pytest.approx([0.8, 0.4, 1.0])


def test_books_read_invoices_deals_and_visits() -> None:
    with_us = books_opinion(Dealing(1.0, 10, 4, joint=0.4), method=METHOD)
    alone = books_opinion(Dealing(1.0, 10, 1, joint=0.1), method=METHOD)
    agent = books_opinion(Dealing(0.0, 10, 1, joint=0.1), method=METHOD)
    assert (with_us.deals_with, with_us.trade) == (True, "sell_with")
    assert (alone.deals_with, alone.trade) == (False, "sell_through")
    assert (agent.deals_with, agent.trade) == (True, "hybrid")
    assert books_opinion(Dealing(1.0), method=METHOD) == Opinion()


def test_vendor_knows_from_its_invoices_who_resells() -> None:
    view = VendorView(facing=0.9, joint=0.1, complement_first=0.8)
    assert vendor_opinion(view, Dealing(1.0), method=METHOD) == Opinion(False, True, "sell_through")
    assert vendor_opinion(view, Dealing(0.0), method=METHOD).deals_with is True
    assert vendor_opinion(VendorView(), Dealing(1.0), method=METHOD) == Opinion()


@pytest.mark.parametrize(
    ("article", "opinion", "verdict"),
    [
        ("sell_with", Opinion(True), "agrees"), ("sell_with", Opinion(False), "differs"),
        ("sell_thru", Opinion(False), "silent"), ("sell_thru", Opinion(True), "differs"),
        ("sell_thru", Opinion(None, True), "agrees"), ("hybrid", Opinion(True), "silent"),
        ("hybrid", Opinion(True, True), "agrees"), ("fulfilment", Opinion(False), "agrees"),
        ("fulfilment", Opinion(False, True), "differs"), ("sell_with", Opinion(), "silent"),
    ],
)  # fmt: skip
def test_source_agrees_only_with_what_it_sees(article: str, opinion: Opinion, verdict: str) -> None:
    """Who sees no gap cannot confirm that one is filled; who sees the other half otherwise differs."""
    assert judge(article, "", opinion)[0] == verdict


def test_invoices_cannot_tell_goods_built_in_from_goods_resold() -> None:
    assert judge("", "sell_to", Opinion(trade="sell_through"))[1] == "silent"
    assert judge("", "sell_to", Opinion(trade="sell_with"))[1] == "differs"
