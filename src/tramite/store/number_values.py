"""Read numbers, amounts and whole numbers: as text in Italian or English writing, or already as numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from tramite.kernel.contracts import Kind
from tramite.store.raw import DecimalMark
from tramite.store.values import Problem, Values, without

MONEY: Final = pl.Decimal(18, 4)
MONEY_DIGITS = 14  # before the decimals
INTEGER_DIGITS = 18
# Sums of amounts in binary miss the fourth decimal by far less than this; a true fifth decimal, by far more.
_BINARY_NOISE = 1e-8
_RELATIVE_NOISE = 1e-15  # a few times the spacing of binary numbers
_GROUPED = r"[1-9][0-9]{{0,2}}(?:{thousands}[0-9]{{3}})+(?:{decimal}[0-9]+)?"
_PLAIN = r"[0-9]+(?:{decimal}[0-9]+)?|{decimal}[0-9]+"  # not \d: digits of other scripts are letters here
_MARKS: dict[DecimalMark, tuple[str, str]] = {"comma": (",", "."), "point": (".", ",")}
_DIGITS = {Kind.NUMBER: 300, Kind.MONEY: MONEY_DIGITS, Kind.INTEGER: INTEGER_DIGITS}


def _pattern(mark: DecimalMark) -> str:
    decimal, thousands = (f"\\{sign}" for sign in _MARKS[mark])
    forms = f"{_PLAIN}|{_GROUPED}".format(decimal=decimal, thousands=thousands)
    if mark == "point":  # programs write very small and very large numbers so
        forms += r"|[0-9]+(?:\.[0-9]+)?[eE][+-]?[0-9]{1,3}"
    return rf"^[+-]?(?:{forms})$"


# Texts that read in one way only: they have decimals, and not three of them, which could be thousands.
_DECIMALS: Final[dict[DecimalMark, str]] = {
    "point": r"^-?(?:[0-9]{1,14}\.(?:[0-9]{1,2}|[0-9]{4})|0\.[0-9]{3})$",
    "comma": r"^-?(?:[0-9]{1,14},(?:[0-9]{1,2}|[0-9]{4})|0,[0-9]{3})$",
}
_GLANCE = 1000  # values that show how a column is written, or at least that it is not written so


@dataclass(frozen=True, slots=True)
class WrittenNumbers:
    """A column of numbers as text.

    Attributes:
        whole: the numbers of a column in which every value is a whole one, written in digits.
        simple: mark of a column in which every value that is not whole reads at sight in that writing, and in no
            other; ``None``: each value must be looked at.
        marked: how many values of such a column have the mark.
    """

    text: pl.Series
    whole: pl.Series | None = None
    simple: DecimalMark | None = None
    marked: int = 0

    @classmethod
    def of(cls, text: pl.Series) -> WrittenNumbers:
        """Look at a column of text."""
        head = text.head(_GLANCE)
        if _whole(head) is not None and (numbers := _whole(text)) is not None:
            return cls(text, whole=numbers)
        for mark in _DECIMALS:
            if _marked(head, mark) is not None and (marked := _marked(text, mark)) is not None:
                return cls(text, simple=mark, marked=marked)
        return cls(text.str.replace("\u2212", "-", literal=True))  # the minus sign of word processors

    def reads(self, mark: DecimalMark) -> pl.Series:
        """Tell which values read with a decimal mark: boolean, one for each row."""
        return self.text.str.contains(_pattern(mark)).fill_null(False)

    @property
    def votes(self) -> Counter[str]:
        """How many values read in one writing only, by decimal mark."""
        if self.whole is not None:
            return Counter()
        if self.simple is not None:
            return Counter({self.simple: self.marked})
        comma, point = self.reads("comma"), self.reads("point")
        return Counter({"comma": int((comma & ~point).sum()), "point": int((point & ~comma).sum())})


def _whole(text: pl.Series) -> pl.Series | None:
    """Return the numbers of a column in which every value is a whole one of few digits; ``None``: some is not."""
    numbers = text.cast(pl.Int64, strict=False)  # takes digits of ASCII with a sign before them, nothing else
    few = numbers.is_between(-(10**MONEY_DIGITS), 10**MONEY_DIGITS, closed="none")
    return numbers if numbers.null_count() == text.null_count() and few.all() else None


def _marked(text: pl.Series, mark: DecimalMark) -> int | None:
    """Return how many values read only with a decimal mark, if all others are whole; ``None``: some are not."""
    marked = text.str.contains(_DECIMALS[mark])
    return int(marked.sum()) if marked.all() or _whole(text.filter(~marked)) is not None else None


def mark_of(votes: Mapping[str, int], default: DecimalMark | None) -> DecimalMark | None:
    """Return the decimal mark of most values that tell; ``default`` if none does, or as many for each."""
    comma, point = votes.get("comma", 0), votes.get("point", 0)
    if comma == point:
        return default
    return "comma" if comma > point else "point"


def written_numbers(
    written: WrittenNumbers, *, kind: Kind, default: DecimalMark | None, forced: bool = False
) -> Values:
    """Read a column of numbers given as text, its decimal mark being that of most of its values.

    Args:
        default: decimal mark of «1.234» where no value of the column tells. ``None``: refuse «1.234» even where
            others tell, since among number cells and text in one column it may be either.
        forced: a person said that ``default`` is the mark.
    """
    mark = default if forced else mark_of(written.votes, default)
    return marked_numbers(written, kind=kind, mark=mark, unclear=default is None)


def marked_numbers(written: WrittenNumbers, *, kind: Kind, mark: DecimalMark | None, unclear: bool) -> Values:
    """Read a column of numbers given as text.

    Args:
        mark: decimal mark of the column; ``None``: none of its values tells. unclear: refuse «1.234».

    A value that reads only with the other mark is refused: of «12.50» and «12,50» in one column one is a mistake,
    and which one decides whether «1.234» is one or a thousand.
    """
    if written.whole is not None:
        return Values(written.whole.cast(_dtype(kind)))
    mark = mark or "point"
    decimal, thousands = _MARKS[mark]
    if written.simple == mark:
        return _of_plain(_with_point(written.text, decimal), kind, short=True)
    text, comma, point = written.text, written.reads("comma"), written.reads("point")
    reads, other = (comma, point) if mark == "comma" else (point, comma)
    problems = [
        Problem(_kind_word(kind), text.is_not_null() & ~comma & ~point),
        Problem("mixed_decimals", other & ~reads, decimal),
    ]
    if unclear:
        both = comma & point & text.str.contains("[.,]").fill_null(False)
        problems.append(Problem("ambiguous_number", both))
    plain = without(text, *(problem.mask for problem in problems))
    plain = plain.str.replace_all(thousands, "", literal=True).str.strip_prefix("+")
    return _of_plain(_with_point(plain, decimal), kind).after(problems)


def _with_point(text: pl.Series, decimal: str) -> pl.Series:
    return text if decimal == "." else text.str.replace(decimal, ".", literal=True)


def _of_plain(text: pl.Series, kind: Kind, *, short: bool = False) -> Values:
    """Read «-1234.5».

    Args:
        short: every value has fourteen digits at most, then four decimals at most, and no exponent.
    """
    if short and (kind is not Kind.INTEGER or not text.str.contains(".", literal=True).any()):
        return Values(text.cast(_dtype(kind)))
    large = text.str.contains(rf"^-?0*[1-9][0-9]{{{_DIGITS[kind]},}}")
    problems = [Problem("too_large", large, str(_DIGITS[kind]))]
    if kind is Kind.NUMBER:
        numbers = without(text, large).cast(pl.Float64, strict=False)
        infinite = numbers.is_infinite()
        return Values(without(numbers, infinite), (*problems, Problem("not_a_number", infinite)))
    exponent = text.str.contains("[eE]")
    problems.append(Problem(_kind_word(kind), exponent))
    if kind is Kind.INTEGER:
        fine = text.str.contains(r"\.[0-9]*[1-9]") & ~exponent
        whole = without(text, large, exponent, fine).str.replace(r"^(-?)\.", "${1}0.").str.replace(r"\.0*$", "")
        return Values(whole.cast(pl.Int64), (*problems, Problem("not_an_integer", fine)))
    long = text.str.contains(r"\.[0-9]{4}[0-9]*[1-9]") & ~exponent & ~large
    fine = long & _is_off(without(text, ~long).cast(pl.Float64)) if long.any() else long
    amounts = without(text, large, exponent, fine).cast(MONEY)
    return Values(amounts, (*problems, Problem("too_many_decimals", fine, "4")))


def _is_off(numbers: pl.Series) -> pl.Series:
    """Tell where a binary number is not one of four decimals: «29.430000000000003» is, «29.43001» is not."""
    noise = numbers.abs() * _RELATIVE_NOISE + _BINARY_NOISE
    return (numbers - numbers.round(4)).abs() > noise


def typed_numbers(column: pl.Series, *, kind: Kind) -> Values:
    """Read a column that holds numbers already: of a Parquet file, or number cells of a sheet."""
    if not column.dtype.is_numeric():
        return Values.refusing(column, Problem(_kind_word(kind), column.is_not_null()), _dtype(kind))
    if column.dtype.is_float():
        column = column.fill_nan(None)  # what some programs write for «missing»
    if column.dtype.is_decimal() and kind is not Kind.NUMBER:
        return _of_plain(column.cast(pl.String), kind)
    if column.dtype.is_integer() and kind is not Kind.NUMBER:
        return _of_plain(column.cast(pl.String), kind)
    numbers = column.cast(pl.Float64)
    infinite = numbers.is_infinite()
    problems = [Problem(_kind_word(kind), infinite)]
    if kind is Kind.NUMBER:
        return Values(without(numbers, infinite), tuple(problems))
    large = (numbers.abs() >= 10.0 ** _DIGITS[kind]) & ~infinite
    rounded = numbers.round(4 if kind is Kind.MONEY else 0)
    fine = (_is_off(numbers) if kind is Kind.MONEY else numbers != rounded) & ~infinite
    name, hint = ("too_many_decimals", "4") if kind is Kind.MONEY else ("not_an_integer", "")
    problems += [Problem("too_large", large, str(_DIGITS[kind])), Problem(name, fine, hint)]
    return Values(without(rounded, infinite, large, fine).cast(_dtype(kind)), tuple(problems))


def _kind_word(kind: Kind) -> str:
    return "not_an_integer" if kind is Kind.INTEGER else "not_a_number"


def _dtype(kind: Kind) -> pl.DataType:
    return {Kind.MONEY: MONEY, Kind.INTEGER: pl.Int64()}.get(kind, pl.Float64())
