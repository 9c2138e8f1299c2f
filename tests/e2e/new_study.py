"""A study that is new: books of six shops, the words of the project, and nobody asked yet."""

from __future__ import annotations

from pathlib import Path

from tests.web.field_case import write_unpublished_case
from tramite.store.outputs import save_bytes

NAMES = ("Cicli Rossi", "Bici Bianchi", "Velo Verdi", "Pedali Neri", "Ruote Gialle", "Sella Blu")
_FIELD = ("frame", "sample", "sample_log", "interviews", "responses", "quality_decisions")


def write_new_study(folder: Path) -> Path:
    """Write the case; returns its folder."""
    write_unpublished_case(folder)
    for table in _FIELD:
        (folder / "voices" / f"{table}.csv").unlink()
    codes = [f"P{number:03d}" for number in range(1, len(NAMES) + 1)]
    partners = ["partner_id,channel_id,name", *(f"{p},shops,{n}" for p, n in zip(codes, NAMES, strict=True))]
    sales = ["document_id,document_line,date,channel_id,partner_id,product_id,units,net_amount,cost_amount"]
    for year in (2023, 2024):
        for number, code in enumerate(codes, start=1):
            sales.append(f"D{number}-{year},1,{year}-06-01,shops,{code},K1,1,{number * 100_000},{number * 40_000}")
    for name, lines in (("partners", partners), ("sell_in", sales)):
        save_bytes(folder / "books" / f"{name}.csv", ("\n".join(lines) + "\n").encode())
    return folder
