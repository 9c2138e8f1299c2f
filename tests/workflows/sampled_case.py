"""A case to draw a sample from."""

from __future__ import annotations

from pathlib import Path

from tests.store.case_on_disk import DEFINITION

FRAME = """unit_id;role;channel_id;stratum;status;name
V1;vendor;web;vendor-web;active;Anna Verdi
H1;customer;shops;auto;active;=Hotel [Roma]
"""


def _sales(partner: int, year: int) -> str:
    net = 100_000 if partner == 1 else 1000 + 10 * partner
    return f"D{partner}-{year};1;{year}-06-01;shops;P{partner:02d};K1;1;{net};{net * 0.6:.0f}"


def write_sampled_case(folder: Path) -> Path:
    """Write 40 partners with sales, five of them lost, and two people that somebody wrote down."""
    (folder / "books").mkdir()
    (folder / "voices").mkdir()
    (folder / "case.toml").write_text(DEFINITION, encoding="utf-8")
    head = "document_id;document_line;date;channel_id;partner_id;product_id;units;net_amount;cost_amount"
    lines = [_sales(p, year) for p in range(1, 41) for year in (2023, 2024) if year == 2023 or p % 8]
    names = [f"P{p:02d};shops;Azienda {p} S.r.l." for p in range(1, 41)]
    (folder / "books" / "sell_in.csv").write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    partners = "\n".join(["partner_id;channel_id;name", *names]) + "\n"
    (folder / "books" / "partners.csv").write_text(partners, encoding="utf-8")
    (folder / "books" / "products.csv").write_text("product_id\nK1\n", encoding="utf-8")
    (folder / "voices" / "frame.csv").write_text(FRAME, encoding="utf-8")
    return folder
