"""A case in which resellers of two channels say whose goods they sell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.web.small_case import DEFINITION
from tramite.store.outputs import save_bytes

ITEM = "PW01"  # of 100 euro that a partner sells in the category, how many are of whom


def write_competition_case(folder: Path, *, shops: Sequence[int], web: Sequence[int] = ()) -> Path:
    """Write the case; returns its folder.

    Args:
        shops, web: of each firm that answers in the channel, how many of 100 euro are of its own brand.
    """
    said = [("shops", own) for own in shops] + [("web", own) for own in web]
    firms = [(f"P{number:03}", channel, own) for number, (channel, own) in enumerate(said)]
    tables = {
        "frame": [
            "unit_id,role,channel_id,stratum,revenue,status,name",
            *(f"{unit},reseller,{channel},auto,1000,active,Firm {unit}" for unit, channel, _ in firms),
        ],
        "interviews": [
            "interview_id,unit_id,role,channel_id,mode,interviewer,date,consent,status,version",
            *(
                f"i-{unit},{unit},reseller,{channel},phone,maria,2024-11-20,true,approved,v1"
                for unit, channel, _ in firms
            ),
        ],
        "responses": [
            "interview_id,item_id,key,number,text,missing",
            *(f"i-{unit},{ITEM},own,{own},," for unit, _, own in firms),
            *(f"i-{unit},{ITEM},other,{100 - own},," for unit, _, own in firms),
        ],
    }
    save_bytes(folder / "case.toml", DEFINITION.encode())
    for name, lines in tables.items():
        save_bytes(folder / f"voices/{name}.csv", ("\n".join(lines) + "\n").encode())
    return folder
