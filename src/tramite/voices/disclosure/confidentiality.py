"""Who may read what: levels A, B and C of an interview, and the items of the clean team."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from tramite.kernel.errors import Fault
from tramite.kernel.method import Method
from tramite.voices.asking.bank import Item, ItemBank
from tramite.voices.asking.bank_check import EMPLOYEES, OWN_PEOPLE
from tramite.voices.asking.brief import Level

Reader = Literal["study", "clean_team", "vendor"]


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the vendor may have of an interview.

    Attributes:
        named: answers with the name of who gave them, as agreed. quoted: word for word, where quoting is agreed.
        sheet: the interviewer's notes and file.
    """

    named: bool
    quoted: bool
    sheet: bool


ALLOWED: Final[dict[Level, Allowed]] = {
    "a": Allowed(named=True, quoted=True, sheet=True),
    "b": Allowed(named=False, quoted=False, sheet=False),
    "c": Allowed(named=False, quoted=False, sheet=False),
}


def with_levels(interviews: pl.DataFrame) -> pl.DataFrame:
    """Return interviews with their ``level``: as promised, else c for employees and vendor's people, b for all.

    Level a is never assumed: it takes an agreement.

    Args:
        interviews: contract INTERVIEWS. Source: METHOD §3.3, §4.9.
    """
    stated = pl.col("level") if "level" in interviews.columns else pl.lit(None, pl.String)
    own = pl.col("role").is_in(OWN_PEOPLE)
    default = pl.when(own).then(pl.lit("c")).otherwise(pl.lit("b"))
    return interviews.with_columns(pl.coalesce(stated, default).alias("level"))


def check_levels(interviews: pl.DataFrame) -> Iterator[Fault]:
    """Walk through interviews whose level breaks what employees must be promised: always c (METHOD §4.9)."""
    wrong = with_levels(interviews).filter(pl.col("role").is_in(EMPLOYEES) & (pl.col("level") != "c"))
    for interview_id, level in wrong.select("interview_id", "level").iter_rows():
        yield Fault("voices/interviews", "level_of_employee", column="level", value=level, hint=interview_id)


def single_answers(
    responses: pl.DataFrame, interviews: pl.DataFrame, *, bank: ItemBank, reader: Reader
) -> pl.DataFrame:
    """Return the answers that a reader may see one by one.

    Who carries out the study sees all. The vendor sees those of level a alone, and of them none of the items that
    go to the clean team, nor of those that employees answer in groups only. The clean team sees groups.

    Args:
        responses, interviews: contracts RESPONSES, INTERVIEWS.
    """
    if reader == "study":
        return responses
    if reader == "clean_team":
        return responses.clear()
    named = [level for level, allowed in ALLOWED.items() if allowed.named]
    open_ones = with_levels(interviews).filter(pl.col("level").is_in(named)).select("interview_id")
    plain = [item.id for item in bank.items if not item.sensitive]
    answers = responses.filter(pl.col("item_id").is_in(plain))
    return answers.join(open_ones, on="interview_id", how="semi", maintain_order="left")


def sheets_for_vendor(interviews: pl.DataFrame) -> pl.DataFrame:
    """Return the interviews whose notes and file the vendor may have."""
    levels = [level for level, allowed in ALLOWED.items() if allowed.sheet]
    return with_levels(interviews).filter(pl.col("level").is_in(levels)).select(interviews.columns)


def may_read_group(item: Item, *, reader: Reader, firms: int, method: Method) -> bool:
    """Tell whether a reader may see what a group answered to an item (its size is ``disclosure.screen``'s matter).

    An item on competition goes to the clean team, and from three firms up; never to those who run direct sales, so
    that the vendor as such is refused (METHOD §4.10).

    Args:
        firms: in the group; people of one firm are one. method: ``clean_team_firms``.
    """
    if item.sensitive == "antitrust":
        return reader != "vendor" and firms >= method.clean_team_firms
    return True
