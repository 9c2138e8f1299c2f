"""A channel is added as those before it were written."""

from __future__ import annotations

import pytest

from tramite.store.channel_text import ChannelChange, added_text

SHOPS = 'id = "shops"', 'name = {en = "Shops", it = "Negozi"}', 'kind = "resellers"'
NEW = ChannelChange("Depots", "Depositi", "distributors", "indirect", "physical", "business", ("shops",))
SAID = (
    'id = "depots"', 'name = {en = "Depots", it = "Depositi"}', 'kind = "distributors"', 'reach = "indirect"',
    'medium = "physical"', 'end_customer = "business"', 'sells_to = ["shops"]',
)  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("\n".join(("[[channels]]", *SHOPS, "")), "\n".join(("[[channels]]", *SHOPS, "[[channels]]", *SAID, ""))),
        (
            f"channels = [{{{', '.join(SHOPS)}}}]  # as yet\n",
            f"channels = [{{{', '.join(SHOPS)}}}, {{{', '.join(SAID)}}}]  # as yet\n",
        ),
    ],
    ids=["tables", "in the line"],
)
def test_a_channel_is_added_as_the_others_are_written(before: str, after: str) -> None:
    assert added_text(before, "depots", NEW).split() == after.split()
