"""What is read of a plan can be taken as it is read, and nothing goes in by a reading refused."""

from __future__ import annotations

from pathlib import Path

import pytest

import zzmap as zz
from zzmap.catalogue import Catalogue
from zzmap.errors import FormatError
from zzmap.extract.apply import apply
from zzmap.extract.decisions import OWN_COLUMNS, Decision, key_of
from zzmap.extract.draft import Draft
from zzmap.extract.plan import draft_plan

CITY2 = Path(__file__).resolve().parents[1] / "city2"
DOCUMENT = {
    "number": "示政〔2026〕3号",
    "date": "2026-02-01",
    "issuer": "示例市",
    "gazette": "虚构",
}


def accepted(draft: Draft) -> list[Decision]:
    """Accept every row; of the document the cells that no text of a plan tells are filled in."""
    rows = [
        Decision(table, key_of(table, row), "accept", {})
        for table in OWN_COLUMNS
        for row in getattr(draft, table)
    ]
    return [
        row._replace(decision="edit", cells=DOCUMENT) if row.table == "documents" else row
        for row in rows
    ]


@pytest.mark.parametrize("cold", [True, False])
def test_all_that_is_drafted_can_be_taken(cold: bool, tmp_path: Path) -> None:
    """Industries that no taxonomy knows stand at its top: below nothing, none passes the check."""
    plan = tmp_path / "plan.txt"
    plan.write_text(
        "示例市工业规划\n一、布局\n支持甲乙产业园发展智能机床、光电信息。\n"
        "北原区重点发展低空制造。\n二、目标\n到2030年，低空制造产值达到100亿元。\n", "utf-8",
    )  # fmt: skip
    draft = draft_plan(plan, Catalogue(CITY2), cold=cold)
    done = apply(draft, accepted(draft), CITY2, tmp_path / "new")
    city = zz.open(done.folder, store=tmp_path / "parks.gpkg")
    assert city.check().findings == []
    assert {(row.industry, row.place, row.locator) for row in city.query("智能机床")} == {
        ("智能机床", "甲乙产业园", "C·一")
    }
    assert "C·一" in {row.locator for row in city.query("低空制造")}


@pytest.fixture
def by_alias(tmp_path: Path) -> Draft:
    """Return a draft of a plan that calls a park of the catalogue by a shorter name."""
    plan = tmp_path / "plan.txt"
    plan.write_text(
        "郑州市工业规划\n一、布局\n支持唐达机器人产业园发展智能传感器、北斗应用。\n"
        "二、其他\n支持郑州唐达机器人产业园发展北斗应用。\n", "utf-8",
    )  # fmt: skip
    return draft_plan(plan, Catalogue())


def test_what_was_read_by_an_alias_rests_on_it(by_alias: Draft) -> None:
    (alias,) = [row for row in by_alias.places if row.status == "alias"]
    assert (alias.name, alias.known_id) == ("唐达机器人产业园", "park-tangdajiqiren")
    at = {row.industry: (row.place_id, row.place, row.locator) for row in by_alias.placements}
    assert at["智能传感器"] == (alias.id, "唐达机器人产业园", "A·一")
    # What the text says by geodata's own name too needs no such reading, and is one row.
    assert at["北斗应用"] == ("park-tangdajiqiren", "郑州唐达机器人产业园", "A·二")
    assert len(by_alias.placements) == 2


def test_an_alias_that_is_rejected_lets_nothing_in(by_alias: Draft, tmp_path: Path) -> None:
    rows = accepted(by_alias)
    refused = [
        row._replace(decision="reject") if row.key.startswith("alias-") else row for row in rows
    ]
    with pytest.raises(FormatError, match="唐达机器人产业园"):
        apply(by_alias, refused, Catalogue().folder, tmp_path / "new")
    done = apply(by_alias, rows, Catalogue().folder, tmp_path / "new")
    city = Catalogue(done.folder)
    assert "唐达机器人产业园" in city.places["park-tangdajiqiren"].aliases
    said = {row.place_id for row in city.placements if row.document_id not in Catalogue().documents}
    assert said == {"park-tangdajiqiren"}
