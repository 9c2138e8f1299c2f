from __future__ import annotations

import polars as pl
import pytest

from tramite.kernel.errors import InputRefused
from tramite.kernel.tables import FACETS
from tramite.voices.coding.book import NOTHING, codebook_of, starter_codebook


def test_the_starter_has_forty_codes_in_both_languages() -> None:
    book = starter_codebook()
    assert len(book.codes) == 40
    assert len({code.code for code in book.codes}) == 40
    for language in ("en", "it"):
        assert len({code.say(language) for code in book.codes}) == 40
        assert all(code.explain(language) for code in book.codes)
    assert {code.facet for code in book.codes} == set(FACETS)
    assert book.code(NOTHING).codable
    assert [code.code for code in book.children(None)] == ["E", "P", "R", "C", "none"]
    assert not any(code.codable for code in book.codes if book.children(code.code))


def test_a_codebook_survives_its_table() -> None:
    assert codebook_of(starter_codebook().to_frame()) == starter_codebook()


def test_codes_know_what_stands_above_them() -> None:
    assert list(starter_codebook().above("E-ORD")) == ["E"]
    assert list(starter_codebook().above("E")) == []


def test_all_faults_of_a_codebook_are_told_at_once() -> None:
    table = (
        starter_codebook()
        .to_frame()
        .head(3)
        .with_columns(
            pl.Series("parent", ["E-POR", "nobody", "E"]), pl.Series("colour", ["#2A7F9E", "red", "#FFF"])
        )
    )
    with pytest.raises(InputRefused) as error:
        codebook_of(table)
    assert [(fault.kind, fault.value) for fault in error.value.faults] == [
        ("code_circle", "E"), ("code_parent", "nobody"), ("code_colour", "red"), ("code_circle", "E-POR"),
    ]  # fmt: skip
