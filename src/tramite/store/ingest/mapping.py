"""How somebody's own file becomes a table of the case: ``books/mapping/<name>.toml``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import Field, StringConstraints, ValidationError, model_validator

from tramite.kernel.case import Strict
from tramite.kernel.contracts import Contract, Kind
from tramite.kernel.errors import CaseNotFound, Fault, InputRefused
from tramite.kernel.method import nearest
from tramite.kernel.tables import CONTRACTS, contracts_of
from tramite.store.definition import settings_faults
from tramite.store.ingest.months import MONTH, VALUE
from tramite.store.names import plain
from tramite.store.raw import DecimalMark
from tramite.store.sheet import Layout
from tramite.store.toml_reading import read_toml

FOLDER: Final = "books/mapping"
# Stand for a column: name of the file, of the sheet, number of the row; and where months stand side by side, the
# month of a cell and what stands in it.
PLACES: Final = ("@file", "@sheet", "@row", MONTH, VALUE)
NUMBERS: Final = (Kind.INTEGER, Kind.NUMBER, Kind.MONEY)
DAYS: Final = (Kind.DATE, Kind.MONTH)
Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
Rate = Annotated[Decimal, Field(gt=0)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class FromColumn(Strict):
    """Where a column of the contract comes from.

    Attributes:
        source: their column, or several that are joined; also :data:`PLACES`.
        join, prefix: what stands between joined values, and before the value.
        factor: their number times this is ours (thousands: 1000; per cent: 0.01).
        format: of their dates, as «%d.%m.%y»; months may be named, in Italian or English.
        values: their value to ours; a value that is not here stays as it is.
        fill: an empty cell has the value above it, as in merged cells.
    """

    source: Annotated[str | Annotated[tuple[str, ...], Field(min_length=1)], Field(alias="from")]
    join: str = "-"
    prefix: str = ""
    factor: Decimal | None = None
    format: str | None = None
    values: dict[str, str] = Field(alias="map", default_factory=dict)
    fill: bool = False

    @property
    def sources(self) -> tuple[str, ...]:
        """Their columns."""
        return (self.source,) if isinstance(self.source, str) else self.source


class Rates(Strict):
    """Rate of exchange: ``rate`` (or ``rates`` by month) of a currency times an amount is ours."""

    rate: Rate | None = None
    rates: dict[Month, Rate] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.rate is not None and self.rates:
            raise ValueError("rate | rates")
        return self


class Currency(Rates):
    """Currency of their amounts: one ``code`` for the file, or a ``column`` that tells it by row.

    Attributes:
        of: with ``column``, the rates of each currency; the currency of the case needs none.
    """

    code: Code | None = None
    column: str | None = None
    of: dict[Code, Rates] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if (self.code is None) == (self.column is None):
            raise ValueError("code | column")
        if self.column is not None and (self.rate is not None or self.rates):
            raise ValueError("column + of")
        return self


class Sign(Strict):
    """Rows whose amounts and pieces count as negative, whatever sign they have: credit notes, returns."""

    column: str
    negative: Annotated[tuple[str, ...], Field(min_length=1)]


class Skip(Strict):
    """Rows that are none of the table, as totals: their value equals or begins with one of these, or is empty."""

    column: str
    equals: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
    empty: bool = False


class Mapping(Strict):
    """The content of a mapping file.

    Attributes:
        files: patterns of the names of files that it is for, where none is chosen by hand.
        sheet, header_row, separator, encoding: as in :class:`~tramite.store.sheet.Layout`.
        decimal: mark of every number of a text file; in a workbook an unclear number is refused all the same.
        constants: values of columns that the file does not have.
        months: how their header writes a month («%b-%y»), where months stand side by side: then ``@month`` and
            ``@value`` are the month of a cell and what stands in it.
    """

    table: str
    files: tuple[str, ...] = ()
    sheet: str | None = None
    header_row: Annotated[int, Field(ge=1)] | None = None
    separator: Literal[";", ",", "\t", "|"] | None = None
    decimal: DecimalMark | None = None
    encoding: Literal["utf-8", "cp1252", "utf-16", "mac-roman"] = "utf-8"
    columns: dict[str, str | FromColumn]
    constants: dict[str, bool | int | Decimal | date | str] = Field(default_factory=dict)
    currency: Currency | None = None
    sign: Sign | None = None
    months: str | None = None
    skip: tuple[Skip, ...] = ()

    @property
    def contract(self) -> Contract:
        """The table that the file becomes."""
        return CONTRACTS[self.table]

    @property
    def sources(self) -> dict[str, FromColumn]:
        """Where each column of the contract comes from."""
        return {
            name: FromColumn.model_validate({"from": entry}) if isinstance(entry, str) else entry
            for name, entry in self.columns.items()
        }

    @property
    def their_columns(self) -> tuple[str, ...]:
        """Every column of theirs that is named."""
        named = [name for source in self.sources.values() for name in source.sources if name not in PLACES]
        named += [] if self.sign is None else [self.sign.column]
        named += [] if self.currency is None or self.currency.column is None else [self.currency.column]
        return tuple(dict.fromkeys([*named, *(skip.column for skip in self.skip)]))

    @property
    def layout(self) -> Layout:
        """Where the table stands in their file."""
        return Layout(
            names=frozenset(map(plain, self.their_columns)),
            header_row=self.header_row,
            search=True,
            separator=self.separator,
            encoding=self.encoding,
            sheet=self.sheet,
        )

    @property
    def digest(self) -> str:
        """SHA-256 of what it says, whatever its comments and their order."""
        return hashlib.sha256(self.model_dump_json(by_alias=True).encode()).hexdigest()

    def fits(self, file: str) -> bool:
        """Tell whether a file is meant, by its name; case does not count."""
        return any(fnmatchcase(file.lower(), pattern.lower()) for pattern in self.files)


def load_mappings(case: Path) -> dict[str, Mapping]:
    """Read all mappings of a case, by name.

    Raises:
        InputRefused: all faults of all of them.
    """
    read: dict[str, Mapping] = {}
    faults: list[Fault] = []
    for path in sorted((case / FOLDER).glob("*.toml")):
        try:
            read[path.stem] = load_mapping(case, path.stem)
        except InputRefused as error:
            faults += error.faults
    if faults:
        raise InputRefused(faults)
    return read


def load_mapping(case: Path, name: str) -> Mapping:
    """Read a mapping of a case, by name (without ``.toml``).

    Raises:
        CaseNotFound: there is none of that name. InputRefused: all its faults.
    """
    known = sorted(path.stem for path in (case / FOLDER).glob("*.toml"))
    if name not in known:
        raise CaseNotFound("mapping_not_found", name=name, path=case / FOLDER, known=", ".join(known) or "–")
    file = f"{FOLDER}/{name}.toml"
    return as_mapping(read_toml(case / file, file=file), file=file)


def as_mapping(content: object, *, file: str) -> Mapping:
    """Check the content of a mapping file.

    Raises:
        InputRefused: all its faults.
    """
    try:
        mapping = Mapping.model_validate(content)
    except ValidationError as error:
        raise InputRefused(settings_faults(error, file, Mapping)) from error
    faults = list(_faults(mapping, file))
    if faults:
        raise InputRefused(faults)
    return mapping


def _faults(mapping: Mapping, file: str) -> Iterator[Fault]:
    tables = [contract.name for contract in contracts_of("books")]
    if mapping.table not in tables:
        hint = ", ".join(nearest(mapping.table, dict.fromkeys(tables)) or tables)
        yield Fault(file, "not_allowed", column="table", value=mapping.table, hint=hint)
        return
    contract = mapping.contract
    for part, names in (("columns", mapping.columns), ("constants", mapping.constants)):
        for name in names:
            if name not in contract.by_name:
                hint = ", ".join(nearest(name, contract.by_name) or contract.by_name)
                yield Fault(file, "not_allowed", column=f"{part}.{name}", value=name, hint=hint)
    for name in mapping.columns.keys() & mapping.constants.keys():
        yield Fault(file, "mapped_twice", column=name)
    for column in contract.columns:
        if column.required and column.name not in mapping.columns and column.name not in mapping.constants:
            yield Fault(file, "not_mapped", column=column.name)
    yield from _misplaced(mapping, file)


def _misplaced(mapping: Mapping, file: str) -> Iterator[Fault]:
    """Find settings on columns of another kind, and names of places that there are not."""
    contract = mapping.contract
    for name, source in mapping.sources.items():
        column = contract.by_name.get(name)
        if column is not None and source.factor is not None and column.kind not in NUMBERS:
            yield Fault(file, "factor_on_number", column=f"columns.{name}.factor")
        if column is not None and source.format is not None and column.kind not in DAYS:
            yield Fault(file, "format_on_date", column=f"columns.{name}.format")
        for given in source.sources:
            if given.startswith("@") and given not in PLACES:
                yield Fault(file, "not_allowed", column=f"columns.{name}", value=given, hint=", ".join(PLACES))
            if given in (MONTH, VALUE) and mapping.months is None:
                yield Fault(file, "months_not_told", column=f"columns.{name}", value=given)
    yield from _rates_without_month(mapping, file)


def _rates_without_month(mapping: Mapping, file: str) -> Iterator[Fault]:
    if mapping.currency is None or day_column(mapping.contract) is not None:
        return
    if mapping.currency.rates:
        yield Fault(file, "rates_without_month", column="currency.rates")
    for code, rates in mapping.currency.of.items():
        if rates.rates:
            yield Fault(file, "rates_without_month", column=f"currency.of.{code}.rates")


def day_column(contract: Contract) -> str | None:
    """Return the column whose month a row belongs to; ``None`` for a list of things that have no month."""
    return next((name for name in ("date", "month") if name in contract.by_name), None)
