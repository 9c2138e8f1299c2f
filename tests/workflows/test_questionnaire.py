from __future__ import annotations

from pathlib import Path

import fastexcel
import pytest

from tramite.kernel.errors import CaseNotFound, InputRefused, TramiteError
from tramite.store.instruments import load_instrument
from tramite.workflows.checking import check_case, new_case
from tramite.workflows.questionnaire import FOLDER, write_questionnaires

PROJECT = """
category = { en = "pumps", it = "pompe" }
flagship = { en = "the Alfa line", it = "la linea Alfa" }
case = { en = "a firm with an old pump", it = "un'impresa con una vecchia pompa" }
[[competitors]]
id = "c1"
name = { en = "Beta", it = "Beta" }
[[roadmap]]
id = "portal"
name = { en = "the portal", it = "il portale" }
[[products]]
id = "pump"
name = { en = "Pump", it = "Pompa" }
[[segments]]
id = "small"
name = { en = "Small", it = "Piccole" }
"""
FACTS = "fact_id;text_en;text_it;true;source\n" + "".join(
    f"f{n};Statement {n};Affermazione {n};{'true' if n % 2 else 'false'};price list\n" for n in range(1, 6)
)
FRAME = "unit_id;role;channel_id;stratum;revenue;potential;status\n" + "".join(
    f"p{n};reseller;resellers;s;{n}000;;active\n" for n in range(1, 9)
)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = new_case(tmp_path / "case")
    for name, content in (("project.toml", PROJECT), ("facts.csv", FACTS), ("frame.csv", FRAME)):
        (folder / "voices").mkdir(exist_ok=True)
        (folder / "voices" / name).write_text(content, encoding="utf-8")
    (folder / "books/partners.csv").write_text(
        "partner_id;name;channel_id;area\n" + "".join(f"p{n};Ditta {n};resellers;Lazio\n" for n in range(1, 9)),
        encoding="utf-8",
    )
    return folder


def written(case: Path) -> set[str]:
    return {file.relative_to(case / "voices").as_posix() for file in (case / "voices").rglob("*.*")} - {
        "project.toml", "facts.csv", "frame.csv", "items.toml",
    }  # fmt: skip


def test_write_questionnaires_makes_form_sheet_and_guide(case: Path) -> None:
    (made,) = write_questionnaires(case, role="reseller", channel="resellers", unit="p3", language="it")
    stem = "questionnaires/reseller-resellers"
    assert written(case) == {
        f"{stem}.xlsx", f"{stem}.xml", f"{stem}-sheet.xlsx", f"{stem}-sheet.xml", f"{stem}-p3.pdf",
        f"instruments/{made.version}.json",
    }  # fmt: skip
    assert made.guide.read_bytes().startswith(b"%PDF")
    assert load_instrument(case, made.version).wording("PE01").it.startswith("Nel complesso, quanto è facile")
    choices = fastexcel.read_excel(made.forms[0]).load_sheet("choices", dtypes="string").to_polars()
    units = choices.filter(list_name="units")["label::Italiano (it)"].to_list()
    assert units == [f"p{n} · Ditta {n}" for n in range(1, 9)]
    assert check_case(case).faults == ()  # none of this is taken for a table


def test_write_questionnaires_offers_only_who_was_drawn(case: Path) -> None:
    (case / "voices/sample.csv").write_text(
        "unit_id;order;outcome\np5;1;pending\np2;2;pending\n", encoding="utf-8"
    )
    (made,) = write_questionnaires(case, role="reseller", channel="resellers")
    choices = fastexcel.read_excel(made.forms[0]).load_sheet("choices", dtypes="string").to_polars()
    assert choices.filter(list_name="units")["name"].to_list() == ["p2", "p5"]


def test_write_questionnaires_for_everyone_follows_the_frame_or_the_channels(case: Path) -> None:
    made = write_questionnaires(case, everyone=True)
    assert [(each.role, each.channel_id) for each in made] == [("reseller", "resellers")]
    (case / "voices/frame.csv").unlink()
    made = write_questionnaires(case, channel="shop", everyone=True)
    assert [(each.role, each.channel_id) for each in made] == [("customer", "shop"), ("vendor", "shop")]


def test_write_questionnaires_keeps_old_words_beside_new_ones(case: Path) -> None:
    (before,) = write_questionnaires(case, role="vendor", channel="shop")
    (case / "voices/items.toml").write_text(
        '[[reword]]\nid = "VC01"\nit = "Da 0 a 10, quanto vi consigliano i clienti di {channel}?"\n',
        encoding="utf-8",
    )
    (after,) = write_questionnaires(case, role="vendor", channel="shop")
    assert before.version != after.version
    heard = [load_instrument(case, each.version).wording("VC01").it for each in (before, after)]
    assert heard[0].startswith("Quale voto da 0 a 10 darebbero")
    assert heard[1] == "Da 0 a 10, quanto vi consigliano i clienti di Negozio online proprio?"


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ({}, "which_questionnaire"),
        ({"role": "dealer", "channel": "shop"}, "role_not_found"),
        ({"role": "agent", "channel": "shops"}, "channel_not_found"),
        ({"role": "reseller", "channel": "resellers", "unit": "p33"}, "unit_not_found"),
    ],
)
def test_write_questionnaires_says_what_to_ask_for(case: Path, asked: dict[str, str], key: str) -> None:
    with pytest.raises(TramiteError) as refused:
        write_questionnaires(case, **asked)  # type: ignore[arg-type]
    assert refused.value.key == key
    assert written(case) == set()


def test_write_questionnaires_for_one_respondent_needs_a_frame(case: Path) -> None:
    (case / "voices/frame.csv").unlink()
    with pytest.raises(CaseNotFound, match="voices/frame"):
        write_questionnaires(case, role="reseller", channel="resellers", unit="p3")


def test_write_questionnaires_tells_all_faults_once_and_writes_nothing(case: Path) -> None:
    (case / "voices/project.toml").write_text(PROJECT.replace("category", "#"), encoding="utf-8")
    (case / "voices/facts.csv").write_text(FACTS + "f6;x;y;true;z\n", encoding="utf-8")
    with pytest.raises(InputRefused) as refused:
        write_questionnaires(case, everyone=True)
    assert {fault.kind for fault in refused.value.faults} == {"project_word", "facts_count"}
    assert written(case) == set()


def test_write_questionnaires_refuses_facts_with_faults(case: Path) -> None:
    (case / "voices/facts.csv").write_text(FACTS.replace(";true;", ";perhaps;", 1), encoding="utf-8")
    with pytest.raises(InputRefused) as refused:
        write_questionnaires(case, role="vendor", channel="shop")
    assert {fault.file for fault in refused.value.faults} == {"voices/facts.csv"}


def test_write_questionnaires_begins_the_words_of_the_project(case: Path) -> None:
    (case / "voices/project.toml").unlink()
    with pytest.raises(TramiteError) as refused:
        write_questionnaires(case, everyone=True)
    assert refused.value.key == "project_begun"
    assert "competitors" in (case / "voices/project.toml").read_text(encoding="utf-8")
    assert not (case / FOLDER).exists()
