from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tramite.kernel.contracts import Kind
from tramite.store.number_values import MONEY, WrittenNumbers, marked_numbers, typed_numbers, written_numbers
from tramite.store.raw import DecimalMark
from tramite.store.values import Values


def _read(values: list[str | None], kind: Kind, default: DecimalMark | None = "point") -> Values:
    return written_numbers(WrittenNumbers.of(pl.Series(values, dtype=pl.String)), kind=kind, default=default)


def _problems(read: Values) -> dict[str, list[int]]:
    return {p.kind: p.mask.fill_null(False).arg_true().to_list() for p in read.problems if p.mask.any()}


@pytest.mark.parametrize(
    ("written", "default", "expected"),
    [
        (["1.234,56", "12", "-7,5", "+1.000"], "point", [1234.56, 12.0, -7.5, 1000.0]),
        (["1,234.56", "12", "-7.5", "1,000"], "comma", [1234.56, 12.0, -7.5, 1000.0]),
        (["1.234", "12"], "comma", [1234.0, 12.0]),
        (["1.234", "12"], "point", [1.234, 12.0]),
        (["0,123", "1,5"], "point", [0.123, 1.5]),
        (["1.234.567", "1.234"], "point", [1234567.0, 1234.0]),
        (["\u22125", ".5", "1e-7", None], "point", [-5.0, 0.5, 1e-7, None]),
    ],
)
def test_written_numbers_follow_the_writing_of_the_column(
    written: list[str | None], default: DecimalMark, expected: list[float | None]
) -> None:
    read = _read(written, Kind.NUMBER, default)
    assert read.values.to_list() == expected
    assert _problems(read) == {}


@pytest.mark.parametrize(
    "bad", ["1.23.4", "12.34,5", "1,23,456", "€ 5", "5-", "1 000", "12%", "abc", "-", ".", "1,"]
)
def test_written_numbers_refuse_what_is_malformed(bad: str) -> None:
    read = _read(["1.5", bad], Kind.NUMBER)
    assert read.values.to_list() == [1.5, None]
    assert _problems(read) == {"not_a_number": [1]}


def test_written_numbers_refuse_the_minority_in_the_other_writing() -> None:
    read = _read(["1,5", "2,5", "3.5", "1.234"], Kind.NUMBER)
    assert read.values.to_list() == [1.5, 2.5, None, 1234.0]
    assert _problems(read) == {"mixed_decimals": [2]}


def test_written_numbers_refuse_the_unclear_without_a_default() -> None:
    read = _read(["1,5", "1.234", "7"], Kind.NUMBER, None)
    assert read.values.to_list() == [1.5, None, 7.0]
    assert _problems(read) == {"ambiguous_number": [1]}


def test_money_is_exact_and_has_four_decimals() -> None:
    read = _read(
        ["0.1", "99999999999999.9999", "1.23400", "29.430000000000003", "29.43001", "100000000000000", "1e3"],
        Kind.MONEY,
    )
    assert read.values.dtype == MONEY
    assert read.values.to_list() == [
        Decimal("0.1000"), Decimal("99999999999999.9999"), Decimal("1.2340"), Decimal("29.4300"), None, None, None,
    ]  # fmt: skip
    assert _problems(read) == {"too_large": [5], "not_a_number": [6], "too_many_decimals": [4]}


def test_whole_numbers_have_no_decimals() -> None:
    read = _read(["12", "12.0", "12.5", "-3", "1234567890123456789", ".0", "-.0"], Kind.INTEGER)
    assert read.values.to_list() == [12, 12, None, -3, None, 0, 0]
    assert _problems(read) == {"too_large": [4], "not_an_integer": [2]}


def test_typed_money_takes_binary_noise_for_what_it_is() -> None:
    read = typed_numbers(pl.Series([0.1 + 0.2, 12.34565, None, float("nan"), float("inf"), 1e15]), kind=Kind.MONEY)
    assert read.values.to_list() == [Decimal("0.3000"), None, None, None, None, None]
    assert _problems(read) == {"not_a_number": [4], "too_large": [5], "too_many_decimals": [1]}


@pytest.mark.parametrize("kind", [Kind.MONEY, Kind.NUMBER, Kind.INTEGER])
def test_typed_numbers_read_every_numeric_type_alike(kind: Kind) -> None:
    columns = [
        pl.Series([1, 2], dtype=dtype) for dtype in (pl.Int8, pl.UInt64, pl.Float32, pl.Float64, pl.Decimal(20, 6))
    ]
    assert {tuple(typed_numbers(column, kind=kind).values) for column in columns} == {(1, 2)}
    assert {repr(typed_numbers(column, kind=kind).problems[0].mask.any()) for column in columns} == {"False"}


def test_typed_numbers_refuse_other_types() -> None:
    read = typed_numbers(pl.Series([True, None]), kind=Kind.NUMBER)
    assert read.values.to_list() == [None, None]
    assert _problems(read) == {"not_a_number": [0]}


CELLS = st.one_of(
    st.none(),
    st.from_regex(r"\A[+-]?[0-9]{0,16}([.,][0-9]{0,6}){0,2}([eE][+-]?[0-9]{1,2})?\Z"),
    st.text(st.sampled_from("0123456789.,+-eE_ ' naifxN１٣\u2212"), max_size=8),
    st.sampled_from(
        [
            "100000000000000",
            "-100000000000000",
            "-9223372036854775808",
            "+5",
            "1.234",
            "12,345",
            "1.234.567",
            "1.23450",
            "5.e1",
            ".5",
            "1e-3",
        ]
    ),
    st.sampled_from(
        ["nan", "inf", "NULL", "0x1F", "1_000", "１２", "1e5", "9223372036854775808", "0" * 40 + "1.5"]
    ),
)
COLUMNS = st.one_of(
    st.lists(CELLS, max_size=6),
    *(
        st.tuples(st.lists(st.sampled_from(clean), max_size=20), st.lists(CELLS, max_size=2)).map(
            lambda both: [*both[0], *both[1]]
        )
        for clean in (
            ["12", "-3", "99999999999999", "-99999999999999"],
            ["12.50", "-7", "0.125"],
            ["12,50", "-7", "0,125"],
        )
    ),
)


@settings(max_examples=300, deadline=None)
@given(cells=COLUMNS, kind=st.sampled_from([Kind.MONEY, Kind.NUMBER, Kind.INTEGER]))
def test_a_column_that_reads_at_sight_reads_as_if_each_value_were_looked_at(
    cells: list[str | None], kind: Kind
) -> None:
    text = pl.Series(cells, dtype=pl.String).str.strip_chars().replace("", None)
    at_sight = WrittenNumbers.of(text)
    looked_at = WrittenNumbers(text.str.replace("\u2212", "-", literal=True))
    votes = {mark: count for mark, count in at_sight.votes.items() if count}
    assert votes == {mark: count for mark, count in looked_at.votes.items() if count}
    marks: tuple[DecimalMark | None, ...] = ("comma", "point", None)
    for mark in marks:
        for unclear in (False, True):
            quick, careful = (
                marked_numbers(each, kind=kind, mark=mark, unclear=unclear) for each in (at_sight, looked_at)
            )
            assert quick.values.dtype == careful.values.dtype
            assert quick.values.to_list() == careful.values.to_list()
            assert _problems(quick) == _problems(careful)
