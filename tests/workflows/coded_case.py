"""A case with twelve open answers, in a folder."""

from __future__ import annotations

from pathlib import Path

from tests.store.case_on_disk import DEFINITION

TEXTS = [
    "Gli ordini sono lenti 😀 e il portale si blocca", "Il margine è troppo basso", "Consegne in ritardo, sempre",
    "Gli ordini dal portale sono lenti", "Margine basso e pochi premi", "Le consegne arrivano in ritardo",
]  # fmt: skip


def write_case(path: Path, *, interviews: int = 12) -> Path:
    """Write the case; interview i-01 says the first text, and so on round."""
    (path / "voices").mkdir()
    (path / "case.toml").write_text(DEFINITION, encoding="utf-8")
    head = "interview_id,unit_id,role,channel_id,mode,date,consent,status,version\n"
    rows = [f"i-{n:02},u{n},reseller,shops,phone,2024-11-05,true,done,1\n" for n in range(1, interviews + 1)]
    (path / "voices" / "interviews.csv").write_text(head + "".join(rows), encoding="utf-8")
    answers = [f'i-{n:02},PZ01,"{TEXTS[(n - 1) % len(TEXTS)]}"\n' for n in range(1, interviews + 1)]
    (path / "voices" / "responses.csv").write_text(
        "interview_id,item_id,text\n" + "".join(answers), encoding="utf-8"
    )
    return path


def write_codings(path: Path, *rows: tuple[str, int, int, str, str]) -> None:
    """Write codings of PZ01 from interview, start, end, code, coder."""
    head = "interview_id;item_id;start;end;code;coder\n"
    lines = [f"{interview};PZ01;{start};{end};{code};{coder}\n" for interview, start, end, code, coder in rows]
    (path / "voices" / "codings.csv").write_text(head + "".join(lines), encoding="utf-8")
