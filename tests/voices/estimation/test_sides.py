from __future__ import annotations

import polars as pl

from tramite.kernel.method import Method
from tramite.voices.asking.bank import load_bank
from tramite.voices.disclosure.screening import ALL
from tramite.voices.estimation.side_table import side_table
from tramite.voices.estimation.sides import SEVERAL, side_mirrored, sides_asked, voices_of

BANK, METHOD = load_bank(), Method()


def frame(*rows: tuple[str, str, str]) -> pl.DataFrame:
    """Units as (id, role, channel)."""
    table = pl.DataFrame(rows, schema=["unit_id", "role", "channel_id"], orient="row")
    return table.with_columns(
        pl.lit("rest").alias("stratum"), pl.lit(10.0).alias("revenue"),
        pl.lit(None, pl.Float64).alias("potential"), pl.lit("active").alias("status"),
    )  # fmt: skip


def interviews(*rows: tuple[str, str, str, str | None]) -> pl.DataFrame:
    """Interviews as (id, unit, role, channel)."""
    table = pl.DataFrame(rows, schema=["interview_id", "unit_id", "role", "channel_id"], orient="row")
    return table.with_columns(pl.lit("approved").alias("status"), pl.lit(True).alias("consent"))


def said(item_id: str, **scores: float) -> pl.DataFrame:
    rows = [(name, item_id, "", score, None, None) for name, score in scores.items()]
    columns = ["interview_id", "item_id", "key", "number", "text", "missing"]
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String) | {"number": pl.Float64}, orient="row")


PARTNERS = [(f"p{i}", "reseller", "a" if i < 30 else "b") for i in range(40)]
STAFF = [(f"s{i}", "vendor", "sales") for i in range(12)]


def test_vendors_people_speak_of_the_channel_of_their_interview() -> None:
    heard = interviews(("i0", "s0", "vendor", "a"), ("i1", "s1", "vendor", "b"), ("i2", "s2", "vendor", "a"),
                       ("i3", "s2", "vendor", "b"))  # fmt: skip
    voices = voices_of("vendor", heard, frame(*PARTNERS, *STAFF), method=METHOD)
    assert dict(voices.weighed.people.select("unit_id", "domain").iter_rows()) == {
        "s0": "a", "s1": "b", "s2": SEVERAL
    }  # fmt: skip
    assert (voices.counted, voices.weighed.enumerative) == (False, False)


def test_a_guess_weighs_channels_as_those_do_whose_answers_it_guesses() -> None:
    """Six guess 80 of channel a (30 partners), six 40 of b (10): of all partners 0.75·80 + 0.25·40 = 70."""
    heard = interviews(*((f"i{i}", f"s{i}", "vendor", "a" if i < 6 else "b") for i in range(12)))
    answers = said("VE01", **{f"i{i}": 8.0 if i < 6 else 4.0 for i in range(12)})
    people = frame(*PARTNERS, *STAFF)

    def mean(guessing: bool) -> tuple[float, int, int | None, str]:
        side = voices_of("vendor", heard, people, method=METHOD, guessing="partner" if guessing else None)
        table = side_table(answers, side, item=BANK.item("VE01"), bank=BANK, method=METHOD, weightings=("vote",))
        cell = table.cell(ALL, "", "vote")
        return round(cell.estimate.value or 0.0, 9), cell.estimate.n, cell.estimate.N, cell.reading

    assert mean(True) == (70.0, 12, None, "interval")
    assert mean(False) == (60.0, 12, None, "interval")


def test_partners_stand_for_the_active_units_of_their_side() -> None:
    people = frame(*PARTNERS, *STAFF).with_columns(
        pl.when(pl.col("unit_id") == "p39").then(pl.lit("lost")).otherwise("status").alias("status")
    )
    heard = interviews(("i0", "p0", "reseller", "a"), ("i1", "p39", "reseller", "b"), ("i2", "s0", "vendor", "a"))
    voices = voices_of("partner", heard, people, method=METHOD)
    assert voices.interviews["interview_id"].to_list() == ["i0"]
    assert (voices.weighed.people.height, voices.weighed.domains, voices.counted) == (39, ("a", "b"), True)


def test_items_tell_whom_they_ask_and_whom_they_guess() -> None:
    assert sides_asked(BANK.item("PE01")) == ("partner",)
    assert sides_asked(BANK.item("VE01")) == ("vendor",)
    assert side_mirrored(BANK.item("VE01"), BANK) == "partner"
    assert side_mirrored(BANK.item("VC01"), BANK) == "customer"
    assert side_mirrored(BANK.item("VO01"), BANK) is None
