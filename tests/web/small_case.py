"""A small case in a folder, with every table that the database keeps as rows."""

from __future__ import annotations

from pathlib import Path

from tramite.store.outputs import save_bytes

CODE = "small"
DEFINITION = """# Who we are. This comment stays.
vendor = "Rossi"
currency = "EUR"
language = "it"
as_of = 2024-12-31
name = { en = "Small case", it = "Caso piccolo" }

[[channels]]
id = "web"
name = { en = "Web shop", it = "Negozio web" }
kind = "web"  # since 2019
reach = "direct"
medium = "online"
end_customer = "consumer"

[[channels]]
id = "shops"
name = { en = "Shops", it = "Negozi" }
kind = "resellers"
reach = "indirect"
medium = "physical"
end_customer = "both"

[[channels]]
id = "force"
name = { en = "Sales force", it = "Forza vendita" }
kind = "sales-force"
reach = "direct"
medium = "physical"
end_customer = "business"
sells_to = ["shops"]

[[segments]]
id = "bikes"
name = { en = "Bike shops", it = "Negozi di bici" }
"""
TABLES = {
    "books/partners": (
        "partner_id,name,channel_id,role,segment_id,since,active,category_sales",
        "P001,Cicli Rossi,shops,reseller,bikes,2019-03-01,true,12345678901234.5678",
        "P002,Bici Bianchi,shops,reseller,,,,",
    ),
    "books/customers": ("customer_id,name,kind,city", "C1,Anna Verdi,consumer,Torino", "C2,Neri SpA,business,"),
    "voices/frame": (
        "unit_id,role,channel_id,stratum,revenue,status,name",
        "P001,reseller,shops,certain,120000.5,active,Cicli Rossi",
        "P002,reseller,shops,rest,,lost,Bici Bianchi",
    ),
    "voices/sample": (
        "unit_id,order,outcome,name,role,channel_id",
        "P001,1,done,Cicli Rossi,reseller,shops",
        "P002,2,pending,,reseller,",
    ),
    "voices/sample_log": ("entry,date,who,event,seed", "1,2024-11-04,maria,draw,7"),
    "voices/interviews": (
        "interview_id,unit_id,role,channel_id,mode,interviewer,date,seconds,consent,status,version",
        "i-1,P001,reseller,shops,in_person,maria,2024-11-20,1800,true,approved,v1",
        "i-2,P002,reseller,shops,phone,luca,2024-11-21,,true,done,v1",
    ),
    "voices/responses": (
        "interview_id,item_id,key,number,text,missing",
        "i-1,PX01,,8,,",
        "i-1,PE01,,7.25,,",
        "i-1,PX08,,,,dk",
        "i-1,PS02,,3,,",
        "i-2,PX01,,6,,",
        "i-2,PZ01,,,«Consegne lente»,",
    ),
    "voices/quality_decisions": (
        "interview_id,flag,decision,who,date,reason",
        "i-1,fast,keep,maria,2024-11-25,checked",
    ),
    "voices/facts": (
        "fact_id,text_en,text_it,true,source",
        "F1,We deliver in 48 hours,Consegniamo in 48 ore,true,site",
    ),
    "books/products": ("product_id,list_price", "K1,15.00"),
}


def write_small_case(folder: Path) -> Path:
    """Write the case; returns its folder."""
    save_bytes(folder / "case.toml", DEFINITION.encode())
    for name, lines in TABLES.items():
        save_bytes(folder / f"{name}.csv", ("\n".join(lines) + "\n").encode())
    save_bytes(folder / "README.md", b"# Small\n")
    return folder
