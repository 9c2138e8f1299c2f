from __future__ import annotations

import polars as pl
import pytest

from tramite.store.linkage.postal_addresses import with_postal_addresses


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("V.le G. Garibaldi, 12/A - 20121 Milano (MI)", ("garibaldi", "12a", "20121", "milano")),
        ("Viale Giuseppe Garibaldi 12a, 20121 MILANO MI", ("giuseppe garibaldi", "12a", "20121", "milano")),
        ("P.zza S. Maria 3, 10121 Torino", ("maria", "3", "10121", "torino")),
        ("Piazza Santa Maria, 3, Torino", ("maria", "3", None, "torino")),
        ("C.so Vittorio Emanuele II n. 5 - I-10128 Torino TO", ("vittorio emanuele ii", "5", "10128", "torino")),
        ("Via 4 Novembre 10, 20100 Milano", ("novembre", "10", "20100", "milano")),
        ("via Roma snc, 47121 Forlì", ("roma", None, "47121", "forli")),
        ("Via Roma 005 Bari", ("roma", "5", None, None)),
        ("Via 4 Novembre 10 bis - Reggio nell'Emilia", ("novembre", "10bis", None, "reggio nellemilia")),
        ("Loc. Pian di Sole, 3", ("pian sole", "3", None, None)),
        ("", (None, None, None, None)),
    ],
)
def test_postal_address_splits_what_clerks_write(written: str, parts: tuple[str | None, ...]) -> None:
    found = with_postal_addresses(pl.LazyFrame({"address": [written]}))
    assert found.select("street", "number", "postcode_in_address", "city_in_address").collect().rows() == [parts]
